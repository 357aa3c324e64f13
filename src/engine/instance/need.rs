//! What activities need.

use super::{ActivityData, ResourceIndex};

/// What an activity needs of one resource.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedAt {
    /// The resource.
    pub resource: ResourceIndex,
    /// ρ: amount per participant; the local one where it governs.
    pub per_participant: f64,
    /// F: amount wherever the activity runs; the local one where it governs.
    pub fixed: f64,
    /// One-time cost, charged in the plan's year where the activity does not run today.
    pub once: f64,
    /// The stated amounts per participant and for running at all, at the model's prices, where the local
    /// ones govern.
    pub published: Option<(f64, f64)>,
    /// The amount per participant as the model states it, at its own prices.
    pub stated: f64,
    /// What brings it to the model's prices; 1 for all but money of other years.
    pub price_factor: f64,
    /// Σ_f a⁰: allocated today.
    pub allocated: f64,
    /// s⁰: allocated today beyond need.
    pub idle: f64,
    /// Whether the need is checked; nothing is recorded of the resource there otherwise.
    pub checked: bool,
}

impl NeedAt {
    /// Amount that running takes in the plan's year, whatever the number of participants.
    #[must_use]
    pub fn standing(&self) -> f64 {
        self.fixed + self.once
    }

    /// Whether the activity takes any of the resource.
    #[must_use]
    pub fn takes(&self) -> bool {
        self.per_participant > 0.0 || self.standing() > 0.0
    }

    /// Amount that participants take; nothing where there are none.
    #[must_use]
    pub fn needed(&self, participants: f64) -> f64 {
        if participants > 0.0 {
            self.per_participant * participants + self.standing()
        } else {
            0.0
        }
    }

    /// Participants that an amount pays for; as many as one likes where only running takes it.
    #[must_use]
    pub fn pays_for(&self, amount: f64) -> f64 {
        let beyond = amount - self.standing();
        if self.per_participant > 0.0 {
            (beyond / self.per_participant).max(0.0)
        } else if beyond >= 0.0 {
            f64::INFINITY
        } else {
            0.0
        }
    }

    /// A typical amount of the resource at an activity, for relative tolerances; above zero.
    #[must_use]
    pub fn size(&self, activity: &ActivityData) -> f64 {
        let size = self.needed(activity.most).max(self.allocated);
        if size > 0.0 { size } else { 1.0 }
    }
}
