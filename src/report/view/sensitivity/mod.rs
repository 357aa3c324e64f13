//! Sensitivity as people read it: the answer first, then what it rests on.

mod frontier;
mod holds;
mod sure;
mod swing;
mod without;

pub(in crate::report) use frontier::{FrontierView, NextRow};
pub(in crate::report) use holds::{HoldsView, StandingRow};
pub(in crate::report) use sure::{SureRow, SureView};
pub(in crate::report) use swing::SwingRow;
pub(in crate::report) use without::{LimitRow, MarginalRow, RefusalRow, ReplacementRow, Told};

use super::share::{Shares, any_amounts_words};
use super::{ConflictView, TrustView};
use crate::domain::{Draws, Model, MonteCarlo, RangeOrigin, Recommendation, Sensitivity, Status};
use crate::report::names::{Names, STAR};
use crate::report::number::{as_float, count, grouped, percent, tiny};
use crate::report::record::{ChangeRecord, Manifest};

/// A whole analysis of sensitivity; `None` where something was not asked for.
#[derive(Debug)]
pub(in crate::report) struct SensitivityView {
    /// Name of the model.
    pub model: String,
    /// The cycle that the plan is for.
    pub cycle: String,
    /// Why the engine stopped on the recommendation.
    pub status: Status,
    /// Why plans that are sought anew close another share than this plan with nothing changed, in a sentence; `None`
    /// where they do not.
    pub any_amounts: Option<String>,
    /// Share of all gaps that the plan closes; `None` where there is no plan.
    pub closed: Option<String>,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// The few figures of the headline.
    pub trust: Option<TrustView>,
    /// Which moves hold.
    pub holds: Option<HoldsView>,
    /// How sure each activity is.
    pub sure: Option<SureView>,
    /// What decides.
    pub swings: Option<Vec<SwingRow>>,
    /// What the next amount buys.
    pub frontier: Option<Vec<FrontierView>>,
    /// What a unit more or less is worth.
    pub marginal: Option<Vec<MarginalRow>>,
    /// What each limit costs.
    pub rules: Option<Vec<LimitRow>>,
    /// What happens where a partner says no.
    pub refusals: Option<Vec<RefusalRow>>,
    /// What doing without an activity costs.
    pub replacement: Option<Vec<ReplacementRow>>,
    /// What knowing would be worth, in a sentence.
    pub knowing: Option<String>,
    /// How this was found, each in a sentence.
    pub found: Vec<String>,
    /// How far the draws' plans are proved and checked, and how alike they are, each in a sentence.
    pub checks: Vec<String>,
    /// Whether some brief name carries the star of what is illustrative.
    pub starred: bool,
    /// What scenarios changed.
    pub changes: Vec<ChangeRecord>,
    /// Why there is no plan; `None` where there is one.
    pub conflict: Option<ConflictView>,
}

impl SensitivityView {
    /// The view of `sensitivity`, which is about `recommendation` for `model`.
    pub fn new(
        model: &Model,
        recommendation: &Recommendation,
        sensitivity: &Sensitivity,
        manifest: &Manifest,
    ) -> Self {
        let names = Names::brief(model);
        let shares = Shares {
            all_gaps: sensitivity.all_gaps,
        };
        let drawn = sensitivity.montecarlo.as_ref();
        let steps = recommendation.steps.as_ref().filter(|steps| steps.kept);
        // Best plans are in any amounts, and so is what they are held against.
        let sought_anew = steps.map_or(sensitivity.value, |steps| steps.value_before);
        let moves = sensitivity.holds.as_deref();
        SensitivityView {
            model: model.settings().name.clone(),
            cycle: model.settings().cycle.clone(),
            status: recommendation.status,
            any_amounts: any_amounts(recommendation, shares),
            closed: recommendation
                .value
                .as_ref()
                .map(|_| percent(shares.share(sensitivity.value), 3)),
            interrupted: sensitivity.interrupted,
            trust: TrustView::new(names, drawn, moves, sensitivity.all_gaps),
            holds: moves.map(|moves| {
                HoldsView::new(
                    model,
                    names,
                    moves,
                    drawn.map_or(0, |drawn| drawn.draws.done),
                    &sensitivity.figures,
                    &manifest.settings,
                )
            }),
            sure: drawn
                .filter(|drawn| !drawn.activities.is_empty())
                .map(|drawn| SureView::new(names, drawn)),
            swings: sensitivity
                .tornado
                .as_ref()
                .map(|rows| swing::rows(names, rows, sought_anew, shares)),
            frontier: sensitivity
                .frontier
                .as_ref()
                .map(|rows| frontier::views(names, rows, shares)),
            marginal: sensitivity
                .marginal
                .as_ref()
                .map(|rows| without::marginal(names, rows, shares)),
            rules: sensitivity
                .rules
                .as_ref()
                .map(|rows| without::limits(model, names, rows, shares)),
            refusals: sensitivity
                .refusals
                .as_ref()
                .map(|rows| without::refusals(names, rows, shares)),
            replacement: sensitivity
                .replacement
                .as_ref()
                .map(|rows| without::replacements(names, recommendation, rows, shares)),
            knowing: drawn.and_then(|drawn| knowing(drawn, shares)),
            found: found(sensitivity),
            checks: drawn.map(checks).unwrap_or_default(),
            starred: model
                .tables()
                .partners
                .iter()
                .any(|row| names.partner(&row.id).ends_with(STAR)),
            changes: manifest.changes.clone(),
            conflict: recommendation
                .infeasibility
                .as_ref()
                .map(|why| ConflictView::new(model, Names::new(model), why)),
        }
    }
}

