//! Options side by side: what each is worth first, then what improves, what runs where, regrets and money.

mod rows;

use std::collections::BTreeMap;

use super::Style;
use super::layout::{Align, Grid};
use super::page::Page;
use super::sensitivity::write_interrupted;
use crate::report::number::{UnitStyle, count, percent};
use crate::report::record::{
    ChangeRecord, CompareResult, ComparedRecord, OptionKindWord, OptionResourceRecord, SpreadWord,
    UnusableRecord,
};
use crate::report::view::compare::{
    BELOW_ITS_FIGURE, as_valued, chance, closes_range, cut_words, headline, letters, money_text,
    regret_text, valued_otherwise, without_plan,
};

/// Options that stand side by side in 80 columns with ranges, with participants, as regrets, and with amounts.
const ABREAST: (usize, usize, usize, usize) = (3, 6, 7, 4);

/// Rows of each list that are shown where not all are.
const ROWS: usize = 6;

/// Options that others are matched to, where not all are shown.
const MATCHED: usize = 3;

/// What stands above the comparison.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Heading<'a> {
    /// Name of the model.
    pub model: &'a str,
    /// The cycle that the plans are for.
    pub cycle: &'a str,
    /// ISO 4217 code of its money.
    pub currency: &'a str,
    /// What was changed in every option but those that are what partners do today.
    pub changes: &'a [ChangeRecord],
}

/// The report of `result`.
pub(in crate::report) fn comparison(
    result: &CompareResult,
    heading: Heading<'_>,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    let currency = heading.currency;
    page.bold(0, &format!("{}, {}", heading.model, heading.cycle));
    page.blank();
    if result.interrupted {
        write_interrupted(&mut page);
    }
    write_options(&mut page, result, currency);
    write_unusable(&mut page, &result.unusable);
    write_asked(&mut page, result, currency);
    rows::write_gains(&mut page, result, currency);
    rows::write_activities(&mut page, result);
    write_practices(&mut page, result);
    write_regrets(&mut page, result);
    write_money(&mut page, result, currency);
    page.changes(heading.changes);
    page.heading("WHERE TO LOOK NEXT");
    let mut next = Grid::new(2, &[Align::Left, Align::Left]);
    next.row(["--reference NAME", "compare with another option than today"]);
    next.row(["--all", "every row, group and pair of options"]);
    next.row(["--format json", "every figure, unrounded"]);
    next.row(["recommend --scenario NAME", "one option in full"]);
    page.grid(&next);
    page.finish()
}

fn write_options(page: &mut Page, result: &CompareResult, currency: &str) {
    use Align::{Left, Right};
    for sentence in headline(result) {
        page.paragraph(0, &sentence);
    }
    page.blank();
    let letters = letters(result);
    let mut grid = Grid::new(0, &[Left, Right, Right, Right, Right, Right, Right]);
    grid.row([
        "",
        "closes",
        "90% range",
        "beats",
        "beats",
        "money",
        "largest",
    ]);
    grid.row(["", "of gaps", "", "today", "ref.", "moved", "regret"]);
    let mut notes = Vec::new();
    for option in &result.options {
        let label = &letters[option.option.as_str()];
        let Some(closes) = option.closes else {
            grid.across(
                0,
                format!("{label} {}: {}.", option.option, without_plan(option)),
            );
            continue;
        };
        let regret = option.largest_regret.filter(|_| result.all_gaps > 0.0);
        grid.row([
            format!("{label} {}", option.option),
            percent(closes, 3),
            closes_range(option),
            beats(option.beats_today, result.draws),
            beats(option.beats_reference, result.draws),
            money_moved(option, currency),
            regret.map_or_else(
                || "-".to_owned(),
                |regret| percent(regret / result.all_gaps, 2),
            ),
        ]);
        let cut = cut_words(option, currency);
        if !cut.is_empty() {
            notes.push(format!(
                "{label}: pools have {cut} less than they give today. What is missing leaves programs whatever is \
                 planned, and stands in what moves; gains are against today as it is, before the cut.",
            ));
        }
    }
    page.grid(&grid);
    page.blank();
    for note in notes {
        page.paragraph(0, &note);
    }
    let otherwise = valued_otherwise(result);
    if !otherwise.is_empty() {
        page.paragraph(
            0,
            &format!(
                "{} values gains otherwise; all are compared {}.",
                otherwise.join(", "),
                as_valued(result)
            ),
        );
    }
    page.paragraph(
        0,
        &format!(
            "{} common to all options. Beats today: what is done today in the option's own world; beats ref.: {} in \
             its own, in the same draw. Largest regret: what the plan falls short by in another option's world. \
             {BELOW_ITS_FIGURE}",
            count(result.draws, "draw"),
            result.reference
        ),
    );
}

