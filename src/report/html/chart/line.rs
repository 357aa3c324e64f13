//! A line over an axis: what more of something brings.

use maud::{Markup, html};

use super::Scale;
use super::text::width;
use crate::report::number::as_float;

/// A line with its words.
#[derive(Debug, Clone)]
pub(in crate::report::html) struct Line<'a> {
    /// What the picture is.
    pub title: &'a str,
    /// What it shows, in a sentence or two.
    pub description: &'a str,
    /// What stands along the horizontal axis.
    pub along: &'a str,
    /// What stands along the vertical one.
    pub up: &'a str,
    /// The points, from left to right.
    pub points: &'a [(f64, f64)],
}

struct Layout {
    width: f64,
    height: f64,
    size: f64,
    ticks: usize,
    class: &'static str,
}

const WIDE: Layout = Layout {
    width: 640.0,
    height: 280.0,
    size: 13.0,
    ticks: 5,
    class: "wide",
};

const NARROW: Layout = Layout {
    width: 340.0,
    height: 240.0,
    size: 11.0,
    ticks: 2,
    class: "narrow",
};

/// The picture of `line`, whose values the two functions word.
pub(in crate::report::html) fn picture(
    line: &Line,
    write_along: &dyn Fn(f64) -> String,
    write_up: &dyn Fn(f64) -> String,
) -> Markup {
    html! {
        (drawing(&WIDE, line, write_along, write_up))
        (drawing(&NARROW, line, write_along, write_up))
    }
}

fn drawing(
    layout: &Layout,
    line: &Line,
    write_along: &dyn Fn(f64) -> String,
    write_up: &dyn Fn(f64) -> String,
) -> Markup {
    let along = Scale::around(line.points.iter().map(|point| point.0), layout.ticks, true);
    let up = Scale::around(line.points.iter().map(|point| point.1), 4, false);
    let labels: Vec<(f64, String)> = up
        .ticks()
        .into_iter()
        .map(|tick| (tick, write_up(tick)))
        .collect();
    let margin = labels
        .iter()
        .map(|(_, label)| width(label, layout.size))
        .fold(0.0, f64::max)
        + 12.0;
    let last = along
        .ticks()
        .last()
        .map_or_else(String::new, |tick| write_along(*tick));
    let right = layout.width - (width(&last, layout.size) / 2.0).max(12.0);
    let (top, bottom) = (2.2 * layout.size, layout.height - 3.4 * layout.size);
    let x = |value: f64| margin + (right - margin) * along.part(value);
    let y = |value: f64| bottom - (bottom - top) * up.part(value);
    let path: Vec<String> = line
        .points
        .iter()
        .enumerate()
        .map(|(number, point)| {
            format!(
                "{}{:.1} {:.1}",
                if number == 0 { "M" } else { "L" },
                x(point.0),
                y(point.1)
            )
        })
        .collect();
    let ticks = along.ticks();
    // Labels that would touch are left out, every second at a time.
    let widest = ticks
        .iter()
        .map(|tick| width(&write_along(*tick), layout.size))
        .fold(0.0, f64::max);
    let room = (right - margin) / as_float(ticks.len().saturating_sub(1).max(1));
    let every = (1..=ticks.len())
        .find(|every| room * as_float(*every) > widest + 8.0)
        .unwrap_or(ticks.len());
    html! {
        svg class=(format!("large {}", layout.class)) role="img" viewBox=(format!("0 0 {} {}", layout.width, layout.height))
            font-size=(layout.size) {
            title { (line.title) }
            desc { (line.description) }
            text x="0" y=(layout.size) { (line.up) }
            @for (tick, label) in &labels {
                line.grid x1=(format!("{margin:.1}")) x2=(format!("{right:.1}")) y1=(format!("{:.1}", y(*tick))) y2=(format!("{:.1}", y(*tick))) {}
                text x=(format!("{:.1}", margin - 6.0)) y=(format!("{:.1}", y(*tick) + layout.size / 3.0)) text-anchor="end" { (label) }
            }
            @for (number, tick) in ticks.iter().enumerate() {
                line.tick x1=(format!("{:.1}", x(*tick))) x2=(format!("{:.1}", x(*tick))) y1=(format!("{bottom:.1}")) y2=(format!("{:.1}", bottom + 5.0)) {}
                @if number % every == 0 {
                    text x=(format!("{:.1}", x(*tick))) y=(format!("{:.1}", bottom + 6.0 + layout.size)) text-anchor="middle" { (write_along(*tick)) }
                }
            }
            text x=(format!("{right:.1}")) y=(format!("{:.1}", layout.height - 4.0)) text-anchor="end" { (line.along) }
            path.line d=(path.concat()) {}
            @for point in line.points {
                circle.expected cx=(format!("{:.1}", x(point.0))) cy=(format!("{:.1}", y(point.1))) r="3.5" {
                    title { (write_along(point.0)) ": " (write_up(point.1)) }
                }
            }
        }
    }
}
