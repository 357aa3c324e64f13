//! The table `ranges` and the widths of the settings: what they change, how they are changed, and that they are
//! written.

use trefoil::diagnostic::codes;
use trefoil::domain::{Distribution, RangeOrigin, uncertain};
use trefoil::io::model_files;

use super::folder::Folder;
use super::uncertain::{find, model};
use super::writing::rich;

#[test]
fn a_range_takes_the_place_of_the_width_of_its_basis() {
    let path = "needs[tutoring,hours].per_participant";
    let row = |range: &str| Folder::minimal().put("ranges.csv", range);
    let unnamed = model(&Folder::minimal());
    let before = uncertain(&unnamed);
    assert_eq!(find(&before, path).origin, RangeOrigin::Basis);
    let named = model(&row(&format!(
        "path,low,high,distribution\n\"{path}\",15,30,triangular\npools[grant].max_moved,0.2,0.4,\n"
    )
    .replace("pools[grant].max_moved", "policy.max_moved")));
    let after = uncertain(&named);
    let input = find(&after, path);
    assert_eq!(
        (input.origin, input.low, input.high),
        (RangeOrigin::Stated, 15.0, 30.0)
    );
    assert_eq!(input.distribution, Distribution::Triangular);
    // A decision varies only where it is named.
    assert!(before.iter().all(|input| input.path != "policy.max_moved"));
    let moved = find(&after, "policy.max_moved");
    assert_eq!(
        (moved.origin, moved.distribution),
        (RangeOrigin::Stated, Distribution::Logit)
    );
    assert_eq!(after.len(), before.len() + 1);
}

#[test]
fn a_width_of_nothing_takes_figures_as_known() {
    let zero =
        "[ranges]\ndefault = 0\nillustrative = 0\nderived = 0\nlocal = 0\nprior_means = 0\n[value]";
    let model = model(&Folder::minimal().replace("model.toml", "[value]", zero));
    assert_eq!(uncertain(&model), []);
}

#[test]
fn a_score_is_moved_by_its_spread_over_people() {
    let folder = rich()
        .replace(
            "model.toml",
            "[policy]",
            "[ranges]\nunstated = 0.5\n[policy]",
        )
        .without("ranges.csv");
    let model = model(&folder);
    let inputs = uncertain(&model);
    let score = find(&inputs, "baselines[score,westside,all].baseline");
    let shift = 1.5_f64.ln() * 3.0_f64.sqrt() / std::f64::consts::PI * 12.5;
    assert!((score.high - score.value - shift).abs() < 1e-9, "{score:?}");
    assert!((score.value - score.low - shift).abs() < 1e-9, "{score:?}");
    assert_eq!(score.distribution, Distribution::Normal);
}

#[test]
fn ranges_are_changed_added_and_removed_by_the_path_of_their_figure() {
    let rows = "path,low,high,distribution\n\"needs[books,money].per_participant\",80,120,\npools[grant].amount,90000,110000,\nvalue.discount,0.9,0.99,\n";
    let folder = Folder::minimal().put("ranges.csv", rows);
    let scenario = r#"
remove = ["ranges[value.discount]"]

[[add]]
table = "ranges"
row = { path = "needs[tutoring,hours].per_participant", low = 15, high = 30, distribution = "uniform" }

[set]
"ranges[pools[grant].amount].distribution" = "normal"

[scale]
"ranges[*].low" = 0.5
"#;
    let folder = folder
        .scenario("wider", scenario)
        .set("ranges[needs[books,money].per_participant].high=150");
    let loaded = folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"));
    let changes: Vec<String> = loaded
        .changes
        .iter()
        .map(|change| format!("{}: {:?} to {:?}", change.path, change.old, change.new))
        .collect();
    insta::assert_snapshot!(changes.join("\n"));
    let inputs = uncertain(&loaded.model);
    let books = find(&inputs, "needs[books,money].per_participant");
    assert_eq!((books.low, books.high), (40.0, 150.0));
    assert_eq!(
        find(&inputs, "pools[grant].amount").distribution,
        Distribution::Normal
    );
    assert!(inputs.iter().all(|input| input.path != "value.discount"));
}

#[test]
fn a_path_within_a_path_that_names_nothing_is_told_what_is_near() {
    let rows = "path,low,high\n\"needs[books,money].per_participant\",80,120\n";
    let folder = Folder::minimal().put("ranges.csv", rows);
    for (set, code, meant) in [
        (
            "ranges[needs[books,mony].per_participant].high=9",
            codes::UNKNOWN_PATH,
            "`ranges[needs[books,money].per_participant]`",
        ),
        (
            "ranges[needs[books,money].per_participant].hihg=9",
            codes::UNKNOWN_PATH,
            "`high`",
        ),
        (
            "ranges[needs[books,money].per_participant=9",
            codes::BAD_PATH,
            "`ranges[path]`",
        ),
        (
            "ranges[needs[books,money].per_participant]=9",
            codes::BAD_PATH,
            "low",
        ),
        (
            "ranges.ilustrative=9",
            codes::UNKNOWN_PATH,
            "`ranges.illustrative`",
        ),
        (
            "ranges.high=9",
            codes::UNKNOWN_PATH,
            "`ranges[path].column`",
        ),
    ] {
        let folder = folder.clone().set(set);
        assert_eq!(folder.codes(), [code], "{set}");
        let text = folder.findings().to_string();
        assert!(text.contains(meant), "{set}: {text}");
    }
}

#[test]
fn a_range_of_a_row_that_could_not_be_read_is_not_blamed() {
    let rows = "path,low,high\n\"needs[books,money].per_participant\",80,120\n";
    let folder = Folder::minimal().put("ranges.csv", rows).replace(
        "needs.csv",
        "books,money,100",
        "books,money,a hundred",
    );
    assert_eq!(folder.codes(), [codes::BAD_NUMBER]);
}

#[test]
fn a_range_of_a_figure_that_a_scenario_removes_is_named_at_its_own_line() {
    let rows = "path,low,high\n\"activities[books,westside].capacity\",300,500\n";
    let folder = Folder::minimal()
        .put("ranges.csv", rows)
        .scenario("none", "remove = [\"activities[books,westside]\"]\n");
    let text = folder.findings().to_string();
    assert!(
        text.contains("models/m/ranges.csv:2, column path"),
        "{text}"
    );
}

#[test]
fn ranges_and_widths_are_part_of_the_model_that_is_written() {
    let files = model_files(model(&rich()).tables());
    let (_, ranges) = files.iter().find(|(name, _)| name == "ranges.csv").unwrap();
    insta::assert_snapshot!(String::from_utf8(ranges.clone()).unwrap());
    let wider = |key: &str| {
        let folder = Folder::minimal();
        let changed = load_hash(&folder.clone().set(&format!("{key}=0.25")));
        changed != load_hash(&folder)
    };
    assert!(wider("ranges.local") && wider("evidence.shared_shock"));
}

fn load_hash(folder: &Folder) -> String {
    let loaded = folder.load();
    loaded
        .unwrap_or_else(|findings| panic!("{findings}"))
        .input_hash
}
