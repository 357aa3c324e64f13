//! What makes the worth of proposals uncertain: effects, which several of them may rest on.

use std::collections::BTreeMap;

use crate::analysis::Stream;

/// Position of an effect in [`Doubts`].
pub type DoubtIndex = u32;

/// Effects that proposals rest on, each once: of thousands of proposals a few hundred.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Doubts {
    known: BTreeMap<String, DoubtIndex>,
    shock_groups: Vec<Option<u32>>,
    groups: BTreeMap<String, u32>,
}

impl Doubts {
    /// The position of the effect of that key, whose practice is of that shock group.
    pub fn index(&mut self, key: &str, shock_group: Option<&str>) -> DoubtIndex {
        if let Some(&known) = self.known.get(key) {
            return known;
        }
        let group = shock_group.map(|name| {
            let next = self.groups.len() as u32;
            *self.groups.entry(name.to_owned()).or_insert(next)
        });
        let index = self.shock_groups.len() as DoubtIndex;
        self.shock_groups.push(group);
        self.known.insert(key.to_owned(), index);
        index
    }

    /// What `doubts` come to in a draw, whose numbers are `stream`'s: standard normal ones by effect and by shock
    /// group, which has the share `shared` of the variance.
    #[must_use]
    pub fn drawn(&self, doubts: &[(DoubtIndex, f64)], shared: f64, stream: &mut Stream) -> f64 {
        let terms = doubts.iter().map(|&(doubt, sd)| {
            let own = stream.at(2 * doubt as usize).normal();
            let together = self
                .shock_group(doubt)
                .map(|group| stream.at(2 * group as usize + 1).normal());
            sd * match together {
                Some(together) => shared.sqrt() * together + (1.0 - shared).sqrt() * own,
                None => own,
            }
        });
        terms.sum()
    }

    /// The shock group of an effect's practice.
    #[must_use]
    pub fn shock_group(&self, doubt: DoubtIndex) -> Option<u32> {
        self.shock_groups.get(doubt as usize).copied().flatten()
    }
}

/// Standard deviation of a sum of normal terms, each with its own; those of one shock group have a share of their
/// variance in common.
pub(super) fn spread<G: Ord>(terms: impl Iterator<Item = (Option<G>, f64)>, shared: f64) -> f64 {
    let mut alone = 0.0;
    // Few groups meet in one sum.
    let mut together: Vec<(G, f64, f64)> = Vec::new();
    for (group, sd) in terms {
        match group {
            None => alone += sd * sd,
            Some(group) => {
                let known = together.iter().position(|(known, ..)| *known == group);
                let at = known.unwrap_or_else(|| {
                    together.push((group, 0.0, 0.0));
                    together.len() - 1
                });
                together[at].1 += sd;
                together[at].2 += sd * sd;
            }
        }
    }
    together.sort_by(|a, b| a.0.cmp(&b.0));
    let together = together
        .iter()
        .map(|(_, sum, squares)| shared * sum * sum + (1.0 - shared) * squares);
    (alone + together.sum::<f64>()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_adds_up_and_what_is_not_adds_in_squares() {
        let none = [(None::<u8>, 3.0), (None, 4.0)];
        assert_eq!(spread(none.into_iter(), 0.5), 5.0);
        let one = [(Some(1), 3.0), (Some(1), 4.0)];
        assert_eq!(spread(one.into_iter(), 1.0), 7.0);
        assert_eq!(spread(one.into_iter(), 0.0), 5.0);
        // (49 + 25) / 2
        assert!((spread(one.into_iter(), 0.5) - 37.0_f64.sqrt()).abs() < 1e-12);
        // Two of one group that pull apart.
        let apart = [(Some(1), 3.0), (Some(1), -3.0)];
        assert_eq!(spread(apart.into_iter(), 1.0), 0.0);
    }
}