/// A share of draws, short: `61%`, `198/200`.
fn beats(share: Option<f64>, draws: usize) -> String {
    chance(share, draws).replace(" of ", "/")
}

/// Money that moves, or a dash where no resource is money.
fn money_moved(option: &ComparedRecord, currency: &str) -> String {
    let money: Vec<&OptionResourceRecord> = option
        .resources
        .iter()
        .filter(|row| matches!(UnitStyle::new(&row.unit, currency), UnitStyle::Money(_)))
        .collect();
    match money.first() {
        Some(row) => {
            let total = money.iter().map(|row| row.moved).sum();
            UnitStyle::new(&row.unit, currency).bare(total)
        }
        None => "-".to_owned(),
    }
}

fn write_unusable(page: &mut Page, unusable: &[UnusableRecord]) {
    if unusable.is_empty() {
        return;
    }
    page.heading("SCENARIOS THAT COULD NOT BE USED");
    for row in unusable {
        page.item(
            2,
            &format!("{}: {}: {}", row.option, row.place, row.message),
        );
    }
}

fn write_asked(page: &mut Page, result: &CompareResult, currency: &str) {
    page.heading("WHAT EACH OPTION ASKS");
    let letters = letters(result);
    let shown = |name: &str| letters[name].clone();
    for option in &result.options {
        if let Some(description) = &option.description {
            page.hanging(0, &format!("{}  {description}", shown(&option.option)));
        }
    }
    write_moved(page, result, currency);
}

/// Moves, who must agree, and amounts by resource, an option a column.
fn write_moved(page: &mut Page, result: &CompareResult, currency: &str) {
    page.heading("WHAT MOVES");
    let letters = letters(result);
    let planned: Vec<&ComparedRecord> = result
        .planned()
        .into_iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .collect();
    let mut resources: BTreeMap<&str, &OptionResourceRecord> = BTreeMap::new();
    for row in planned.iter().flat_map(|option| &option.resources) {
        resources.entry(&row.resource).or_insert(row);
    }
    for abreast in planned.chunks(ABREAST.3) {
        page.blank();
        let mut align = vec![Align::Left];
        align.extend(abreast.iter().map(|_| Align::Right));
        let mut grid = Grid::new(0, &align);
        let row = |name: String, cell: &dyn Fn(&ComparedRecord) -> String| {
            let cells = abreast.iter().map(|option| cell(option));
            std::iter::once(name).chain(cells).collect::<Vec<_>>()
        };
        grid.row(row(String::new(), &|option| {
            letters[option.option.as_str()].clone()
        }));
        grid.row(row("Moves".to_owned(), &|option| option.moves.to_string()));
        grid.row(row("Partners that must agree".to_owned(), &|option| {
            option.partners.to_string()
        }));
        for resource in resources.values() {
            let style = UnitStyle::new(&resource.unit, currency);
            let unit = match &style {
                UnitStyle::Money(_) => String::new(),
                UnitStyle::Plain(unit) => format!(" ({unit})"),
            };
            let name = format!("{}{unit}", resource.resource_name);
            grid.row(row(name, &|option| {
                let mut own = option.resources.iter();
                let own = own.find(|own| own.resource == resource.resource);
                own.map_or_else(|| "-".to_owned(), |own| style.bare(own.moved))
            }));
        }
        page.grid(&grid);
    }
}

fn write_practices(page: &mut Page, result: &CompareResult) {
    if result.practices.is_empty() {
        return;
    }
    page.heading("WHAT THE PLANS HAVE IN COMMON");
    let letters = letters(result);
    let named = |names: &[String]| {
        let names = names.iter().filter_map(|name| letters.get(name.as_str()));
        names.cloned().collect::<Vec<_>>().join("")
    };
    for (spread, words) in [
        (SpreadWord::All, "Grows in every plan"),
        (SpreadWord::Some, "Grows in some plans"),
        (SpreadWord::None, "Grows in no plan"),
    ] {
        let names: Vec<String> = result
            .practices
            .iter()
            .filter(|row| row.growing == spread)
            .map(|row| match (spread, row.running) {
                (SpreadWord::Some, _) => format!("{} ({})", row.practice_name, named(&row.grows)),
                (SpreadWord::None, SpreadWord::None) => {
                    format!("{} (runs in none)", row.practice_name)
                }
                (SpreadWord::None, SpreadWord::Some) => {
                    format!("{} (runs in {})", row.practice_name, named(&row.runs))
                }
                _ => row.practice_name.clone(),
            })
            .collect();
        if !names.is_empty() {
            page.hanging(0, &format!("{words}: {}.", names.join("; ")));
        }
    }
}

