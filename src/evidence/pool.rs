//! Several studies of one effect together: random effects by restricted maximum likelihood.
//!
//! Study i reports y_i ~ N(μ, v_i + τ²). With w_i = 1 / (v_i + τ²) and μ̂ = Σ w_i y_i / Σ w_i, the restricted
//! log-likelihood of τ² is, up to a constant, −½ [Σ ln(v_i + τ²) + ln Σ w_i + Σ w_i (y_i − μ̂)²]. Fisher
//! scoring on it steps by (y′PPy − tr P) / tr(PP), P the projection that takes out the mean (Viechtbauer
//! 2005, Journal of Educational and Behavioral Statistics 30(3), 261-293; Raudenbush 2009, in Cooper, Hedges
//! & Valentine, The Handbook of Research Synthesis and Meta-Analysis, ch. 16). Where that is best at no
//! spread at all, τ² is 0.

use super::steps::Estimate;

/// Relative change of τ² at which it has converged.
const CONVERGED: f64 = 1e-12;

/// Most steps of the scoring; it needs about ten.
const MOST_STEPS: usize = 1_000;

/// Most halvings of a step that would lower the likelihood.
const MOST_HALVINGS: usize = 60;

/// Relative rounding of a likelihood.
const ROUNDING: f64 = 1e-13;

/// Least standard error beside the largest figure: a study that is taken as exact would weigh all the others away.
const LEAST_ERROR: f64 = 1e-6;

/// What several studies come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// μ̂: the mean of the places the studies are from.
    pub mean: f64,
    /// Standard error of that mean.
    pub standard_error: f64,
    /// τ²: variance of the true effects between places.
    pub between: f64,
}

impl Pooled {
    /// What is expected in a new place: the mean, with variance τ² + se(μ̂)².
    #[must_use]
    pub fn new_place(self) -> Estimate {
        Estimate {
            mean: self.mean,
            sd: (self.between + self.standard_error * self.standard_error).sqrt(),
        }
    }
}

/// The studies at one τ².
struct Fit {
    mean: f64,
    weight: f64,
    likelihood: f64,
}

impl Fit {
    /// Whether it is as likely, up to the rounding of the sums: at the top the likelihood is flatter than that.
    fn is_no_worse(&self, other: &Fit) -> bool {
        self.likelihood >= other.likelihood - ROUNDING * (1.0 + other.likelihood.abs())
    }
}

/// Studies pooled by REML; the same for any order of them up to rounding. `None` where there are none.
///
/// # Examples
/// ```
/// use trefoil::evidence::{pool::reml, steps::Estimate};
/// let study = |mean, sd| Estimate { mean, sd };
/// let pooled = reml(&[study(0.1, 0.1), study(0.2, 0.1)]).unwrap();
/// assert!((pooled.mean - 0.15).abs() < 1e-12 && pooled.between == 0.0);
/// ```
#[must_use]
pub fn reml(studies: &[Estimate]) -> Option<Pooled> {
    if studies.is_empty() {
        return None;
    }
    let largest = studies
        .iter()
        .flat_map(|study| [study.mean.abs(), study.sd])
        .fold(0.0, f64::max);
    let least = (LEAST_ERROR * largest).max(f64::MIN_POSITIVE.sqrt());
    let variances: Vec<f64> = studies
        .iter()
        .map(|study| study.sd.max(least).powi(2))
        .collect();
    let between = if studies.len() > 1 {
        between(studies, &variances)
    } else {
        0.0
    };
    let fit = fit(studies, &variances, between);
    Some(Pooled {
        mean: fit.mean,
        standard_error: (1.0 / fit.weight).sqrt(),
        between,
    })
}

/// Weights of the studies in the pool, adding up to 1: 1 / (v_i + τ²).
#[must_use]
pub fn weights(studies: &[Estimate], between: f64) -> Vec<f64> {
    let raw: Vec<f64> = studies
        .iter()
        .map(|study| 1.0 / (study.sd * study.sd + between).max(f64::MIN_POSITIVE))
        .collect();
    // Exact studies would add up to infinity: the scale goes out first.
    let largest = raw.iter().copied().fold(0.0, f64::max);
    let total: f64 = raw.iter().map(|weight| weight / largest).sum();
    raw.iter().map(|weight| weight / largest / total).collect()
}

fn fit(studies: &[Estimate], variances: &[f64], between: f64) -> Fit {
    let (mut weight, mut sum, mut logs) = (0.0, 0.0, 0.0);
    for (study, variance) in studies.iter().zip(variances) {
        let total = variance + between;
        weight += 1.0 / total;
        sum += study.mean / total;
        logs += total.ln();
    }
    let mean = sum / weight;
    let squares: f64 = studies
        .iter()
        .zip(variances)
        .map(|(study, variance)| (study.mean - mean).powi(2) / (variance + between))
        .sum();
    Fit {
        mean,
        weight,
        likelihood: -0.5 * (logs + weight.ln() + squares),
    }
}