/// Why plans that are sought anew close another share than the plan in steps, where they do.
fn any_amounts(recommendation: &Recommendation, shares: Shares) -> Option<String> {
    let steps = recommendation.steps.as_ref().filter(|steps| steps.kept)?;
    let plan = recommendation.value.as_ref()?.plan;
    any_amounts_words(shares, plan, steps.value_before)
}

fn knowing(drawn: &MonteCarlo, shares: Shares) -> Option<String> {
    let known = drawn.perfect_information?;
    let most = if known.at_most { "at most " } else { "" };
    let of = if known.plans == 1 {
        "the one plan that was looked at".to_owned()
    } else {
        format!(
            "the best of {} plans that were looked at",
            grouped(as_float(known.plans), 0)
        )
    };
    Some(format!(
        "Were every doubtful figure known before choosing, the plan could close {most}{} more of the gaps (± {}) \
         than {of} without knowing. Nothing that is found out can be worth more than that.",
        shares.told(known.value, 0.0),
        shares.of(known.standard_error),
    ))
}

/// How the results were found, each in a sentence.
fn found(sensitivity: &Sensitivity) -> Vec<String> {
    let mut lines = Vec::new();
    if !sensitivity.figures.is_empty() {
        let number = |origin| {
            let rows = sensitivity.figures.iter();
            rows.filter(|figure| figure.origin == origin).count()
        };
        let parts: Vec<String> = [
            (RangeOrigin::Evidence, "from the evidence"),
            (RangeOrigin::Stated, "as the model states it"),
            (RangeOrigin::Basis, "by default for its basis"),
            (RangeOrigin::Scale, "by default of the credibility scale"),
        ]
        .into_iter()
        .filter(|(origin, _)| number(*origin) > 0)
        .map(|(origin, words)| format!("{} {words}", grouped(as_float(number(origin)), 0)))
        .collect();
        lines.push(format!(
            "{} not known for certain; range: {}.",
            match sensitivity.figures.len() {
                1 => "1 figure is".to_owned(),
                number => format!("{} are", count(number, "figure")),
            },
            parts.join(", ")
        ));
    }
    if let Some(drawn) = &sensitivity.montecarlo {
        lines.extend(draws(&drawn.draws));
    }
    lines
}

fn draws(draws: &Draws) -> Vec<String> {
    let mut lines = vec![format!(
        "{} of {} asked for (seed {}): {} with a plan, {} in which no plan keeps every rule, {} failed.",
        count(draws.done + draws.infeasible + draws.failed.len(), "draw"),
        grouped(as_float(draws.asked), 0),
        draws.seed,
        grouped(as_float(draws.done), 0),
        grouped(as_float(draws.infeasible), 0),
        grouped(as_float(draws.failed.len()), 0),
    )];
    lines.extend(
        draws
            .failed
            .iter()
            .take(SHOWN_FAILURES)
            .map(|row| format!("Draw {} failed: {}.", row.draw, row.why)),
    );
    lines
}

/// How far the draws' plans are proved and checked, and how alike they are.
fn checks(drawn: &MonteCarlo) -> Vec<String> {
    let draws = &drawn.draws;
    let mut lines = Vec::new();
    if draws.done > 0 {
        lines.push(format!(
            "The draws' plans are proved within {} (median) and {} (largest) of the best possible.",
            tiny(draws.median_gap),
            tiny(draws.largest_gap)
        ));
    }
    if draws.checked > 0 {
        lines.push(format!(
            "{} solved again from nothing: values differ by {} beyond what those gaps allow.",
            count(draws.checked, "draw"),
            tiny(draws.largest_difference)
        ));
    }
    if let Some(alike) = &drawn.stability {
        lines.push(format!(
            "The draws' best plans change activities in an order like this plan's: Kendall's tau {:.2} (1: the same \
             order, 0: any). Of the {} that grow most here, {} do so in a draw too.",
            alike.kendall,
            alike.top,
            percent(alike.top_overlap, 2),
        ));
    }
    lines
}

/// Failed draws of which the reason is told; the result holds all.
const SHOWN_FAILURES: usize = 3;
