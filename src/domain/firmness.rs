//! How firmly an activity and a move belong to a plan, by what the plan does with them.

use super::{ActivityDraws, Frequency, MoveStanding};

/// What is counted of an activity over the draws: what the recommended plan does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedBy {
    /// The plan gives it more participants than today: draws in which it grows.
    Grows,
    /// Fewer: draws in which it shrinks.
    Shrinks,
    /// As many: draws in which it runs.
    Runs,
}

/// How firmly a move belongs to the plan: what to ask for first, and what partners may settle among themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoveFirmness {
    /// It holds: in at least 90 % of the draws, and under every setting that was tried.
    Firm,
    /// Made more often than not.
    Leaning,
    /// Made in fewer than half of the draws: something else is about as good.
    TossUp,
}

/// Share of the draws from which a move is made more often than not.
const LEANING_SHARE: f64 = 0.5;

impl MoveFirmness {
    /// Of a move that is made in `share` of the draws; `holds` is that of [`MoveStanding`].
    #[must_use]
    pub fn of(holds: bool, share: f64) -> Self {
        match holds {
            true => MoveFirmness::Firm,
            false if share >= LEANING_SHARE => MoveFirmness::Leaning,
            false => MoveFirmness::TossUp,
        }
    }
}

impl MoveStanding {
    /// How firmly it belongs to the plan.
    #[must_use]
    pub fn firmness(&self) -> MoveFirmness {
        MoveFirmness::of(self.holds, self.share.share)
    }
}

impl ActivityDraws {
    /// How often the best plan of a draw does with the activity what the recommended plan does.
    #[must_use]
    pub fn alike(&self) -> Frequency {
        match self.counted_by {
            CountedBy::Grows => self.grows,
            CountedBy::Shrinks => self.shrinks,
            CountedBy::Runs => self.funded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_firm_only_where_it_holds_and_a_toss_up_below_half() {
        let firmness = |holds, share| MoveFirmness::of(holds, share);
        assert_eq!(firmness(true, 0.9), MoveFirmness::Firm);
        // Made often enough, but not under every setting.
        assert_eq!(firmness(false, 0.95), MoveFirmness::Leaning);
        assert_eq!(firmness(false, 0.5), MoveFirmness::Leaning);
        assert_eq!(firmness(false, 0.499), MoveFirmness::TossUp);
        assert_eq!(firmness(false, 0.0), MoveFirmness::TossUp);
    }
}
