//! Results as CSV: a file per table, and `columns.csv` that says what each column means.

use super::basis::BasisRecord;
use super::record::{
    ActivityDrawsRecord, ActivityRangeRecord, ActivityRecord, AlternativesResult, AskRecord,
    BringsRecord, BudgetRecord, Cell, CellRecord, CertificateRecord, ChainRecord, ChangeRecord,
    ClashRecord, Column, CompareResult, ComparedActivityRecord, ComparedGainRecord,
    ComparedPracticeRecord, ComparedRecord, CoverageRecord, DependenceRecord, DrawnValueRecord,
    DrawsRecord, EffectRecord, EvaluateResult, FailedDrawRecord, FigureRecord, FilledInRecord,
    FindingRecord, FrontierPointRecord, FrontierRecord, ImprovementRecord, IndicatorRecord,
    InfeasibilityRecord, LimitMovedRecord, LimitationGainRecord, LimitationRecord, LoserRecord,
    LotRecord, Manifest, MarginalRecord, MatchingMoneyRecord, MonteCarloRecord, MoveHoldsRecord,
    MoveLimitRecord, MoveRecord, OptionChangeRecord, OptionRecord, OptionResourceRecord,
    PerfectInformationRecord, PlanActivityRecord, PlanGainRecord, PlanRecord, PoolRecord,
    PortfolioPointRecord, PortfolioRecord, PracticeRecord, RankChangeRecord, RankRecord,
    RecommendResult, Record, RefusalRecord, RegretRecord, RejectedRecord, RelaxationRecord,
    ReplacementRecord, SensitivityResult, SettingRecord, StabilityRecord, StepLossRecord,
    StepSizeRecord, StepsRecord, SwingRecord, TieRecord, TrackedRecord, UnderLimitRecord,
    UnmatchedRecord, UnusableRecord, UseRecord, ValueRecord, WhyNotRecord,
};
use crate::diagnostic::Diagnostics;

/// A file of a result: its name and its bytes.
pub type File = (String, Vec<u8>);

