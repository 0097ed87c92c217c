//! History played again with another number of people: what really came, when it came, taking as long as it took. Whoever is
//! free takes what came first, and ends what they took before they take the next.

use crate::fewest::fewest;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One arrival, in seconds of open time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// When it came.
    pub at: i64,
    /// How long somebody was busy with it.
    pub handling: i64,
}

/// When each of the arrivals, in the order they came, is taken by so many people; empty where there is nobody.
pub fn taken(arrivals: &[Arrival], people: usize) -> Vec<i64> {
    if people == 0 {
        return Vec::new();
    }
    // More people than arrivals are never busy at once.
    let mut free: BinaryHeap<Reverse<i64>> =
        std::iter::repeat_n(Reverse(i64::MIN), people.min(arrivals.len())).collect();
    let mut moments = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let Some(Reverse(next)) = free.pop() else { break };
        let at = next.max(arrival.at);
        moments.push(at);
        free.push(Reverse(at + arrival.handling.max(0)));
    }
    moments
}

/// The fewest people with whom the waits, in the order of arrival, are `enough`; none where even one person for every arrival
/// is too few. With one more person nobody waits longer, so that `enough` need only prefer shorter waits.
pub fn fewest_by_replay(arrivals: &[Arrival], enough: impl Fn(&[i64]) -> bool) -> Option<usize> {
    fewest(arrivals.len(), |people| {
        let taken = taken(arrivals, people);
        let waits: Vec<i64> = taken.iter().zip(arrivals).map(|(taken, came)| taken - came.at).collect();
        waits.len() == arrivals.len() && enough(&waits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrivals(list: &[(i64, i64)]) -> Vec<Arrival> {
        list.iter().map(|(at, handling)| Arrival { at: *at, handling: *handling }).collect()
    }

    fn within(waits: &[i64], seconds: i64, tenths: usize) -> bool {
        waits.iter().filter(|wait| **wait <= seconds).count() * 10 >= waits.len() * tenths
    }

    #[test]
    fn who_waits_waits_for_the_first_who_is_free() {
        let three = arrivals(&[(0, 60), (0, 60), (0, 60)]);
        assert_eq!(taken(&three, 1), [0, 60, 120]);
        assert_eq!(taken(&three, 2), [0, 0, 60]);
        assert_eq!(taken(&three, 9), [0, 0, 0]);
        assert_eq!(taken(&three, 0), [] as [i64; 0]);
        // A pause in between: the second begins when it comes.
        assert_eq!(taken(&arrivals(&[(0, 60), (90, 60), (100, 60)]), 1), [0, 90, 150]);
    }

    #[test]
    fn the_fewest_people_who_would_have_done() {
        let ten = arrivals(&[(0, 600); 10]);
        // Ten at once of ten minutes, half an hour to take them: four rounds; three people take 3, 6, 9, 10.
        assert_eq!(fewest_by_replay(&ten, |w| within(w, 1_800, 10)), Some(3));
        assert_eq!(fewest_by_replay(&ten, |w| within(w, 1_800, 8)), Some(2));
        assert_eq!(fewest_by_replay(&ten, |w| within(w, 0, 10)), Some(10));
        assert_eq!(fewest_by_replay(&[], |w| within(w, 0, 10)), Some(0));
        assert_eq!(fewest_by_replay(&ten, |_| false), None);
        // Five wait 0, five 600 seconds: five people keep a mean of 300, four do not.
        assert_eq!(fewest_by_replay(&ten, |w| w.iter().sum::<i64>() <= 3_000), Some(5));
    }

    /// Second by second, with no heap: who is free takes what came first.
    fn by_hand(arrivals: &[Arrival], people: usize) -> Vec<i64> {
        let (mut busy_until, mut moments) = (vec![0; people], Vec::new());
        for second in 0.. {
            while let Some(next) = arrivals.get(moments.len()).filter(|next| next.at <= second) {
                let Some(free) = busy_until.iter_mut().find(|until| **until <= second) else { break };
                *free = second + next.handling;
                moments.push(second);
            }
            if moments.len() == arrivals.len() {
                break;
            }
        }
        moments
    }

    proptest! {
        #[test]
        fn it_is_what_happens_second_by_second(
            mut list in proptest::collection::vec((0_i64..60, 0_i64..30), 1..25),
            people in 1_usize..6,
        ) {
            list.sort_unstable();
            let list = arrivals(&list);
            prop_assert_eq!(taken(&list, people), by_hand(&list, people));
        }

        #[test]
        fn the_fewest_are_those_a_count_from_one_finds(
            mut list in proptest::collection::vec((0_i64..60, 0_i64..30), 1..25),
            seconds in 0_i64..40,
            tenths in 1_usize..=10,
        ) {
            list.sort_unstable();
            let list = arrivals(&list);
            let kept = |people: usize| {
                let waits: Vec<i64> = by_hand(&list, people).iter().zip(&list).map(|(t, a)| t - a.at).collect();
                within(&waits, seconds, tenths)
            };
            let counted = (1..=list.len()).find(|people| kept(*people));
            prop_assert_eq!(fewest_by_replay(&list, |w| within(w, seconds, tenths)), counted);
        }
    }
}
