//! A recommendation as rows.

use super::{PARTICIPANTS, ask, reach, trust};
use crate::domain::{
    ActivityResult, CellResult, Certificate, Coverage, FilledIn, Infeasibility, Model, Move,
    PoolResult, PracticeResult, Recommendation, ValueSummary,
};
use crate::report::names::Names;
use crate::report::record::{
    ActivityRecord, CellRecord, CertificateRecord, ClashRecord, CoverageRecord, FilledInRecord,
    InfeasibilityRecord, MoveRecord, PoolRecord, PracticeRecord, RecommendResult, RelaxationRecord,
    TrackedRecord, UseRecord, ValueRecord, plain,
};

impl RecommendResult {
    /// The rows of `recommendation`, with the names and units of `model`, each list in the order of its key.
    #[must_use]
    pub fn new(model: &Model, recommendation: &Recommendation) -> Self {
        let names = Names::new(model);
        let value_unit = recommendation
            .value
            .as_ref()
            .map_or("value", |value| value.unit);
        let mut moves: Vec<MoveRecord> = recommendation
            .moves
            .iter()
            .map(|row| move_record(names, row))
            .collect();
        moves.sort_by(|a, b| {
            (&a.partner, &a.pool, &a.from, &a.to).cmp(&(&b.partner, &b.pool, &b.from, &b.to))
        });
        let mut activities: Vec<ActivityRecord> = recommendation
            .activities
            .iter()
            .map(|row| activity_record(names, row, value_unit))
            .collect();
        activities.sort_by(|a, b| a.activity.cmp(&b.activity));
        let mut cells: Vec<CellRecord> = recommendation
            .cells
            .iter()
            .map(|row| cell_record(names, row))
            .collect();
        cells.sort_by(|a, b| {
            (&a.indicator, &a.place, &a.group, a.years).cmp(&(
                &b.indicator,
                &b.place,
                &b.group,
                b.years,
            ))
        });
        let mut tracked: Vec<TrackedRecord> = recommendation
            .tracked
            .iter()
            .map(|id| TrackedRecord {
                indicator: id.to_string(),
                indicator_name: names.indicator(id),
            })
            .collect();
        tracked.sort_by(|a, b| a.indicator.cmp(&b.indicator));
        let mut pools: Vec<PoolRecord> = recommendation
            .pools
            .iter()
            .map(|row| pool_record(names, row, value_unit))
            .collect();
        pools.sort_by(|a, b| a.pool.cmp(&b.pool));
        let mut practices: Vec<PracticeRecord> = recommendation
            .practices
            .iter()
            .map(|row| practice_record(names, row))
            .collect();
        practices.sort_by(|a, b| a.practice.cmp(&b.practice));
        let moves_hold = recommendation
            .holds
            .as_ref()
            .map(|moves| trust::moves_hold(names, moves, |_| None));
        RecommendResult {
            status: recommendation.status.into(),
            value: recommendation.value.as_ref().map(value_record),
            asks: ask::asks(names, &moves, moves_hold.as_deref(), &activities),
            moves,
            activities,
            cells,
            indicators: reach::indicators(names, model, recommendation),
            move_limits: reach::limits(names, recommendation),
            steps: recommendation
                .steps
                .as_ref()
                .zip(recommendation.value.as_ref())
                .map(|(steps, value)| reach::steps(names, steps, value.plan, value_unit)),
            coverage: CoverageRecord::from(&Coverage::new(model, &recommendation.tracked)),
            tracked,
            pools,
            practices,
            certificate: recommendation.certificate.as_ref().map(certificate_record),
            infeasibility: recommendation
                .infeasibility
                .as_ref()
                .map(infeasibility_record),
            trust: recommendation
                .trust
                .as_ref()
                .map(|drawn| trust::montecarlo_record(names, drawn, value_unit)),
            moves_hold,
            replace_first: recommendation
                .replace_first
                .as_ref()
                .map(|rows| rows.iter().map(|row| filled_in(row, value_unit)).collect()),
        }
    }
}

