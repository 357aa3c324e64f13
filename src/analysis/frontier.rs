//! A concave function of one number, known by its value and slope wherever one asks: all of its breakpoints.
//!
//! On a stretch, the function lies above the chord of its ends and below their tangents; where the tangents
//! meet is the point that tells most. If the function reaches it, that is a breakpoint with straight lines
//! on both sides; if not, its own tangent there splits the stretch in two (Eisner & Severance 1976,
//! "Mathematical techniques for efficient record segmentation in large shared databases", J. ACM 23(4)). An
//! optimum as a function of a budget is such a function: its slope is the dual of the budget's row. Where
//! the function bends smoothly the same splitting ends once chord and tangents are close (Rote 1992, "The
//! convergence rate of the sandwich algorithm", Computing 48).

/// What a function says of itself at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tangent {
    /// Its value.
    pub value: f64,
    /// A slope with which a line through the value lies nowhere below the function: at a breakpoint any
    /// between the slopes of its two sides; at an end of the interval, any line that keeps above, even an
    /// infinitely steep one.
    pub slope: f64,
}

/// How close is close enough, and how long to go on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrontierSettings {
    /// Distance from chord to tangents, as a share of the largest value met, up to which a stretch counts as
    /// straight. It stands above the rounding of the function: what is smaller is no breakpoint.
    pub tolerance: f64,
    /// Most evaluations, at least 2.
    pub evaluations: usize,
}

impl Default for FrontierSettings {
    /// Breakpoints of a linear program to the last digits that a solver at 1e-9 holds.
    fn default() -> Self {
        FrontierSettings {
            tolerance: 1e-9,
            evaluations: 10_000,
        }
    }
}

/// A point between two straight pieces, or an end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breakpoint {
    /// Where it is.
    pub at: f64,
    /// The function there.
    pub value: f64,
    /// Slope of the piece before it; the low end has none.
    pub left: Option<f64>,
    /// Slope of the piece behind it; the high end has none.
    pub right: Option<f64>,
}

/// A function as straight pieces.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// Its ends and what is between, in rising order.
    pub breakpoints: Vec<Breakpoint>,
    /// The function lies nowhere further above these pieces than this, in its own unit. Rounding only where
    /// it is piecewise linear; infinite where it was not finite.
    pub distance: f64,
    /// By how much at most a value lies above the tangent of another point. A concave function has nothing
    /// but rounding here; for any other the pieces and the distance mean nothing.
    pub above_tangents: f64,
    /// How often the function was asked.
    pub evaluations: usize,
}

impl Frontier {
    /// The value on the pieces; `None` outside of them.
    #[must_use]
    pub fn value_at(&self, at: f64) -> Option<f64> {
        let behind = self.breakpoints.iter().position(|point| at <= point.at)?;
        let high = self.breakpoints[behind];
        if at == high.at {
            return Some(high.value);
        }
        let low = self.breakpoints[behind.checked_sub(1)?];
        let share = (at - low.at) / (high.at - low.at);
        Some(low.value + share * (high.value - low.value))
    }
}

/// Every breakpoint of a concave function between `low` and `high`, given in either order.
///
/// The function must be known at both ends: where an optimum exists only from some budget on, that budget is
/// the low end. Distances are measured along the values.
///
/// # Errors
/// The first error of the function.
///
/// # Examples
/// ```
/// use trefoil::analysis::{FrontierSettings, Tangent, frontier};
/// // Two hours of a better machine, then any number of a worse one: 5 an hour, then 1.
/// let output = |hours: f64| -> Result<Tangent, String> {
///     Ok(if hours < 2.0 {
///         Tangent { value: 5.0 * hours, slope: 5.0 }
///     } else {
///         Tangent { value: 8.0 + hours, slope: 1.0 }
///     })
/// };
/// let found = frontier(0.0, 10.0, FrontierSettings::default(), output)?;
/// assert_eq!(found.breakpoints.len(), 3);
/// let bend = found.breakpoints[1];
/// assert_eq!((bend.at, bend.value), (2.0, 10.0));
/// assert_eq!((bend.left, bend.right), (Some(5.0), Some(1.0)));
/// # Ok::<(), String>(())
/// ```
pub fn frontier<E>(
    low: f64,
    high: f64,
    settings: FrontierSettings,
    mut function: impl FnMut(f64) -> Result<Tangent, E>,
) -> Result<Frontier, E> {
    let mut ask = |at: f64| function(at).map(|tangent| Point { at, tangent });
    let first = ask(low.min(high))?;
    if low == high {
        return Ok(join(&[first], &[], 0.0, 0.0));
    }
    let last = ask(low.max(high))?;
    let mut scale = first.size().max(last.size());
    let mut points = vec![first, last];
    // Stretch k lies between points k and k + 1.
    let mut stretches = vec![Stretch::between(first, last)];
    while points.len() < settings.evaluations {
        // The widest first, so that a limit leaves all of them about as wide.
        let open = |stretch: &Stretch| {
            // Half of the tolerance is left for the points that are dropped afterwards.
            let wide = stretch.distance > settings.tolerance * scale / 2.0;
            stretch.ask.filter(|_| wide)
        };
        let mut widest: Option<(usize, f64)> = None;
        for (index, stretch) in stretches.iter().enumerate() {
            let Some(at) = open(stretch) else { continue };
            if widest.is_none_or(|(other, _)| stretches[other].distance < stretch.distance) {
                widest = Some((index, at));
            }
        }
        let Some((index, at)) = widest else { break };
        let point = ask(at)?;
        scale = scale.max(point.size());
        let (before, behind) = (points[index], points[index + 1]);
        points.insert(index + 1, point);
        stretches[index] = Stretch::between(before, point);
        stretches.insert(index + 1, Stretch::between(point, behind));
    }
    let above = stretches
        .iter()
        .map(|stretch| stretch.above)
        .fold(0.0, f64::max);
    Ok(join(&points, &stretches, settings.tolerance * scale, above))
}

