//! How long a case took of somebody who has several in hand: at every moment their time is divided equally among those.

/// A case in somebody's hand, in seconds of open time, from `from` to before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Whose.
    pub person: i64,
    /// Since when.
    pub from: i64,
    /// Until when.
    pub to: i64,
}

/// Seconds of each hold, in their order. Those of one person sum to the time they had anything in hand.
pub fn shared(holds: &[Hold]) -> Vec<f64> {
    let mut seconds = vec![0.0; holds.len()];
    // Ends before begins at one moment, so that what ends then shares nothing with what begins.
    let mut turns: Vec<(i64, i64, bool, usize)> = holds
        .iter()
        .enumerate()
        .filter(|(_, hold)| hold.from < hold.to)
        .flat_map(|(at, hold)| [(hold.person, hold.from, true, at), (hold.person, hold.to, false, at)])
        .collect();
    turns.sort_unstable();
    let (mut in_hand, mut since): (Vec<usize>, i64) = (Vec::new(), 0);
    for (_, at, begins, hold) in turns {
        if let Ok(many) = u32::try_from(in_hand.len())
            && many > 0
        {
            #[expect(clippy::cast_precision_loss, reason = "seconds of some years")]
            let each = (at - since) as f64 / f64::from(many);
            for held in &in_hand {
                if let Some(sum) = seconds.get_mut(*held) {
                    *sum += each;
                }
            }
        }
        since = at;
        if begins {
            in_hand.push(hold);
        } else {
            in_hand.retain(|held| *held != hold);
        }
    }
    seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_divided_among_what_is_in_hand_at_once() {
        let hold = |person, from, to| Hold { person, from, to };
        // A 0–60 and B 30–60 of one person: A has 30 alone and half of 30, B half of 30. C is another person's. D begins as
        // A and B end. E is nothing.
        let holds = [hold(1, 0, 60), hold(1, 30, 60), hold(2, 0, 60), hold(1, 60, 70), hold(1, 5, 5)];
        assert_eq!(shared(&holds), [45.0, 15.0, 60.0, 10.0, 0.0]);
    }
}
