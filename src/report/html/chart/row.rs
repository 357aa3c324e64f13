//! Charts of one row of a table, as wide as their cell.

use maud::{Markup, html};

use super::Scale;

/// A place on the row, as a percentage of its width that keeps marks off the edges.
fn at(scale: Scale, value: f64) -> String {
    format!("{:.2}%", EDGE + (100.0 - 2.0 * EDGE) * scale.part(value))
}

/// The distance of two places.
fn wide(scale: Scale, from: f64, to: f64) -> String {
    let part = scale.part(to.max(from)) - scale.part(from.min(to));
    format!("{:.2}%", ((100.0 - 2.0 * EDGE) * part).max(0.4))
}

/// Percent of the width that is left free at each end, for half a mark or half a label.
const EDGE: f64 = 3.0;

/// The axis above a column of rows; `write` words a value.
pub(in crate::report::html) fn axis(
    scale: Scale,
    unit: &str,
    write: impl Fn(f64) -> String,
) -> Markup {
    let ticks = scale.ticks();
    let last = ticks.len().saturating_sub(1);
    // Both ends are labelled, and the middle where there is one.
    let shown: Vec<usize> = if last.is_multiple_of(2) && last >= 2 {
        vec![0, last / 2, last]
    } else {
        vec![0, last]
    };
    html! {
        span.axis {
            span.unit { (unit) }
            svg aria-hidden="true" width="100%" height="18" {
                @for (position, tick) in ticks.iter().enumerate() {
                    @let x = at(scale, *tick);
                    line.tick x1=(x) x2=(x) y1="14" y2="18" {}
                    @if shown.contains(&position) {
                        @let anchor = if position == 0 { "start" } else if position == last { "end" } else { "middle" };
                        @let x = if position == 0 { "0%" } else if position == last { "100%" } else { x.as_str() };
                        text x=(x) y="11" text-anchor=(anchor) { (write(*tick)) }
                    }
                }
            }
        }
    }
}

/// A row: marks on a line, `told` in words.
fn row(told: &str, marks: &Markup) -> Markup {
    html! {
        svg.row role="img" width="100%" height="26" {
            title { (told) }
            (marks)
        }
    }
}

/// A value today, one expected with its range, and one aimed at.
#[derive(Debug, Clone, Copy)]
pub(in crate::report::html) struct Bullet {
    /// Today.
    pub today: f64,
    /// Expected.
    pub expected: f64,
    /// The range of what is expected.
    pub range: Option<(f64, f64)>,
    /// Aimed at.
    pub target: f64,
    /// Whether what is expected is worse than today.
    pub worse: bool,
}

/// A bullet: a hollow dot for today, a filled one (a square where it gets worse) for what is expected on the line of
/// its range, and a bar for the target.
pub(in crate::report::html) fn bullet(scale: Scale, row_of: Bullet, told: &str) -> Markup {
    let Bullet {
        today,
        expected,
        range,
        target,
        worse,
    } = row_of;
    row(
        told,
        &html! {
            line.base x1=(at(scale, today)) x2=(at(scale, target)) y1="13" y2="13" {}
            @if let Some((low, high)) = range {
                rect.range x=(at(scale, low.min(high))) y="10" width=(wide(scale, low, high)) height="6" rx="2" {}
            }
            line.target x1=(at(scale, target)) x2=(at(scale, target)) y1="4" y2="22" {}
            circle.today cx=(at(scale, today)) cy="13" r="4.5" {}
            @if worse {
                rect.worse x=(at(scale, expected)) y="8.5" width="9" height="9" {}
            } @else {
                circle.expected cx=(at(scale, expected)) cy="13" r="4.5" {}
            }
        },
    )
}

