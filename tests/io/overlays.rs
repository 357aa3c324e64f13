//! Scenarios and `--set`: what wins over what, and what is said of it.

use trefoil::diagnostic::codes;
use trefoil::domain::{Overlap, PoolId};
use trefoil::io::{Change, Loaded};

use super::folder::Folder;

fn load(folder: &Folder) -> Loaded {
    folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"))
}

fn amount(loaded: &Loaded, pool: &str) -> f64 {
    loaded
        .model
        .pool(&PoolId::new(pool).unwrap())
        .unwrap()
        .amount
        .get()
}

fn changes(loaded: &Loaded) -> String {
    let line = |change: &Change| {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "{}: {} → {} by {}",
            change.path,
            text(&change.old),
            text(&change.new),
            change.by
        )
    };
    loaded
        .changes
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

const LESS: &str = "[scale]\n\"pools[grant].amount\" = 0.9\n";

#[test]
fn defaults_yield_to_the_model_which_yields_to_scenarios_which_yield_to_the_command_line() {
    let model = Folder::minimal();
    assert_eq!(load(&model).model.settings().value.discount, 0.97);
    let model = model.replace("model.toml", "[value]", "[value]\ndiscount = 0.96");
    assert_eq!(load(&model).model.settings().value.discount, 0.96);
    let scenario = model.scenario("later", "[set]\nvalue.discount = 0.95\n");
    assert_eq!(load(&scenario).model.settings().value.discount, 0.95);
    let option = scenario.set("value.discount=0.94");
    assert_eq!(load(&option).model.settings().value.discount, 0.94);
    insta::assert_snapshot!(changes(&load(&option)), @r"
    value.discount: 0.96 → 0.95 by scenarios/m/later.toml
    value.discount: 0.95 → 0.94 by --set
    ");
}

#[test]
fn every_kind_of_change_is_made_and_recorded() {
    let folder = Folder::minimal()
        .put(
            "restrictions.csv",
            "pool,practice,place\nvolunteers,tutoring,\n",
        )
        .scenario(
            "all-kinds",
            "description = \"One row less\"\nremove = [\"restrictions[volunteers,tutoring,]\"]\n",
        );
    let folder = folder.scenario(
        "more-kinds",
        r#"
[[remove]]
path = "activities[books,westside]"

[[add]]
table = "activities"
row = { practice = "books", place = "westside", capacity = 300, protected = true, basis = "local" }

[[add]]
table = "rules"
[add.row]
id = "keep"
kind = "fund"
practices = ["books", "tutoring"]
limit = 5.5

[set]
"baselines[reading,westside,all].target" = ""
"pools[*].max_moved" = 0.5

[set.value]
overlap = "residual"

[scale]
"pools[volunteers].amount" = 1.6
"#,
    );
    let loaded = load(&folder);
    insta::assert_snapshot!(changes(&loaded), @r"
    restrictions[volunteers,tutoring,]: pool = volunteers, practice = tutoring → - by scenarios/m/all-kinds.toml
    activities[books,westside]: practice = books, place = westside, capacity = 400, basis = illustrative → - by scenarios/m/more-kinds.toml
    activities[books,westside]: - → practice = books, place = westside, capacity = 300, protected = true, basis = local by scenarios/m/more-kinds.toml
    rules[keep]: - → id = keep, kind = fund, practices = books;tutoring, limit = 5.5 by scenarios/m/more-kinds.toml
    baselines[reading,westside,all].target: 60 → - by scenarios/m/more-kinds.toml
    pools[grant].max_moved: - → 0.5 by scenarios/m/more-kinds.toml
    pools[volunteers].max_moved: - → 0.5 by scenarios/m/more-kinds.toml
    value.overlap: sum → residual by scenarios/m/more-kinds.toml
    pools[volunteers].amount: 1000 → 1600 by scenarios/m/more-kinds.toml
    ");
    assert_eq!(loaded.model.settings().value.overlap, Overlap::Residual);
    assert_eq!(amount(&loaded, "volunteers"), 1600.0);
    assert_eq!(loaded.model.tables().baselines[0].target, None);
    assert_eq!(loaded.model.tables().rules[0].practices.len(), 2);
    assert!(loaded.model.tables().restrictions.is_empty());
}

#[test]
fn a_default_is_what_a_setting_changes_from() {
    let loaded = load(&Folder::minimal().scenario("slower", "[scale]\npolicy.max_moved = 0.5\n"));
    assert_eq!(loaded.model.settings().policy.max_moved.get(), 0.15);
    insta::assert_snapshot!(changes(&loaded), @"policy.max_moved: 0.3 → 0.15 by scenarios/m/slower.toml");
}

#[test]
fn two_scenarios_that_change_one_value_are_refused_unless_the_later_overrides() {
    let more = "[set]\n\"pools[grant].amount\" = 120000\n";
    let clash = Folder::minimal()
        .scenario("less", LESS)
        .scenario("more", more);
    assert!(clash.codes().contains(&codes::CONFLICTING_CHANGE));
    let said = Folder::minimal()
        .scenario("less", LESS)
        .scenario("more", &format!("override = true\n{more}"));
    assert_eq!(amount(&load(&said), "grant"), 120_000.0);
    // The earlier one saying so is not enough: it is the later one that wins.
    let early = Folder::minimal()
        .scenario("less", &format!("override = true\n{LESS}"))
        .scenario("more", more);
    assert!(early.codes().contains(&codes::CONFLICTING_CHANGE));
}

#[test]
fn a_scenario_may_change_what_it_extends_and_that_comes_first_and_once() {
    let child = "extends = \"less\"\n[scale]\n\"pools[grant].amount\" = 2\n";
    let folder = Folder::minimal()
        .beside("less", LESS)
        .scenario("child", child);
    assert_eq!(amount(&load(&folder), "grant"), 180_000.0);
    let named_too = Folder::minimal()
        .scenario("less", LESS)
        .scenario("child", child);
    assert_eq!(amount(&load(&named_too), "grant"), 180_000.0);
    let other = Folder::minimal()
        .beside("less", LESS)
        .scenario("child", child)
        .scenario(
            "other",
            "extends = [\"less.toml\"]\n[set]\nvalue.discount = 0.9\n",
        );
    assert_eq!(amount(&load(&other), "grant"), 180_000.0);
}

#[test]
fn siblings_of_one_base_still_clash_with_each_other() {
    let sibling = "extends = \"less\"\n[scale]\n\"pools[grant].amount\" = 2\n";
    let folder = Folder::minimal()
        .beside("less", LESS)
        .scenario("one", sibling)
        .scenario("two", sibling);
    assert!(folder.codes().contains(&codes::CONFLICTING_CHANGE));
}

#[test]
fn removing_a_row_that_another_scenario_changed_is_a_conflict() {
    let folder = Folder::minimal()
        .scenario(
            "less",
            "[set]\n\"activities[books,westside].capacity\" = 100\n",
        )
        .scenario("none", "remove = [\"activities[books,westside]\"]\n");
    assert!(
        folder.codes().contains(&codes::CONFLICTING_CHANGE),
        "{}",
        folder.findings()
    );
}

#[test]
fn a_row_that_a_scenario_removed_is_named_as_that() {
    let folder = Folder::minimal()
        .scenario("none", "remove = [\"activities[books,westside]\"]\n")
        .set("activities[books,westside].capacity=100");
    let text = folder.findings().to_string();
    assert!(
        text.contains("was removed by scenarios/m/none.toml:1"),
        "{text}"
    );
}

#[test]
fn one_value_twice_in_one_place_is_refused() {
    let twice = Folder::minimal()
        .set("value.discount=0.9")
        .set("value.discount=0.8");
    assert_eq!(twice.codes(), [codes::CONFLICTING_CHANGE]);
    let both = Folder::minimal().scenario(
        "both",
        "[set]\npolicy.chords = 4\n[scale]\npolicy.chords = 2\n",
    );
    assert_eq!(both.codes(), [codes::CONFLICTING_CHANGE]);
}

#[test]
fn what_a_change_makes_wrong_is_reported_where_the_change_was_made() {
    let folder = Folder::minimal()
        .scenario(
            "wrong",
            "[set]\n\"pools[grant].amount\" = -5\n\"pools[volunteers].partner\" = \"neighbor\"\n",
        )
        .set("value.discount=0");
    insta::assert_snapshot!(folder.findings(), @r"
    error[setting-out-of-range]: --set value.discount: `value.discount` must be above 0 and at most 1: what a gain one year later is worth against now
    error[out-of-range]: scenarios/m/wrong.toml:2, key pools[grant].amount: `-5` must be a number of zero or more
    error[unknown-id]: scenarios/m/wrong.toml:3, key pools[volunteers].partner: `neighbor` is not in the table partners
      try: did you mean `neighbors`?
    ");
}

#[test]
fn a_pool_that_a_scenario_cuts_below_what_it_gives_today_is_a_warning() {
    let folder = Folder::minimal().scenario("less", LESS);
    assert_eq!(folder.codes(), [codes::OVER_ALLOCATED_POOL]);
    assert_eq!(amount(&load(&folder), "grant"), 90_000.0);
    // An allocation that a scenario raises past its pool is a mistake of the scenario.
    let folder = Folder::minimal().scenario(
        "more",
        "[set]\n\"allocations[grant,tutoring,westside].amount\" = 30000\n",
    );
    assert!(folder.load().is_err());
}

#[test]
fn a_scenario_with_mistakes_reports_all_of_them() {
    let folder = Folder::minimal().scenario(
        "mistakes",
        r#"
descripton = "typo"
extends = ["nowhere", 5]
override = "yes"
remove = "pools[grant]"

[[add]]
table = "pool"
row = { id = "x" }

[[add]]
table = "pools"
row = { id = "x", partner = "city", ressource = "money", amount = 5 }
rows = 5

[set]
"pools[grant].amount" = 1979-05-27
"pools[grant].max_moved" = { low = 0.1 }

[scale]
"pools[grant].amount" = "half"
"#,
    );
    insta::assert_snapshot!(folder.findings());
}
