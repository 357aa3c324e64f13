//! No bytes of an input make the program panic, and what is refused says why.

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

use trefoil::io::{LoadOptions, load, model_workbook};

use super::book::{Book, load_bytes, zip};
use super::folder::Folder;

/// Bytes that mean something to a reader of tables or settings, more often than chance would have them.
const TELLING: &[u8] = b"\",\n\r;=[]{}.-+#eE0159aNn \t\xff\xfe\xef\xbb\xbf\0*";

/// Random models that are tried, unless `FUZZ_CASES` asks for more.
const CASES: u32 = 300;

/// Pieces of sheets that mean something, more often than chance would have them.
const XML_PIECES: &[&str] = &[
    "<row r=\"0\">",
    "<row r=\"4294967296\">",
    "<c r=\"ZZZZZZZZZ1\">",
    "<c r=\"A99999999999\">",
    "<c r=\"XFD1048576\"><v>1</v></c>",
    "<v>1e999</v>",
    "<v>NaN</v>",
    "t=\"s\"",
    "t=\"e\"",
    "t=\"d\"",
    "t=\"x\"",
    "s=\"99\"",
    "s=\"2\"",
    "<f>",
    "</f>",
    "<f t=\"shared\" si=\"9\"/>",
    "<f t=\"shared\" ref=\"A1:B2\" si=\"99999999\">A1</f>",
    "<is><t>",
    "&amp;",
    "&#x0;",
    "&bogus;",
    "</sheetData>",
    "<mergeCell ref=\"A1\"/>",
    "<mergeCell ref=\"B9:A1\"></mergeCell>",
    "<mergeCells>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "\u{0}",
    "\u{feff}",
    "\"",
    "<",
    ">",
    "numFmtId=\"46\"",
    "-",
];

/// Whatever a damaged workbook comes to, it is a valid model or errors with words.
fn judged(result: Result<trefoil::io::Loaded, trefoil::diagnostic::Diagnostics>) {
    match result {
        Ok(loaded) => assert!(!loaded.diagnostics.has_errors()),
        Err(findings) => {
            assert!(findings.has_errors());
            for finding in &findings {
                assert!(
                    !finding.message.trim().is_empty() && finding.location.file.is_some(),
                    "{finding}"
                );
            }
        }
    }
}

fn cases() -> u32 {
    std::env::var("FUZZ_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(CASES)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        // The same inputs in every run, so that a failure is one of the change that is tested.
        rng_seed: RngSeed::Fixed(53),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_edits_of_minimal_never_panic(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), 0_u8..4, any::<u8>()), 1..12),
        scenario in any::<bool>(),
    ) {
        let mut folder = Folder::minimal()
            .put("rules.csv", "id,kind,practices,measure,limit\na,at_most,books;tutoring,participants,70\nb,floor,,,0.1\n")
            .put("serves.csv", "practice,indicator,share,years_later\nbooks,reading,0.5,1\n")
            .put("scenario.txt", "extends = \"base\"\n[set]\n\"pools[grant].amount\" = 5\n[scale]\nvalue.discount = 0.9\n\
                 [[add]]\ntable = \"places\"\nrow = { id = \"x\", name = \"X\" }\n");
        let names: Vec<String> = folder.files.keys().cloned().collect();
        for (file, place, byte, kind, random) in edits {
            let content = folder.files.get_mut(file.get(&names)).expect("the name is of the folder");
            let at = place.index(content.len() + 1);
            let byte = if random < 200 { *byte.get(TELLING) } else { random };
            match kind {
                0 => content.insert(at, byte),
                1 if at < content.len() => content[at] = byte,
                2 if at < content.len() => { content.remove(at); }
                _ => {
                    let tail = content.split_off(at.min(content.len()));
                    content.extend(tail.iter().rev());
                }
            }
        }
        if scenario {
            let text = String::from_utf8_lossy(&folder.files["scenario.txt"]).into_owned();
            folder = folder.beside("base", "").scenario("fuzzed", &text);
        }
        match folder.load() {
            Ok(loaded) => assert!(!loaded.diagnostics.has_errors()),
            Err(findings) => assert!(findings.has_errors() && !findings.to_string().is_empty()),
        }
    }

    #[test]
    fn damaged_bytes_of_a_workbook_are_refused_or_read(
        edits in prop::collection::vec((any::<Index>(), 0_u8..4, any::<u8>()), 1..6),
    ) {
        let loaded = load("minimal", &LoadOptions::default()).expect("it is shipped");
        let mut bytes = model_workbook(loaded.model.tables()).expect("it fits");
        for (place, kind, random) in edits {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = random,
                1 => bytes.insert(at, random),
                2 => { bytes.remove(at); }
                _ => bytes.truncate(at.max(1)),
            }
        }
        judged(load_bytes(&bytes));
    }

    #[test]
    fn damaged_xml_of_a_workbook_is_refused_or_read(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), 0_u8..5), 1..6),
    ) {
        let mut parts = Book::minimal().parts();
        for (part, place, piece, kind) in edits {
            let (_, content) = part.get(&parts).clone();
            let mut content: Vec<char> = content.chars().collect();
            let at = place.index(content.len() + 1);
            let end = at + piece.index(content.len() - at + 1).min(9);
            let piece = piece.get(XML_PIECES);
            match kind {
                0 => { content.splice(at..at, piece.chars()); }
                1 => { content.splice(at..end, piece.chars()); }
                2 => { content.drain(at..end); }
                3 => content.truncate(at),
                _ => {
                    let copy: Vec<char> = content[at..end].to_vec();
                    content.splice(at..at, copy);
                }
            }
            let position = part.index(parts.len());
            parts[position].1 = content.into_iter().collect();
        }
        judged(load_bytes(&zip(&parts)));
    }

    #[test]
    fn random_set_options_never_panic(path in "\\PC{0,40}", value in "\\PC{0,20}") {
        let _ = Folder::minimal().set(&format!("{path}={value}")).set(&path).load();
    }

    #[test]
    fn random_values_of_known_paths_never_panic(
        place in any::<Index>(),
        value in "(-?[0-9]{1,3}(\\.[0-9]{1,3})?(e[0-9]{1,3})?|[a-z;.]{0,6}|true|false|-1\\.\\.12)",
    ) {
        let paths = [
            "value.discount", "value.loss_slope", "policy.chords", "horizon", "evidence.levels.0.sd", "currency",
            "indicators[reading].unit", "indicators[reading].grade", "indicators[reading].ceiling", "indicators[reading].sd",
            "baselines[reading,westside,all].target", "baselines[reading,westside,all].population",
            "practices[books].grades", "practices[books].response", "practices[books].response_last", "practices[*].fade",
            "activities[books,westside].capacity", "activities[books,westside].participants_today",
            "needs[*,money].per_participant", "evidence[by-hand,books,reading,,,].effect",
            "evidence[by-hand,books,reading,,,].effect_unit", "evidence[*,*,*,*,*,*].scheme", "pools[*].amount",
            "allocations[*,*,*].amount", "groups[all].set",
        ];
        let _ = Folder::minimal().set(&format!("{}={value}", place.get(&paths))).load();
    }
}
