//! Erlang C: arrivals at random and singly, each handled by one of several people, who waits waits in turn and nobody gives
//! up. `load` is arrivals per second times the mean seconds each takes: the people busy on average.

use crate::fewest::fewest;

/// Beyond this many people nothing is sized.
pub const PEOPLE_MOST: usize = 10_000;

/// The probability that whoever arrives must wait. With no more people than load the queue grows for ever: all wait.
pub fn waits(people: u32, load: f64) -> f64 {
    if load <= 0.0 {
        return 0.0;
    }
    if f64::from(people) <= load {
        return 1.0;
    }
    // Erlang B by its recursion: every step lies between 0 and 1, where factorials would overflow from 171 people on.
    let blocked = (1..=people).fold(1.0, |before, n| load * before / (f64::from(n) + load * before));
    blocked / (1.0 - load / f64::from(people) * (1.0 - blocked))
}

/// The probability of being taken within `within` seconds, where each takes `handling` seconds on average.
pub fn in_time(people: u32, load: f64, handling: f64, within: f64) -> f64 {
    if load <= 0.0 {
        return 1.0;
    }
    let free = f64::from(people) - load;
    if free <= 0.0 {
        return 0.0;
    }
    1.0 - waits(people, load) * (-free * within / handling).exp()
}

/// The mean seconds everybody waits, who is taken at once included; none where the queue grows for ever.
pub fn mean_wait(people: u32, load: f64, handling: f64) -> Option<f64> {
    if load <= 0.0 {
        return Some(0.0);
    }
    let free = f64::from(people) - load;
    (free > 0.0).then(|| waits(people, load) * handling / free)
}

/// The fewest people that suffice; none where [`PEOPLE_MOST`] do not. `enough` must hold for more people where it holds for
/// fewer, as what is asked of [`in_time`] and [`mean_wait`] does.
pub fn fewest_by_erlang(enough: impl Fn(u32) -> bool) -> Option<usize> {
    fewest(PEOPLE_MOST, |people| u32::try_from(people).is_ok_and(&enough))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 0.000_1, "{value} is not {wanted}");
    }

    /// The definition, summed: (a^c/c! · c/(c−a)) / (Σ a^k/k! for k < c, + a^c/c! · c/(c−a)). Every term is divided by the
    /// greatest, so that the sum itself cannot overflow.
    fn by_sum(people: u32, load: f64) -> f64 {
        let mut logs = vec![0.0_f64];
        for k in 1..=people {
            let last = logs.last().copied().unwrap_or_default();
            logs.push(last + (load / f64::from(k)).ln());
        }
        let most = logs.iter().copied().fold(f64::MIN, f64::max);
        let mut terms: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
        let last = terms.pop().unwrap_or_default() * f64::from(people) / (f64::from(people) - load);
        last / (terms.iter().sum::<f64>() + last)
    }

    /// C(c, a) = B / (1 − a/c · (1 − B)), B(c, a) = a·B(c−1) / (c + a·B(c−1)), B(0) = 1.
    #[test]
    fn probabilities_are_those_of_the_tables() {
        // One person: as often busy as loaded.
        near(waits(1, 0.5), 0.5);
        // B = 1/2, then (1/2)/(5/2) = 1/5; 1/5 / (1 − 1/2 · 4/5) = 1/3.
        near(waits(2, 1.0), 1.0 / 3.0);
        // B = 2/3, 2/5, 4/19; 4/19 / (1 − 2/3 · 15/19) = 4/9.
        near(waits(3, 2.0), 4.0 / 9.0);
        // B = .8, .615385, .450704, .310680, .199067; .199067 / (1 − .8 · .800933) = .554113.
        near(waits(5, 4.0), 0.554_113);
        // The classic of call centres: 100 calls in half an hour of three minutes each, 14 people.
        near(waits(14, 10.0), 0.174_1);
        near(waits(10, 10.0), 1.0);
        near(waits(3, 0.0), 0.0);
    }

    #[test]
    fn people_are_the_fewest_that_suffice() {
        // 13: 1 − .2853 · e^(−3 · 20/180) = .7956 falls short of .8; 14: 1 − .1741 · e^(−4 · 20/180) = .8884.
        near(in_time(14, 10.0, 180.0, 20.0), 0.888_4);
        assert!(in_time(13, 10.0, 180.0, 20.0) < 0.8);
        let share = |load, wanted| fewest_by_erlang(|n| in_time(n, load, 180.0, 20.0) >= wanted);
        assert_eq!(share(10.0, 0.8), Some(14));
        // 1 − 1/3 · e^(−20/180) = .7017: two suffice for seven in ten, not for three in four.
        near(in_time(2, 1.0, 180.0, 20.0), 0.701_72);
        assert_eq!((share(1.0, 0.7), share(1.0, 0.75)), (Some(2), Some(3)));
        assert_eq!(share(0.0, 0.8), Some(0));
        assert_eq!(share(20_000.0, 0.8), None);
        // 1/3 · 180 / (2 − 1) = 60 seconds on average.
        near(mean_wait(2, 1.0, 180.0).unwrap_or_default(), 60.0);
        assert_eq!(mean_wait(1, 1.0, 180.0), None);
        let mean = |wanted| fewest_by_erlang(|n| mean_wait(n, 1.0, 180.0).is_some_and(|mean| mean <= wanted));
        assert_eq!((mean(60.000_1), mean(59.9)), (Some(2), Some(3)));
    }

    proptest! {
        /// Up to a thousand people, where a factorial has 2 568 digits.
        #[test]
        fn the_recursion_is_the_sum(people in 1_u32..1_000, busy in 0.01_f64..0.999) {
            let load = f64::from(people) * busy;
            let (fast, slow) = (waits(people, load), by_sum(people, load));
            prop_assert!((0.0..=1.0).contains(&fast));
            prop_assert!((fast - slow).abs() < 1e-9, "{fast} is not {slow}");
        }

        #[test]
        fn one_more_never_makes_it_worse(load in 0.01_f64..500.0, handling in 1.0_f64..4_000.0, within in 0.0_f64..4_000.0) {
            let mut before = (0.0, f64::INFINITY);
            for people in 0..600 {
                let share = in_time(people, load, handling, within);
                let mean = mean_wait(people, load, handling).unwrap_or(f64::INFINITY);
                prop_assert!(share >= before.0 - 1e-12 && mean <= before.1, "{people}: {share} {mean}");
                before = (share, mean);
            }
        }

        #[test]
        fn the_fewest_are_those_a_count_from_nought_finds(load in 0.01_f64..80.0, within in 0.0_f64..600.0, wanted in 0.1_f64..0.999) {
            let enough = |people: u32| in_time(people, load, 300.0, within) >= wanted;
            let counted = (0..).find(|people| enough(*people)).unwrap_or_default();
            prop_assert_eq!(fewest_by_erlang(enough), usize::try_from(counted).ok());
        }
    }
}
