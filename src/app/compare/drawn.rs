//! Every option's plan in its own world, over the same draws: a figure that two worlds share takes the same quantile
//! in both, since its random number depends on the seed, the draw and its path alone.

use super::Set;
use super::table::Rows;
use crate::app::sensitivity::Figures;
use crate::app::watch::Entry;
use crate::engine::{Allocation, Instance, carry_out};

/// What the plans come to over the draws.
pub(super) struct Drawn {
    /// Draws that were made.
    pub done: usize,
    /// By option and draw, as the reference values gains: the plan, and what is done today in the option's own world.
    pub worth: Vec<Vec<(f64, f64)>>,
    /// By option, row and draw.
    pub gains: Vec<Vec<Vec<f64>>>,
}

/// Makes `draws` draws of every world.
pub(super) fn draw(set: &Set<'_>, figures: &[Figures<'_>], draws: usize) -> Drawn {
    let keys: Vec<String> = (0..draws).map(|draw| format!("draw/{draw}")).collect();
    let rows: Vec<Rows> = set
        .members
        .iter()
        .map(|member| Rows::new(&set.worlds[member.world].instance))
        .collect();
    let todays: Vec<Allocation> = set
        .worlds
        .iter()
        .map(|world| Allocation::today(&world.instance))
        .collect();
    let entries = set.runner.run(
        "drawing",
        &keys,
        || (),
        |(), draw| Entry {
            key: keys[draw].clone(),
            status: "found".to_owned(),
            values: one(set, figures, &rows, &todays, draw as u64),
        },
    );
    let mut drawn = Drawn {
        done: 0,
        worth: vec![Vec::new(); set.members.len()],
        gains: rows
            .iter()
            .map(|rows| vec![Vec::new(); rows.len()])
            .collect(),
    };
    let planned = |member: &usize| set.members[*member].plan.is_some();
    let members: Vec<usize> = (0..set.members.len()).filter(planned).collect();
    let width: usize = members.iter().map(|&member| 2 + rows[member].len()).sum();
    // What was kept of another question has another width, and counts as not drawn.
    let made = entries.into_iter().flatten();
    for entry in made.filter(|entry| entry.values.len() == width) {
        drawn.done += 1;
        let mut rest = entry.values.as_slice();
        for &member in &members {
            let (own, after) = rest.split_at(2 + rows[member].len());
            rest = after;
            drawn.worth[member].push((own[0], own[1]));
            for (values, &gain) in drawn.gains[member].iter_mut().zip(&own[2..]) {
                values.push(gain);
            }
        }
    }
    drawn
}

/// One draw: by option with a plan, the worth of the plan, that of today, then the gains by row.
fn one(
    set: &Set<'_>,
    figures: &[Figures<'_>],
    rows: &[Rows],
    todays: &[Allocation],
    draw: u64,
) -> Vec<f64> {
    let seed = set.options.seed;
    let communities: Vec<Instance> = figures
        .iter()
        .map(|figures| figures.draw(seed, draw))
        .collect();
    let valuing = &communities[set.members[set.reference].world];
    let mut values = Vec::new();
    for (member, rows) in set.members.iter().zip(rows) {
        let Some(plans) = &member.plan else { continue };
        let community = &communities[member.world];
        let expected = &set.worlds[member.world].instance;
        let gains = |plan: &Allocation| {
            let participants = carry_out(expected, plan, community);
            community.evaluate(&participants).gains
        };
        let own = gains(&plans.plan);
        let today = gains(&todays[member.world]);
        values.push(valuing.worth_of(community, &own));
        values.push(valuing.worth_of(community, &today));
        values.extend(rows.sums(community, &own));
    }
    values
}
