//! The frame of the page: its head, the way through it, and what it is made of.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::section::{self, Section};
use super::told::Told;

/// How the page looks.
const STYLE: &str = include_str!("style.css");

/// Sorts tables, and opens what is folded for printing.
const SCRIPT: &str = include_str!("script.js");

/// The whole page.
pub(super) fn whole(told: &Told) -> String {
    let sections = section::all(told);
    let manifest = told.manifest();
    let model = manifest
        .and_then(|manifest| manifest.model.as_deref())
        .unwrap_or("Unnamed model");
    // Nothing may be fetched or run but the two parts below, whatever stands in the results.
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE)),
        base64(&Sha256::digest(SCRIPT)),
    );
    let tool = manifest.map(|manifest| &manifest.tool);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (model) ": report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#report" { "Skip to the report" }
                header {
                    p.model { bdi { (model) } @if let Some(cycle) = told.cycle() { ", " (cycle) } }
                    (ways(&sections))
                }
                main id="report" tabindex="-1" {
                    (section::board(told, &sections))
                    @for section in &sections {
                        section id=(section.id) aria-labelledby=(format!("{}-title", section.id)) {
                            h2 id=(format!("{}-title", section.id)) { (section.title) }
                            p.lead { (section.message) }
                            (section.body)
                            p.back { a href="#in-short" { "Back to page one" } }
                        }
                    }
                }
                footer {
                    p {
                        "Made by " @match tool {
                            Some(tool) => { (tool.name) " " (tool.version) },
                            None => "trefoil",
                        }
                        " from its results alone. This file holds all that it shows and asks for nothing from a network."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    disarmed(&page.into_string())
}

fn ways(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Sections" {
            ul {
                li { a href="#in-short" { "In short" } }
                @for section in sections {
                    li { a href=(format!("#{}", section.id)) { (section.title) } }
                }
            }
        }
    }
}

/// `page` with a visible mark in place of characters that nobody sees and that could turn the text around them, or
/// that no page may hold.
fn disarmed(page: &str) -> String {
    page.chars()
        .map(|letter| match letter {
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}' => '\u{fffd}',
            '\n' | '\t' => letter,
            letter if letter.is_control() => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

/// `bytes` in the letters of base 64, as hashes of a content security policy are written.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let byte = |position: usize| u32::from(part.get(position).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for position in 0..4u32 {
            let is_there = usize::try_from(position).is_ok_and(|position| position <= part.len());
            let six = (bits >> (18 - 6 * position)) & 63;
            let letter = usize::try_from(six).ok().and_then(|six| LETTERS.get(six));
            text.push(
                letter
                    .filter(|_| is_there)
                    .map_or('=', |letter| char::from(*letter)),
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, disarmed};

    #[test]
    fn base_64_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn characters_that_turn_text_around_are_shown_as_a_mark() {
        assert_eq!(
            disarmed("a\u{202e}b\u{2066}c\u{7}d\ne"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\ne"
        );
    }
}
