//! Logical paths: how a row is named in findings, overlays and `--set`, `table[key,key]`.

use super::{
    Activity, Allocation, Baseline, Conversion, Evidence, Group, Indicator, Link, Need, Partner,
    Place, Pool, Practice, Program, Range, Resource, ResponsePoint, Restriction, Rule, Serves,
};

/// The text of one part of a key; blank where it is not given.
trait Part {
    fn part(&self) -> String;
}

impl<T: std::fmt::Display> Part for T {
    fn part(&self) -> String {
        self.to_string()
    }
}

fn blank<T: Part>(value: Option<&T>) -> String {
    value.map(Part::part).unwrap_or_default()
}

macro_rules! paths {
    ($($row:ident $table:literal |$this:ident| $parts:expr;)+) => {$(
        impl $row {
            /// Name of its table.
            pub const TABLE: &'static str = $table;

            /// Its logical path, `table[key,key]`; a blank key is empty.
            #[must_use]
            pub fn path(&self) -> String {
                let $this = self;
                let parts: Vec<String> = $parts;
                format!("{}[{}]", Self::TABLE, parts.join(","))
            }
        }
    )+};
}

paths! {
    Program "inventory" |row| vec![
        row.program.id().part(),
        row.partner.id().part(),
        row.place.part(),
        row.source_of_funds.as_ref().map_or(String::new(), |source| source.id().part()),
    ];
    Indicator "indicators" |row| vec![row.id.part()];
    Place "places" |row| vec![row.id.part()];
    Group "groups" |row| vec![row.id.part()];
    Partner "partners" |row| vec![row.id.part()];
    Baseline "baselines" |row| vec![row.indicator.part(), row.place.part(), row.group.part()];
    Resource "resources" |row| vec![row.id.part()];
    Practice "practices" |row| vec![row.id.part()];
    ResponsePoint "responses" |row| vec![row.practice.part(), blank(row.place.as_ref()), row.participants.part()];
    Activity "activities" |row| vec![row.practice.part(), row.place.part()];
    Need "needs" |row| vec![row.practice.part(), row.resource.part()];
    Evidence "evidence" |row| vec![
        row.study.part(),
        row.practice.part(),
        blank(row.measured.indicator()),
        blank(row.measured.outcome()),
        blank(row.place.as_ref()),
        blank(row.group.as_ref()),
    ];
    Link "links" |row| vec![
        row.study_outcome.part(),
        row.indicator.part(),
        blank(row.from_grade.as_ref()),
        blank(row.to_grade.as_ref()),
    ];
    Serves "serves" |row| vec![
        row.practice.part(),
        blank(row.place.as_ref()),
        blank(row.indicator.as_ref()),
        blank(row.group.as_ref()),
        blank(row.years_later.as_ref()),
    ];
    Pool "pools" |row| vec![row.id.part()];
    Restriction "restrictions" |row| vec![row.pool.part(), blank(row.practice.as_ref()), blank(row.place.as_ref())];
    Allocation "allocations" |row| vec![row.pool.part(), row.practice.part(), row.place.part()];
    Conversion "conversions" |row| vec![row.from.part(), row.to.part()];
    Rule "rules" |row| vec![row.id.part()];
    Range "ranges" |row| vec![row.path.part()];
}