/// A bar from 0.
pub(in crate::report::html) fn bar(scale: Scale, value: f64, told: &str) -> Markup {
    let class = if value < 0.0 { "bar worse" } else { "bar" };
    row(
        told,
        &html! {
            line.zero x1=(at(scale, 0.0)) x2=(at(scale, 0.0)) y1="2" y2="24" {}
            rect class=(class) x=(at(scale, value.min(0.0))) y="7" width=(wide(scale, 0.0, value)) height="12" {}
        },
    )
}

/// A bar of a share with its interval.
pub(in crate::report::html) fn share(
    scale: Scale,
    value: f64,
    (low, high): (f64, f64),
    told: &str,
) -> Markup {
    row(
        told,
        &html! {
            line.base x1=(at(scale, 0.0)) x2=(at(scale, 1.0)) y1="13" y2="13" {}
            rect.range x=(at(scale, low)) y="9" width=(wide(scale, low, high)) height="8" rx="2" {}
            circle.expected cx=(at(scale, value)) cy="13" r="4.5" {}
        },
    )
}

/// How much is, within how much may be: a bar in a frame, with a line at the limit.
pub(in crate::report::html) fn within(
    scale: Scale,
    value: f64,
    limit: f64,
    all: f64,
    told: &str,
) -> Markup {
    row(
        told,
        &html! {
            rect.frame x=(at(scale, 0.0)) y="7" width=(wide(scale, 0.0, all)) height="12" {}
            rect.bar x=(at(scale, 0.0)) y="7" width=(wide(scale, 0.0, value)) height="12" {}
            line.target x1=(at(scale, limit)) x2=(at(scale, limit)) y1="3" y2="23" {}
        },
    )
}

/// Two ends on the two sides of a middle: what a figure does at its P10 (hatched by being paler) and at its P90.
pub(in crate::report::html) fn swing(
    scale: Scale,
    middle: f64,
    low: f64,
    high: f64,
    told: &str,
) -> Markup {
    row(
        told,
        &html! {
            rect.low x=(at(scale, low.min(middle))) y="5" width=(wide(scale, low, middle)) height="7" {}
            rect.bar x=(at(scale, high.min(middle))) y="14" width=(wide(scale, high, middle)) height="7" {}
            line.zero x1=(at(scale, middle)) x2=(at(scale, middle)) y1="2" y2="24" {}
        },
    )
}

/// A range of values with today (a hollow dot) and the plan (a filled one).
pub(in crate::report::html) fn span(
    scale: Scale,
    (low, high): (f64, f64),
    today: f64,
    plan: f64,
    told: &str,
) -> Markup {
    row(
        told,
        &html! {
            rect.range x=(at(scale, low)) y="10" width=(wide(scale, low, high)) height="6" rx="2" {}
            circle.today cx=(at(scale, today)) cy="13" r="4.5" {}
            circle.expected cx=(at(scale, plan)) cy="13" r="4" {}
        },
    )
}

/// Parts of a whole, each a share with the class of its fill.
pub(in crate::report::html) fn parts(shares: &[(f64, &'static str)], told: &str) -> Markup {
    let mut start = 0.0;
    let marks: Vec<(f64, f64, &str)> = shares
        .iter()
        .map(|(share, class)| {
            let from = start;
            start += share;
            (from, *share, *class)
        })
        .collect();
    row(
        told,
        &html! {
            @for (from, share, class) in marks {
                rect class=(class) x=(format!("{:.2}%", 100.0 * from)) y="5" width=(format!("{:.2}%", 100.0 * share)) height="16" {}
            }
        },
    )
}

/// A value with its range, beside nothing.
pub(in crate::report::html) fn effect(
    scale: Scale,
    value: f64,
    (low, high): (f64, f64),
    told: &str,
) -> Markup {
    row(
        told,
        &html! {
            line.zero x1=(at(scale, 0.0)) x2=(at(scale, 0.0)) y1="2" y2="24" {}
            rect.range x=(at(scale, low)) y="10" width=(wide(scale, low, high)) height="6" rx="2" {}
            circle.expected cx=(at(scale, value)) cy="13" r="4.5" {}
        },
    )
}
