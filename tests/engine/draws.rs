//! A model where what is not known turns out one way or another.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use trefoil::domain::{Basis, Effect, Effects, Tables, uncertain};
use trefoil::engine::Instance;
use trefoil::evidence::effects;

use super::random::{Kind, Recipe, Tweak};
use super::sketch::{Built, finite};

/// What is expected of each effect.
pub fn expected(instance: &Instance) -> Vec<f64> {
    instance.effects.iter().map(|effect| effect.mean).collect()
}

/// Values of the effects around what is expected, about one SD wide and half the effect besides: some change sign.
pub fn drawn_effects(instance: &Instance, random: &mut ChaCha8Rng) -> Vec<f64> {
    let around = |effect: &Effect, random: &mut ChaCha8Rng| {
        let width = effect.sd + 0.5 * effect.mean.abs();
        effect.mean + width * (4.0 * random.random::<f64>() - 2.0)
    };
    let effects = instance.effects.iter();
    effects.map(|effect| around(effect, random)).collect()
}

/// The tables where every figure that can be is uncertain, whether its row says where it comes from or not.
pub fn doubtful(mut tables: Tables) -> Tables {
    let ranges = &mut tables.settings.ranges;
    (ranges.unstated, ranges.illustrative, ranges.published) = (0.4, 0.4, 0.4);
    for row in &mut tables.pools {
        row.provenance.basis = row.provenance.basis.or(Some(Basis::Local));
    }
    tables
}

/// The same community with drawn figures: effects, and inputs but those that `keep` names by the start of their path.
pub fn drawn(built: &Built, seed: u64, keep: &[&str]) -> Instance {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut inputs = uncertain(&built.model);
    inputs.retain(|input| !keep.iter().any(|start| input.path.starts_with(start)));
    let values: Vec<f64> = inputs
        .iter()
        .map(|input| input.at(random.random_range(1e-6..1.0 - 1e-6)))
        .collect();
    let model = built.model.drawn(&inputs, &values);
    let found = effects(&model).expect("the ratings stay");
    let structure = found.all().iter().zip(&built.instance.effects);
    let structure = structure.map(|(effect, before)| Effect {
        mean: before.mean,
        ..effect.clone()
    });
    let values = drawn_effects(&built.instance, &mut random);
    Instance::new(&model, &Effects::new(structure.collect())).with_effects(&values)
}

/// The tables of a recipe where one place and group has nothing left to gain: its baseline is at its ceiling.
pub fn without_room(recipe: &Recipe, pick: usize) -> Tables {
    let mut tables = recipe.tables();
    let at = pick % tables.baselines.len();
    let id = tables.baselines[at].indicator.clone();
    let row = &mut tables.baselines[at];
    for best in [100.0, 0.0] {
        let before = (row.baseline, row.target);
        (row.baseline, row.target) = (finite(best), Some(finite(best)));
        let mut indicators = tables.indicators.iter();
        let fits = indicators.any(|indicator| {
            indicator.id == id
                && indicator.unit == trefoil::domain::Unit::Percent
                && (best > 0.0) == (indicator.direction == trefoil::domain::Direction::Increase)
        });
        if fits {
            break;
        }
        (row.baseline, row.target) = before;
    }
    if Built::accepts(&tables) {
        tables
    } else {
        recipe.tables()
    }
}

/// A recipe without the changes of these kinds.
pub fn without(recipe: &Recipe, kinds: &[Kind]) -> Recipe {
    let kept = |tweak: &&Tweak| !kinds.contains(&tweak.kind);
    Recipe {
        tweaks: recipe.tweaks.iter().filter(kept).copied().collect(),
        ..recipe.clone()
    }
}
