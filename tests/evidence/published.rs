//! Published answers that shrinking and pooling must reach.

use trefoil::domain::LevelPrior;
use trefoil::evidence::pool::reml;
use trefoil::evidence::steps::{Estimate, shrink};

/// Effects of coaching on test scores in eight schools and their standard errors: Rubin 1981, Estimation in
/// Parallel Randomized Experiments, Journal of Educational Statistics 6(4); Gelman et al., Bayesian Data
/// Analysis, 3rd edition, section 5.5.
const SCHOOLS: [(f64, f64); 8] = [
    (28.0, 15.0),
    (8.0, 10.0),
    (-3.0, 16.0),
    (7.0, 11.0),
    (-1.0, 9.0),
    (1.0, 11.0),
    (18.0, 10.0),
    (12.0, 18.0),
];

fn schools() -> Vec<Estimate> {
    SCHOOLS
        .iter()
        .map(|&(mean, sd)| Estimate { mean, sd })
        .collect()
}

/// Posterior means under μ ~ N(0, 5²) and τ ~ half-Cauchy(0, 5): posteriordb's eight schools (reference
/// posteriors agree within their Monte Carlo error), by quadrature.
const POSTERIOR_MEANS: [f64; 8] = [
    6.2119, 4.9402, 3.9270, 4.7571, 3.6155, 4.0426, 6.2967, 4.8543,
];
const POSTERIOR_MU: f64 = 4.3968;
const POSTERIOR_TAU: f64 = 3.5977;

/// Step 4 of the evidence is the school's posterior given μ and τ; averaging it over both gives the published
/// means. Given τ, μ is normal; points of τ are equally likely a priori.
#[test]
fn shrinking_averaged_over_its_prior_gives_the_eight_schools() {
    const SCALE: f64 = 5.0;
    const POINTS: u32 = 20_000;
    // Nodes and weights of a five-point rule for the standard normal: exact for what is linear in μ.
    let root = 10f64.sqrt();
    let nodes = [
        (0.0, 8.0 / 15.0),
        ((5.0 - root).sqrt(), (7.0 + 2.0 * root) / 60.0),
        (-(5.0 - root).sqrt(), (7.0 + 2.0 * root) / 60.0),
        ((5.0 + root).sqrt(), (7.0 - 2.0 * root) / 60.0),
        (-(5.0 + root).sqrt(), (7.0 - 2.0 * root) / 60.0),
    ];
    let (mut total, mut mu_sum, mut tau_sum) = (0.0, 0.0, 0.0);
    let mut sums = [0.0; 8];
    for point in 0..POINTS {
        let quantile = (f64::from(point) + 0.5) / f64::from(POINTS);
        let tau = SCALE * (std::f64::consts::FRAC_PI_2 * quantile).tan();
        // y_j ~ N(μ, se² + τ²), μ ~ N(0, 5²): its posterior, and the likelihood of τ.
        let mut precision = 1.0 / (SCALE * SCALE);
        let mut weighted = 0.0;
        let mut log = -SCALE.ln();
        for (mean, sd) in SCHOOLS {
            let variance = sd * sd + tau * tau;
            precision += 1.0 / variance;
            weighted += mean / variance;
            log -= 0.5 * (variance.ln() + mean * mean / variance);
        }
        let mu = weighted / precision;
        let likelihood = (log + 0.5 * (mu * mu * precision - precision.ln())).exp();
        total += likelihood;
        mu_sum += likelihood * mu;
        tau_sum += likelihood * tau;
        for (node, weight) in nodes {
            let at = mu + node / precision.sqrt();
            for (sum, school) in sums.iter_mut().zip(schools()) {
                // Schools have no direction in which they harm: the mean is taken out, so that the harm rule rests.
                let prior = LevelPrior {
                    mean: 0.0,
                    sd: tau,
                    standard_error: 0.0,
                };
                let about_mu = Estimate {
                    mean: school.mean - at,
                    ..school
                };
                *sum += likelihood * weight * (at + shrink(about_mu, prior).mean);
            }
        }
    }
    for (sum, published) in sums.iter().zip(POSTERIOR_MEANS) {
        assert!(
            (sum / total - published).abs() < 1e-3,
            "{} {published}",
            sum / total
        );
    }
    assert!((mu_sum / total - POSTERIOR_MU).abs() < 1e-3);
    assert!((tau_sum / total - POSTERIOR_TAU).abs() < 1e-3);
}

/// Restricted maximum likelihood finds no spread between the schools: BDA3 section 5.5, pooled 7.7, error 4.1.
#[test]
fn the_eight_schools_pool_to_one_effect() {
    let pooled = reml(&schools()).unwrap();
    assert!(pooled.between.abs() < 1e-15);
    assert!((pooled.mean - 7.6856).abs() < 5e-5, "{pooled:?}");
    assert!((pooled.standard_error - 4.0719).abs() < 5e-5, "{pooled:?}");
    assert!((pooled.new_place().sd - pooled.standard_error).abs() < 1e-12);
}

/// Cases and others, vaccinated and not, in 13 trials of the BCG vaccine: Colditz et al. 1994, Journal of the
/// American Medical Association 271(9), 698-702; `dat.bcg` of the R package metadat.
const BCG: [(f64, f64, f64, f64); 13] = [
    (4.0, 119.0, 11.0, 128.0),
    (6.0, 300.0, 29.0, 274.0),
    (3.0, 228.0, 11.0, 209.0),
    (62.0, 13536.0, 248.0, 12619.0),
    (33.0, 5036.0, 47.0, 5761.0),
    (180.0, 1361.0, 372.0, 1079.0),
    (8.0, 2537.0, 10.0, 619.0),
    (505.0, 87886.0, 499.0, 87892.0),
    (29.0, 7470.0, 45.0, 7232.0),
    (17.0, 1699.0, 65.0, 1600.0),
    (186.0, 50448.0, 141.0, 27197.0),
    (5.0, 2493.0, 3.0, 2338.0),
    (27.0, 16886.0, 29.0, 17825.0),
];

/// τ² and the mean by bisection of the restricted likelihood's derivative in 40 digits.
const BCG_TAU_SQUARED: f64 = 0.313243258136;
const BCG_MEAN: f64 = -0.714532342158;

/// `rma(yi, vi, method = "REML")` of the R package metafor on log risk ratios prints tau^2 0.3132,
/// estimate -0.7145, se 0.1798 (Viechtbauer 2010, Journal of Statistical Software 36(3)).
#[test]
fn the_bcg_trials_pool_as_published() {
    let trials: Vec<Estimate> = BCG
        .iter()
        .map(|&(cases, others, control_cases, control_others)| {
            let (people, control) = (cases + others, control_cases + control_others);
            Estimate {
                mean: (cases / people / (control_cases / control)).ln(),
                sd: (1.0 / cases - 1.0 / people + 1.0 / control_cases - 1.0 / control).sqrt(),
            }
        })
        .collect();
    let pooled = reml(&trials).unwrap();
    assert!((pooled.between - 0.3132).abs() < 5e-5, "{pooled:?}");
    assert!((pooled.mean + 0.7145).abs() < 5e-5, "{pooled:?}");
    assert!((pooled.standard_error - 0.1798).abs() < 5e-5, "{pooled:?}");
    // An independent maximization of the restricted likelihood to all digits.
    assert!(
        (pooled.between - BCG_TAU_SQUARED).abs() < 1e-9,
        "{}",
        pooled.between
    );
    assert!((pooled.mean - BCG_MEAN).abs() < 1e-9, "{}", pooled.mean);
}
