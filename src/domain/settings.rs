//! The settings of a model: each with its default, its reason, and shown with every result.

use super::{Component, NonNegative, Positive, RangeSettings, Share};

/// What one unit of an indicator is worth beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValuePer {
    /// Indicators count by the share of their gap that closes.
    GapShare,
    /// Each person counts by the weight of the indicator alone.
    Person,
}

impl ValuePer {
    /// Unit of values.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            ValuePer::GapShare => {
                "weighted gap shares, added up over the years in which they arrive"
            }
            ValuePer::Person => "weighted people",
        }
    }
}

/// How programs that meet in one cell add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Each acts on what the others left (multiplicative residual; Bracken & McCormick 1968).
    Residual,
    /// Effects add up, whatever the ceiling.
    Sum,
}

/// How gains become value. Section `[value]` of `model.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueSettings {
    /// What is compared across indicators.
    pub per: ValuePer,
    /// Worth of a loss against a gain of the same size, at least 1.
    pub loss_slope: f64,
    /// Worth of a gain beyond the target against one before it, 0-1.
    pub beyond_target_slope: f64,
    /// Worth of a gain one year later against now, 0-1.
    pub discount: f64,
    /// Least gap, in points, that an indicator's gap is taken for (percent 0.01, score 0.02 SD, count 1 each).
    pub least_gap_points: f64,
    /// How programs that meet in a cell add up.
    pub overlap: Overlap,
}

impl Default for ValueSettings {
    fn default() -> Self {
        ValueSettings {
            per: ValuePer::GapShare,
            loss_slope: 1.0,
            beyond_target_slope: 0.1,
            discount: 0.97,
            least_gap_points: 5.0,
            overlap: Overlap::Residual,
        }
    }
}

/// Policy defaults. Section `[policy]` of `model.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicySettings {
    /// Largest share of a pool's allocation today that may move, where the pool does not say.
    pub max_moved: Share,
    /// Chords from nothing to capacity that stand for a smooth response.
    pub chords: u32,
    /// Certified gap that a plan with integers is held to, relative.
    pub integer_gap: f64,
    /// Nodes of each search over integers.
    pub nodes: u32,
}

impl Default for PolicySettings {
    fn default() -> Self {
        PolicySettings {
            max_moved: Share::literal(0.3),
            chords: 8,
            integer_gap: 1e-3,
            nodes: 10_000,
        }
    }
}

/// How moves are rounded to what people can carry out. Section `[moves]` of `model.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MoveSettings {
    /// Moves of treasure are multiples of this, in the resource's unit; 0: any amount; `None`: [`MONEY_STEP`], where
    /// the pools of the resource hold [`LEAST_STEPS`] of them.
    pub money_step: Option<NonNegative>,
    /// Moves of talent are multiples of this, in the resource's unit; 0: any amount; `None`: [`STAFF_STEP`], where it
    /// is counted in FTE.
    pub staff_step: Option<NonNegative>,
    /// Least move of treasure, in the resource's unit; `None`: none.
    pub least_money: Option<NonNegative>,
    /// Least move of talent, in the resource's unit; `None`: none.
    pub least_staff: Option<NonNegative>,
    /// Most moves that one partner is asked for; `None`: as many as the plan takes.
    pub most_per_partner: Option<u32>,
}

/// What moves of money are multiples of where nobody says otherwise: what a budget line is split into, a judgement.
pub const MONEY_STEP: f64 = 5000.0;

/// What moves of staff are multiples of where nobody says otherwise, in FTE: what a post is split into, a judgement.
pub const STAFF_STEP: f64 = 0.25;

/// Steps that the pools of money must hold for [`MONEY_STEP`] to be one of theirs: a model in thousands or of a few
/// dollars would not move at all.
pub const LEAST_STEPS: f64 = 25.0;

/// Expectation for a practice of one credibility level, in SD, before its own study is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelPrior {
    /// Prior mean, SD.
    pub mean: f64,
    /// Prior standard deviation, SD.
    pub sd: f64,
    /// Standard error of a study that reports none, SD.
    pub standard_error: f64,
}

/// Factor on a reported effect for one weakness of a study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BiasMultiplier {
    /// Expected ratio of the true to the reported effect.
    pub mean: f64,
    /// Standard deviation of that ratio over studies.
    pub sd: f64,
}

/// Evidence settings. Section `[evidence]` of `model.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceSettings {
    /// Priors of the credibility levels 0 to 5, by level.
    pub levels: [LevelPrior; 6],
    /// For a quasi-experiment.
    pub quasi_experimental: BiasMultiplier,
    /// For a controlled correlation.
    pub correlational: BiasMultiplier,
    /// For a study by the developer.
    pub developer_made: BiasMultiplier,
    /// For a small study.
    pub small: BiasMultiplier,
    /// Participants below which a study is small.
    pub small_below: f64,
    /// For a study outside usual conditions.
    pub not_real_world: BiasMultiplier,
    /// Share of an effect that is lost each year, where neither the practice nor its evidence says.
    pub fade: Share,
    /// Correlation, 0-1, between the draws of the effects of practices of one `shock_group`: the share of their
    /// variance that they have in common.
    pub shared_shock: Share,
}

/// Level of a price index in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceLevel {
    /// The year.
    pub year: i32,
    /// Level of the index, in any unit, the same for all years.
    pub level: Positive,
}

