//! The years in which changes arrive, written the way the model writes its cycle.

/// The model's cycle, where it can be counted on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cycle {
    /// A school year such as `2026-27`, by the year in which it starts.
    School(u32),
    /// A calendar year such as `2026`.
    Calendar(u32),
    /// Anything else: years are counted from the plan's own.
    Unknown,
}

impl Cycle {
    /// Reads `2026-27`, `2026-2027` and `2026`.
    pub(super) fn new(text: &str) -> Self {
        let year = |digits: &str| -> Option<u32> {
            (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| digits.parse().ok())
                .flatten()
        };
        let text = text.trim();
        if let Some(start) = year(text) {
            return Cycle::Calendar(start);
        }
        let Some((first, last)) = text.split_once(['-', '/', '–']) else {
            return Cycle::Unknown;
        };
        let Some(start) = year(first) else {
            return Cycle::Unknown;
        };
        let end = start + 1;
        if last == end.to_string() || last == format!("{:02}", end % 100) {
            Cycle::School(start)
        } else {
            Cycle::Unknown
        }
    }

    /// The year that is `years` after the plan's own.
    pub(super) fn year(self, years: u32) -> String {
        self.span(years, years)
    }

    /// The years from `first` to `last`, counted from the plan's own. School years from 2026-27 to
    /// 2029-30 read `2026-30`, so that one year is the shortest span.
    pub(super) fn span(self, first: u32, last: u32) -> String {
        match self {
            Cycle::School(start) => format!("{}-{:02}", start + first, (start + last + 1) % 100),
            Cycle::Calendar(start) if first == last => format!("{}", start + first),
            Cycle::Calendar(start) => format!("{}-{}", start + first, start + last),
            Cycle::Unknown if first == last && first == 0 => "this year".to_owned(),
            Cycle::Unknown if first == last => format!("year +{first}"),
            Cycle::Unknown => format!("year +{first} to +{last}"),
        }
    }

    /// All the years in `years`, sorted and without repeats: runs of them as spans.
    pub(super) fn list(self, years: &[u32]) -> String {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for &year in years {
            match runs.last_mut() {
                Some((_, last)) if year == *last + 1 => *last = year,
                _ => runs.push((year, year)),
            }
        }
        let spans: Vec<String> = runs
            .into_iter()
            .map(|(first, last)| self.span(first, last))
            .collect();
        spans.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_the_shortest_span() {
        let cycle = Cycle::new("2026-27");
        assert_eq!(cycle, Cycle::School(2026));
        assert_eq!(Cycle::new("2026-2027"), cycle);
        assert_eq!(cycle.year(0), "2026-27");
        assert_eq!(cycle.span(0, 3), "2026-30");
        assert_eq!(cycle.list(&[0, 1, 2, 4]), "2026-29, 2030-31");
        assert_eq!(Cycle::new("1999-00").year(0), "1999-00");
    }

    #[test]
    fn calendar_years_and_other_words_count_on_too() {
        assert_eq!(Cycle::new("2026").span(0, 3), "2026-2029");
        assert_eq!(Cycle::new("2026").year(2), "2028");
        assert_eq!(Cycle::new("2026-31"), Cycle::Unknown);
        assert_eq!(Cycle::new("next cycle").year(0), "this year");
        assert_eq!(Cycle::new("next cycle").list(&[0, 4]), "this year, year +4");
    }
}
