//! Shares and what is wanted of them: integers throughout, shown shares cut and never rounded up.

use std::cmp::Ordering;

/// Met and missed clocks of one target in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Met.
    pub met: i64,
    /// Missed.
    pub missed: i64,
}

impl Share {
    /// met / (met + missed) in parts of ten thousand, cut. `None` with neither.
    pub fn basis_points(self) -> Option<i64> {
        let all = self.met + self.missed;
        (all > 0).then(|| self.met * 10_000 / all)
    }
}

/// A wanted share, such as `> 0.90`, which is the same as `> 0.9`.
#[derive(Debug, Clone, Copy)]
pub struct Objective {
    strict: bool,
    numerator: i64,
    denominator: i64,
}

impl PartialEq for Objective {
    fn eq(&self, other: &Self) -> bool {
        let cross = |one: &Self, two: &Self| i128::from(one.numerator) * i128::from(two.denominator);
        self.strict == other.strict && cross(self, other) == cross(other, self)
    }
}

impl Eq for Objective {}

impl Objective {
    /// Reads `> 0.90` or `>= 0.995`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (strict, number) = match text.strip_prefix(">=") {
            Some(number) => (false, number),
            None => (true, text.strip_prefix('>')?),
        };
        let (whole, parts) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
        let digits = |s: &str| s.len() <= 9 && s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(parts) {
            return None;
        }
        let denominator = 10_i64.pow(u32::try_from(parts.len()).ok()?);
        let numerator = format!("{whole}{parts}").parse().ok()?;
        (numerator <= denominator).then_some(Self { strict, numerator, denominator })
    }

    /// Whether a share fulfils it, compared as integers. `None` where there is no share.
    pub fn fulfilled(self, share: Share) -> Option<bool> {
        let all = share.met + share.missed;
        if all == 0 {
            return None;
        }
        let (left, right) = (
            i128::from(share.met) * i128::from(self.denominator),
            i128::from(self.numerator) * i128::from(all),
        );
        Some(match left.cmp(&right) {
            Ordering::Greater => true,
            Ordering::Equal => !self.strict,
            Ordering::Less => false,
        })
    }
}

impl std::fmt::Display for Objective {
    /// As written, `> 0.9`, without zeros at the end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.strict { ">" } else { ">=" };
        let (whole, rest) = (self.numerator / self.denominator, self.numerator % self.denominator);
        write!(f, "{sign} {whole}")?;
        let width = usize::try_from(self.denominator.ilog10()).unwrap_or(0);
        let digits = format!("{rest:0width$}");
        let digits = digits.trim_end_matches('0');
        if digits.is_empty() { Ok(()) } else { write!(f, ".{digits}") }
    }
}
