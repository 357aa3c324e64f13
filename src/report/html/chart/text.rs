//! How wide text is, and how it is broken into lines, where no browser can be asked.

use unicode_width::UnicodeWidthChar as _;

/// Width of a character as a part of the size of its type, of a wide ordinary typeface: real text is narrower.
fn part(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | '|' | '!' | ':' | ';' => 0.36,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.02,
        'A'..='Z' => 0.78,
        letter if letter.is_ascii() => 0.65,
        letter => match letter.width() {
            None | Some(0) => 0.1,
            Some(1) => 0.8,
            Some(_) => 1.25,
        },
    }
}

/// Width of `text` in type of that size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(part).sum::<f64>() * size
}

/// `text` in at most `most` lines no wider than `wide`; what does not fit ends in an ellipsis.
pub(super) fn lines(text: &str, size: f64, wide: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut pending: Vec<String> = text.split_whitespace().rev().map(str::to_owned).collect();
    while let Some(word) = pending.pop() {
        let joined = if line.is_empty() {
            word.clone()
        } else {
            format!("{line} {word}")
        };
        if width(&joined, size) <= wide {
            line = joined;
        } else if line.is_empty() {
            // A word wider than a line is broken; at least one letter is taken, so that this ends.
            let (head, tail) = broken(&word, size, wide);
            lines.push(head);
            if !tail.is_empty() {
                pending.push(tail);
            }
        } else {
            lines.push(std::mem::take(&mut line));
            pending.push(word);
        }
        if lines.len() >= most && (!line.is_empty() || !pending.is_empty()) {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while width(&format!("{last}…"), size) > wide && last.pop().is_some() {}
                last.push('…');
            }
            return lines;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn broken(word: &str, size: f64, wide: f64) -> (String, String) {
    let mut head = String::new();
    let mut letters = word.chars();
    for letter in letters.by_ref() {
        head.push(letter);
        if width(&head, size) > wide && head.chars().count() > 1 {
            head.pop();
            return (head, std::iter::once(letter).chain(letters).collect());
        }
    }
    (head, String::new())
}

#[cfg(test)]
mod tests {
    use super::{lines, width};

    #[test]
    fn lines_are_never_wider_than_they_may_be_and_lose_nothing_without_a_mark() {
        for text in [
            "Small-group reading tutoring by teachers",
            "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
            "教育 教育教育教育教育教育教育",
            "",
        ] {
            let all = lines(text, 12.0, 90.0, 20);
            assert!(all.iter().all(|line| width(line, 12.0) <= 90.0), "{all:?}");
            let back: String = all.concat().split_whitespace().collect();
            assert_eq!(back, text.split_whitespace().collect::<String>());
            let two = lines(text, 12.0, 90.0, 2);
            assert!(two.len() <= 2);
            assert_eq!(
                all.len() > 2,
                two.last().is_some_and(|line| line.ends_with('…'))
            );
        }
    }
}
