//! Text of a fixed width: paragraphs that wrap, and columns that share a line. Nothing is ever cut off.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the terminal that every report fits in.
pub(in crate::report) const WIDTH: usize = 80;

/// Least width to which a column of words is narrowed.
const LEAST_WIDTH: usize = 8;

/// Blanks between two columns.
const GUTTER: usize = 2;

/// `text` in lines of at most `width`, broken between words; a longer word is broken where it must.
pub(in crate::report) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let mut word_width = word.width();
            if used > 0 && used + 1 + word_width <= width {
                line.push(' ');
                line.push_str(word);
                used += 1 + word_width;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while word_width > width {
                let cut = fitting(rest, width);
                lines.push(rest[..cut].to_owned());
                rest = &rest[cut..];
                word_width = rest.width();
            }
            line.push_str(rest);
            used = word_width;
        }
        lines.push(line);
    }
    lines
}

/// Bytes of `word` that fit in `width`, at least one character; after a hyphen where one is far enough along.
fn fitting(word: &str, width: usize) -> usize {
    let mut used = 0;
    let mut cut = word.len();
    for (position, character) in word.char_indices() {
        used += character.width().unwrap_or(0);
        if used > width && position > 0 {
            cut = position;
            break;
        }
    }
    match word[..cut].rfind(['-', '_', '/', '@']) {
        Some(joint) if 3 * joint >= cut => joint + 1,
        _ => cut,
    }
}

/// `text` wrapped under `first`, later lines under `rest`; no line is wider than the wider of the two allows.
pub(in crate::report) fn hang(first: &str, rest: &str, text: &str) -> String {
    let mut out = String::new();
    // A text of one line needs no room for what would stand before the next.
    let margin = if first.width() + text.width() <= WIDTH {
        first.width()
    } else {
        first.width().max(rest.width())
    };
    for (position, line) in wrap(text, WIDTH.saturating_sub(margin)).iter().enumerate() {
        out.push_str(format!("{}{line}", if position == 0 { first } else { rest }).trim_end());
        out.push('\n');
    }
    out
}

/// Which side of its column a cell stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// Words, which wrap with a hanging indent.
    Left,
    /// Numbers.
    Right,
}

/// A line of a grid.
enum Line {
    Cells(Vec<String>),
    Across { indent: usize, text: String },
}

/// Rows whose columns line up.
pub(super) struct Grid {
    indent: usize,
    align: Vec<Align>,
    lines: Vec<Line>,
}

impl Grid {
    /// A grid that starts `indent` blanks into the line.
    pub(super) fn new(indent: usize, align: &[Align]) -> Self {
        Grid {
            indent,
            align: align.to_vec(),
            lines: Vec::new(),
        }
    }

    /// Adds a row with a cell a column; cells that are left out are empty.
    pub(super) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.align.len(), String::new());
        self.lines.push(Line::Cells(cells));
    }

    /// Adds a line of words across all columns, `indent` blanks into the line.
    pub(super) fn across(&mut self, indent: usize, text: impl Into<String>) {
        self.lines.push(Line::Across {
            indent,
            text: text.into(),
        });
    }

    /// Width of each column: what it needs, less where the widest must give way to the line.
    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.align.len()];
        for line in &self.lines {
            if let Line::Cells(cells) = line {
                for (width, cell) in widths.iter_mut().zip(cells) {
                    *width = (*width).max(cell.width());
                }
            }
        }
        let room = WIDTH.saturating_sub(self.indent + GUTTER * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let words = (0..widths.len()).filter(|&column| self.align[column] == Align::Left);
            let widest = |columns: &mut dyn Iterator<Item = usize>| {
                columns
                    .filter(|&column| widths[column] > LEAST_WIDTH)
                    .max_by_key(|&column| widths[column])
            };
            let numbers = 0..widths.len();
            let Some(column) =
                widest(&mut words.into_iter()).or_else(|| widest(&mut numbers.into_iter()))
            else {
                break;
            };
            widths[column] -= 1;
        }
        widths
    }

    /// The grid as text.
    pub(super) fn render(&self) -> String {
        let widths = self.widths();
        let mut out = String::new();
        for line in &self.lines {
            match line {
                Line::Across { indent, text } => {
                    out.push_str(&hang(&" ".repeat(*indent), &" ".repeat(indent + 2), text));
                }
                Line::Cells(cells) => out.push_str(&self.render_row(cells, &widths)),
            }
        }
        out
    }

    fn render_row(&self, cells: &[String], widths: &[usize]) -> String {
        let columns: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .map(|(cell, &width)| wrap_cell(cell, width))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..height {
            let mut text = " ".repeat(self.indent);
            for (column, (lines, &width)) in columns.iter().zip(widths).enumerate() {
                if column > 0 {
                    text.push_str(&" ".repeat(GUTTER));
                }
                let cell = lines.get(line).map_or("", String::as_str);
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                match self.align[column] {
                    Align::Left => text.extend([cell, &padding]),
                    Align::Right => text.extend([&padding, cell]),
                }
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }
}

/// Words of a cell; a second line is set in, so that it does not read as a row of its own.
fn wrap_cell(cell: &str, width: usize) -> Vec<String> {
    if cell.width() <= width {
        return vec![cell.to_owned()];
    }
    let mut lines = wrap(cell, width);
    if lines.len() > 1 && width > LEAST_WIDTH {
        let first = lines.remove(0);
        let rest = cell
            .trim_start()
            .strip_prefix(&first)
            .unwrap_or_default()
            .trim_start();
        lines = wrap(rest, width - 2)
            .into_iter()
            .map(|line| format!("  {line}"))
            .collect();
        lines.insert(0, first);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_a_long_word_is_broken_but_never_lost() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(
            wrap("campaign-money-cincinnati", 18),
            ["campaign-money-", "cincinnati"]
        );
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("東京都", 4), ["東京", "都"]);
    }

    #[test]
    fn a_wide_column_gives_way_so_that_the_row_fits() {
        let mut grid = Grid::new(2, &[Align::Left, Align::Right]);
        grid.row([
            "Cincinnati State Technical and Community College ".repeat(3),
            "1,234".to_owned(),
        ]);
        let text = grid.render();
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|word| *word != "1,234")
            .collect();
        assert_eq!(words.len(), 18, "{text}");
    }

    #[test]
    fn a_hanging_text_keeps_to_the_width_on_every_line() {
        let text = hang("  ", "      ", &"four ".repeat(60));
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert_eq!(hang("", "  ", &"x".repeat(WIDTH)).lines().count(), 1);
    }

    #[test]
    fn numbers_line_up_on_the_right() {
        let mut grid = Grid::new(0, &[Align::Left, Align::Right]);
        grid.row(["a", "1"]);
        grid.row(["bb", "1,000"]);
        assert_eq!(grid.render(), "a       1\nbb  1,000\n");
    }
}
