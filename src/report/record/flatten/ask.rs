//! What each partner is asked for, from the moves, whether they hold, and what the plan does with the activities.

use crate::domain::ResourceId;
use crate::report::names::Names;
use crate::report::number::{UnitStyle, people, points, quantity, signed};
use crate::report::record::{
    ActivityRecord, AskRecord, BringsRecord, MoveHoldsRecord, MoveRecord, plain,
};

/// How many of the changes that a move brings are told.
const TOLD: usize = 3;

/// The asks of `moves`, which are sorted by partner, pool, from and to, as `activities` are by activity.
pub(super) fn asks(
    names: Names,
    moves: &[MoveRecord],
    holds: Option<&[MoveHoldsRecord]>,
    activities: &[ActivityRecord],
) -> Vec<AskRecord> {
    let participants = |id: &Option<String>| {
        let id = id.as_ref()?;
        let at = activities.binary_search_by(|row| row.activity.cmp(id));
        at.ok().map(|at| &activities[at])
    };
    moves
        .chunk_by(|a, b| a.partner == b.partner)
        .flat_map(|moves| (1..).zip(moves))
        .map(|(ask, row)| {
            let known = holds.into_iter().flatten().find(|known| {
                (&known.pool, &known.from, &known.to, &known.converted_to)
                    == (&row.pool, &row.from, &row.to, &row.converted_to)
            });
            let (giver, receiver) = (participants(&row.from), participants(&row.to));
            let action = match (&row.from, &row.to) {
                (_, None) => AskRecord::RELEASE,
                (None, Some(_)) => AskRecord::USE,
                (Some(_), Some(_)) => AskRecord::MOVE,
            };
            AskRecord {
                partner: row.partner.clone(),
                partner_name: row.partner_name.clone(),
                ask,
                action: action.to_owned(),
                amount: row.amount,
                unit: row.unit.clone(),
                switching_cost: row.switching_cost,
                pool: row.pool.clone(),
                resource: row.resource.clone(),
                resource_name: row.resource_name.clone(),
                from: row.from.clone(),
                from_name: row.from_name.clone(),
                from_today: giver.map(|activity| plain(activity.today)),
                from_plan: giver.map(|activity| plain(activity.plan)),
                to: row.to.clone(),
                to_name: row.to_name.clone(),
                to_today: receiver.map(|activity| plain(activity.today)),
                to_plan: receiver.map(|activity| plain(activity.plan)),
                converted_to: row.converted_to.clone(),
                converted_to_name: row
                    .converted_to
                    .as_deref()
                    .and_then(ResourceId::new)
                    .map(|id| names.resource(&id)),
                converted_amount: row.converted_amount,
                converted_unit: row.converted_unit.clone(),
                brings: brings(names, &row.brings),
                holds: known.map(|known| known.holds),
                share: known.map(|known| plain(known.share)),
                firmness: known.and_then(|known| known.firmness),
                answer: None,
                amount_agreed: None,
            }
        })
        .collect()
}

/// The largest of what a move brings, those that can be compared by the size of their figure first.
fn brings(names: Names, rows: &[BringsRecord]) -> Option<String> {
    let mut rows: Vec<&BringsRecord> = rows.iter().filter(|row| row.gain != 0.0).collect();
    rows.sort_by(|a, b| b.gain.abs().total_cmp(&a.gain.abs()));
    let told: Vec<String> = rows
        .iter()
        .take(TOLD)
        // The name first: a text that begins with a sign would be taken for a formula.
        .map(|row| format!("{}: {}", row.indicator_name, change(names, row)))
        .collect();
    let more = rows.len().saturating_sub(TOLD);
    let more = if more > 0 {
        format!("; and {more} smaller")
    } else {
        String::new()
    };
    (!told.is_empty()).then(|| told.join("; ") + &more)
}

fn change(names: Names, row: &BringsRecord) -> String {
    let sign = |text: &str| signed(row.gain, text);
    match row.gain_unit.as_str() {
        "people" => format!("{} people", sign(&people(row.gain))),
        "sd_people" => format!("{} SD x people", sign(&points(row.gain))),
        "dollars" => match names.unit("dollars") {
            UnitStyle::Plain(_) => sign(&quantity(row.gain)),
            money @ UnitStyle::Money(_) => sign(&money.bare(row.gain)),
        },
        _ => sign(&quantity(row.gain)),
    }
}