/// τ² of greatest restricted likelihood.
fn between(studies: &[Estimate], variances: &[f64]) -> f64 {
    let count = studies.len() as f64;
    let plain_mean = studies.iter().map(|study| study.mean).sum::<f64>() / count;
    let spread = studies
        .iter()
        .map(|study| (study.mean - plain_mean).powi(2))
        .sum::<f64>()
        / (count - 1.0);
    // Hedges' estimate is where the scoring starts: unbiased, and near the end in most cases.
    let mut between = (spread - variances.iter().sum::<f64>() / count).max(0.0);
    let mut here = fit(studies, variances, between);
    for _ in 0..MOST_STEPS {
        let mut step = scoring_step(studies, variances, between, &here);
        let mut next = (between + step).max(0.0);
        let mut there = fit(studies, variances, next);
        for _ in 0..MOST_HALVINGS {
            if there.is_no_worse(&here) {
                break;
            }
            step /= 2.0;
            next = (between + step).max(0.0);
            there = fit(studies, variances, next);
        }
        let moved = (next - between).abs();
        let scale = next + variances.iter().copied().fold(f64::INFINITY, f64::min);
        if there.is_no_worse(&here) {
            (between, here) = (next, there);
        }
        if moved <= CONVERGED * scale {
            break;
        }
    }
    // The likelihood can have a second top at the border.
    if fit(studies, variances, 0.0).likelihood >= here.likelihood {
        return 0.0;
    }
    between
}

/// (y′PPy − tr P) / tr(PP) with P = W − W1(1′W1)⁻¹1′W.
fn scoring_step(studies: &[Estimate], variances: &[f64], between: f64, fit: &Fit) -> f64 {
    let (mut squares, mut cubes, mut residuals) = (0.0, 0.0, 0.0);
    for (study, variance) in studies.iter().zip(variances) {
        let weight = 1.0 / (variance + between);
        squares += weight * weight;
        cubes += weight * weight * weight;
        residuals += (weight * (study.mean - fit.mean)).powi(2);
    }
    let trace = fit.weight - squares / fit.weight;
    let trace_of_square =
        squares - 2.0 * cubes / fit.weight + (squares / fit.weight) * (squares / fit.weight);
    if trace_of_square > 0.0 {
        (residuals - trace) / trace_of_square
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study(mean: f64, sd: f64) -> Estimate {
        Estimate { mean, sd }
    }

    /// Two equally precise studies have a closed form: τ² = (y₁ − y₂)² / 2 − v.
    #[test]
    fn two_equally_precise_studies_match_the_closed_form() {
        let pooled = reml(&[study(0.5, 0.1), study(-0.1, 0.1)]).unwrap();
        assert!((pooled.between - (0.18 - 0.01)).abs() < 1e-12);
        assert!((pooled.mean - 0.2).abs() < 1e-12);
        // se² = (v + τ²) / 2; a new place adds τ².
        assert!((pooled.standard_error.powi(2) - 0.09).abs() < 1e-12);
        assert!((pooled.new_place().sd.powi(2) - 0.26).abs() < 1e-12);
    }

    #[test]
    fn studies_that_agree_have_no_spread_and_one_study_is_itself() {
        let pooled = reml(&[study(0.2, 0.1), study(0.2, 0.3), study(0.2, 0.05)]).unwrap();
        assert!(pooled.between.abs() < 1e-15 && (pooled.mean - 0.2).abs() < 1e-12);
        let one = reml(&[study(0.2, 0.1)]).unwrap();
        assert!((one.new_place().sd - 0.1).abs() < 1e-12);
        assert!(reml(&[]).is_none());
    }

    #[test]
    fn exact_studies_neither_divide_by_zero_nor_are_outweighed() {
        let pooled = reml(&[study(1.0, 0.0), study(3.0, 0.0)]).unwrap();
        assert!((pooled.mean - 2.0).abs() < 1e-9 && (pooled.between - 2.0).abs() < 1e-6);
        let pooled = reml(&[study(0.0, 0.0), study(0.0, 0.0)]).unwrap();
        assert!(pooled.mean.abs() < 1e-15 && pooled.standard_error < 1e-100);
        let weights = weights(&[study(1.0, 0.0), study(3.0, 1.0)], 0.0);
        assert!((weights[0] - 1.0).abs() < 1e-9 && weights.iter().all(|weight| weight.is_finite()));
    }

    #[test]
    fn the_order_of_studies_does_not_matter() {
        let mut studies = vec![
            study(0.3, 0.1),
            study(-0.2, 0.2),
            study(0.9, 0.15),
            study(0.1, 0.05),
        ];
        let forward = reml(&studies).unwrap();
        studies.reverse();
        let backward = reml(&studies).unwrap();
        assert!((forward.between - backward.between).abs() < 1e-12);
        assert!((forward.mean - backward.mean).abs() < 1e-12);
    }
}
