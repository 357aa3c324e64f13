//! `trefoil validate --print-resolved`: the model with what is laid over it.

use super::run::{text, trefoil};
use crate::io::files_of;
use trefoil::io::{LoadOptions, load};

const CUT: &str = "pools[grant].amount=50000";

#[test]
fn a_merged_model_that_is_written_reads_back_as_the_same() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("merged").display().to_string();
    let more = "pools[volunteers].amount=1600";
    let output = trefoil(&[
        "validate",
        "minimal",
        "--set",
        more,
        "--print-resolved",
        "--out",
        &folder,
    ]);
    assert_eq!(output.status.code(), Some(0));
    let options = LoadOptions {
        sets: vec![more.to_owned()],
        ..LoadOptions::default()
    };
    let merged = load("minimal", &options).unwrap();
    let written = load(&folder, &LoadOptions::default()).unwrap();
    assert_eq!(written.input_hash, merged.input_hash);
}

#[test]
fn a_model_whose_pool_was_cut_below_what_it_gives_is_shown_and_not_written() {
    let shown = trefoil(&["validate", "minimal", "--set", CUT, "--print-resolved"]);
    assert_eq!(shown.status.code(), Some(0));
    assert!(text(&shown).contains("grant,city,money,50000,"));

    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("cut");
    let out = folder.display().to_string();
    let refused = trefoil(&[
        "validate",
        "minimal",
        "--set",
        CUT,
        "--print-resolved",
        "--out",
        &out,
    ]);
    assert_eq!(refused.status.code(), Some(1));
    let nothing = files_of(&folder);
    assert!(nothing.is_empty(), "{nothing:?}");
    insta::assert_snapshot!(String::from_utf8_lossy(&refused.stderr), @r"
    error[over-allocated-pool] --set pools[grant].amount
      grant gives 100000 today and holds 50000
      try: as tables of their own these would be refused: write the model without
           this change, and keep it in a scenario
    1 error
    ");
}
