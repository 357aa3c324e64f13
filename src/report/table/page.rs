//! A report under construction: headings, paragraphs and grids, bold where the terminal shows it.

use super::Style;
use super::layout::{Grid, hang};
use crate::report::number::{as_float, grouped};
use crate::report::record::ChangeRecord;

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Rows that a list shows where the whole of it is not asked for.
pub(super) const SHOWN: usize = 40;

/// The same for each of several lists.
pub(super) const SHOWN_EACH: usize = 15;

/// A page of text.
pub(super) struct Page {
    style: Style,
    text: String,
}

impl Page {
    /// An empty page.
    pub(super) fn new(style: Style) -> Self {
        Page {
            style,
            text: String::new(),
        }
    }

    /// A heading, after a blank line.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.bold(0, text);
    }

    /// A line in bold, where the terminal shows it.
    pub(super) fn bold(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        for line in hang(&margin, &format!("{margin}  "), text).lines() {
            if self.style.colour {
                self.text.push_str(&format!("{BOLD}{line}{PLAIN}\n"));
            } else {
                self.text.push_str(&format!("{line}\n"));
            }
        }
    }

    /// A paragraph, every line `indent` blanks into the line.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        self.text.push_str(&hang(&margin, &margin, text));
    }

    /// A line of its own under an item, whose other lines are set in.
    pub(super) fn hanging(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        self.text
            .push_str(&hang(&margin, &format!("{margin}  "), text));
    }

    /// An item of a list.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        self.text
            .push_str(&hang(&format!("{margin}- "), &format!("{margin}  "), text));
    }

    /// Rows that line up.
    pub(super) fn grid(&mut self, grid: &Grid) {
        self.text.push_str(&grid.render());
    }

    /// What was changed, old to new, under a heading of its own.
    pub(super) fn changes(&mut self, changes: &[ChangeRecord]) {
        if changes.is_empty() {
            return;
        }
        self.heading("CHANGED FROM THE MODEL BY SCENARIOS");
        for change in changes {
            let old = change.old.as_deref().unwrap_or("nothing");
            let new = change.new.as_deref().unwrap_or("nothing");
            self.item(
                2,
                &format!("{}: {old} → {new} ({})", change.path, change.by),
            );
        }
    }

    /// Text that is laid out already.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A blank line, unless the page starts or one is there.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Whether long lists are shown whole.
    pub(super) fn shows_all(&self) -> bool {
        self.style.all
    }

    /// How many of `length` rows of a list to show.
    pub(super) fn limit(&self, length: usize) -> usize {
        self.at_most(length, SHOWN)
    }

    /// How many of `length` rows to show in each of several lists.
    pub(super) fn limit_each(&self, length: usize) -> usize {
        self.at_most(length, SHOWN_EACH)
    }

    /// How many of `length` rows to show where `shown` are enough for most readers.
    pub(super) fn at_most(&self, length: usize, shown: usize) -> usize {
        // A list that is one or two rows too long is shown whole: the line that says so takes their place.
        if self.style.all || length <= shown + 2 {
            length
        } else {
            shown
        }
    }

    /// Says how many rows are not shown, where any are not; `rows` is their plural.
    pub(super) fn more(&mut self, indent: usize, hidden: usize, rows: &str) {
        if hidden > 0 {
            let hidden = grouped(as_float(hidden), 0);
            self.paragraph(
                indent,
                &format!("... and {hidden} more {rows} (--all shows them)"),
            );
        }
    }

    /// Names in a sentence, the first few of many.
    pub(super) fn names(&self, names: &[impl AsRef<str>]) -> String {
        const NAMED: usize = 6;
        let few = names.len() <= NAMED + 1;
        self.first(names, if few { names.len() } else { NAMED })
    }

    /// The first so many names in a sentence, and how many more there are.
    pub(super) fn first(&self, names: &[impl AsRef<str>], shown: usize) -> String {
        let shown = if self.style.all {
            names.len()
        } else {
            shown.min(names.len())
        };
        let mut text = names[..shown]
            .iter()
            .map(AsRef::as_ref)
            .collect::<Vec<_>>()
            .join("; ");
        if shown < names.len() {
            text.push_str(&format!(
                "; and {} more",
                grouped(as_float(names.len() - shown), 0)
            ));
        }
        text
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
