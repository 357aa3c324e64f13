//! Every kind of finding, with its stable name.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $code;)+

        /// Every code of the input's findings with what it means, in the order of the reading.
        pub const CODES: &[(&str, &str)] = &[$(($code, concat!($($doc),+).trim_ascii())),+];
    };
}

codes! {
    // Finding and reading files.
    /// There is no model of that name or at that path.
    NO_SUCH_MODEL = "no-such-model";
    /// A folder in the working directory hides a shipped model of the same name.
    FOLDER_HIDES_SHIPPED = "folder-hides-shipped";
    /// A file or folder cannot be read.
    UNREADABLE_FILE = "unreadable-file";
    /// A file or folder cannot be written.
    UNWRITABLE_FILE = "unwritable-file";
    /// A journal of finished solves cannot be gone on with: it is there and nobody said so, of another run, or damaged.
    JOURNAL = "journal";
    /// The community has no plan even without proposals.
    NO_PLAN_WITHOUT_PROPOSALS = "no-plan-without-proposals";
    /// There is no proposal of an id.
    NO_SUCH_PROPOSAL = "no-such-proposal";
    /// There is no resource of an id.
    NO_SUCH_RESOURCE = "no-such-resource";
    /// Rules that were frozen cannot be read, or are not those of this run.
    FROZEN_RULES = "frozen-rules";
    /// A file is not a result that this version can read.
    BAD_RESULT = "bad-result";
    /// Results are of models that differ.
    DIFFERENT_INPUT = "different-input";
    /// A file is not text in UTF-8.
    NOT_UTF8 = "not-utf8";
    /// A file is not TOML.
    BAD_TOML = "bad-toml";
    /// A file is not CSV: a quotation mark where no cell can have one.
    BAD_CSV = "bad-csv";
    /// The cells of a table are separated by something else than commas.
    WRONG_SEPARATOR = "wrong-separator";
    /// A workbook cannot be read: it is damaged, encrypted, or of another kind.
    BAD_WORKBOOK = "bad-workbook";
    /// A sheet that is not read is hidden, or one that is read.
    HIDDEN_SHEET = "hidden-sheet";
    /// The names of a sheet's columns are not in its first row.
    HEADER_ROW = "header-row";
    /// Cells of a sheet are merged, so that it is not known to which rows their value belongs.
    MERGED_CELLS = "merged-cells";
    /// A row is an example of the template, neither left alone nor made one's own.
    EXAMPLE_ROW = "example-row";
    /// A row has more or fewer cells than the header.
    ROW_LENGTH = "row-length";
    /// A file that every model has is missing.
    MISSING_TABLE = "missing-table";
    /// Two files are of one table.
    DUPLICATE_TABLE = "duplicate-table";
    /// A CSV file is not one of the tables.
    UNKNOWN_TABLE = "unknown-table";
    /// A table that every model needs has no rows.
    EMPTY_TABLE = "empty-table";
    /// A column is not one of the table's.
    UNKNOWN_COLUMN = "unknown-column";
    /// A column stands twice in a header.
    DUPLICATE_COLUMN = "duplicate-column";
    /// A column that must be there is missing.
    MISSING_COLUMN = "missing-column";
    /// A key of a TOML file is not known.
    UNKNOWN_KEY = "unknown-key";
    /// A table, column or choice that a later version serves is filled.
    NOT_SERVED_YET = "not-served-yet";

    // Single cells.
    /// A cell that must be filled is blank.
    MISSING_VALUE = "missing-value";
    /// A cell is filled that must be blank beside the others of its row.
    MISPLACED_VALUE = "misplaced-value";
    /// A cell of a workbook holds an error, such as `#REF!`.
    CELL_ERROR = "cell-error";
    /// A cell of a workbook holds a formula without the value that it comes to.
    FORMULA_WITHOUT_VALUE = "formula-without-value";
    /// A value of a TOML file, or a date of a workbook, is of another type than is needed there.
    WRONG_TYPE = "wrong-type";
    /// A text holds a character that controls terminals and cannot be seen.
    CONTROL_CHARACTER = "control-character";
    /// A text is not an id.
    BAD_ID = "bad-id";
    /// A text is not a number.
    BAD_NUMBER = "bad-number";
    /// A number is NaN or infinite.
    NOT_FINITE = "not-finite";
    /// A number is larger than any that is accepted.
    NUMBER_TOO_LARGE = "number-too-large";
    /// A number is outside the range of its column.
    OUT_OF_RANGE = "out-of-range";
    /// A text is not one of the choices.
    BAD_CHOICE = "bad-choice";
    /// A text is not a band of grades.
    BAD_BAND = "bad-band";

    // Overlays.
    /// There is no scenario of that name or at that path.
    NO_SUCH_SCENARIO = "no-such-scenario";
    /// A scenario extends itself.
    SCENARIO_CYCLE = "scenario-cycle";
    /// A path is not of the form `table[key,key].column`.
    BAD_PATH = "bad-path";
    /// A path names nothing in the model.
    UNKNOWN_PATH = "unknown-path";
    /// Two scenarios change the same value, and the later one does not say that it overrides.
    CONFLICTING_CHANGE = "conflicting-change";
    /// A change cannot be made: a blank is scaled, a key is set, a row is added that is there.
    BAD_CHANGE = "bad-change";

    // Rows against each other.
    /// Two rows of a table have the same key.
    DUPLICATE_KEY = "duplicate-key";
    /// An id names no row.
    UNKNOWN_ID = "unknown-id";
    /// A setting is outside its range.
    SETTING_OUT_OF_RANGE = "setting-out-of-range";

    // An inventory.
    /// An inventory and the tables beside it contradict each other.
    INVENTORY_CLASH = "inventory-clash";
    /// Tables are derived from an inventory.
    FILLED_IN_FROM_INVENTORY = "filled-in-from-inventory";
    /// A program of unknown practice has the name of a shipped one.
    LOOKS_LIKE_PRACTICE = "looks-like-practice";
    /// Whether money is restricted is not clear, and it is locked.
    RESTRICTION_UNCLEAR = "restriction-unclear";
    /// Money is restricted in words, and stays where it is.
    RESTRICTION_NOT_READ = "restriction-not-read";
    /// The outcome of an indicator is none that shipped studies count for.
    OUTCOME_NOT_SHIPPED = "outcome-not-shipped";

    // Indicators, groups, baselines.
    /// A percentage is outside 0-100.
    PERCENT_OUT_OF_RANGE = "percent-out-of-range";
    /// Every figure of a percentage is at most 1, as if they were shares.
    PERCENT_AS_SHARE = "percent-as-share";
    /// A score has no standard deviation.
    SCORE_WITHOUT_SD = "score-without-sd";
    /// Some indicators have a weight and some none, or no weight is above zero.
    UNEVEN_WEIGHTS = "uneven-weights";
    /// Every target of an indicator is worse than its baseline.
    TARGET_AGAINST_DIRECTION = "target-against-direction";
    /// A target is already reached.
    TARGET_MET = "target-met";
    /// A baseline is better than the best value that can be reached.
    BASELINE_PAST_CEILING = "baseline-past-ceiling";
    /// A target is better than the best value that can be reached.
    TARGET_PAST_CEILING = "target-past-ceiling";
    /// A baseline is of nobody.
    ZERO_POPULATION = "zero-population";
    /// Groups of one set disagree whether they add up to everybody.
    MIXED_PARTITION = "mixed-partition";
    /// Two groups of the set `all` have a baseline of one indicator at one place.
    SEVERAL_ALL_GROUPS = "several-all-groups";
    /// The groups of a partition are more people than there are.
    PARTITION_OVERLAP = "partition-overlap";
    /// The groups of a partition leave people out.
    PARTITION_SUM = "partition-sum";
    /// Some groups of the only partition have no baseline, so that not everybody is counted.
    PARTIAL_PARTITION = "partial-partition";
    /// An indicator has baselines at a place of which none counts in the value.
    NOTHING_COUNTED = "nothing-counted";

    // Practices.
    /// A band of grades ends before it begins.
    BAND_ORDER = "band-order";
    /// A practice takes nothing of any resource.
    PRACTICE_WITHOUT_NEEDS = "practice-without-needs";
    /// A practice is offered at no place.
    PRACTICE_WITHOUT_ACTIVITY = "practice-without-activity";
    /// The gain of the last participant is missing, or given for a form that does not take it.
    RESPONSE_LAST = "response-last";
    /// A practice has points of a response that is not a table, or a table without points.
    RESPONSE_POINTS = "response-points";
    /// The points of a response do not rise.
    RESPONSE_ORDER = "response-order";
    /// A one-time cost is without its resource, or a resource without its cost.
    ONE_TIME_COST = "one-time-cost";
    /// An activity's least scale is above its capacity.
    SCALE_ABOVE_CAPACITY = "scale-above-capacity";
    /// Participants stated and participants that today's allocations pay for are far apart.
    PARTICIPANTS_APART = "participants-apart";

    // Evidence and who is served.
    /// A row of evidence names neither an indicator nor a study's own outcome, or both.
    EFFECT_ON_WHAT = "effect-on-what";
    /// An effect is in a unit that its indicator cannot take.
    EFFECT_UNIT = "effect-unit";
    /// An effect needs the level of the comparison group.
    EFFECT_WITHOUT_BASELINE = "effect-without-baseline";
    /// An effect would bring its comparison group past 0 or 100 %.
    EFFECT_OUT_OF_RANGE = "effect-out-of-range";
    /// An effect is larger than any published one.
    LARGE_EFFECT = "large-effect";
    /// An effect never reaches its indicator's grade.
    EFFECT_NEVER_ARRIVES = "effect-never-arrives";
    /// A scheme stands without a rating, or a rating without a scheme.
    SCHEME_WITHOUT_RATING = "scheme-without-rating";
    /// Studies of one effect are partly taken as given, and cannot be pooled.
    MIXED_STUDIES = "mixed-studies";
    /// No link says for which indicator an outcome that a study measured counts.
    OUTCOME_WITHOUT_LINK = "outcome-without-link";
    /// A link ends before it begins, or ties an outcome to an indicator that it cannot stand for.
    LINK_CONTRADICTS = "link-contradicts";
    /// A follow-up is without its effect, or not after the first measurement.
    FOLLOW_UP = "follow-up";
    /// A row of who is served says neither what is reached nor who.
    SERVES_NOBODY = "serves-nobody";
    /// More than all participants are served.
    SERVES_TOO_MANY = "serves-too-many";
    /// Every group of a partition has a share, and they are fewer than all participants.
    SERVES_TOO_FEW = "serves-too-few";

    // Prices.
    /// Needs are stated at prices of different years, and the model has no index to compare them.
    PRICE_YEARS_DIFFER = "price-years-differ";
    /// The year of a price is not known, or the index does not have it.
    PRICE_YEAR_UNKNOWN = "price-year-unknown";

    // Pools.
    /// A resource is needed that no pool holds.
    NEED_WITHOUT_POOL = "need-without-pool";
    /// A pool may be given to nothing that takes its resource.
    UNUSABLE_POOL = "unusable-pool";
    /// A pool gives to an activity that takes nothing of its resource.
    UNNEEDED_ALLOCATION = "unneeded-allocation";
    /// Today's allocation is outside the pool's restrictions.
    ALLOCATION_OUTSIDE_RESTRICTION = "allocation-outside-restriction";
    /// Today's allocations of a pool add up to more than it holds.
    OVER_ALLOCATED_POOL = "over-allocated-pool";
    /// Much of what an activity has today is beyond what its participants take.
    IDLE_ALLOCATION = "idle-allocation";
    /// A resource is converted into itself, or a cycle of conversions ends with more than it began with.
    CONVERSION_CYCLE = "conversion-cycle";

    // Rules.
    /// A rule about practices beside each other does not name two or more.
    RULE_PRACTICES = "rule-practices";
    /// A rule is about nothing that exists.
    RULE_MATCHES_NOTHING = "rule-matches-nothing";
    /// A rule's limit can never be kept, or always is.
    RULE_LIMIT = "rule-limit";

    // Uncertain figures.
    /// A range names a figure that is blank, so that there is nothing to vary.
    RANGE_OF_BLANK = "range-of-blank";
    /// The low of a range is not below its high.
    RANGE_ORDER = "range-order";
    /// A bound of a range is beyond what the figure may be.
    RANGE_OUT_OF_REACH = "range-out-of-reach";
    /// A distribution cannot have the bounds of its range, or is not one for the figure.
    RANGE_DISTRIBUTION = "range-distribution";
    /// Two ranges name the same figure in different spellings.
    RANGE_TWICE = "range-twice";
    /// A figure lies outside its own range.
    RANGE_WITHOUT_VALUE = "range-without-value";

    // Proposals.
    /// There is no file of proposals at that path, and none of that name is shipped.
    NO_SUCH_PROPOSALS = "no-such-proposals";
    /// The ending of a file's name says of no format that is read.
    UNKNOWN_FORMAT = "unknown-format";
    /// A line is no JSON object.
    BAD_JSON = "bad-json";
    /// A row is longer than any that is read.
    ROW_TOO_LONG = "row-too-long";
    /// The rest of a file cannot be read.
    REST_UNREADABLE = "rest-unreadable";
    /// A map of columns leaves columns of the export aside.
    COLUMNS_IGNORED = "columns-ignored";
    /// A map of columns, or a table of matches, says two things of one.
    MAP_CONTRADICTS = "map-contradicts";
    /// Not exactly one thing says what a proposal's worth rests on.
    PROPOSAL_WORTH = "proposal-worth";

    // What the evidence and the program to solve show.
    /// Some figures are not published, derived or local.
    FIGURES_NOT_PUBLISHED = "figures-not-published";
    /// A rating scheme is not known, or has no such rating.
    UNKNOWN_RATING = "unknown-rating";
    /// Money at other years' prices is brought to the model's year.
    PRICES_CONVERTED = "prices-converted";
    /// A resource that an activity takes is not recorded there, so that it cannot be checked.
    NEED_UNCHECKED = "need-unchecked";
    /// Today's participants are fewer than the least scale, or more than the capacity, which then give way.
    TODAY_OUTSIDE_SCALE = "today-outside-scale";
    /// A capacity is blank, and is filled in.
    CAPACITY_FILLED_IN = "capacity-filled-in";
    /// A target is blank, and is filled in.
    TARGET_FILLED_IN = "target-filled-in";
    /// No practice moves an indicator.
    INDICATOR_NOT_MOVED = "indicator-not-moved";
    /// Every activity at capacity would not reach a target.
    TARGET_OUT_OF_REACH = "target-out-of-reach";
    /// A figure is so far from the others that it strains the solver.
    EXTREME_COEFFICIENT = "extreme-coefficient";
}
