//! The smallest number that suffices, where a greater one always does as well.

/// The smallest number from 0 to `most` that suffices; none where `most` does not. Small numbers are tried first, so that
/// a small answer is cheap however great `most` is.
pub(crate) fn fewest(most: usize, enough: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (None, 0);
    while !enough(high) {
        if high >= most {
            return None;
        }
        low = Some(high);
        high = (high * 2).max(1).min(most);
    }
    // `low` is too few, `high` suffices.
    while let Some(few) = low.filter(|few| high - few > 1) {
        let middle = few + (high - few) / 2;
        if enough(middle) { high = middle } else { low = Some(middle) }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::fewest;

    #[test]
    fn every_answer_is_found() {
        for most in 0..40 {
            for wanted in 0..=most {
                assert_eq!(fewest(most, |n| n >= wanted), Some(wanted), "{wanted} of {most}");
            }
            assert_eq!(fewest(most, |_| false), None);
        }
    }
}
