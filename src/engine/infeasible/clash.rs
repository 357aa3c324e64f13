//! A limit that takes part in an infeasibility, in the words of the model.

use crate::domain::Clash;
use crate::engine::formulation::RowKey;
use crate::engine::instance::{Demand, Instance};

/// The limit that a row stands for.
pub(super) fn clash(instance: &Instance, key: RowKey) -> Clash {
    let rule = |index: usize| Some(instance.rules[index].id.clone());
    match key {
        RowKey::Fund {
            rule: index,
            activity,
        } => Clash {
            rule: rule(index),
            limit: format!(
                "the rule `{}` funds {}",
                instance.rules[index].id, instance.activities[activity].id
            ),
        },
        RowKey::Floor { rule: index, part } => {
            let place =
                match &instance.rules[index].demand {
                    Demand::Floor(floors) => floors
                        .get(part)
                        .and_then(|(cells, _)| cells.first())
                        .map(|&cell| {
                            let cell = &instance.cells[cell];
                            format!("{} at {} ({})", cell.indicator, cell.place, cell.group)
                        }),
                    _ => None,
                };
            let what = place.unwrap_or_else(|| "its indicator".to_owned());
            Clash {
                rule: rule(index),
                limit: format!("the rule `{}` holds {what}", instance.rules[index].id),
            }
        }
        RowKey::Total(index) => Clash {
            rule: rule(index),
            limit: format!("the rule `{}` limits a total", instance.rules[index].id),
        },
        RowKey::Requires { rule: index, part } => {
            let pair = match &instance.rules[index].demand {
                Demand::Requires(pairs) => pairs.get(part).copied(),
                _ => None,
            };
            let id = |activity: usize| instance.activities[activity].id.to_string();
            let (first, second) = pair.map_or_else(Default::default, |(first, second)| {
                let second = second.map_or_else(|| "what is not offered there".to_owned(), id);
                (id(first), second)
            });
            Clash {
                rule: rule(index),
                limit: format!(
                    "the rule `{}` lets {first} run only with {second}",
                    instance.rules[index].id
                ),
            }
        }
        RowKey::Excludes { rule: index, part } => {
            let set = match &instance.rules[index].demand {
                Demand::Excludes(sets) => sets.get(part).cloned().unwrap_or_default(),
                _ => Vec::new(),
            };
            let names: Vec<String> = set
                .into_iter()
                .map(|activity| instance.activities[activity].id.to_string())
                .collect();
            Clash {
                rule: rule(index),
                limit: format!(
                    "the rule `{}` lets at most one run of {}",
                    instance.rules[index].id,
                    names.join(", ")
                ),
            }
        }
        RowKey::PoolAmount(pool) => Clash {
            rule: None,
            limit: format!("the amount of the pool `{}`", instance.pools[pool].id),
        },
        RowKey::MoveLimit(pool) => Clash {
            rule: None,
            limit: format!(
                "what may move of the pool `{}` (max_moved)",
                instance.pools[pool].id
            ),
        },
        _ => Clash {
            rule: None,
            limit: "a need or a capacity".to_owned(),
        },
    }
}