fn write_regrets(page: &mut Page, result: &CompareResult) {
    if result.regrets.is_empty() {
        return;
    }
    page.heading("IN EACH OTHER'S WORLDS");
    page.paragraph(
        0,
        "Each row's plan carried out where each column's option holds: by how much less of the gaps it closes than the \
         plan that was made for it, as that world values gains. A pool that has less is cut alike for all that it gives \
         to.",
    );
    let letters = letters(result);
    let worlds: Vec<&str> = result
        .planned()
        .into_iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .map(|option| option.option.as_str())
        .collect();
    let (mut stars, mut reasons): (usize, BTreeMap<&str, Vec<String>>) = (0, BTreeMap::new());
    for abreast in worlds.chunks(ABREAST.2) {
        page.blank();
        let mut align = vec![Align::Left];
        align.extend(abreast.iter().map(|_| Align::Right));
        let mut grid = Grid::new(0, &align);
        let mut head = vec!["plan of".to_owned()];
        head.extend(abreast.iter().map(|world| letters[*world].clone()));
        grid.row(head);
        for option in result.planned() {
            let name = option.option.as_str();
            let mut cells = vec![letters[name].clone()];
            for world in abreast {
                let mut all = result.regrets.iter();
                let found = all.find(|row| row.plan == name && row.world == *world);
                cells.push(found.map_or_else(|| "-".to_owned(), regret_text));
                if let Some(row) = found {
                    stars += usize::from(!row.breaks.is_empty());
                    if let Some(reason) = &row.reason {
                        let pair = format!("{} in {}", letters[name], letters[*world]);
                        reasons.entry(reason).or_default().push(pair);
                    }
                }
            }
            grid.row(cells);
        }
        page.grid(&grid);
    }
    if stars > 0 {
        page.paragraph(
            0,
            "* breaks a limit or a rule of that world, so that it could not be carried out there as it stands; JSON \
             says which. Below 0: it is worth more there than any plan within the limits.",
        );
    }
    for (reason, pairs) in reasons {
        page.paragraph(0, &format!("none: {reason} ({}).", pairs.join(", ")));
    }
}

fn write_money(page: &mut Page, result: &CompareResult, currency: &str) {
    let Some(pairs) = &result.money else {
        page.heading("MONEY TO MATCH");
        page.paragraph(0, "No resource of the model is money.");
        return;
    };
    if pairs.is_empty() {
        return;
    }
    page.heading("MONEY TO MATCH");
    page.paragraph(
        0,
        &format!(
            "The least new money, free of restrictions, with which the best plan of a row is worth as much as that of \
             a column: gains {}, moves in any amounts. Of two amounts, less than the first is proved too little, and \
             the second is enough. Today with new money moves nothing that is there.",
            as_valued(result)
        ),
    );
    let letters = letters(result);
    let mut others: Vec<&ComparedRecord> = result
        .planned()
        .into_iter()
        .filter(|option| option.kind != OptionKindWord::Today)
        .collect();
    others.sort_by(|a, b| {
        let first =
            |option: &ComparedRecord| option.is_reference || option.kind == OptionKindWord::Base;
        first(b)
            .cmp(&first(a))
            .then(b.worth.unwrap_or(0.0).total_cmp(&a.worth.unwrap_or(0.0)))
    });
    let shown = page.at_most(others.len(), MATCHED);
    let hidden = others.len() - shown;
    for abreast in others[..shown].chunks(MATCHED) {
        page.blank();
        let mut align = vec![Align::Left];
        align.extend(abreast.iter().map(|_| Align::Right));
        let mut grid = Grid::new(0, &align);
        let mut head = vec![String::new()];
        head.extend(abreast.iter().map(|option| {
            let name = option.option.as_str();
            format!("{} {name}", letters[name])
        }));
        grid.row(head);
        for option in result.planned() {
            let name = option.option.as_str();
            let mut cells = vec![match option.kind {
                OptionKindWord::Today => format!("{} today", letters[name]),
                OptionKindWord::Base | OptionKindWord::Scenario => letters[name].clone(),
            }];
            cells.extend(abreast.iter().map(|other| {
                let mut all = pairs.iter();
                let found = all.find(|row| row.option == name && row.matches == other.option);
                found.map_or_else(|| "-".to_owned(), |row| money_text(row, currency))
            }));
            grid.row(cells);
        }
        page.grid(&grid);
    }
    page.more(2, hidden, "options to match");
}
