//! Which items to choose under limits: a portfolio, with a bound on what any other choice is worth.
//!
//! A multidimensional knapsack with side conditions. The relaxation gives prices; a choice that follows them is
//! improved among the items that the prices leave open (the core: Balas & Zemel, *Oper. Res.* 28, 1980); what no
//! better choice can turn over is fixed by its reduced cost; the tree of [`tree`] decides the rest, or the solver's
//! own search where it is too large. Limits are by nodes, never by the clock: the same choice on any machine.

mod frontier;
mod program;
mod simplex;
mod standing;
mod start;
mod tree;

pub use frontier::{AtBudget, frontier};
pub use standing::{Standing, standings};

use program::Program;
use tree::{Grown, Tree};

use super::backend::{Backend, Limits, Outcome, start as session};
use super::bound::upper_bound;

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is worth in full.
    pub value: f64,
    /// What it takes of limits in full: position in [`Choice::limits`] and amount, zero or more, each limit once.
    pub uses: Vec<(usize, f64)>,
    /// Whether it is chosen whole or not at all; otherwise any part of it may be, and is worth and takes its part.
    pub whole: bool,
}

/// What a [`Cap`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Items of which anything is chosen.
    Items,
    /// What they take of the limit at this position.
    Uses(usize),
}

/// A further limit over some items, such as those of one applicant.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    /// Positions of the items.
    pub items: Vec<usize>,
    /// What is counted.
    pub counted: Counted,
    /// Most of it, zero or more.
    pub most: f64,
}

/// Items and everything that a choice among them must keep. To choose nothing is always allowed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// The items.
    pub items: Vec<Item>,
    /// Limits on what the chosen items take together, each zero or more, in its own unit.
    pub limits: Vec<f64>,
    /// Sets of items of which one at most may be chosen.
    pub excludes: Vec<Vec<usize>>,
    /// Pairs of which no more of the first may be chosen than of the second.
    pub requires: Vec<(usize, usize)>,
    /// Limits over some items.
    pub caps: Vec<Cap>,
}

/// How far to search, and with what.
#[derive(Clone, Copy)]
pub struct ChoiceSettings<'a> {
    /// The solver of relaxations, and of searches that are too large for the tree here.
    pub backend: &'a dyn Backend,
    /// Gap at which the search may stop, relative to the value; 0: it goes on to the optimum.
    pub gap: f64,
    /// Most nodes of a search.
    pub nodes: u64,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// No choice is worth more: gap 0, but for rounding where items can be parted.
    Optimal,
    /// No choice is worth more by more than the gap that was asked for.
    Within,
    /// The nodes were used up: the bound holds, and the gap is what it is.
    Limit,
}

/// A choice that passed its audit, and what no choice exceeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    /// Chosen part of each item, 0 to 1; exactly 0 or 1 of whole items.
    pub chosen: Vec<f64>,
    /// Its value, recomputed from the items.
    pub value: f64,
    /// No choice is worth more.
    pub bound: f64,
    /// (bound − value) / |value|; 0 where both are the same.
    pub gap: f64,
    /// Nodes of the searches.
    pub nodes: u64,
    /// How far it is proved.
    pub proof: Proof,
    /// What one more unit of each limit would be worth to the relaxation, in which every item can be parted;
    /// with whole items a hint and no more.
    pub prices: Vec<f64>,
}

/// Why there is no portfolio.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChoiceError {
    /// The choice or the settings are not what they must be, in words.
    #[error("{0}")]
    Input(String),
    /// The solver had no answer to the relaxation.
    #[error("the relaxation was not solved: the solver ended with {0:?}")]
    Solver(Outcome),
    /// The choice that was found does not keep what it must, in words.
    #[error("the choice fails its audit: {0}")]
    Audit(String),
}

/// Most entries of a table that the tree here works on; beyond it the solver searches.
const LARGEST_TABLE: usize = 400_000;
/// Items of a core, beside some for each row.
const CORE: usize = 40;
/// The same for each row.
const CORE_PER_ROW: usize = 5;
/// Part of the nodes that the search of a core may take, and most of them.
const CORE_NODES: u64 = 20_000;