/// A point that was asked for.
#[derive(Clone, Copy)]
struct Point {
    at: f64,
    tangent: Tangent,
}

impl Point {
    /// Size of its value, for the scale of what counts as rounding.
    fn size(&self) -> f64 {
        let size = self.tangent.value.abs();
        if size.is_finite() { size } else { 0.0 }
    }
}

/// Slope of the line through two points.
fn chord(low: Point, high: Point) -> f64 {
    (high.tangent.value - low.tangent.value) / (high.at - low.at)
}

/// What is known between two neighbouring points.
#[derive(Clone, Copy)]
struct Stretch {
    /// Largest distance of the chord to the lower of the two tangents.
    distance: f64,
    /// Where to ask next; `None` where there is no number in between.
    ask: Option<f64>,
    /// By how much either end lies above the tangent of the other.
    above: f64,
}

impl Stretch {
    fn between(low: Point, high: Point) -> Self {
        let width = high.at - low.at;
        let chord = chord(low, high);
        // Both are at least 0 for a concave function.
        let (fall, drop) = (low.tangent.slope - chord, chord - high.tangent.slope);
        if !chord.is_finite() || !width.is_finite() || fall.is_nan() || drop.is_nan() {
            return Stretch {
                distance: f64::INFINITY,
                ask: None,
                above: 0.0,
            };
        }
        let above = (-fall).max(-drop).max(0.0) * width;
        let middle = low.at + width / 2.0;
        let inside = |at: f64| low.at < at && at < high.at;
        let (share, distance) = if fall <= 0.0 || drop <= 0.0 {
            // One tangent is the chord itself.
            (0.5, 0.0)
        } else if fall == f64::INFINITY || drop == f64::INFINITY {
            // The limit of the formula below: the tangents meet at the steep end, where nothing is learned.
            (0.5, fall.min(drop) * width)
        } else {
            let share = drop / (fall + drop);
            (share, share * fall * width)
        };
        let meet = low.at + share * width;
        let at = if inside(meet) { meet } else { middle };
        Stretch {
            distance,
            ask: inside(at).then_some(at),
            above,
        }
    }
}

