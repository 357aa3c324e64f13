//! Models small enough to be solved here, without a linear program.

use proptest::prelude::*;

use trefoil::domain::{Unit, Verdict};
use trefoil::engine::TOLERANCE;

use super::oracles::plan_value;
use super::random::cases;
use super::sketch::{Sketch, TOWN, amount};

/// A plan of a few activities at one place, small enough for all of its vertices.
///
/// One pool pays for all of them, nothing is idle, and two counts without a ceiling are what they change.
#[derive(Debug, Clone)]
struct Small {
    /// Cost per participant, capacity, participants today and effects on the two counts.
    activities: Vec<(f64, f64, f64, [f64; 2])>,
    /// Targets of the two counts, from 0 today.
    targets: [f64; 2],
    /// Unallocated money.
    spare: f64,
    max_moved: f64,
    switching: f64,
    loss_slope: f64,
    beyond: f64,
}

fn smalls() -> impl Strategy<Value = Small> {
    let effect = || (-10..40_i32).prop_map(|tenths| f64::from(tenths) / 100.0);
    let activity = (50..300_u32, 10..60_u32, 0..60_u32, effect(), effect()).prop_map(
        |(cost, capacity, today, first, second)| {
            let today = f64::from(today.min(capacity));
            (f64::from(cost), f64::from(capacity), today, [first, second])
        },
    );
    (
        proptest::collection::vec(activity, 2..=3),
        [1..15_u32, 1..15_u32],
        0..5_000_u32,
        0.0..1.0_f64,
        prop_oneof![Just(0.0), 0.0..0.5_f64],
        prop_oneof![Just(1.0), 1.0..3.0_f64],
        prop_oneof![Just(0.1), 0.0..1.0_f64],
    )
        .prop_map(
            |(activities, targets, spare, max_moved, switching, loss_slope, beyond)| Small {
                activities,
                targets: targets.map(f64::from),
                spare: f64::from(spare),
                max_moved,
                switching,
                loss_slope,
                beyond,
            },
        )
}

impl Small {
    fn sketch(&self) -> Sketch {
        let mut sketch = Sketch::blank();
        for (index, &target) in self.targets.iter().enumerate() {
            let id = format!("count-{index}");
            sketch = sketch
                .indicator(&id, Unit::Count)
                .baseline(&id, TOWN, 100.0, 0.0, target);
        }
        sketch = sketch.pool("levy", self.today() + self.spare);
        for (index, &(cost, capacity, today, effects)) in self.activities.iter().enumerate() {
            let id = format!("practice-{index}");
            sketch = sketch.practice(&id, cost).activity(&id, TOWN, capacity);
            for (indicator, effect) in effects.into_iter().enumerate() {
                sketch = sketch.effect(&id, &format!("count-{indicator}"), effect);
            }
            if today > 0.0 {
                sketch = sketch.gives("levy", &id, cost * today);
            }
        }
        sketch
            .max_moved(self.max_moved)
            .with(|tables| tables.resources[0].switching = Some(amount(self.switching)))
            .value(|value| {
                value.loss_slope = self.loss_slope;
                value.beyond_target_slope = self.beyond;
            })
    }

    /// What is allocated today.
    fn today(&self) -> f64 {
        self.activities.iter().map(|a| a.0 * a.2).sum()
    }

    /// Change of a count.
    fn gain(&self, count: usize, participants: &[f64]) -> f64 {
        let each = self.activities.iter().zip(participants);
        each.map(|(activity, x)| activity.3[count] * (x - activity.2))
            .sum()
    }

    /// V: half of the weight each, by the share of its gap (at least five points); loss and excess have
    /// their own slopes.
    fn value(&self, participants: &[f64]) -> f64 {
        let worth = |(count, &target): (usize, &f64)| {
            let gain = self.gain(count, participants);
            let useful = if gain < 0.0 {
                self.loss_slope * gain
            } else {
                gain.min(target) + self.beyond * (gain - target).max(0.0)
            };
            0.5 / target.max(5.0) * useful
        };
        self.targets.iter().enumerate().map(worth).sum()
    }

    fn allows(&self, participants: &[f64]) -> bool {
        let (mut used, mut moved) = (0.0, 0.0);
        for (&(cost, capacity, today, _), &x) in self.activities.iter().zip(participants) {
            if x < -1e-9 || x > capacity + 1e-9 {
                return false;
            }
            used += cost * x + self.switching * cost * (x - today).max(0.0);
            moved += cost * (today - x).max(0.0);
        }
        let size = self.today() + self.spare + 1.0;
        used <= self.today() + self.spare + 1e-9 * size
            && moved <= self.max_moved * self.today() + 1e-9 * size
    }