/// The best choice that was found, audited, with its bound: the same for the same choice and settings.
///
/// The bound is the dual bound of the relaxation (Neumaier & Shcherbina 2004), sharpened by the search: every branch
/// that the tree leaves is left by such a bound from the original figures. Where values are multiples of some
/// step, a bound less than one step above the best proves it.
///
/// # Errors
/// [`ChoiceError`].
///
/// # Examples
/// ```
/// use trefoil::engine::backend::Raw;
/// use trefoil::engine::{Choice, ChoiceSettings, Item, Proof, choose};
/// let item = |value, cost| Item { value, uses: vec![(0, cost)], whole: true };
/// let choice = Choice {
///     items: vec![item(6.0, 3.0), item(5.0, 2.0), item(4.0, 2.0)],
///     limits: vec![4.0],
///     ..Choice::default()
/// };
/// let settings = ChoiceSettings { backend: &Raw, gap: 0.0, nodes: 1_000 };
/// let found = choose(&choice, settings)?;
/// assert_eq!((found.value, found.bound, found.proof), (9.0, 9.0, Proof::Optimal));
/// assert_eq!(found.chosen, [0.0, 1.0, 1.0]);
/// # Ok::<(), trefoil::engine::ChoiceError>(())
/// ```
pub fn choose(choice: &Choice, settings: ChoiceSettings<'_>) -> Result<Portfolio, ChoiceError> {
    let program = Program::new(choice)?;
    let found = search(&program, settings, None)?;
    portfolio(choice, found, settings)
}

/// What a search knows, in the units of the program.
struct Found {
    point: Vec<f64>,
    value: f64,
    bound: f64,
    nodes: u64,
    /// The relaxation's bound and its multipliers.
    relaxed: f64,
    duals: Vec<f64>,
    prices: Vec<f64>,
}

fn portfolio(
    choice: &Choice,
    found: Found,
    settings: ChoiceSettings<'_>,
) -> Result<Portfolio, ChoiceError> {
    let mut chosen = found.point;
    chosen.truncate(choice.items.len());
    let value = program::audit(choice, &chosen).map_err(ChoiceError::Audit)?;
    // What the bound proves to be nothing but rounding above the value is the value.
    let bound = found.bound.max(value);
    let gap = relative(bound, value);
    let proof = if gap <= EXACT {
        Proof::Optimal
    } else if gap <= settings.gap {
        Proof::Within
    } else {
        Proof::Limit
    };
    Ok(Portfolio {
        chosen,
        value,
        bound,
        gap,
        nodes: found.nodes,
        proof,
        prices: found.prices,
    })
}

/// Gap that is nothing but rounding.
const EXACT: f64 = 1e-9;

fn relative(bound: f64, value: f64) -> f64 {
    let over = (bound - value).max(0.0);
    if over > 0.0 {
        over / value.abs().max(f64::MIN_POSITIVE)
    } else {
        0.0
    }
}

fn check(settings: ChoiceSettings<'_>) -> Result<(), ChoiceError> {
    if settings.gap >= 0.0 && settings.gap.is_finite() {
        Ok(())
    } else {
        let problem = format!(
            "a gap of {} is not a share that is at least 0",
            settings.gap
        );
        Err(ChoiceError::Input(problem))
    }
}

/// Searches from the best of `from` and a choice that follows the prices.
fn search(
    program: &Program,
    settings: ChoiceSettings<'_>,
    from: Option<&[f64]>,
) -> Result<Found, ChoiceError> {
    check(settings)?;
    let relaxed = program.relaxed();
    let solution = session(settings.backend, &relaxed, Limits::default()).solve();
    let (Some(values), Some(duals)) = (solution.values, solution.duals) else {
        return Err(ChoiceError::Solver(solution.outcome));
    };
    let root = upper_bound(&program.lp, &duals);
    let mut best = Best::new(program, settings.gap);
    if let Some(from) = from {
        best.offer(from);
    }
    best.offer(&start::follow(program, &values, &duals));
    let prices = program.prices(&duals);
    let mut found = Found {
        point: Vec::new(),
        value: 0.0,
        bound: best.rounded(root),
        nodes: 0,
        relaxed: root,
        duals,
        prices,
    };
    if found.bound > best.enough() {
        improve(program, &mut best, &mut found, settings);
    }
    if found.bound > best.enough() {
        decide(program, &mut best, &mut found, settings);
    }
    found.bound = best.rounded(found.bound) * program.value_scale;
    found.value = best.value * program.value_scale;
    found.point = best.point;
    Ok(found)
}

/// The best choice so far, and from which bound on no other one matters.
struct Best<'a> {
    program: &'a Program,
    gap: f64,
    point: Vec<f64>,
    value: f64,
}