/// The points as breakpoints, without those that lie on a line with their neighbours.
fn join(points: &[Point], stretches: &[Stretch], tolerance: f64, above_tangents: f64) -> Frontier {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    // Distance of the function to the piece before each kept point; the first has none.
    let mut pieces: Vec<f64> = Vec::with_capacity(points.len());
    for (index, &point) in points.iter().enumerate() {
        let mut distance = if index == 0 {
            0.0
        } else {
            stretches[index - 1].distance
        };
        while let [.., before, middle] = kept[..] {
            let line = before.tangent.value + chord(before, point) * (middle.at - before.at);
            let height = (middle.tangent.value - line).abs();
            let joined = distance.max(pieces[kept.len() - 1]) + height;
            if joined > tolerance || joined.is_nan() {
                break;
            }
            kept.pop();
            pieces.pop();
            distance = joined;
        }
        kept.push(point);
        pieces.push(distance);
    }
    let slope = |low: usize| Some(chord(*kept.get(low)?, *kept.get(low + 1)?));
    let breakpoints = kept.iter().enumerate().map(|(index, point)| Breakpoint {
        at: point.at,
        value: point.tangent.value,
        left: index.checked_sub(1).and_then(slope),
        right: slope(index),
    });
    Frontier {
        breakpoints: breakpoints.collect(),
        distance: pieces.iter().copied().fold(0.0, f64::max),
        above_tangents,
        evaluations: points.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Stream;

    /// Slopes of straight pieces from the left, and where they meet; 0 at the first of `ends`.
    struct Pieces {
        slopes: Vec<f64>,
        bends: Vec<f64>,
        ends: (f64, f64),
    }

    impl Pieces {
        /// At a bend the slope is a share of the way from the piece before it to the one behind, at an end
        /// as far outside of the piece as `outside` says.
        fn at(&self, at: f64, share: f64, outside: f64) -> Tangent {
            let mut tangent = Tangent {
                value: 0.0,
                slope: self.slopes[0],
            };
            let mut from = self.ends.0;
            for (bend, pair) in self.bends.iter().zip(self.slopes.windows(2)) {
                tangent.value += pair[0] * (at.min(*bend) - from);
                if (at - bend).abs() < 1e-9 {
                    tangent.slope = pair[0] + share * (pair[1] - pair[0]);
                    return tangent;
                }
                if at < *bend {
                    tangent.slope = pair[0];
                    return tangent;
                }
                (from, tangent.slope) = (*bend, pair[1]);
            }
            tangent.value += tangent.slope * (at - from);
            if at == self.ends.0 {
                tangent.slope += outside;
            } else if at == self.ends.1 {
                tangent.slope -= outside;
            }
            tangent
        }

        fn random(seed: u64) -> Self {
            let mut stream = Stream::new(seed, 0);
            let count = 1 + (stream.uniform() * 12.0) as usize;
            let start = 20.0 * (stream.uniform() - 0.5);
            let (mut at, mut slope) = (start, 10.0 * stream.uniform());
            let (mut slopes, mut bends) = (Vec::new(), Vec::new());
            for _ in 0..count {
                slopes.push(slope);
                slope -= 0.01 + 4.0 * stream.uniform().powi(3);
                at += 0.01 + 10.0 * stream.uniform().powi(3);
                bends.push(at);
            }
            let end = bends.pop().unwrap_or(at);
            Pieces {
                slopes,
                bends,
                ends: (start, end),
            }
        }
    }

    fn of(
        low: f64,
        high: f64,
        settings: FrontierSettings,
        mut function: impl FnMut(f64) -> Tangent,
    ) -> Frontier {
        let asked = |at: f64| Ok::<_, ()>(function(at));
        frontier(low, high, settings, asked).unwrap()
    }

    #[test]
    fn every_bend_is_found_and_no_other_whatever_slope_is_told_there() {
        for seed in 0..300 {
            let pieces = Pieces::random(seed);
            let mut stream = Stream::new(seed, 1);
            for share in [Some(0.0), Some(0.5), Some(1.0), None] {
                for outside in [0.0, 0.3, 1e7, f64::INFINITY] {
                    let (low, high) = pieces.ends;
                    let found = of(low, high, FrontierSettings::default(), |at| {
                        pieces.at(at, share.unwrap_or_else(|| stream.uniform()), outside)
                    });
                    let bends = &found.breakpoints[1..found.breakpoints.len() - 1];
                    assert_eq!(bends.len(), pieces.bends.len(), "seed {seed}: {bends:?}");
                    for (index, (found, bend)) in bends.iter().zip(&pieces.bends).enumerate() {
                        assert!((found.at - bend).abs() < 1e-5, "seed {seed}: {found:?}");
                        let expected = pieces.at(*bend, 0.0, 0.0).value;
                        assert!((found.value - expected).abs() < 1e-5);
                        let slopes = (pieces.slopes[index], pieces.slopes[index + 1]);
                        assert!((found.left.unwrap() - slopes.0).abs() < 1e-4);
                        assert!((found.right.unwrap() - slopes.1).abs() < 1e-4);
                    }
                    let largest = bends
                        .iter()
                        .fold(0.0, |size, bend| bend.value.abs().max(size));
                    let end = pieces.at(high, 0.0, 0.0).value;
                    let scale = largest.max(end.abs());
                    assert!(found.distance <= 1e-9 * scale, "{}", found.distance);
                    assert!(found.above_tangents <= 1e-9 * scale);
                    assert!(found.evaluations <= 4 * pieces.slopes.len() + 40);
                }
            }
        }
    }

    #[test]
    fn flat_and_straight_functions_have_no_bends() {
        for (value, slope) in [(0.0, 0.0), (7.0, 0.0), (1.0, 3.0), (1e9, -2e5)] {
            let found = of(2.0, 5.0, FrontierSettings::default(), |at| Tangent {
                value: value + slope * at,
                slope,
            });
            assert_eq!(found.breakpoints.len(), 2);
            assert!((found.breakpoints[0].right.unwrap() - slope).abs() <= 1e-9 * slope.abs());
            assert_eq!(found.breakpoints[0].left, None);
            assert_eq!(found.breakpoints[1].right, None);
            assert_eq!(found.evaluations, 2);
        }
        // Zero at both ends and a hump between: the ends say nothing of the scale.
        let tent = |at: f64| Tangent {
            value: 1.0 - f64::abs(at),
            slope: if at < 0.0 { 1.0 } else { -1.0 },
        };
        let found = of(-1.0, 1.0, FrontierSettings::default(), tent);
        assert_eq!(found.breakpoints.len(), 3);
        assert_eq!(found.breakpoints[1].value, 1.0);
    }

    #[test]
    fn a_smooth_function_stays_within_the_distance_that_is_reported() {
        let logarithm = |at: f64| Tangent {
            value: at.ln_1p(),
            slope: 1.0 / (1.0 + at),
        };
        let root = |at: f64| Tangent {
            value: at.sqrt(),
            slope: 0.5 / at.sqrt(),
        };
        let settings = FrontierSettings {
            tolerance: 1e-4,
            ..Default::default()
        };
        for function in [&logarithm as &dyn Fn(f64) -> Tangent, &root] {
            let found = of(0.0, 50.0, settings, function);
            let scale = function(50.0).value;
            assert!(found.distance > 0.0 && found.distance <= 1e-4 * scale);
            assert!(found.evaluations < 300, "{}", found.evaluations);
            let mut largest: f64 = 0.0;
            for step in 0..=20_000 {
                let at = 50.0 * (f64::from(step) / 20_000.0).powi(3);
                let above = function(at).value - found.value_at(at).unwrap();
                assert!(above >= -1e-12);
                largest = largest.max(above);
            }
            assert!(largest <= found.distance && largest > found.distance / 10.0);
        }
    }

    #[test]
    fn a_limit_on_evaluations_stops_with_the_distance_that_is_left() {
        let function = |at: f64| Tangent {
            value: -at * at,
            slope: -2.0 * at,
        };
        let mut before = f64::INFINITY;
        for evaluations in [2, 3, 5, 9, 17] {
            let settings = FrontierSettings {
                tolerance: 0.0,
                evaluations,
            };
            let found = of(-1.0, 1.0, settings, function);
            assert_eq!(found.evaluations, evaluations);
            // n equal stretches of a parabola: chord and tangents are (2 / n)² / 2 apart.
            let expected = 2.0 / f64::powi(evaluations as f64 - 1.0, 2);
            assert!((found.distance - expected).abs() < 1e-12);
            assert!(found.distance < before);
            before = found.distance;
        }
    }

    #[test]
    fn the_first_error_of_the_function_ends_it() {
        let mut asked = 0;
        let found = frontier(0.0, 1.0, FrontierSettings::default(), |at| {
            asked += 1;
            if asked < 4 {
                Ok(Tangent {
                    value: -at * at,
                    slope: -2.0 * at,
                })
            } else {
                Err("the fourth")
            }
        });
        assert_eq!(found, Err("the fourth"));
    }

    #[test]
    fn what_is_not_concave_or_not_finite_is_told() {
        let found = of(0.0, 3.0, FrontierSettings::default(), |at| Tangent {
            value: at * at,
            slope: 2.0 * at,
        });
        assert!(found.above_tangents > 1.0);
        let found = of(0.0, 3.0, FrontierSettings::default(), |at| Tangent {
            value: at.ln(),
            slope: 1.0 / at,
        });
        assert_eq!(found.distance, f64::INFINITY);
        let found = of(0.0, 3.0, FrontierSettings::default(), |_| Tangent {
            value: f64::NAN,
            slope: 1.0,
        });
        assert_eq!(found.distance, f64::INFINITY);
    }

    #[test]
    fn ends_in_either_order_and_a_single_point_are_answered() {
        let function = |at: f64| Tangent {
            value: at.min(1.0),
            slope: if at < 1.0 { 1.0 } else { 0.0 },
        };
        let settings = FrontierSettings::default();
        let found = of(0.0, 3.0, settings, function);
        assert_eq!(found, of(3.0, 0.0, settings, function));
        assert_eq!(found.value_at(2.0), Some(1.0));
        assert_eq!((found.value_at(-0.1), found.value_at(3.1)), (None, None));
        let point = of(0.5, 0.5, settings, function);
        assert_eq!(point.breakpoints.len(), 1);
        assert_eq!(point.value_at(0.5), Some(0.5));
    }
}
