//! How many people have something in hand at once, piece by piece of the time.

/// A piece of open time, from `from` to before `to`, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Since when.
    pub from: i64,
    /// Until when.
    pub to: i64,
}

/// The most that have something in hand at one moment of each piece, where each of `work` keeps one person from its begin
/// to before its end, at least for a second. Pieces are in order and do not overlap; what lies in none counts in none.
pub fn most_at_once(work: &[(i64, i64)], pieces: &[Piece]) -> Vec<usize> {
    // Ends come before begins at one moment: who ends takes the next.
    let mut turns: Vec<(i64, bool)> =
        work.iter().flat_map(|(from, to)| [(*from, true), ((*to).max(from + 1), false)]).collect();
    turns.sort_unstable();
    let (mut turns, mut busy) = (turns.into_iter().peekable(), 0_usize);
    let mut step = |busy: &mut usize, before: i64, last: bool| {
        let (_, begins) = turns.next_if(|(at, begins)| *at < before || (last && *at == before && !begins))?;
        *busy = if begins { *busy + 1 } else { busy.saturating_sub(1) };
        Some(())
    };
    pieces
        .iter()
        .map(|piece| {
            while step(&mut busy, piece.from, true).is_some() {}
            let mut most = busy;
            while step(&mut busy, piece.to, false).is_some() {
                most = most.max(busy);
            }
            most
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arrival, taken};
    use proptest::prelude::*;

    fn pieces(list: &[(i64, i64)]) -> Vec<Piece> {
        list.iter().map(|(from, to)| Piece { from: *from, to: *to }).collect()
    }

    #[test]
    fn what_lasts_is_counted_in_every_piece_it_touches() {
        let hours = pieces(&[(0, 60), (60, 120), (120, 180)]);
        assert_eq!(most_at_once(&[(0, 90), (30, 60), (60, 70)], &hours), [2, 2, 0]);
        // One ends as the next begins: never two at once, over a border neither.
        assert_eq!(most_at_once(&[(0, 60), (60, 120)], &hours), [1, 1, 0]);
        // What takes no time still takes somebody.
        assert_eq!(most_at_once(&[(130, 130), (130, 130)], &hours), [0, 0, 2]);
        assert_eq!(most_at_once(&[(200, 300)], &hours), [0, 0, 0]);
        // A gap between pieces.
        assert_eq!(most_at_once(&[(60, 70), (65, 125)], &pieces(&[(0, 60), (120, 180)])), [0, 1]);
    }

    /// First come, first taken, where no more than so many may begin while it is their piece; second by second.
    fn with_roster(arrivals: &[Arrival], pieces: &[Piece], people: &[usize]) -> Vec<i64> {
        let (mut ends, mut moments): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
        for second in 0..2_000 {
            let piece = pieces.iter().position(|piece| piece.from <= second && second < piece.to);
            // What begins takes a second at least.
            let busy = |ends: &[i64]| ends.iter().filter(|end| **end > second).count();
            let most = piece.map_or(usize::MAX, |piece| people[piece]);
            while let Some(next) = arrivals.get(moments.len()).filter(|next| next.at <= second) {
                if busy(&ends) >= most {
                    break;
                }
                ends.push(second + next.handling.max(1));
                moments.push(second);
            }
        }
        moments
    }

    proptest! {
        /// With as many people in every piece as were busy at once in it, the history is the same.
        #[test]
        fn as_many_as_were_busy_are_as_good_as_all(
            mut list in proptest::collection::vec((0_i64..60, 1_i64..30), 1..20),
            people in 1_usize..5,
        ) {
            list.sort_unstable();
            let arrivals: Vec<Arrival> = list.into_iter().map(|(at, handling)| Arrival { at, handling }).collect();
            let moments = taken(&arrivals, people);
            let work: Vec<(i64, i64)> =
                moments.iter().zip(&arrivals).map(|(at, came)| (*at, at + came.handling)).collect();
            let hours: Vec<Piece> = (0..100).map(|n| Piece { from: n * 20, to: n * 20 + 20 }).collect();
            prop_assert_eq!(with_roster(&arrivals, &hours, &most_at_once(&work, &hours)), moments);
        }

        #[test]
        fn it_is_the_most_of_every_second(
            work in proptest::collection::vec((0_i64..90, 0_i64..40), 0..20),
            borders in proptest::collection::btree_set(0_i64..120, 2..8),
        ) {
            let work: Vec<(i64, i64)> = work.iter().map(|(from, lasts)| (*from, from + lasts)).collect();
            let borders: Vec<i64> = borders.into_iter().collect();
            let pieces: Vec<Piece> = borders.windows(2).map(|w| Piece { from: w[0], to: w[1] }).collect();
            let at = |second: i64| work.iter().filter(|(f, t)| *f <= second && second < (*t).max(f + 1)).count();
            let counted: Vec<usize> =
                pieces.iter().map(|p| (p.from..p.to).map(at).max().unwrap_or_default()).collect();
            prop_assert_eq!(most_at_once(&work, &pieces), counted);
        }
    }
}
