//! Draws, and the moves that hold, as rows.

use super::PARTICIPANTS;
use crate::domain::{
    ActivityDraws, Draws, Frequency, ImprovementRange, MonteCarlo, MoveStanding, Sample, Stability,
};
use crate::report::names::Names;
use crate::report::record::{
    ActivityDrawsRecord, DependenceRecord, DrawnValueRecord, DrawsRecord, FailedDrawRecord,
    ImprovementRecord, MonteCarloRecord, MoveHoldsRecord, PerfectInformationRecord,
    StabilityRecord, TieRecord, plain,
};

/// The rows of draws whose values are in `unit`.
pub(super) fn montecarlo_record(names: Names, drawn: &MonteCarlo, unit: &str) -> MonteCarloRecord {
    let plan = drawn.plan.map(|sample| {
        value_record(
            "plan",
            &sample,
            Some(drawn.expected),
            drawn.beats_today,
            unit,
        )
    });
    let best = drawn
        .best
        .map(|sample| value_record("best", &sample, None, None, unit));
    let mut improvements: Vec<ImprovementRecord> = drawn
        .improvements
        .iter()
        .map(|row| improvement_record(names, row))
        .collect();
    improvements.sort_by(|a, b| {
        (&a.indicator, &a.group, &a.place).cmp(&(&b.indicator, &b.group, &b.place))
    });
    let mut activities: Vec<ActivityDrawsRecord> = drawn
        .activities
        .iter()
        .map(|row| activity_record(names, row))
        .collect();
    activities.sort_by(|a, b| a.activity.cmp(&b.activity));
    MonteCarloRecord {
        draws: draws_record(&drawn.draws),
        values: plan.into_iter().chain(best).collect(),
        improvements,
        activities,
        stability: drawn
            .stability
            .as_ref()
            .map(|row| stability_record(names, row)),
        perfect_information: drawn
            .perfect_information
            .map(|row| PerfectInformationRecord {
                value: plain(row.value),
                standard_error: plain(row.standard_error),
                unit: unit.to_owned(),
                at_most: row.at_most,
                plans: row.plans,
            }),
    }
}

fn draws_record(draws: &Draws) -> DrawsRecord {
    let mut failures: Vec<FailedDrawRecord> = draws
        .failed
        .iter()
        .map(|row| FailedDrawRecord {
            draw: row.draw,
            why: row.why.clone(),
        })
        .collect();
    failures.sort_by_key(|row| row.draw);
    DrawsRecord {
        asked: draws.asked,
        done: draws.done,
        infeasible: draws.infeasible,
        failed: draws.failed.len(),
        seed: draws.seed,
        figures: draws.figures,
        median_gap: plain(draws.median_gap),
        largest_gap: plain(draws.largest_gap),
        checked: draws.checked,
        largest_difference: plain(draws.largest_difference),
        failures,
    }
}

fn value_record(
    of: &str,
    sample: &Sample,
    expected: Option<f64>,
    better: Option<Frequency>,
    unit: &str,
) -> DrawnValueRecord {
    DrawnValueRecord {
        of: of.to_owned(),
        expected: expected.map(plain),
        mean: plain(sample.mean),
        standard_error: plain(sample.standard_error),
        low: plain(sample.low),
        median: plain(sample.median),
        high: plain(sample.high),
        unit: unit.to_owned(),
        better_than_today: better.map(|share| plain(share.share)),
        better_than_today_low: better.map(|share| plain(share.low)),
        better_than_today_high: better.map(|share| plain(share.high)),
    }
}

fn improvement_record(names: Names, row: &ImprovementRange) -> ImprovementRecord {
    ImprovementRecord {
        indicator: row.indicator.to_string(),
        indicator_name: names.indicator(&row.indicator),
        place: row.place.as_ref().map(ToString::to_string),
        place_name: row.place.as_ref().map(|id| names.place(id)),
        group: row.group.as_ref().map(ToString::to_string),
        group_name: row.group.as_ref().map(|id| names.group(id)),
        mean: plain(row.gain.mean),
        standard_error: plain(row.gain.standard_error),
        low: plain(row.gain.low),
        median: plain(row.gain.median),
        high: plain(row.gain.high),
        gain_unit: Names::gain_unit(row.unit).to_owned(),
        better: plain(row.better.share),
        better_low: plain(row.better.low),
        better_high: plain(row.better.high),
    }
}

