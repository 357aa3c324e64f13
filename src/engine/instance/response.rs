//! The response of an activity: chords of a smooth form, or a table (FORMULATION 3).

use super::Segment;
use crate::domain::{Model, PlaceId, Practice, ResponseForm};

/// The chords of a response up to `capacity`, and their largest distance from a smooth form.
pub(super) fn segments(
    model: &Model,
    practice: &Practice,
    place: &PlaceId,
    capacity: f64,
) -> (Vec<Segment>, f64) {
    if capacity <= 0.0 {
        return (Vec::new(), 0.0);
    }
    let last = practice
        .response_last
        .map_or(1.0, crate::domain::Share::get);
    match practice.response {
        ResponseForm::Quadratic => chords(model, capacity, |x| {
            x - (1.0 - last) * x * x / (2.0 * capacity)
        }),
        ResponseForm::Exponential if last < 1.0 => {
            let rate = -last.ln() / capacity;
            chords(model, capacity, |x| -(-rate * x).exp_m1() / rate)
        }
        ResponseForm::Linear | ResponseForm::Exponential => {
            let whole = Segment {
                width: capacity,
                slope: 1.0,
            };
            (vec![whole], 0.0)
        }
        ResponseForm::Table => (table(model, practice, place, capacity), 0.0),
    }
}

fn chords(model: &Model, capacity: f64, curve: impl Fn(f64) -> f64) -> (Vec<Segment>, f64) {
    let count = model.settings().policy.chords.max(1);
    let width = capacity / f64::from(count);
    let mut distance: f64 = 0.0;
    let segments = (0..count)
        .map(|step| {
            let start = width * f64::from(step);
            let slope = (curve(start + width) - curve(start)) / width;
            // A concave curve is furthest from its chord near the middle; for these two forms the
            // middle is within a thousandth of the largest distance at eight chords.
            let middle = start + width / 2.0;
            distance = distance.max(curve(middle) - curve(start) - slope * width / 2.0);
            Segment { width, slope }
        })
        .collect();
    (segments, distance)
}

fn table(model: &Model, practice: &Practice, place: &PlaceId, capacity: f64) -> Vec<Segment> {
    let rows = |named: bool| {
        model.tables().responses.iter().filter(move |row| {
            row.practice == practice.id
                && if named {
                    row.place.as_ref() == Some(place)
                } else {
                    row.place.is_none()
                }
        })
    };
    let named = rows(true).next().is_some();
    let (mut x, mut h) = (0.0, 0.0);
    let mut segments = Vec::new();
    for row in rows(named) {
        let (next_x, next_h) = (row.participants.get(), row.effective_participants.get());
        if next_x > x && x < capacity {
            let width = next_x.min(capacity) - x;
            segments.push(Segment {
                width,
                slope: (next_h - h) / (next_x - x),
            });
        }
        (x, h) = (next_x, next_h);
    }
    // Beyond its last point a table promises nothing more.
    if x < capacity {
        segments.push(Segment {
            width: capacity - x,
            slope: 0.0,
        });
    }
    segments
}
