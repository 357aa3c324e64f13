//! The move list: per pool, what leaves one activity for another, in as few moves as can be.
//!
//! Donors and recipients of a pool are matched into at most donors + recipients − 1 moves. Fewer are
//! possible exactly where some donors and recipients balance among themselves: the most such groups are
//! found by dynamic programming over all subsets, up to [`PROVED_UP_TO`] nodes; the fewest moves are
//! then nodes − groups.

use super::extract::Allocation;
use super::instance::{ActivityIndex, ConversionIndex, Instance};

/// Nodes of a pool up to which the fewest moves are proved.
pub const PROVED_UP_TO: usize = 12;

/// Amounts that differ by less than this share of the pool balance.
const BALANCED: f64 = 1e-9;

/// A move of one pool, by position; `None` is what is unallocated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoolMove {
    /// The giver.
    pub from: Option<ActivityIndex>,
    /// The receiver.
    pub to: Option<ActivityIndex>,
    /// What it is converted by on the way.
    pub conversion: Option<ConversionIndex>,
    /// What leaves the giver, with the cost of switching.
    pub gross: f64,
}

/// The moves of one pool.
#[must_use]
pub fn pool_moves(instance: &Instance, pool: usize, plan: &Allocation) -> Vec<PoolMove> {
    let data = &instance.pools[pool];
    let mut activities: Vec<ActivityIndex> = data.arcs.iter().map(|arc| arc.activity).collect();
    activities.extend(plan.grants[pool].iter().map(|&(activity, _)| activity));
    activities.sort_unstable();
    activities.dedup();
    let today = Allocation::today(instance);
    // Positive gives, negative receives.
    let mut nodes: Vec<Node> = Vec::new();
    let mut rest = 0.0;
    for activity in activities {
        let released = today.amount(pool, activity) - plan.amount(pool, activity);
        let gross = if released < 0.0 {
            released * (1.0 + data.switching)
        } else {
            released
        };
        if gross != 0.0 {
            nodes.push(((Some(activity), None), gross));
            rest += gross;
        }
    }
    for &(conversion, activity, amount) in &plan.converted[pool] {
        nodes.push(((Some(activity), Some(conversion)), -amount));
        rest -= amount;
    }
    if rest.abs() > BALANCED * data.scale() {
        nodes.push(((None, None), -rest));
    }
    groups(&nodes, BALANCED * data.scale())
        .into_iter()
        .flat_map(|group| matched(&group))
        .collect()
}

/// What gives or receives, and the conversion on the way to it; no activity is what is unallocated.
type End = (Option<ActivityIndex>, Option<ConversionIndex>);

/// An end and its amount: positive gives, negative receives.
type Node = (End, f64);

/// The nodes in as many groups that balance as can be, or in one where there are too many to prove it.
fn groups(nodes: &[Node], tolerance: f64) -> Vec<Vec<Node>> {
    let count = nodes.len();
    if !(2..=PROVED_UP_TO).contains(&count) {
        return vec![nodes.to_vec()];
    }
    let subsets = 1usize << count;
    let mut sums = vec![0.0; subsets];
    let mut best = vec![0u8; subsets];
    let mut last = vec![0usize; subsets];
    for set in 1..subsets {
        let lowest = set.trailing_zeros() as usize;
        sums[set] = sums[set & (set - 1)] + nodes[lowest].1;
        let mut found: Option<(u8, usize)> = None;
        for node in (0..count).filter(|node| set >> node & 1 == 1) {
            let without = set & !(1 << node);
            if found.is_none_or(|(most, _)| best[without] > most) {
                found = Some((best[without], without));
            }
        }
        let (most, without) = found.unwrap_or((0, 0));
        best[set] = most + u8::from(f64::abs(sums[set]) <= tolerance);
        last[set] = without;
    }
    // Walk back one node at a time: each balanced set on the way closes a group.
    let mut result = Vec::new();
    let mut set = subsets - 1;
    let mut group = Vec::new();
    while set != 0 {
        let node = (set & !last[set]).trailing_zeros() as usize;
        if sums[set].abs() <= tolerance && !group.is_empty() {
            result.push(std::mem::take(&mut group));
        }
        group.push(nodes[node]);
        set = last[set];
    }
    result.push(group);
    for group in &mut result {
        group.sort_by_key(|&(end, _)| end);
    }
    result
}

/// Givers and receivers of a group in order, each pair filled as far as it goes.
fn matched(group: &[Node]) -> Vec<PoolMove> {
    let mut givers = group.iter().copied().filter(|&(_, amount)| amount > 0.0);
    let mut receivers = group
        .iter()
        .copied()
        .filter(|&(_, amount)| amount < 0.0)
        .map(|(to, amount)| (to, -amount));
    let (mut giver, mut receiver) = (givers.next(), receivers.next());
    let mut moves = Vec::new();
    while let (Some((from, left)), Some((to, wanted))) = (giver, receiver) {
        let gross = left.min(wanted);
        moves.push(PoolMove {
            from: from.0,
            to: to.0,
            conversion: to.1,
            gross,
        });
        let smallest = BALANCED * left.max(wanted);
        giver = if left - gross > smallest {
            Some((from, left - gross))
        } else {
            givers.next()
        };
        receiver = if wanted - gross > smallest {
            Some((to, wanted - gross))
        } else {
            receivers.next()
        };
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pairs_that_balance_take_two_moves_and_not_three() {
        let nodes = [(0, 5.0), (1, 3.0), (2, -3.0), (3, -5.0)]
            .map(|(activity, amount)| ((Some(activity), None), amount));
        let moves: Vec<PoolMove> = groups(&nodes, 1e-9)
            .iter()
            .flat_map(|group| matched(group))
            .collect();
        assert_eq!(moves.len(), 2);
        assert!(moves.contains(&PoolMove {
            from: Some(0),
            to: Some(3),
            conversion: None,
            gross: 5.0
        }));
        assert!(moves.contains(&PoolMove {
            from: Some(1),
            to: Some(2),
            conversion: None,
            gross: 3.0
        }));
    }

    #[test]
    fn what_is_given_is_received_whatever_the_grouping() {
        let nodes = [
            (Some(0), 4.0),
            (Some(1), 3.0),
            (Some(2), -2.0),
            (Some(3), -4.5),
            (None, -0.5),
        ]
        .map(|(activity, amount)| ((activity, None), amount));
        let moves: Vec<PoolMove> = groups(&nodes, 1e-9)
            .iter()
            .flat_map(|group| matched(group))
            .collect();
        assert!(moves.len() < nodes.len());
        for ((node, _), amount) in nodes {
            let out: f64 = moves
                .iter()
                .filter(|m| m.from == node && amount > 0.0)
                .map(|m| m.gross)
                .sum();
            let into: f64 = moves
                .iter()
                .filter(|m| m.to == node && amount < 0.0)
                .map(|m| m.gross)
                .sum();
            assert!((out + into - amount.abs()).abs() < 1e-9);
        }
    }
}
