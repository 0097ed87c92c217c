//! Budgets that burn: what is used of a limit, how fast, and where that leads. Integers throughout. Refuses to know
//! what is counted.

/// A limit such as `<= 4` faults or `< 10h`, in units or microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Whether the value itself is too much.
    pub strict: bool,
    /// The value.
    pub value: i64,
}

impl Limit {
    /// Whether a sum over a count of equal parts keeps it on average; a plain figure is a sum over 1.
    pub fn kept(self, sum: i64, count: i64) -> bool {
        let (sum, limit) = (i128::from(sum), i128::from(self.value) * i128::from(count));
        if self.strict { sum < limit } else { sum <= limit }
    }
}

/// A budget at a moment of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The limit.
    pub limit: Limit,
    /// Used so far, in units or microseconds.
    pub used: i64,
    /// Service time of the period gone by, in microseconds.
    pub gone: i64,
    /// Service time of the whole period, in microseconds.
    pub whole: i64,
}

/// Before this part of the period has gone by nothing is forecast: one fault on its first morning says nothing.
const FORECAST_AFTER: i64 = 10;

impl Budget {
    /// The part used, in parts of ten thousand, cut; more than 10 000 when it is passed. `None` of a budget of
    /// nothing.
    pub fn used_share(&self) -> Option<i64> {
        let parts = i128::from(self.used) * 10_000;
        (self.limit.value > 0)
            .then(|| i64::try_from(parts / i128::from(self.limit.value)).unwrap_or(i64::MAX))
    }

    /// How fast it burns: the part used over the part of the period gone by, in hundredths, cut; 100 uses it up
    /// exactly at the end. `None` before anything went by, and of a budget of nothing.
    pub fn rate(&self) -> Option<i64> {
        let gone = i128::from(self.limit.value) * i128::from(self.gone);
        let used = i128::from(self.used) * i128::from(self.whole) * 100;
        (gone > 0).then(|| i64::try_from(used / gone).unwrap_or(i64::MAX))
    }

    /// Used at the end of the period if it goes on as until now, in hundredths of a unit or microsecond, cut. `None`
    /// before a tenth of the period has gone by.
    pub fn forecast_hundredths(&self) -> Option<i64> {
        let used = i128::from(self.used) * i128::from(self.whole) * 100;
        self.foresees().then(|| i64::try_from(used / i128::from(self.gone)).unwrap_or(i64::MAX))
    }

    /// Whether what is used, or what is forecast, breaks the limit.
    pub fn passes(&self) -> bool {
        let (used, whole) = (i128::from(self.used), i128::from(self.whole));
        let limit = i128::from(self.limit.value) * i128::from(self.gone);
        let forecast = used * whole;
        let breaks = if self.limit.strict { forecast >= limit } else { forecast > limit };
        !self.limit.kept(self.used, 1) || (self.foresees() && self.used > 0 && breaks)
    }

    fn foresees(&self) -> bool {
        self.gone > 0 && i128::from(self.gone) * i128::from(FORECAST_AFTER) >= i128::from(self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    /// A year of 365 days, four faults allowed.
    fn after(days: i64, used: i64) -> Budget {
        Budget { limit: Limit { strict: false, value: 4 }, used, gone: days * DAY, whole: 365 * DAY }
    }

    #[test]
    fn a_budget_is_passed_by_what_is_used_or_by_where_it_leads() {
        // 2 in 73 days of 365: 10 in the year, half used, 2.5 times too fast.
        let fast = after(73, 2);
        assert_eq!(
            (fast.used_share(), fast.rate(), fast.forecast_hundredths()),
            (Some(5_000), Some(250), Some(1_000))
        );
        assert!(fast.passes());
        // 2 in 200 days: 3.65, cut to the hundredth.
        let slow = after(200, 2);
        assert_eq!((slow.rate(), slow.forecast_hundredths(), slow.passes()), (Some(91), Some(365), false));
        // 36 days are less than a tenth: no forecast, and no warning unless the budget itself is passed.
        assert_eq!((after(36, 4).forecast_hundredths(), after(36, 4).passes()), (None, false));
        assert!(after(36, 5).passes());
        // 37 days are more than a tenth.
        assert!(after(37, 1).passes());
        // Exactly at the limit is kept: 1 in 91.25 days is 4 in the year.
        let exact = Budget { gone: 365 * DAY / 4, ..after(1, 1) };
        assert_eq!((exact.rate(), exact.passes()), (Some(100), false));
        let strict = Budget { limit: Limit { strict: true, value: 4 }, ..exact };
        assert!(strict.passes());
        // None allowed: none is kept, one is too many.
        let nothing = |used| Budget { limit: Limit { strict: false, value: 0 }, ..after(300, used) };
        assert_eq!((nothing(0).used_share(), nothing(0).passes(), nothing(1).passes()), (None, false, true));
    }
}
