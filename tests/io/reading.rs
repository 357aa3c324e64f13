//! What files may look like.

use trefoil::diagnostic::codes;

use super::folder::Folder;

fn hash(folder: &Folder) -> String {
    folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"))
        .input_hash
}

/// Every CSV file changed by `change`.
fn with_each_table(change: impl Fn(&str) -> String) -> Folder {
    let mut folder = Folder::minimal();
    for (name, content) in &mut folder.files {
        if name.ends_with(".csv") {
            *content = change(std::str::from_utf8(content).unwrap()).into_bytes();
        }
    }
    folder
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = with_each_table(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!(hash(&windows), hash(&Folder::minimal()));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let reversed = with_each_table(|text| {
        let mut lines = text.lines();
        let header = lines.next().unwrap();
        let rows: Vec<&str> = lines.rev().collect();
        format!("{header}\n{}\n", rows.join("\n"))
    });
    assert_eq!(hash(&reversed), hash(&Folder::minimal()));
}

#[test]
fn the_order_of_columns_changes_nothing() {
    let turned = with_each_table(|text| {
        let turn = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
        text.lines().map(turn).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(hash(&turned), hash(&Folder::minimal()));
}

#[test]
fn the_spelling_of_a_number_changes_nothing_and_its_value_does() {
    let minimal = Folder::minimal();
    assert_eq!(
        hash(&minimal.clone().replace("pools.csv", "100000", "1e5")),
        hash(&minimal)
    );
    assert_eq!(
        hash(&minimal.clone().replace("pools.csv", "100000", " 100000.0 ")),
        hash(&minimal)
    );
    assert_ne!(
        hash(&minimal.clone().replace("pools.csv", "100000", "100001")),
        hash(&minimal)
    );
}

#[test]
fn what_spreadsheets_leave_behind_is_not_data() {
    let padded = with_each_table(|text| {
        let rows: Vec<String> = text.lines().map(|line| format!("{line},,")).collect();
        let width = rows[0].matches(',').count();
        format!("{}\n{}\n\n", rows.join("\n"), ",".repeat(width))
    });
    assert_eq!(hash(&padded), hash(&Folder::minimal()));
}

#[test]
fn files_that_are_no_tables_are_left_alone() {
    let folder = Folder::minimal()
        .put("README.md", "words")
        .put("notes.txt", "words")
        .put("._pools.csv", "\0\0");
    assert_eq!(hash(&folder), hash(&Folder::minimal()));
}

#[test]
fn a_table_of_a_later_version_is_fine_while_it_is_empty() {
    assert_eq!(
        hash(&Folder::minimal().put("votes.csv", "partner,indicator,points\n")),
        hash(&Folder::minimal())
    );
}

#[test]
fn a_blank_column_of_a_later_version_is_fine() {
    let folder = Folder::minimal()
        .replace(
            "activities.csv",
            "capacity,basis\n",
            "capacity,min_scale,basis\n",
        )
        .replace(
            "activities.csv",
            "afterschool,westside,200",
            "afterschool,westside,200,",
        )
        .replace(
            "activities.csv",
            "books,westside,400",
            "books,westside,400,",
        )
        .replace(
            "activities.csv",
            "tutoring,westside,100",
            "tutoring,westside,100,",
        );
    assert_eq!(hash(&folder), hash(&Folder::minimal()));
}

#[test]
fn lines_are_counted_past_blank_lines_and_quoted_line_breaks() {
    let folder = Folder::minimal().put(
        "partners.csv",
        "id,name,note\r\n\r\n\r\ncity,City,\"two\r\nlines\"\r\n\r\nneighbors,,\r\n",
    );
    let findings = folder.findings();
    let lines: Vec<Option<u64>> = findings
        .iter()
        .map(|finding| finding.location.line)
        .collect();
    assert_eq!(lines, [Some(7)], "{findings}");
}

#[test]
fn several_errors_are_all_reported_in_one_go() {
    let folder = Folder::minimal()
        .replace("model.toml", "[value]", "[value]\ndiscount = 7")
        .replace("pools.csv", "100000", "many")
        .replace("pools.csv", "volunteers,neighbors", "volunteers,neighbours")
        .replace(
            "practices.csv",
            "books,Books for the summer,0..3",
            "books,,3..0",
        )
        .replace("allocations.csv", "800", "-800")
        .replace("baselines.csv", "400,50,60", "400,50,160")
        .append(
            "evidence.csv",
            "by-hand,homework,reading,0.1,share,as_given,",
        );
    insta::assert_snapshot!(folder.findings());
}

#[test]
fn an_id_of_a_row_that_cannot_be_read_is_still_known() {
    // The pool's amount is wrong; its allocations must not be said to hang in the air.
    let folder = Folder::minimal().replace("pools.csv", "100000", "many");
    assert_eq!(folder.codes(), [codes::BAD_NUMBER]);
    // Where not even the id can be read, nothing is said of those who may have meant it.
    let folder = Folder::minimal().replace("pools.csv", "grant,", "The Grant,");
    assert_eq!(folder.codes(), [codes::BAD_ID]);
}

#[test]
fn a_damaged_table_raises_no_false_alarm_elsewhere() {
    for (table, from, to) in [
        ("needs.csv", "books,money,100", "books,money,x"),
        ("activities.csv", "400", "x"),
        ("baselines.csv", "400", "x"),
        ("groups.csv", "all,,", "all,,x"),
        ("groups.csv", ",all,", ",all,maybe"),
        ("indicators.csv", "increase", "up"),
    ] {
        let folder = Folder::minimal();
        if !String::from_utf8_lossy(&folder.files[table]).contains(from) {
            continue;
        }
        let folder = folder.replace(table, from, to);
        assert_eq!(folder.findings().len(), 1, "{table}: {}", folder.findings());
    }
}
