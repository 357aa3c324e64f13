//! What is not known for certain, and the community where it turns out one way or another.

use std::collections::BTreeMap;

use crate::analysis::Stream;
use crate::domain::{
    Effect, Effects, IndicatorId, Model, PracticeId, ShockGroupId, Uncertain, UncertainFigure,
    uncertain,
};
use crate::engine::Instance;
use crate::evidence;

/// Standard normal deviate of P90.
const P90: f64 = 1.281_551_565_544_600_4;

/// The effects of one practice on one indicator, wherever and for whomever: they are drawn together.
struct EffectFigure {
    path: String,
    /// Positions among all effects.
    effects: Vec<usize>,
    shock: Option<ShockGroupId>,
}

/// All the figures of a model that are not known for certain, in the order effects, then inputs by path.
pub(in crate::app) struct Figures<'a> {
    model: &'a Model,
    effects: &'a Effects,
    base: &'a Instance,
    drawn_effects: Vec<EffectFigure>,
    inputs: Vec<Uncertain>,
}

impl<'a> Figures<'a> {
    /// The figures of a model with its effects and what they come to as expected.
    pub(in crate::app) fn new(model: &'a Model, effects: &'a Effects, base: &'a Instance) -> Self {
        let mut by_pair: BTreeMap<(&PracticeId, &IndicatorId), EffectFigure> = BTreeMap::new();
        for (position, effect) in effects.all().iter().enumerate() {
            if effect.sd > 0.0 && base.arrives[position] {
                by_pair
                    .entry((&effect.practice, &effect.indicator))
                    .or_insert_with(|| EffectFigure {
                        path: format!("effect[{},{}]", effect.practice, effect.indicator),
                        effects: Vec::new(),
                        shock: effect.shock_group.clone(),
                    })
                    .effects
                    .push(position);
            }
        }
        Figures {
            model,
            effects,
            base,
            drawn_effects: by_pair.into_values().collect(),
            inputs: uncertain(model),
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.drawn_effects.len() + self.inputs.len()
    }

    /// All of them, for people.
    pub(super) fn list(&self) -> Vec<UncertainFigure> {
        let effects = self.drawn_effects.iter().map(|figure| {
            // The most general one goes first.
            let effect = &self.effects.all()[figure.effects[0]];
            UncertainFigure {
                path: figure.path.clone(),
                basis: None,
                origin: crate::domain::RangeOrigin::Evidence,
                value: effect.mean,
                low: effect.mean - P90 * effect.sd,
                high: effect.mean + P90 * effect.sd,
            }
        });
        let inputs = self.inputs.iter().map(|input| UncertainFigure {
            path: input.path.clone(),
            basis: input.basis,
            origin: input.origin,
            value: input.value,
            low: input.low,
            high: input.high,
        });
        effects.chain(inputs).collect()
    }

    /// The community in a draw. Each figure's random number depends on the seed, the draw and its own path alone,
    /// so that figures that come or go leave the others as they are.
    pub(in crate::app) fn draw(&self, seed: u64, draw: u64) -> Instance {
        let mut stream = Stream::new(seed, draw);
        let shared = self.model.settings().evidence.shared_shock.get();
        let deviates: Vec<f64> = self
            .drawn_effects
            .iter()
            .map(|figure| {
                let own = stream.at(key(&figure.path)).normal();
                match &figure.shock {
                    Some(group) => {
                        let common = stream.at(key(&format!("shock[{group}]"))).normal();
                        (1.0 - shared).sqrt() * own + shared.sqrt() * common
                    }
                    None => own,
                }
            })
            .collect();
        let values: Vec<f64> = self
            .inputs
            .iter()
            .map(|input| input.at(stream.at(key(&input.path)).uniform()))
            .collect();
        self.community(&self.inputs, &values, &deviates)
    }

    /// The community where one figure is at its P10 or P90, the others as expected.
    pub(super) fn one(&self, figure: usize, high: bool) -> Instance {
        let mut deviates = vec![0.0; self.drawn_effects.len()];
        if let Some(deviate) = deviates.get_mut(figure) {
            *deviate = if high { P90 } else { -P90 };
            return self.community(&[], &[], &deviates);
        }
        let input = &self.inputs[figure - deviates.len()];
        let value = if high { input.high } else { input.low };
        self.community(std::slice::from_ref(input), &[value], &deviates)
    }

    /// The community where inputs have values and effects deviate from their means by so many of their SDs.
    fn community(&self, inputs: &[Uncertain], values: &[f64], deviates: &[f64]) -> Instance {
        if inputs.is_empty() {
            return self
                .base
                .with_effects(&self.deviating(self.effects, deviates));
        }
        let model = self.model.drawn(inputs, values);
        // Ratings were read once; a draw changes none of them.
        let effects = evidence::effects(&model).unwrap_or_else(|_| self.effects.clone());
        let drawn = self.deviating(&effects, deviates);
        // Which cells there are follows from what is expected, in every draw alike.
        let expected = effects.all().iter().zip(self.effects.all());
        let structure = expected.map(|(effect, base)| Effect {
            mean: base.mean,
            ..effect.clone()
        });
        let mut community =
            Instance::new(&model, &Effects::new(structure.collect())).with_effects(&drawn);
        community.let_locks_lapse();
        community
    }

    fn deviating(&self, effects: &Effects, deviates: &[f64]) -> Vec<f64> {
        let all = effects.all();
        let mut values: Vec<f64> = all.iter().map(|effect| effect.mean).collect();
        for (figure, deviate) in self.drawn_effects.iter().zip(deviates) {
            for &position in &figure.effects {
                values[position] += deviate * all[position].sd;
            }
        }
        values
    }
}

/// The number under which a path's random number is found: FNV-1a (Fowler, Noll & Vo), 64 bits.
fn key(path: &str) -> usize {
    let hash = path.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    usize::try_from(hash >> 1).unwrap_or(usize::MAX)
}
