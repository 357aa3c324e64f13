//! What programs in pieces answer, against the certified search.

use proptest::prelude::*;

use trefoil::domain::RuleKind;
use trefoil::engine::backend::Raw;
use trefoil::engine::{
    Answer, RESOLVE_INTEGER_TOLERANCE, RESOLVE_TOLERANCE, Resolved, Resolver, verify,
};

use super::draws::without_room;
use super::oracles::solved;
use super::random::{ANY, CHOICES_AND_RULES, cases, recipes};
use super::sketch::Built;

/// A search over integers of a few nodes may stop this many tolerances away.
const OFTEN: f64 = 2.5;

/// Whether an answer agrees with the search, where the resolver was made from `participants`.
fn agrees(built: &Built, participants: &[f64]) -> Result<(), TestCaseError> {
    let instance = &built.instance;
    let resolver = Resolver::new(instance, participants, &Raw);
    let answer = resolver.worker().solve(instance);
    let (best, found) = match (solved(instance), answer) {
        (None, Answer::Infeasible) => return Ok(()),
        (Some(best), Answer::Found(found)) => (best, found),
        (best, answer) => {
            let value = best.map(|best| best.point.evaluation.value);
            return Err(TestCaseError::fail(format!("{answer:?} for {value:?}")));
        }
    };
    let value = best.point.evaluation.value;
    let scale = instance.scale(value);
    let Resolved { bound, gap, .. } = *found;
    // Floors are kept to their own tolerance on both sides, and may be dear.
    let mut rules = built.model.tables().rules.iter();
    let floors = rules.any(|rule| matches!(rule.kind, RuleKind::Floor { .. }));
    let rounding = if floors { 1e-5 } else { 1e-6 };
    prop_assert!(bound >= value - rounding * scale, "{bound} below {value}");
    prop_assert!(
        found.value() <= best.bound + rounding * scale,
        "{} above {}",
        found.value(),
        best.bound
    );
    prop_assert!(gap >= 0.0 && bound >= found.value());
    let tolerance = if instance.has_integers() {
        OFTEN * RESOLVE_INTEGER_TOLERANCE
    } else {
        RESOLVE_TOLERANCE
    };
    let apart = (value - found.value()) / scale;
    prop_assert!(apart <= tolerance + rounding, "{apart:e} apart");
    prop_assert!(
        instance.has_integers() || gap <= RESOLVE_TOLERANCE + rounding,
        "a gap of {gap:e}"
    );
    let verified = verify(instance, &found.plan.plan(instance));
    let verified = verified.map_err(|refused| TestCaseError::fail(refused.to_string()))?;
    prop_assert_eq!(verified.evaluation.value, found.value());
    Ok(())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_program_in_pieces_is_worth_what_the_search_certifies(
        recipe in recipes(&ANY),
        pick in 0..1_000_usize,
    ) {
        let built = Built::new(without_room(&recipe, pick));
        agrees(&built, &built.instance.today())?;
        if let Some(best) = solved(&built.instance) {
            agrees(&built, &best.point.participants)?;
        }
    }

    #[test]
    fn with_integers_it_is_so_to_their_tolerance(recipe in recipes(&CHOICES_AND_RULES)) {
        let built = recipe.built();
        agrees(&built, &built.instance.today())?;
    }
}