fn filled_in(row: &FilledIn, unit: &str) -> FilledInRecord {
    let figure = row.figure.as_ref();
    FilledInRecord {
        path: row.path.clone(),
        value: figure.map(|figure| plain(figure.value)),
        low: figure.map(|figure| plain(figure.low)),
        high: figure.map(|figure| plain(figure.high)),
        best_at_low: plain(row.best.0),
        best_at_high: plain(row.best.1),
        unit: unit.to_owned(),
    }
}

pub(super) fn value_record(value: &ValueSummary) -> ValueRecord {
    ValueRecord {
        today: plain(value.today),
        plan: plain(value.plan),
        bound: plain(value.bound),
        gap: plain(value.gap),
        all_gaps: plain(value.all_gaps),
        share_of_gap_closed: plain(value.share_of_gap_closed),
        unit: value.unit.to_owned(),
    }
}

fn move_record(names: Names, row: &Move) -> MoveRecord {
    let converted = row.converted.as_ref();
    MoveRecord {
        partner: row.partner.to_string(),
        partner_name: names.partner(&row.partner),
        pool: row.pool.to_string(),
        resource: row.resource.to_string(),
        resource_name: names.resource(&row.resource),
        from: row.from.as_ref().map(ToString::to_string),
        from_name: row.from.as_ref().map(|id| names.activity(id)),
        to: row.to.as_ref().map(ToString::to_string),
        to_name: row.to.as_ref().map(|id| names.activity(id)),
        amount: plain(row.amount),
        converted_to: converted.map(|to| to.resource.to_string()),
        converted_amount: converted.map(|to| plain(to.amount)),
        converted_unit: converted.map(|to| to.unit.clone()),
        switching_cost: plain(row.switching_cost),
        unit: row.unit.clone(),
        brings: reach::brings(names, row),
    }
}

fn activity_record(names: Names, row: &ActivityResult, value_unit: &str) -> ActivityRecord {
    let mut uses: Vec<UseRecord> = row
        .uses
        .iter()
        .map(|used| UseRecord {
            activity: row.activity.to_string(),
            resource: used.resource.to_string(),
            resource_name: names.resource(&used.resource),
            per_participant: plain(used.per_participant),
            stated_per_participant: plain(used.stated_per_participant),
            price_factor: used.price_factor,
            published_per_participant: used.published_per_participant.map(plain),
            fixed: plain(used.fixed),
            published_fixed: used.published_fixed.map(plain),
            once: plain(used.once),
            today: plain(used.today),
            plan: plain(used.plan),
            unit: used.unit.clone(),
            unchecked: used.unchecked,
        })
        .collect();
    uses.sort_by(|a, b| a.resource.cmp(&b.resource));
    ActivityRecord {
        activity: row.activity.to_string(),
        practice: row.activity.practice.to_string(),
        practice_name: names.practice(&row.activity.practice),
        place: row.activity.place.to_string(),
        place_name: names.place(&row.activity.place),
        today: plain(row.today),
        plan: plain(row.plan),
        capacity: plain(row.capacity),
        capacity_is_default: row.capacity_is_default,
        least: row.least.map(plain),
        unit: PARTICIPANTS.to_owned(),
        never_evaluated: row.never_evaluated,
        marginal_benefit: row.marginal_benefit.map(plain),
        marginal_cost: row.marginal_cost.map(plain),
        marginal_unit: format!("{value_unit} per participant"),
        uses,
    }
}

fn cell_record(names: Names, row: &CellResult) -> CellRecord {
    CellRecord {
        indicator: row.indicator.to_string(),
        indicator_name: names.indicator(&row.indicator),
        place: row.place.to_string(),
        place_name: names.place(&row.place),
        group: row.group.to_string(),
        group_name: names.group(&row.group),
        years: row.years,
        arrives: names.cycle().year(row.years),
        counted: row.counted,
        population: plain(row.population),
        baseline: plain(row.baseline),
        target: plain(row.target),
        target_is_default: row.target_is_default,
        expected: plain(row.expected),
        points: plain(row.points),
        unit: row.unit.into(),
        gain: plain(row.gain),
        gain_low: plain(row.gain_low),
        gain_high: plain(row.gain_high),
        gap: plain(row.gap),
        gain_unit: Names::gain_unit(row.unit).to_owned(),
        basis: row.basis.map(Into::into),
    }
}

