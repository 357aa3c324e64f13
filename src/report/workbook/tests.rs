//! Results as workbooks, read back.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};

use super::sheet::Value;
use super::{Sheet, WorkbookParts, all, results_workbook, sheets};
use crate::diagnostic::Diagnostics;
use crate::report::record::{
    AlternativesResult, AskRecord, RecommendResult, SensitivityResult, ValidateResult,
};
use crate::report::sample;

struct Made {
    sheets: Vec<Sheet>,
    bytes: Vec<u8>,
}

/// Every part, after `change` to the rows.
fn made(change: impl Fn(&mut RecommendResult)) -> Made {
    let model = sample::model();
    let plan = sample::trusted();
    let mut recommend = RecommendResult::new(&model, &plan);
    change(&mut recommend);
    let sensitivity = SensitivityResult::new(&model, &plan, &sample::sensitivity());
    let alternatives = AlternativesResult::new(&model, &plan, &sample::alternatives());
    let findings = crate::report::tests::findings();
    let mut validate = ValidateResult::new(Some(&model), None, &findings);
    validate.effects = Some(Vec::new());
    let manifest = sample::manifest();
    let parts = WorkbookParts {
        sensitivity: Some(&sensitivity),
        alternatives: Some(&alternatives),
        validate: Some(&validate),
        ..WorkbookParts::of(&recommend, &manifest, &findings)
    };
    Made {
        sheets: all(&parts),
        bytes: results_workbook(&parts).expect("a workbook"),
    }
}

fn read(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn cells(bytes: &[u8], sheet: &str) -> Range<Data> {
    read(bytes).worksheet_range(sheet).expect("the sheet")
}

#[test]
fn every_sheet_is_there_and_every_cell_holds_what_the_records_hold() {
    let made = made(|_| {});
    let names = [
        "plan",
        "asks",
        "moves",
        "indicators",
        "activities",
        "pools",
        "evidence",
        "effects",
        "defaults",
        "frontier",
        "tornado",
        "alternatives",
        "manifest",
        "columns",
    ];
    assert_eq!(read(&made.bytes).sheet_names(), names);
    let mut numbers = 0;
    for sheet in &made.sheets {
        let cells = cells(&made.bytes, sheet.name);
        let at = |row: usize, column: usize| {
            let place = (
                u32::try_from(row).expect("small"),
                u32::try_from(column).expect("small"),
            );
            cells.get_value(place).cloned().unwrap_or(Data::Empty)
        };
        assert_eq!(at(0, 0), Data::String(sheet.message.clone()));
        for (column, head) in sheet.columns.iter().enumerate() {
            assert_eq!(at(1, column), Data::String(head.name.replace('_', " ")));
        }
        for (line, row) in sheet.rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate() {
                let read = at(line + 2, column);
                match value {
                    Value::Blank => assert_eq!(read, Data::Empty),
                    Value::Text(text) if text.is_empty() => {}
                    Value::Text(text) => assert_eq!(read, Data::String(text.clone())),
                    Value::Number(number) => {
                        assert_eq!(read, Data::Float(*number), "{} {line}", sheet.name);
                        numbers += 1;
                    }
                }
            }
        }
    }
    assert!(numbers > 100, "{numbers} numbers");
}

#[test]
fn figures_of_the_plan_are_those_of_the_records_at_full_precision() {
    let result = RecommendResult::new(&sample::model(), &sample::trusted());
    let sheet = super::plan::plan(&result);
    let value = result.value.as_ref().expect("a plan");
    let recommended = sheet.column("recommended").expect("the column");
    let closed = match result
        .move_limits
        .iter()
        .find(|row| row.limit.word() == "recommended")
    {
        Some(row) => row.share_of_gap_closed,
        None => value.share_of_gap_closed,
    };
    assert_eq!(sheet.rows[0][recommended], Value::Number(closed));
    let moves = sheets::moves(&result);
    let amount = moves.column("amount").expect("the column");
    let amounts: Vec<Value> = moves.rows.iter().map(|row| row[amount].clone()).collect();
    let expected = result.moves.iter().map(|row| Value::Number(row.amount));
    assert_eq!(amounts, expected.collect::<Vec<_>>());
    assert!(!amounts.is_empty());
}

#[test]
fn hostile_names_stay_texts_and_the_same_results_give_the_same_bytes() {
    let hostile = "=HYPERLINK(\"http://example.org\",\"x\")";
    let poison = |result: &mut RecommendResult| {
        for row in &mut result.asks {
            hostile.clone_into(&mut row.partner_name);
        }
        for row in &mut result.pools {
            hostile.clone_into(&mut row.pool);
            hostile.clone_into(&mut row.unit);
        }
        for row in &mut result.cells {
            hostile.clone_into(&mut row.place_name);
        }
    };
    let (first, second) = (made(poison), made(poison));
    assert_eq!(first.bytes, second.bytes);
    let mut book = read(&first.bytes);
    let texts = |range: &Range<Data>| {
        let cells = range.used_cells();
        cells
            .filter(|(_, _, cell)| **cell == Data::String(hostile.to_owned()))
            .count()
    };
    for sheet in ["asks", "pools", "indicators"] {
        assert!(
            texts(&book.worksheet_range(sheet).expect("the sheet")) > 0,
            "{sheet}"
        );
        let formulas = book.worksheet_formula(sheet).expect("the sheet");
        assert_eq!(formulas.used_cells().count(), 0, "{sheet}");
    }
}

#[test]
fn charts_are_native_and_answers_are_chosen_from_the_words_of_the_commitments() {
    let made = made(|_| {});
    let drawn: usize = made.sheets.iter().map(|sheet| sheet.plots.len()).sum();
    assert!(drawn >= 4, "{drawn} charts");
    // Names of the files of a ZIP stand in it as they are.
    let holds = |name: &str| {
        made.bytes
            .windows(name.len())
            .any(|part| part == name.as_bytes())
    };
    assert!(holds(&format!("xl/charts/chart{drawn}.xml")));
    assert!(!holds(&format!("xl/charts/chart{}.xml", drawn + 1)));
    let asks = made
        .sheets
        .iter()
        .find(|sheet| sheet.name == "asks")
        .expect("the sheet");
    assert_eq!(asks.asked[0], ("answer", &AskRecord::ANSWERS[..]));
    for (name, _) in &asks.asked {
        let column = asks.column(name).expect("the column");
        assert!(asks.rows.iter().all(|row| row[column] == Value::Blank));
    }
}

#[test]
fn a_model_without_a_plan_has_a_workbook_that_says_so() {
    let result = RecommendResult::new(&sample::model(), &sample::impossible());
    let manifest = sample::manifest();
    let findings = Diagnostics::new();
    let parts = WorkbookParts::of(&result, &manifest, &findings);
    let bytes = results_workbook(&parts).expect("a workbook");
    let plan = cells(&bytes, "plan");
    let message = plan.get_value((0, 0)).map(ToString::to_string);
    assert!(message.is_some_and(|text| text.contains("No plan keeps every limit")));
    assert!(!read(&bytes).sheet_names().contains(&"tornado".to_owned()));
}
