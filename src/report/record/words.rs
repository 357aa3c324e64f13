//! The fixed words of a result.

use crate::diagnostic::Severity;
use crate::domain::{
    Basis, CountedBy, EffectOrigin, Firmness, LevelChange, Limitation, MatchKind, MoveFirmness,
    MoveLimit, Necessity, OptionKind, RangeOrigin, Spread, Standing, Status, Step, Unit, Verdict,
};

macro_rules! words {
    ($(
        $(#[doc = $about:literal])+
        $name:ident from $source:ident { $( #[doc = $meaning:literal] $variant:ident = $word:literal, )+ }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $( #[doc = $meaning] #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// The word as results write it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( $name::$variant => $word, )+ }
            }
        }

        impl From<$source> for $name {
            fn from(source: $source) -> Self {
                match source { $( $source::$variant { .. } => $name::$variant, )+ }
            }
        }

        impl From<&$source> for $name {
            fn from(source: &$source) -> Self {
                match source { $( $source::$variant { .. } => $name::$variant, )+ }
            }
        }

        impl super::ToCell for $name {
            fn cell(&self) -> super::Cell {
                super::Cell::Literal(self.word().to_owned())
            }
        }
    )+};
}

pub(super) use words;

words! {
    /// Why the engine stopped.
    StatusWord from Status {
        /// A plan whose certified gap is within the tolerance.
        Optimal = "optimal",
        /// A plan whose gap is certified but wider than the tolerance.
        GapOpen = "gap_open",
        /// No plan keeps every promise; proved.
        Infeasible = "infeasible",
        /// Stopped by a limit before a plan was found or infeasibility was proved.
        Stopped = "stopped",
    }
    /// How much may move, against the limit that is set.
    MoveLimitWord from MoveLimit {
        /// A tenth of it.
        Small = "small",
        /// As it is set: the recommended plan.
        AsSet = "recommended",
        /// No limit but locks and restrictions.
        Free = "free",
    }
    /// What the plan does with a practice over all its places.
    VerdictWord from Verdict {
        /// Not done today, done in the plan.
        Starts = "starts",
        /// More participants.
        Grows = "grows",
        /// As today.
        Stays = "stays",
        /// Fewer participants.
        Shrinks = "shrinks",
        /// Done today, not in the plan.
        Stops = "stops",
        /// Neither today nor in the plan.
        LeftOut = "left_out",
    }
    /// What is known of a practice.
    StandingWord from Standing {
        /// Studied, and expected to help some indicator here.
        Effective = "effective",
        /// Studied, and expected to do harm to some indicator here and to help none.
        Harmful = "harmful",
        /// Studied, and shown to do nothing: a rigorous null, or nothing expected.
        Null = "null",
        /// No study speaks of it: not shown to help, and not shown to fail.
        NeverEvaluated = "never_evaluated",
        /// Studied, but no study speaks of an indicator here that its participants meet.
        Unmeasured = "unmeasured",
    }
    /// What an effect rests on.
    EffectOriginWord from EffectOrigin {
        /// Studies of which some rating is known.
        Rated = "rated",
        /// Studies without any rating.
        Unrated = "unrated",
        /// Studies whose effect is taken as it stands.
        AsGiven = "as_given",
        /// No study at all.
        NeverEvaluated = "never_evaluated",
    }
    /// A step from a reported effect to the one that is used.
    StepWord from Step {
        /// As the study reports it, in its own unit and direction.
        Reported = "reported",
        /// In standard deviations, positive is better.
        Harmonized = "harmonized",
        /// After the multipliers for known weaknesses of the study.
        Adjusted = "adjusted",
        /// Of a study's own outcome, as far as it says something about the indicator.
        Linked = "linked",
        /// What one study says through several outcomes, taken together.
        Combined = "combined",
        /// In the indicator's terms, taken as it stands.
        AsGiven = "as_given",
        /// Several studies together, for a new place.
        Pooled = "pooled",
        /// Drawn toward what practices of its level achieved: what is used.
        Shrunk = "shrunk",
        /// The prior of level 1, where there is no study.
        Prior = "prior",
        /// Turned into the indicator's own unit at a place.
        Converted = "converted",
    }
    /// How far a figure can be taken as known.
    BasisWord from Basis {
        /// Read in a named source.
        Published = "published",
        /// Computed from published figures.
        Derived = "derived",
        /// The partnership's own record.
        Local = "local",
        /// Filled in by Trefoil, with its reason.
        Default = "default",
        /// Plausible, and not published anywhere.
        Illustrative = "illustrative",
    }
    /// The unit of an indicator.
    UnitWord from Unit {
        /// Share of people, 0-100.
        Percent = "percent",
        /// Mean score of people.
        Score = "score",
        /// A number for the whole place.
        Count = "count",
        /// Money, in the model's currency.
        Dollars = "dollars",
    }
    /// How bad a finding is.
    SeverityWord from Severity {
        /// The input cannot be used.
        Error = "error",
        /// The input can be used, but a reader should know.
        Warning = "warning",
        /// A default or an assumption that was filled in.
        Note = "note",
    }
    /// Where the range of a figure comes from.
    RangeOriginWord from RangeOrigin {
        /// The evidence: a standard error, pooled and shrunk.
        Evidence = "evidence",
        /// A row of `ranges`.
        Stated = "stated",
        /// The default of the figure's basis.
        Basis = "basis",
        /// The default of the credibility scale.
        Scale = "scale",
    }
    /// How firmly something belongs to the best plan.
    FirmnessWord from Firmness {
        /// In at least 90 % of the draws.
        Robust = "robust",
        /// In 10-90 % of them.
        Contested = "contested",
        /// In fewer than 10 %.
        Out = "out",
    }
    /// What is counted of an activity over the draws: what the recommended plan does with it.
    CountedByWord from CountedBy {
        /// Draws in which it grows.
        Grows = "grows",
        /// Draws in which it shrinks.
        Shrinks = "shrinks",
        /// Draws in which it runs; the plan leaves it as today.
        Runs = "runs",
    }
    /// How firmly a move belongs to the plan.
    MoveFirmnessWord from MoveFirmness {
        /// It holds: in at least 90 % of the draws, and under every setting that was tried.
        Firm = "firm",
        /// Made in at least half of the draws.
        Leaning = "leaning",
        /// Made in fewer: something else is about as good.
        TossUp = "toss_up",
    }
    /// What is taken away to find its price.
    LimitationWord from Limitation {
        /// A rule.
        Rule = "rule",
        /// The restrictions of a pool.
        Restrictions = "restrictions",
        /// The locks of a pool's allocations.
        Locks = "locks",
        /// The limit on how much of a pool may move.
        MoveLimit = "move_limit",
    }
    /// Whether plans that are nearly as good need an activity.
    NecessityWord from Necessity {
        /// Every one gives it more than today.
        MustHave = "must_have",
        /// Some do and some do not.
        RealChoice = "real_choice",
        /// None gives it more than today, and some give it less, or the recommended plan does not run it.
        Dispensable = "dispensable",
        /// Every one leaves it as it is today.
        Fixed = "fixed",
    }
    /// What an option is.
    OptionKindWord from OptionKind {
        /// What partners do today, in the model as it is.
        Today = "today",
        /// The best plan for the model as it is.
        Base = "base",
        /// The best plan for the model with a scenario over it.
        Scenario = "scenario",
    }
    /// What a plan does with an activity.
    ChangeWord from LevelChange {
        /// More participants than today.
        Grows = "grows",
        /// As many.
        Stays = "stays",
        /// Fewer.
        Shrinks = "shrinks",
    }
    /// How many of the options' plans have something.
    SpreadWord from Spread {
        /// All.
        All = "all",
        /// Some.
        Some = "some",
        /// None.
        None = "none",
    }
    /// How one option comes to be worth as much as another.
    MatchWord from MatchKind {
        /// It already is.
        Already = "already",
        /// With so much new money.
        Money = "money",
        /// Not by money alone, however much: proved.
        NotByMoney = "not_by_money",
        /// It takes money, and how much at most was not found.
        Open = "open",
    }
}
