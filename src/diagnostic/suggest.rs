//! "Did you mean": the known word that a mistyped one is closest to.

/// Longest word that is compared: a longer one is not a slip of the finger.
const LONGEST_COMPARED: usize = 100;

/// Most known words that are listed where none is close.
const LONGEST_LIST: usize = 12;

/// The known word closest to `word`, where one is close enough to be what was meant.
///
/// Close enough is an edit distance (insert, delete, replace, swap neighbours; capital letters count
/// as small ones) of at most a third of the word's length, and at least one edit; the first of
/// equally close words.
#[must_use]
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if length > LONGEST_COMPARED {
        return None;
    }
    let allowed = (length / 3).max(1);
    known
        .into_iter()
        .filter(|candidate| {
            candidate.len() <= LONGEST_COMPARED
                && candidate.len().abs_diff(word.len()) <= 2 * allowed
        })
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to try for a word that is not known: the closest known one, else what is known.
#[must_use]
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(meant) = closest(word, known.iter().copied()) {
        return Some(format!("did you mean `{meant}`?"));
    }
    match known.len() {
        0 => None,
        1..=LONGEST_LIST => Some(format!("one of {}", known.join(", "))),
        count => Some(format!(
            "one of {} and {} more",
            known[..LONGEST_LIST].join(", "),
            count - LONGEST_LIST
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_that_was_meant() {
        let known = ["amount", "partner", "resource"];
        assert_eq!(closest("ammount", known), Some("amount"));
        assert_eq!(closest("Amount", known), Some("amount"));
        assert_eq!(closest("amuont", known), Some("amount"));
        assert_eq!(closest("budget", known), None);
        assert_eq!(closest(&"a".repeat(100_000), known), None);
    }

    #[test]
    fn a_far_word_gets_the_list() {
        assert_eq!(
            suggestion("zzz", ["a-pool", "b-pool"]).as_deref(),
            Some("one of a-pool, b-pool")
        );
        assert_eq!(suggestion("zzz", []), None);
    }
}