/// The year that money is stated in, and the index that brings other years to it. Section `[prices]` of
/// `model.toml`; empty where the model leaves it out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PriceSettings {
    /// Year of the model's prices.
    pub year: Option<i32>,
    /// Name and source of the index.
    pub index: Option<String>,
    /// Its levels, each year once.
    pub levels: Vec<PriceLevel>,
}

impl PriceSettings {
    /// Whether the model states any of it.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.year.is_some() || self.index.is_some() || !self.levels.is_empty()
    }

    /// Level of the index in a year.
    #[must_use]
    pub fn level(&self, year: i32) -> Option<f64> {
        let found = self.levels.iter().find(|level| level.year == year);
        found.map(|level| level.level.get())
    }

    /// Factor from the prices of `year` to those of the model: level(model's year) / level(year); `None` where
    /// either is not known.
    #[must_use]
    pub fn factor(&self, year: Option<i32>) -> Option<f64> {
        if year.is_some() && year == self.year {
            return Some(1.0);
        }
        Some(self.level(self.year?)? / self.level(year?)?)
    }
}

/// How proposals are judged. Section `[evaluation]` of `model.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationSettings {
    /// Share of the participants that an applicant claims that is counted.
    pub participants_kept: Share,
    /// Money, in the model's currency, of a proposal that scores 0.
    pub reference_cost: f64,
    /// Participants of a proposal that scores 0; one in a hundred of them gains.
    pub reference_participants: f64,
    /// Lowest mark that a reviewer can give.
    pub review_low: f64,
    /// Highest mark that a reviewer can give.
    pub review_high: f64,
    /// Points for the highest mark, taken off for the lowest.
    pub review_points: f64,
    /// Who goes first where scores do not tell proposals apart: the highest in the first of these, and so on; a
    /// lottery, with the seed of the run and logged, among those that are still equal.
    pub tie_order: Vec<Component>,
    /// Most proposals of one applicant in a portfolio; `None`: any number.
    pub per_applicant: Option<u32>,
}

impl Default for EvaluationSettings {
    /// Judgements all. Of the participants that applicants count, four in five are taken: they sign people up, and
    /// effects are of those who take part. Reviewers mark from 1 to 5 and can make a proposal look up to twice, or
    /// half, as good for its money: ten points.
    fn default() -> Self {
        EvaluationSettings {
            participants_kept: Share::literal(0.8),
            reference_cost: 100_000.0,
            reference_participants: 100.0,
            review_low: 1.0,
            review_high: 5.0,
            review_points: 10.0,
            tie_order: Vec::new(),
            per_applicant: None,
        }
    }
}

/// Settings of a model, from `model.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The model's name for people.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Currency of money resources, an ISO 4217 code.
    pub currency: String,
    /// The cycle that the plan is for, such as `2026-27`.
    pub cycle: String,
    /// Planning years; 1 for now.
    pub horizon: u32,
    /// How gains become value.
    pub value: ValueSettings,
    /// Policy defaults.
    pub policy: PolicySettings,
    /// How moves are rounded.
    pub moves: MoveSettings,
    /// How evidence becomes effects.
    pub evidence: EvidenceSettings,
    /// How money of other years is brought to the model's prices.
    pub prices: PriceSettings,
    /// How uncertain figures are that no row of `ranges` names.
    pub ranges: RangeSettings,
    /// How proposals are judged.
    pub evaluation: EvaluationSettings,
}

impl Default for EvidenceSettings {
    /// The shipped scale. Means and spreads are judgements anchored on published figures:
    ///
    /// * large independent trials average 0.06 SD (Lortie-Forgues & Inglis 2019): the mean of level 4;
    /// * half of all randomized education studies report at least 0.10 SD, 30 % at least 0.21 and
    ///   30 % at most 0.02 (Kraft 2023): the mean of level 5, and a spread of about 0.10 once the
    ///   sampling error of the studies is taken off;
    /// * grants with strong, moderate and little prior evidence showed significant gains in 50, 33 and
    ///   8 % of evaluations (Boulay et al. 2018): means fall with the level, to nothing at level 1,
    ///   whose 8 % is near what chance alone gives;
    /// * level 1 is the widest, since nothing has been learned; level 0 is a rigorous null, so narrow at 0.
    ///
    /// A missing standard error is 0.077 SD for a large trial (mean interval width 0.30, same source) and
    /// wider below. Multipliers of one half: published against unpublished, small against large,
    /// developer's measures against independent ones are each "roughly twice" (Cheung & Slavin 2016);
    /// that review gives no ratio for designs, so those and the setting's are judgements.
    ///
    /// Practices of one `shock_group` share half of the variance of their effects: a judgement, halfway between
    /// effects that have nothing in common and one effect under several names.
    fn default() -> Self {
        let level = |mean, sd, standard_error| LevelPrior {
            mean,
            sd,
            standard_error,
        };
        let factor = |mean, sd| BiasMultiplier { mean, sd };
        EvidenceSettings {
            levels: [
                level(0.0, 0.05, 0.077),
                level(0.0, 0.15, 0.20),
                level(0.02, 0.10, 0.15),
                level(0.04, 0.10, 0.12),
                level(0.06, 0.10, 0.077),
                level(0.10, 0.10, 0.077),
            ],
            quasi_experimental: factor(0.75, 0.15),
            correlational: factor(0.5, 0.2),
            developer_made: factor(0.5, 0.15),
            small: factor(0.5, 0.15),
            small_below: 100.0,
            not_real_world: factor(0.5, 0.2),
            fade: Share::literal(0.15),
            shared_shock: Share::literal(0.5),
        }
    }
}
