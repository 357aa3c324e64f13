//! What flows from where to where: two columns of names with bands between them.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::text::lines;
use crate::report::number::as_float;

/// An amount from one name to another.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report::html) struct Band {
    /// What gives.
    pub from: String,
    /// What receives.
    pub to: String,
    /// How much.
    pub amount: f64,
}

/// Sizes of a drawing.
struct Layout {
    width: f64,
    /// Width of the names on each side.
    names: f64,
    /// Size of the type.
    size: f64,
    /// Height that all bands together take.
    height: f64,
    class: &'static str,
}

const WIDE: Layout = Layout {
    width: 760.0,
    names: 255.0,
    size: 13.0,
    height: 300.0,
    class: "wide",
};

const NARROW: Layout = Layout {
    width: 340.0,
    names: 118.0,
    size: 11.0,
    height: 220.0,
    class: "narrow",
};

/// Width of a node's bar.
const BAR: f64 = 8.0;
/// Free height between nodes.
const GAP: f64 = 12.0;
/// Free width between a bar and its name.
const PAD: f64 = 6.0;
/// Most lines of a name.
const LINES: usize = 5;
/// Height of a line, as a multiple of the size of its type.
const LINE: f64 = 1.3;

/// A node with its place.
struct Node {
    name: String,
    lines: Vec<String>,
    amount: f64,
    top: f64,
    height: f64,
    /// Height of the bands alone, centred in the height.
    bands: f64,
    /// How much of that is used by bands that are drawn.
    used: f64,
}

impl Node {
    fn bar_top(&self) -> f64 {
        self.top + (self.height - self.bands) / 2.0
    }
}

/// The picture of `bands`, which `write` words the amounts of.
pub(in crate::report::html) fn picture(
    title: &str,
    description: &str,
    bands: &[Band],
    write: &dyn Fn(f64) -> String,
) -> Markup {
    html! {
        (drawing(&WIDE, title, description, bands, write))
        (drawing(&NARROW, title, description, bands, write))
    }
}

fn nodes<'b>(
    layout: &Layout,
    bands: &'b [Band],
    end: impl Fn(&'b Band) -> &'b str,
    scale: f64,
    write: &dyn Fn(f64) -> String,
) -> Vec<Node> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for band in bands {
        *sums.entry(end(band)).or_default() += band.amount;
    }
    let mut nodes: Vec<Node> = sums
        .into_iter()
        .map(|(name, amount)| {
            let mut lines = lines(name, layout.size, layout.names - PAD, LINES);
            lines.push(write(amount));
            let words = as_float(lines.len()) * layout.size * LINE;
            let bands = (amount * scale).max(1.0);
            Node {
                name: name.to_owned(),
                lines,
                amount,
                top: 0.0,
                height: bands.max(words),
                bands,
                used: 0.0,
            }
        })
        .collect();
    nodes.sort_by(|a, b| {
        b.amount
            .total_cmp(&a.amount)
            .then_with(|| a.name.cmp(&b.name))
    });
    nodes
}

/// Puts nodes under each other and gives the height of all.
fn stack(nodes: &mut [Node]) -> f64 {
    let mut top = GAP / 2.0;
    for node in nodes.iter_mut() {
        node.top = top;
        top += node.height + GAP;
    }
    top
}

fn position(nodes: &[Node], name: &str) -> usize {
    nodes.iter().position(|node| node.name == name).unwrap_or(0)
}

fn drawing(
    layout: &Layout,
    title: &str,
    description: &str,
    bands: &[Band],
    write: &dyn Fn(f64) -> String,
) -> Markup {
    let total: f64 = bands.iter().map(|band| band.amount).sum();
    let scale = if total > 0.0 {
        layout.height / total
    } else {
        0.0
    };
    let mut givers = nodes(layout, bands, |band| &band.from, scale, write);
    let mut takers = nodes(layout, bands, |band| &band.to, scale, write);
    // What takes stands beside what gives most to it, so that bands cross little.
    let pull = |name: &str| {
        let to = bands.iter().filter(|band| band.to == name);
        let (sum, weight) = to.fold((0.0, 0.0), |(sum, weight), band| {
            let place = as_float(position(&givers, &band.from));
            (sum + place * band.amount, weight + band.amount)
        });
        sum / weight
    };
    let mut pulled: Vec<(f64, Node)> = takers
        .drain(..)
        .map(|node| (pull(&node.name), node))
        .collect();
    pulled.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    takers.extend(pulled.into_iter().map(|(_, node)| node));
    let height = stack(&mut givers).max(stack(&mut takers));
    let (left, right) = (layout.names + BAR, layout.width - layout.names - BAR);
    let middle = f64::midpoint(left, right);

    let mut ordered: Vec<&Band> = bands.iter().collect();
    ordered.sort_by_key(|band| (position(&givers, &band.from), position(&takers, &band.to)));
    let mut paths = Vec::new();
    for band in ordered {
        let thick = (band.amount * scale).max(0.6);
        let (giver, taker) = (position(&givers, &band.from), position(&takers, &band.to));
        let from = givers[giver].bar_top() + givers[giver].used;
        let to = takers[taker].bar_top() + takers[taker].used;
        givers[giver].used += thick;
        takers[taker].used += thick;
        paths.push((
            format!(
                "M{left:.1} {from:.1}C{middle:.1} {from:.1} {middle:.1} {to:.1} {right:.1} {to:.1}V{:.1}C{middle:.1} {:.1} {middle:.1} {:.1} {left:.1} {:.1}Z",
                to + thick,
                to + thick,
                from + thick,
                from + thick
            ),
            format!("{} to {}: {}", band.from, band.to, write(band.amount)),
        ));
    }
    html! {
        svg class=(format!("large {}", layout.class)) role="img" viewBox=(format!("0 0 {} {height:.0}", layout.width)) {
            title { (title) }
            desc { (description) }
            @for (path, words) in paths {
                path.band d=(path) { title { (words) } }
            }
            (column(layout, &givers, layout.names, layout.names - PAD, "end", "gives"))
            (column(layout, &takers, layout.width - layout.names - BAR, layout.width - layout.names + PAD, "start", "takes"))
        }
    }
}

fn column(
    layout: &Layout,
    nodes: &[Node],
    bar: f64,
    words: f64,
    anchor: &str,
    class: &str,
) -> Markup {
    html! {
        @for node in nodes {
            rect class=(class) x=(format!("{bar:.1}")) y=(format!("{:.1}", node.bar_top())) width=(BAR)
                height=(format!("{:.1}", node.bands)) {}
            @let step = layout.size * LINE;
            @let first = node.top + node.height / 2.0 - step * as_float(node.lines.len()) / 2.0 + layout.size;
            text text-anchor=(anchor) font-size=(layout.size) {
                title { (node.name) }
                @for (number, line) in node.lines.iter().enumerate() {
                    tspan class=[(number + 1 == node.lines.len()).then_some("amount")] x=(words)
                        y=(format!("{:.1}", first + step * as_float(number))) { (line) }
                }
            }
        }
    }
}
