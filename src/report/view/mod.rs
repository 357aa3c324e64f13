//! A recommendation as people read it: rounded once, with names in place of ids, sorted by what matters.
//!
//! Exporters for people (the terminal; a page or a workbook beside it) lay this out and change no figure.

mod activity;
mod alternatives;
pub(super) mod compare;
mod conflict;
mod figure;
mod firm;
mod foundation;
mod headline;
mod improvement;
mod partner;
mod pool;
mod practice;
mod reach;
mod replace;
mod sensitivity;
mod share;
mod tally;
mod trust;

pub(super) use activity::ActivityView;
pub(super) use alternatives::{AlternativesView, PlansView, RangeRow};
pub(super) use conflict::ConflictView;
#[cfg(any(feature = "html", feature = "workbook"))]
pub(super) use firm::MoveTally;
pub(super) use firm::firmness_of;
pub(super) use foundation::FoundationView;
pub(super) use headline::{HeadlineView, ResourceMoved, coverage_words};
pub(super) use improvement::{ImprovementView, IndicatorChange, PlaceChange};
pub(super) use partner::{Donor, PartnersView, Receipt};
pub(super) use pool::PoolsView;
pub(super) use practice::PracticeRow;
pub(super) use reach::ReachView;
pub(super) use replace::ReplaceRow;
pub(super) use sensitivity::*;
pub(super) use share::{Shares, often};
pub(super) use tally::Change;
pub(super) use trust::TrustView;
// A page words the rows of results that were read in the same way.
#[cfg(feature = "html")]
pub(super) use {
    conflict::{options, relaxation_words},
    figure::{Figure, is_doubtful, origin_word},
    firm::{firmness_words, freed_words},
    foundation::{ASSUMPTIONS, basis_words, made_up_words, settings_changed, word},
    pool::at_move_limit,
    practice::{enters, sentence, standing},
    share::{any_amounts_words, between, of_draws},
    tally::Measure,
    trust::LEAST_OF_POOL,
};

use super::names::Names;
use super::record::{ChangeRecord, Manifest};
use crate::domain::{Model, Recommendation, Status};

/// A whole recommendation.
#[derive(Debug)]
pub(super) struct RecommendView {
    /// Name of the model.
    pub model: String,
    /// The cycle that the plan is for.
    pub cycle: String,
    /// Why the engine stopped.
    pub status: Status,
    /// What the plan does, in a few figures; `None` where there is no plan.
    pub headline: Option<HeadlineView>,
    /// What gets better and worse, where and when.
    pub improvements: ImprovementView,
    /// The plan beside those that move less and more, and what steps cost.
    pub reach: ReachView,
    /// Who is asked for what.
    pub partners: PartnersView,
    /// Activities today and in the plan.
    pub activities: ActivityView,
    /// What limits the plan.
    pub pools: PoolsView,
    /// Why, and why not, each practice.
    pub practices: Vec<PracticeRow>,
    /// What was checked, in a sentence; `None` where there is no plan.
    pub certificate: Option<String>,
    /// What it all rests on.
    pub foundation: FoundationView,
    /// What was filled in and decides most.
    pub replace_first: Vec<ReplaceRow>,
    /// What scenarios changed.
    pub changes: Vec<ChangeRecord>,
    /// Why there is no plan; `None` where there is one.
    pub conflict: Option<ConflictView>,
}

impl RecommendView {
    /// The view of `recommendation` for `model`.
    pub(super) fn new(model: &Model, recommendation: &Recommendation, manifest: &Manifest) -> Self {
        let names = Names::new(model);
        let improvements = ImprovementView::new(model, names, recommendation);
        RecommendView {
            model: model.settings().name.clone(),
            cycle: model.settings().cycle.clone(),
            status: recommendation.status,
            headline: recommendation
                .value
                .as_ref()
                .map(|value| HeadlineView::new(names, recommendation, value, &improvements)),
            reach: ReachView::new(names, recommendation),
            partners: PartnersView::new(model, names, recommendation),
            activities: ActivityView::new(names, recommendation),
            pools: PoolsView::new(names, recommendation),
            practices: practice::rows(names, recommendation),
            certificate: recommendation
                .certificate
                .as_ref()
                .map(headline::certificate),
            foundation: FoundationView::new(recommendation, manifest),
            replace_first: replace::rows(names, recommendation),
            changes: manifest.changes.clone(),
            conflict: recommendation
                .infeasibility
                .as_ref()
                .map(|why| ConflictView::new(model, names, why)),
            improvements,
        }
    }
}