impl<'a> Best<'a> {
    fn new(program: &'a Program, gap: f64) -> Self {
        let point = program.lp.column_lower.clone();
        let value = program.lp.objective(&point);
        Best {
            program,
            gap,
            // Columns that are held at one may break what must be kept.
            value: if program.keeps(&point) {
                value
            } else {
                f64::NEG_INFINITY
            },
            point,
        }
    }

    /// Takes a point where it is better and keeps every row.
    fn offer(&mut self, point: &[f64]) -> bool {
        if !self.program.keeps(point) {
            return false;
        }
        let value = self.program.lp.objective(point);
        if value > self.value {
            self.value = value;
            self.point = point.to_vec();
        }
        true
    }

    /// A bound up to which nothing is left to be found: less than a step above the value, or within the gap.
    fn enough(&self) -> f64 {
        if self.value == f64::NEG_INFINITY {
            return self.value;
        }
        let step = self.program.step.map_or(0.0, |step| (1.0 - STEP) * step);
        let rounding = ROUNDING * self.program.size;
        self.value + step.max(self.gap * self.value.abs()).max(rounding)
    }

    /// A bound that lies less than a step above the value is the value.
    fn rounded(&self, bound: f64) -> f64 {
        match self.program.step {
            Some(step) if bound <= self.value + (1.0 - STEP) * step => self.value,
            Some(step) => ((bound / step * (1.0 + EXACT)).floor() * step).min(bound),
            None if bound <= self.value + ROUNDING * self.program.size => self.value,
            None => bound,
        }
    }
}

/// Part of a step that is left to rounding.
const STEP: f64 = 1e-4;
/// Part of the sum of all values that is rounding where values have no step: a bound this near is the value.
const ROUNDING: f64 = 1e-12;

/// A search among the items whose reduced costs are least, the others as in the best choice.
fn improve(
    program: &Program,
    best: &mut Best<'_>,
    found: &mut Found,
    settings: ChoiceSettings<'_>,
) {
    let reduced = program.reduced(&found.duals);
    let mut order: Vec<usize> = (0..program.lp.columns())
        .filter(|&column| program.lp.column_lower[column] < program.lp.column_upper[column])
        .collect();
    order.sort_by(|&a, &b| {
        let sizes = reduced[a].abs().total_cmp(&reduced[b].abs());
        sizes.then(a.cmp(&b))
    });
    let rows = program.lp.rows().min(CORE);
    let open = (CORE + CORE_PER_ROW * rows).min(order.len());
    if open == order.len() {
        return;
    }
    let mut lower = best.point.clone();
    let mut upper = best.point.clone();
    for &column in &order[..open] {
        lower[column] = program.lp.column_lower[column];
        upper[column] = program.lp.column_upper[column];
    }
    if let Some(tree) = Tree::new(program, &lower, &upper, LARGEST_TABLE) {
        let nodes = CORE_NODES.min(settings.nodes / 4);
        let Grown { nodes, .. } = tree.grow(best, nodes, found.bound);
        found.nodes += nodes;
    }
}

/// Fixes what no better choice turns over, and searches the rest to the end or to the limit.
fn decide(program: &Program, best: &mut Best<'_>, found: &mut Found, settings: ChoiceSettings<'_>) {
    let (lower, upper, fixed) = program.fixed(&found.duals, found.relaxed, best.enough());
    let left = settings.nodes.saturating_sub(found.nodes);
    let bound = if let Some(tree) = Tree::new(program, &lower, &upper, LARGEST_TABLE) {
        let grown = tree.grow(best, left, found.bound);
        found.nodes += grown.nodes;
        grown.bound
    } else {
        let lp = program.between(&lower, &upper);
        let limits = Limits {
            nodes: Some(u32::try_from(left).unwrap_or(u32::MAX >> 1)),
            gap: Some((best.enough() - best.value).max(0.0) / 2.0),
            ..Limits::default()
        };
        let mut session = session(settings.backend, &lp, limits);
        session.suggest(&best.point);
        let solution = session.solve();
        if let Some(values) = solution.values {
            best.offer(&program.whole(&values));
        }
        found.nodes += solution.tree.map_or(0, |tree| tree.nodes);
        match solution.tree {
            Some(tree) => tree.bound,
            None if solution.outcome == Outcome::Infeasible => f64::NEG_INFINITY,
            None => f64::INFINITY,
        }
    };
    found.bound = found.bound.min(bound.max(fixed).max(best.value));
}