/// A table of a result with its columns.
struct Table {
    name: &'static str,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

impl Table {
    fn new<'a, R: Record + 'a>(rows: impl IntoIterator<Item = &'a R>) -> Self {
        Table {
            name: R::TABLE,
            columns: R::COLUMNS,
            rows: rows.into_iter().map(Record::cells).collect(),
        }
    }
}

/// `text` such that no spreadsheet takes it for a formula.
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn bytes<S: AsRef<[u8]>>(header: &[&str], rows: impl IntoIterator<Item = Vec<S>>) -> Vec<u8> {
    const IN_MEMORY: &str = "every row has a cell a column, and writing into memory cannot fail";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect(IN_MEMORY);
    for row in rows {
        writer.write_record(row).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

fn file(table: Table) -> File {
    written(table.name, table.columns, table.rows.into_iter())
}

/// A table whose rows become cells one by one.
fn streamed<R: Record>(rows: &[R]) -> File {
    written(R::TABLE, R::COLUMNS, rows.iter().map(Record::cells))
}

fn written(name: &str, columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>) -> File {
    let header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let rows = rows.map(|row| {
        row.into_iter()
            .map(|cell| match cell {
                Cell::Blank => String::new(),
                Cell::Literal(literal) => literal,
                Cell::Text(text) => defused(&text),
            })
            .collect()
    });
    (format!("{name}.csv"), bytes::<String>(&header, rows))
}

/// Every step of every effect, as one table.
#[must_use]
pub fn chains(effects: &[EffectRecord]) -> String {
    let (_, bytes) = file(Table::new::<ChainRecord>(
        effects.iter().flat_map(|effect| &effect.chain),
    ));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The tables of why there is no plan.
fn infeasibility(why: Option<&InfeasibilityRecord>) -> Vec<Table> {
    vec![
        Table::new::<ClashRecord>(why.into_iter().flat_map(|why| &why.clashes)),
        Table::new::<RelaxationRecord>(why.into_iter().flat_map(|why| &why.relaxations)),
    ]
}

/// The tables of draws and of the moves that hold.
fn trust(drawn: Option<&MonteCarloRecord>, moves: Option<&Vec<MoveHoldsRecord>>) -> Vec<Table> {
    let draws = || drawn.map(|drawn| &drawn.draws);
    let stability = || drawn.and_then(|drawn| drawn.stability.as_ref());
    let moves = || moves.into_iter().flatten();
    vec![
        Table::new::<DrawsRecord>(draws()),
        Table::new::<FailedDrawRecord>(draws().into_iter().flat_map(|draws| &draws.failures)),
        Table::new::<DrawnValueRecord>(drawn.into_iter().flat_map(|drawn| &drawn.values)),
        Table::new::<ImprovementRecord>(drawn.into_iter().flat_map(|drawn| &drawn.improvements)),
        Table::new::<ActivityDrawsRecord>(drawn.into_iter().flat_map(|drawn| &drawn.activities)),
        Table::new::<StabilityRecord>(stability()),
        Table::new::<TieRecord>(stability().into_iter().flat_map(|row| &row.ties)),
        Table::new::<PerfectInformationRecord>(
            drawn.and_then(|drawn| drawn.perfect_information.as_ref()),
        ),
        Table::new::<MoveHoldsRecord>(moves()),
        Table::new::<DependenceRecord>(moves().flat_map(|row| &row.depends_on)),
    ]
}

/// Every table of a recommendation, also those that are empty, and `columns.csv`.
#[must_use]
pub fn recommendation(
    result: &RecommendResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let mut tables = vec![
        Table::new::<ValueRecord>(&result.value),
        Table::new::<MoveRecord>(&result.moves),
        Table::new::<AskRecord>(&result.asks),
        Table::new::<BringsRecord>(result.moves.iter().flat_map(|row| &row.brings)),
        Table::new::<ActivityRecord>(&result.activities),
        Table::new::<UseRecord>(result.activities.iter().flat_map(|row| &row.uses)),
        Table::new::<CellRecord>(&result.cells),
        Table::new::<IndicatorRecord>(&result.indicators),
        Table::new::<UnderLimitRecord>(result.indicators.iter().flat_map(|row| &row.under)),
        Table::new::<MoveLimitRecord>(&result.move_limits),
        Table::new::<LimitMovedRecord>(result.move_limits.iter().flat_map(|row| &row.moved)),
        Table::new::<StepsRecord>(&result.steps),
        Table::new::<StepSizeRecord>(result.steps.iter().flat_map(|row| &row.sizes)),
        Table::new::<StepLossRecord>(result.steps.iter().flat_map(|row| &row.losses)),
        Table::new::<CoverageRecord>([&result.coverage]),
        Table::new::<TrackedRecord>(&result.tracked),
        Table::new::<PoolRecord>(&result.pools),
        Table::new::<PracticeRecord>(&result.practices),
        Table::new::<CertificateRecord>(&result.certificate),
    ];
    tables.extend(infeasibility(result.infeasibility.as_ref()));
    tables.extend(trust(result.trust.as_ref(), result.moves_hold.as_ref()));
    tables.push(Table::new::<FilledInRecord>(
        result.replace_first.iter().flatten(),
    ));
    files(tables, manifest, findings)
}

/// Every table of a sensitivity, also those that were not asked for, and `columns.csv`.
#[must_use]
pub fn sensitivity(
    result: &SensitivityResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let frontier = || result.frontier.iter().flatten();
    let rules = || result.rules.iter().flatten();
    let refusals = || result.refusals.iter().flatten();
    let mut tables = vec![
        Table::new::<ValueRecord>(&result.value),
        Table::new::<FigureRecord>(&result.figures),
        Table::new::<SwingRecord>(result.tornado.iter().flatten()),
        Table::new::<FrontierRecord>(frontier()),
        Table::new::<FrontierPointRecord>(frontier().flat_map(|row| &row.points)),
        Table::new::<MarginalRecord>(result.marginal.iter().flatten()),
        Table::new::<LimitationRecord>(rules()),
        Table::new::<LimitationGainRecord>(rules().flat_map(|row| &row.gains)),
        Table::new::<RefusalRecord>(refusals()),
        Table::new::<LoserRecord>(refusals().flat_map(|row| &row.losers)),
        Table::new::<ReplacementRecord>(result.replacement.iter().flatten()),
    ];
    tables.extend(trust(
        result.montecarlo.as_ref(),
        result.moves_hold.as_ref(),
    ));
    tables.extend(infeasibility(result.infeasibility.as_ref()));
    files(tables, manifest, findings)
}

/// Every table of the alternatives, also those that are empty, and `columns.csv`.
#[must_use]
pub fn alternatives(
    result: &AlternativesResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let plans = || result.plans.iter();
    let mut tables = vec![
        Table::new::<ValueRecord>(&result.value),
        Table::new::<ActivityRangeRecord>(&result.ranges),
        Table::new::<PlanRecord>(plans()),
        Table::new::<PlanActivityRecord>(plans().flat_map(|row| &row.activities)),
        Table::new::<PlanGainRecord>(plans().flat_map(|row| &row.gains)),
    ];
    tables.extend(infeasibility(result.infeasibility.as_ref()));
    files(tables, manifest, findings)
}

/// Every table of an evaluation, also those that are empty, and `columns.csv`; the proposals' own records stand in
/// `proposals.jsonl`, whose columns are explained too.
#[must_use]
pub fn evaluation(
    result: &EvaluateResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let none: [&RankRecord; 0] = [];
    let tables = vec![
        Table::new::<RankRecord>(none),
        Table::new::<WhyNotRecord>(&result.why_not),
        Table::new::<RejectedRecord>(&result.rejections),
        Table::new::<UnmatchedRecord>(&result.unmatched),
        Table::new::<LotRecord>(&result.lottery),
        Table::new::<BudgetRecord>(&result.budget),
        Table::new::<PortfolioRecord>(&result.portfolio),
        Table::new::<PortfolioPointRecord>(&result.frontier),
        Table::new::<RankChangeRecord>(&result.changes),
    ];
    let mut files = files(tables, manifest, findings);
    // A ranking may be as long as the file of proposals: its cells are never held all at once.
    let ranking = streamed(&result.ranking);
    if let Some(empty) = files.iter_mut().find(|(name, _)| *name == ranking.0) {
        *empty = ranking;
    }
    files
}

/// Every table of a comparison, also those that are empty, and `columns.csv`.
#[must_use]
pub fn comparison(
    result: &CompareResult,
    manifest: &Manifest,
    findings: &Diagnostics,
) -> Vec<File> {
    let options = || result.options.iter();
    let tables = vec![
        Table::new::<ComparedRecord>(options()),
        Table::new::<OptionResourceRecord>(options().flat_map(|row| &row.resources)),
        Table::new::<OptionChangeRecord>(options().flat_map(|row| &row.changes)),
        Table::new::<ComparedGainRecord>(&result.gains),
        Table::new::<ComparedActivityRecord>(&result.activities),
        Table::new::<ComparedPracticeRecord>(&result.practices),
        Table::new::<RegretRecord>(&result.regrets),
        Table::new::<MatchingMoneyRecord>(result.money.iter().flatten()),
        Table::new::<UnusableRecord>(&result.unusable),
    ];
    files(tables, manifest, findings)
}

/// `tables` and those of the run, each as a file, and `columns.csv` that explains them all.
fn files(mut tables: Vec<Table>, manifest: &Manifest, findings: &Diagnostics) -> Vec<File> {
    let findings = FindingRecord::all(findings);
    tables.extend([
        Table::new::<ChangeRecord>(&manifest.changes),
        Table::new::<OptionRecord>(&manifest.options),
        Table::new::<SettingRecord>(&manifest.settings),
        Table::new::<BasisRecord>(&manifest.basis),
        Table::new::<FindingRecord>(&findings),
    ]);
    let dictionary = bytes(
        &["table", "name", "meaning", "unit"],
        tables.iter().flat_map(|table| {
            table
                .columns
                .iter()
                .map(|column| vec![table.name, column.name, column.meaning, column.unit])
        }),
    );
    let mut files: Vec<File> = tables.into_iter().map(file).collect();
    files.push(("columns.csv".to_owned(), dictionary));
    files
}
