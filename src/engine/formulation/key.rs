//! What the columns and rows of a plan's program stand for.

use crate::engine::instance::{
    ActivityIndex, CellIndex, ConversionIndex, PoolIndex, ResourceIndex, RuleIndex,
};

/// What a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnKey {
    /// u: participants of an activity in one segment of its response.
    Participants {
        activity: ActivityIndex,
        segment: usize,
    },
    /// z: whether an activity runs.
    Runs(ActivityIndex),
    /// Whether a stretch of a response is full, so that the next one may begin.
    Full {
        activity: ActivityIndex,
        stretch: usize,
    },
    /// What a pool takes from an activity.
    Release {
        pool: PoolIndex,
        activity: ActivityIndex,
    },
    /// What is added of a resource to an activity that has some of it today.
    Addition {
        activity: ActivityIndex,
        resource: ResourceIndex,
    },
    /// What an activity holds beyond need.
    Idle {
        activity: ActivityIndex,
        resource: ResourceIndex,
    },
    /// What a pool adds to the activities of a class.
    Flow { pool: PoolIndex, class: usize },
    /// What a pool gives to be converted for the activities of a class, in the pool's own unit.
    Converted { pool: PoolIndex, class: usize },
    /// D: change of a cell before programs overlap.
    Change(CellIndex),
    /// A piece of y, the change of a cell after programs overlap.
    Gain { cell: CellIndex, piece: usize },
    /// A piece of D in place of both, in a program whose tangents stand from the start.
    Piece { cell: CellIndex, piece: usize },
    /// Whole steps of a move, in the unit of its resource.
    Steps(usize),
    /// What a move takes beyond whole steps; all of it where it has no step.
    Rest(usize),
    /// Whether a move takes the last of what its giver has.
    Last(usize),
    /// Whether a move is asked for at all.
    Asked(usize),
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKey {
    /// A segment of the response fills only where the activity runs.
    MostScale {
        activity: ActivityIndex,
        segment: usize,
    },
    /// An activity runs with its least scale or more.
    LeastScale(ActivityIndex),
    /// A segment is full where its stretch is.
    Filled {
        activity: ActivityIndex,
        segment: usize,
    },
    /// A segment begins only where the stretch before its own is full.
    Opened {
        activity: ActivityIndex,
        segment: usize,
    },
    /// What an activity is given of a resource is what it needs.
    Need {
        activity: ActivityIndex,
        resource: ResourceIndex,
    },
    /// What pools add to a class is what its activities take.
    Class(usize),
    /// A pool gives no more than it has.
    PoolAmount(PoolIndex),
    /// A pool takes no more from its activities than may move.
    MoveLimit(PoolIndex),
    /// The change of a cell is the sum of what activities do to it.
    Benefit(CellIndex),
    /// The change after overlap lies under a tangent.
    Overlap { cell: CellIndex, tangent: usize },
    /// A rule funds an activity.
    Fund {
        rule: RuleIndex,
        activity: ActivityIndex,
    },
    /// A rule holds the gain of a place and group.
    Floor { rule: RuleIndex, part: usize },
    /// A rule limits a total.
    Total(RuleIndex),
    /// A rule lets an activity run only where another does.
    Requires { rule: RuleIndex, part: usize },
    /// A rule lets at most one of some activities run.
    Excludes { rule: RuleIndex, part: usize },
    /// No more is converted than may be.
    ConversionCap(ConversionIndex),
    /// A combination of integers that was proved impossible.
    Impossible(usize),
    /// The value of the first stage is kept.
    KeepValue,
    /// A giver gives what its moves take.
    Given(usize),
    /// A receiver receives what its moves bring.
    Received(usize),
    /// A move takes more than whole steps only where it takes the last of what its giver has.
    RestOfMove(usize),
    /// A giver whose last is taken gives all that it has.
    Emptied(usize),
    /// One move at most takes the last of what a giver has.
    OneLast(usize),
    /// A move takes nothing where it is not asked for.
    MostOfMove(usize),
    /// A move takes its least amount where it is asked for.
    LeastOfMove(usize),
    /// A partner is asked for no more moves than may be.
    MostMoves(usize),
}