fn activity_record(names: Names, row: &ActivityDraws) -> ActivityDrawsRecord {
    let participants = &row.participants;
    let alike = row.alike();
    ActivityDrawsRecord {
        activity: row.activity.to_string(),
        practice: row.activity.practice.to_string(),
        practice_name: names.practice(&row.activity.practice),
        place: row.activity.place.to_string(),
        place_name: names.place(&row.activity.place),
        plan: plain(row.plan),
        mean: plain(participants.mean),
        standard_error: plain(participants.standard_error),
        low: plain(participants.low),
        median: plain(participants.median),
        high: plain(participants.high),
        unit: PARTICIPANTS.to_owned(),
        runs: plain(row.funded.share),
        runs_low: plain(row.funded.low),
        runs_high: plain(row.funded.high),
        grows: plain(row.grows.share),
        grows_low: plain(row.grows.low),
        grows_high: plain(row.grows.high),
        shrinks: plain(row.shrinks.share),
        shrinks_low: plain(row.shrinks.low),
        shrinks_high: plain(row.shrinks.high),
        firmness: row.firmness.into(),
        counted_by: Some(row.counted_by.into()),
        alike: Some(plain(alike.share)),
        alike_low: Some(plain(alike.low)),
        alike_high: Some(plain(alike.high)),
        alike_firmness: Some(row.alike_firmness.into()),
    }
}

fn stability_record(names: Names, row: &Stability) -> StabilityRecord {
    let mut ties: Vec<TieRecord> = row
        .ties
        .iter()
        .map(|(one, other)| TieRecord {
            activity: one.to_string(),
            activity_name: names.activity(one),
            other: other.to_string(),
            other_name: names.activity(other),
        })
        .collect();
    ties.sort_by(|a, b| (&a.activity, &a.other).cmp(&(&b.activity, &b.other)));
    StabilityRecord {
        kendall: plain(row.kendall),
        top: row.top,
        top_overlap: plain(row.top_overlap),
        ties,
    }
}

/// The rows of `moves`, by partner, pool, from and to; `now` knows what some figures are in the model.
pub(super) fn moves_hold(
    names: Names,
    moves: &[MoveStanding],
    now: impl Fn(&str) -> Option<f64>,
) -> Vec<MoveHoldsRecord> {
    let mut rows: Vec<MoveHoldsRecord> = moves
        .iter()
        .map(|row| move_record(names, row, &now))
        .collect();
    rows.sort_by(|a, b| {
        (&a.partner, &a.pool, &a.from, &a.to, &a.converted_to).cmp(&(
            &b.partner,
            &b.pool,
            &b.from,
            &b.to,
            &b.converted_to,
        ))
    });
    rows
}

fn move_record(
    names: Names,
    row: &MoveStanding,
    now: impl Fn(&str) -> Option<f64>,
) -> MoveHoldsRecord {
    let resource = names.resource_of(&row.pool);
    let (from, to) = (
        row.from.as_ref().map(ToString::to_string),
        row.to.as_ref().map(ToString::to_string),
    );
    let converted_to = row.converted_to.as_ref().map(ToString::to_string);
    let mut depends_on: Vec<DependenceRecord> = row
        .depends_on
        .iter()
        .map(|on| DependenceRecord {
            pool: row.pool.to_string(),
            from: from.clone(),
            to: to.clone(),
            converted_to: converted_to.clone(),
            path: on.path.clone(),
            now: now(&on.path).map(plain),
            at: plain(on.at),
            basis: on.basis.map(Into::into),
            origin: on.origin.map(Into::into),
        })
        .collect();
    depends_on.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.at.total_cmp(&b.at)));
    MoveHoldsRecord {
        partner: row.partner.to_string(),
        partner_name: names.partner(&row.partner),
        pool: row.pool.to_string(),
        resource: resource.map(ToString::to_string),
        resource_name: resource.map(|id| names.resource(id)),
        from,
        from_name: row.from.as_ref().map(|id| names.activity(id)),
        to,
        to_name: row.to.as_ref().map(|id| names.activity(id)),
        converted_to,
        converted_to_name: row.converted_to.as_ref().map(|id| names.resource(id)),
        amount: plain(row.amount),
        unit: row.unit.clone(),
        share: plain(row.share.share),
        share_low: plain(row.share.low),
        share_high: plain(row.share.high),
        under_both_values: row.under_both_values,
        under_other_targets: row.under_other_targets,
        holds: row.holds,
        firmness: Some(row.firmness().into()),
        depends_on,
    }
}
