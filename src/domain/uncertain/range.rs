//! From where to where a figure lies: as a model states it, and by its basis where the model does not.

use super::Distribution;
use crate::domain::{Basis, Finite, Provenance};

/// How uncertain a figure is. Row of `ranges`.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Key: the figure, as a path of `--set`: `table[key,key].column`, or a key of the settings.
    pub path: String,
    /// What one value in ten lies below (P10).
    pub low: Finite,
    /// What one value in ten lies above (P90).
    pub high: Finite,
    /// Form of its distribution; `None`: that of its column.
    pub distribution: Option<Distribution>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// How uncertain figures are for which `ranges` says nothing. Section `[ranges]` of `model.toml`.
///
/// A width r is the relative half-width of the range from P10 to P90: amounts are divided and multiplied by 1 + r,
/// shares and percentages by their odds; 0 takes the figure as known.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeSettings {
    /// Of figures that were filled in by a rule.
    pub default: f64,
    /// Of figures that are plausible and not published anywhere.
    pub illustrative: f64,
    /// Of figures computed from published ones.
    pub derived: f64,
    /// Of figures in the partnership's own records.
    pub local: f64,
    /// Of figures read in a named source.
    pub published: f64,
    /// Of figures whose row does not say where it comes from.
    pub unstated: f64,
    /// Half-width of the range of the prior mean of each credibility level, in SD.
    pub prior_means: f64,
}

impl RangeSettings {
    /// The width for figures of a basis.
    #[must_use]
    pub fn of(&self, basis: Option<Basis>) -> f64 {
        match basis {
            Some(Basis::Default) => self.default,
            Some(Basis::Illustrative) => self.illustrative,
            Some(Basis::Derived) => self.derived,
            Some(Basis::Local) => self.local,
            Some(Basis::Published) => self.published,
            None => self.unstated,
        }
    }
}

impl Default for RangeSettings {
    /// Judgements, all of them: nothing published says how far such figures are off. They are ordered by what is
    /// known of a figure, and meant to be replaced by rows of `ranges` for whatever decides a plan.
    ///
    /// * `default` 0.5: a rule filled the figure in without looking at this community, so that half as much again,
    ///   or two thirds of it, would surprise nobody;
    /// * `illustrative` 0.3: somebody chose it to be plausible here, with nothing to read it from;
    /// * `derived` 0.1: it rests on published figures, and the assumption between them (a mean over grades, a share
    ///   carried over from elsewhere) is what can be off;
    /// * `local` 0.05: an own record, with errors of counting and of the year it stands for;
    /// * `published` and `unstated` 0: a source gives the figure, and where it gives its error too, a row of
    ///   `ranges` can say so; a row without a basis says nothing that a width could rest on;
    /// * `prior_means` 0.02: the shipped means of neighbouring credibility levels lie 0.02 to 0.04 SD apart, so that
    ///   a level can about be taken for its neighbour.
    fn default() -> Self {
        RangeSettings {
            default: 0.5,
            illustrative: 0.3,
            derived: 0.1,
            local: 0.05,
            published: 0.0,
            unstated: 0.0,
            prior_means: 0.02,
        }
    }
}