    /// The best value over all points where as many limits or bends meet as there are activities.
    ///
    /// The value is concave and made of flat pieces between these planes, over a bounded set that they
    /// bound: a best point is where enough of them meet.
    fn best(&self) -> f64 {
        let count = self.activities.len();
        let mut planes: Vec<(Vec<f64>, f64)> = Vec::new();
        for (index, &(_, capacity, today, _)) in self.activities.iter().enumerate() {
            let mut unit = vec![0.0; count];
            unit[index] = 1.0;
            for end in [0.0, today, capacity] {
                planes.push((unit.clone(), end));
            }
        }
        for (indicator, &target) in self.targets.iter().enumerate() {
            let slopes: Vec<f64> = self.activities.iter().map(|a| a.3[indicator]).collect();
            let now: f64 = self.activities.iter().map(|a| a.3[indicator] * a.2).sum();
            planes.push((slopes.clone(), now));
            planes.push((slopes, now + target));
        }
        // Which activities grow decides what the pool and the limit on moves say.
        for grows in 0..1_usize << count {
            let up = |index: usize| grows >> index & 1 == 1;
            let each = || self.activities.iter().enumerate();
            let used = |index: usize| if up(index) { 1.0 + self.switching } else { 1.0 };
            let switched = |(index, a): (usize, &(f64, f64, f64, [f64; 2]))| {
                if up(index) {
                    self.switching * a.0 * a.2
                } else {
                    0.0
                }
            };
            planes.push((
                each().map(|(index, a)| a.0 * used(index)).collect(),
                self.today() + self.spare + each().map(switched).sum::<f64>(),
            ));
            let falls = |index: usize| if up(index) { 0.0 } else { 1.0 };
            planes.push((
                each().map(|(index, a)| a.0 * falls(index)).collect(),
                each()
                    .map(|(index, a)| a.0 * a.2 * falls(index))
                    .sum::<f64>()
                    - self.max_moved * self.today(),
            ));
        }
        let mut best = 0.0;
        for chosen in subsets(planes.len(), count) {
            let rows: Vec<(Vec<f64>, f64)> = chosen.iter().map(|&p| planes[p].clone()).collect();
            if let Some(point) = meeting_point(rows)
                && self.allows(&point)
            {
                best = f64::max(best, self.value(&point));
            }
        }
        best
    }
}

/// All subsets of `size` of the numbers below `count`.
fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for smaller in subsets(count, size - 1) {
        let first = smaller.last().map_or(0, |&last| last + 1);
        all.extend((first..count).map(|next| [smaller.as_slice(), &[next]].concat()));
    }
    all
}

/// Where planes meet in one point, by elimination with the largest pivot.
fn meeting_point(mut rows: Vec<(Vec<f64>, f64)>) -> Option<Vec<f64>> {
    let count = rows.len();
    for column in 0..count {
        let size = |row: &(Vec<f64>, f64)| row.0[column].abs();
        let pivot = (column..count).max_by(|&a, &b| size(&rows[a]).total_cmp(&size(&rows[b])))?;
        rows.swap(column, pivot);
        if size(&rows[column]) < 1e-9 {
            return None;
        }
        for row in (0..count).filter(|&row| row != column) {
            let factor = rows[row].0[column] / rows[column].0[column];
            let (coefficients, side) = rows[column].clone();
            for (entry, coefficient) in rows[row].0.iter_mut().zip(coefficients) {
                *entry -= factor * coefficient;
            }
            rows[row].1 -= factor * side;
        }
    }
    let solved = rows.iter().enumerate();
    Some(solved.map(|(at, (row, side))| side / row[at]).collect())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_best_plan_of_a_small_model_is_the_best_of_all_its_vertices(small in smalls()) {
        let best = small.best();
        let built = small.sketch().build();
        for result in built.recommend_every_way() {
            let found = plan_value(&result).expect("today is a plan");
            let scale = built.instance.scale(best);
            prop_assert!((found.plan - best).abs() <= TOLERANCE * scale, "{} for {best}", found.plan);
            prop_assert!(found.bound >= best - 1e-9 * scale, "{} below {best}", found.bound);
        }
    }

    /// Up to the told factor the multipliers still bound the optimum; past it there is a better plan.
    #[test]
    fn what_is_left_out_enters_at_the_cost_or_the_effect_that_is_told_and_not_before(small in smalls()) {
        let built = small.sketch().build();
        let result = built.recommend();
        let found = plan_value(&result).expect("today is a plan");
        let left_out = result.practices.iter().enumerate();
        for (at, practice) in left_out.filter(|(_, row)| row.verdict == Verdict::LeftOut) {
            let mut changed = Vec::new();
            if let Some(factor) = practice.enters_at_cost {
                prop_assert!(factor < 1.0);
                let mut cheaper = small.clone();
                cheaper.activities[at].0 *= 1.0 - 0.99 * (1.0 - factor);
                changed.push(cheaper);
            }
            if let Some(factor) = practice.enters_at_effect {
                prop_assert!(factor > 1.0);
                let mut stronger = small.clone();
                let times = 1.0 + 0.99 * (factor - 1.0);
                stronger.activities[at].3 = stronger.activities[at].3.map(|effect| effect * times);
                changed.push(stronger);
            }
            if let Some(factor) = practice.enters_at_cost {
                let mut cheaper = small.clone();
                cheaper.activities[at].0 *= 0.95 * factor;
                prop_assert!(cheaper.best() > found.plan, "nothing is gained at {cheaper:?}");
            }
            for after in changed {
                let best = after.best();
                let scale = built.instance.scale(best);
                prop_assert!(best <= found.bound + TOLERANCE * scale, "{best} after {after:?}");
            }
        }
    }
}