fn pool_record(names: Names, row: &PoolResult, value_unit: &str) -> PoolRecord {
    PoolRecord {
        pool: row.pool.to_string(),
        partner: row.partner.to_string(),
        partner_name: names.partner(&row.partner),
        resource: row.resource.to_string(),
        resource_name: names.resource(&row.resource),
        amount: plain(row.amount),
        today: plain(row.today),
        plan: plain(row.plan),
        switching_cost: plain(row.switching_cost),
        converted: plain(row.converted),
        unallocated: plain(row.unallocated),
        moved: plain(row.moved),
        may_move: plain(row.may_move),
        unit: row.unit.clone(),
        amount_binds: row.amount_binds,
        move_limit_binds: row.move_limit_binds,
        marginal_value: row.marginal_value.map(plain),
        resolved_value: row.resolved.map(|resolved| plain(resolved.value)),
        resolved_more: row.resolved.map(|resolved| plain(resolved.more)),
        resolved_low: row.resolved.map(|resolved| plain(resolved.low)),
        resolved_high: row.resolved.map(|resolved| plain(resolved.high)),
        marginal_value_of_moving: row.marginal_value_of_moving.map(plain),
        marginal_unit: format!("{value_unit} per {}", row.unit),
    }
}

fn practice_record(names: Names, row: &PracticeResult) -> PracticeRecord {
    PracticeRecord {
        practice: row.practice.to_string(),
        practice_name: names.practice(&row.practice),
        verdict: row.verdict.into(),
        standing: row.standing.into(),
        level: row.level,
        today: plain(row.today),
        plan: plain(row.plan),
        unit: PARTICIPANTS.to_owned(),
        reason: row.reason.clone(),
        enters_at_effect: row.enters_at_effect.map(plain),
        enters_at_cost: row.enters_at_cost.map(plain),
        best_place: row.best_place.as_ref().map(ToString::to_string),
        best_place_name: row.best_place.as_ref().map(|id| names.place(id)),
    }
}

fn certificate_record(certificate: &Certificate) -> CertificateRecord {
    let (columns, rows, entries) = certificate.size;
    CertificateRecord {
        largest_violation: plain(certificate.largest_violation),
        checks: certificate.checks,
        gap: plain(certificate.gap),
        tolerance: plain(certificate.tolerance),
        rounds: certificate.rounds,
        integers: certificate.integers.map_or(0, |took| took.integers),
        searches: certificate.integers.map_or(0, |took| took.searches),
        nodes: certificate.integers.map_or(0, |took| took.nodes),
        tangents: certificate.tangents,
        columns,
        rows,
        entries,
        chord_error: plain(certificate.chord_error),
    }
}

pub(super) fn infeasibility_record(infeasibility: &Infeasibility) -> InfeasibilityRecord {
    let mut clashes: Vec<ClashRecord> = infeasibility
        .clashes
        .iter()
        .map(|clash| ClashRecord {
            rule: clash.rule.as_ref().map(ToString::to_string),
            limit: clash.limit.clone(),
        })
        .collect();
    clashes.sort_by(|a, b| (&a.rule, &a.limit).cmp(&(&b.rule, &b.limit)));
    let mut relaxations: Vec<RelaxationRecord> = infeasibility
        .relaxations
        .iter()
        .map(|row| RelaxationRecord {
            rule: row.rule.to_string(),
            limit: plain(row.limit),
            relaxed: plain(row.relaxed),
            unit: row.unit.clone(),
        })
        .collect();
    relaxations.sort_by(|a, b| a.rule.cmp(&b.rule));
    InfeasibilityRecord {
        clashes,
        relaxations,
    }
}
