//! Uncertain inputs: what they are, by which paths, how wide by default, and what drawn values make of a model.

use std::collections::BTreeSet;

use trefoil::domain::{
    Basis, Distribution, Input, Model, NoInput, NonNegative, Provenance, RangeOrigin, Share,
    Tables, Uncertain, Unit, uncertain,
};
use trefoil::io::{LoadOptions, load, shipped_models};

use super::folder::Folder;
use super::writing::rich;

/// The model of a folder that loads.
pub fn model(folder: &Folder) -> Model {
    let loaded = folder.load();
    loaded.unwrap_or_else(|findings| panic!("{findings}")).model
}

fn shipped(name: &str) -> Model {
    load(name, &LoadOptions::default()).unwrap().model
}

/// Every shipped model, and one that fills every column.
fn models() -> Vec<Model> {
    let mut models: Vec<Model> = shipped_models()
        .iter()
        .map(|model| shipped(&model.name))
        .collect();
    models.push(model(&rich()));
    models
}

/// The input of a path.
pub fn find<'u>(inputs: &'u [Uncertain], path: &str) -> &'u Uncertain {
    let found = inputs.iter().find(|input| input.path == path);
    found.unwrap_or_else(|| panic!("{path} is not among the uncertain inputs"))
}

/// Columns whose figures can be uncertain; settings by the last part of their key.
#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "activities.capacity", "activities.min_scale", "activities.participants_today", "allocations.amount",
    "baselines.baseline", "baselines.population", "baselines.target", "conversions.cap", "conversions.rate",
    "evidence.effect", "evidence.follow_up_effect", "evidence.standard_error", "indicators.sd",
    "indicators.weight", "links.extra_sd", "needs.fixed", "needs.per_participant", "places.fidelity",
    "pools.amount", "pools.max_moved", "practices.fade", "practices.one_time_cost", "practices.response_last",
    "responses.effective_participants", "rules.limit", "serves.share", "settings.beyond_target_slope",
    "settings.discount", "settings.fade", "settings.loss_slope", "settings.max_moved", "settings.mean",
    "settings.sd", "settings.standard_error",
];

#[test]
fn every_figure_is_read_found_by_its_path_and_set() {
    let mut seen = BTreeSet::new();
    for model in models() {
        let tables = model.tables();
        let mut paths = BTreeSet::new();
        for input in Input::all(tables) {
            let path = input.path();
            let table = input.table().unwrap_or("settings");
            let column = format!("{table}.{}", input.column());
            assert_eq!(path, format!("{}.{}", input.row(), input.column()));
            assert!(paths.insert(path.clone()), "{path} twice");
            if !COLUMNS.contains(&column.as_str())
                || !seen.insert((column, model.settings().name.clone()))
            {
                assert!(
                    COLUMNS.contains(&format!("{table}.{}", input.column()).as_str()),
                    "{path}"
                );
                continue;
            }
            assert_eq!(Input::parse(&path, tables).as_ref(), Ok(&input), "{path}");
            let value = input.get(tables).unwrap();
            let span = input.span(tables).unwrap();
            assert!(span.holds(value), "{path} is {value}");
            let other = [value * 1.25, value + 0.25, value * 0.75]
                .into_iter()
                .find(|other| *other != value && span.holds(*other))
                .unwrap();
            let mut changed = tables.clone();
            assert!(input.set(&mut changed, other));
            assert_eq!(input.get(&changed), Some(other), "{path}");
            assert_ne!(&changed, tables);
            // What is above zero stays there, so that a figure of zero has no way back.
            if input.span(&changed).unwrap().holds(value) {
                assert!(input.set(&mut changed, value));
                assert!(changed == *tables, "{path} and nothing else");
            }
        }
    }
    let seen: BTreeSet<&str> = seen.iter().map(|(column, _)| column.as_str()).collect();
    assert_eq!(seen, COLUMNS.iter().copied().collect::<BTreeSet<&str>>());
}

/// A path of `--set` names the same figure: what it sets is what the input reads.
#[test]
fn a_path_is_the_one_that_set_takes() {
    for path in [
        "needs[tutoring,hours].per_participant",
        "serves[books,westside,reading,girls,2].share",
        "responses[tutoring,,0.1].effective_participants",
        "evidence[s-1,books,reading,,westside,girls].effect",
        "rules[r-7].limit",
        "evidence.levels.3.mean",
        "evidence.multipliers.not_real_world.sd",
        "evidence.fade",
        "value.discount",
        "policy.max_moved",
    ] {
        let value = 0.0625;
        let tables = model(&rich().set(&format!("{path}={value}")));
        let input = Input::parse(path, tables.tables()).unwrap();
        assert_eq!(input.get(tables.tables()), Some(value), "{path}");
    }
}

#[test]
fn another_spelling_of_a_key_names_the_same_figure() {
    let model = model(&rich());
    let parse = |path: &str| Input::parse(path, model.tables());
    assert_eq!(
        parse(" responses[ tutoring , , 50.0 ].effective_participants "),
        parse("responses[tutoring,,50].effective_participants")
    );
    assert_eq!(
        parse("serves[books,westside,reading,girls,2.0].share"),
        parse("serves[books,westside,reading,girls,2].share")
    );
}

#[test]
fn what_a_path_may_have_meant_is_said() {
    let model = model(&rich());
    let hint = |path: &str| {
        let NoInput { hint, .. } = Input::parse(path, model.tables()).unwrap_err();
        hint.unwrap()
    };
    for (path, meant) in [
        (
            "needs[tutoring,hour].per_participant",
            "`needs[tutoring,hours].per_participant`",
        ),
        ("need[tutoring,hours].per_participant", "`needs`"),
        ("needs[tutoring,hours].per_particpant", "`per_participant`"),
        ("evidence.levels.3.mena", "`evidence.levels.3.mean`"),
        (
            "needs[tutoring,hours]",
            "such as `needs[afterschool,money].fixed`",
        ),
        ("pools", "`table[key,key].column`"),
        ("discount", "`value.discount`"),
    ] {
        assert!(hint(path).contains(meant), "{path}: {}", hint(path));
    }
}

#[test]
fn drawing_what_the_model_has_leaves_it_as_it_is() {
    for model in models() {
        let inputs = uncertain(&model);
        let values: Vec<f64> = inputs.iter().map(|input| input.value).collect();
        assert!(inputs.len() > 6, "{}", inputs.len());
        assert_eq!(model.drawn(&inputs, &values), model);
    }
}

#[test]
fn drawn_values_are_written_and_nothing_else_changes() {
    let model = shipped("cincinnati");
    let inputs = uncertain(&model);
    let values: Vec<f64> = inputs.iter().map(|input| input.at(0.9)).collect();
    let drawn = model.drawn(&inputs, &values);
    let mut by_hand = model.tables().clone();
    for (input, value) in inputs.iter().zip(&values) {
        assert!(
            (value - input.high).abs() <= 1e-9 * input.high.abs(),
            "{}",
            input.path
        );
        assert!(input.input.set(&mut by_hand, *value), "{}", input.path);
    }
    assert_eq!(drawn.tables(), &by_hand);
}

#[test]
fn a_drawn_value_is_held_to_what_its_figure_may_be() {
    let folder = rich().put(
        "ranges.csv",
        "path,low,high,distribution\npools[grant].amount,0,200000,normal\npools[grant].max_moved,0.1,0.4,uniform\n\
         \"baselines[reading,westside,all].population\",100,700,normal\n\
         \"baselines[reading,westside,all].baseline\",45,90,normal\nindicators[score].weight,1e-8,1,normal\n",
    );
    let model = model(&folder);
    let inputs = uncertain(&model);
    let of = |value: f64| {
        let values: Vec<f64> = vec![value; inputs.len()];
        let drawn = model.drawn(&inputs, &values);
        move |path: &str| {
            let input = Input::parse(path, drawn.tables()).unwrap();
            input.get(drawn.tables()).unwrap()
        }
    };
    let (low, high) = (of(-1e9), of(1e9));
    assert_eq!(low("pools[grant].amount"), 0.0);
    assert_eq!(
        (
            low("pools[grant].max_moved"),
            high("pools[grant].max_moved")
        ),
        (0.0, 1.0)
    );
    // The ceiling of reading is 95.5, and somebody is always measured.
    assert_eq!(high("baselines[reading,westside,all].baseline"), 95.5);
    let people = low("baselines[reading,westside,all].population");
    assert!(people > 0.0 && people < 1.0, "{people}");
    assert!(low("indicators[score].weight") > 0.0);
    assert_eq!(high("pools[grant].amount"), 1e9);
}

#[test]
fn a_drawn_response_never_falls() {
    let points =
        ["0.1", "50"].map(|at| format!("responses[tutoring,,{at}].effective_participants"));
    let rows = format!(
        "path,low,high,distribution\n\"{}\",0.05,60,uniform\n\"{}\",10,50,uniform\n",
        points[0], points[1]
    );
    let model = model(&rich().put("ranges.csv", &rows));
    let inputs: Vec<Uncertain> = uncertain(&model)
        .into_iter()
        .filter(|input| points.contains(&input.path))
        .collect();
    let drawn = model.drawn(&inputs, &[30.0, 20.0]);
    let values: Vec<f64> = inputs
        .iter()
        .map(|input| input.input.get(drawn.tables()).unwrap())
        .collect();
    assert_eq!(values, [30.0, 30.0]);
}

/// Row, basis and value of each figure that has a range of its own where nobody names one.
fn expected(tables: &Tables) -> Vec<(String, Option<Basis>, f64, f64)> {
    let mut rows = Vec::new();
    // The last number is the highest value that the figure may have.
    let mut add = |row: String, column: &str, from: &Provenance, value: Option<f64>, most: f64| {
        if let Some(value) = value {
            rows.push((format!("{row}.{column}"), from.basis, value, most));
        }
    };
    let any = f64::INFINITY;
    for row in &tables.baselines {
        let indicator = tables
            .indicators
            .iter()
            .find(|other| other.id == row.indicator)
            .unwrap();
        let most = if indicator.unit == Unit::Percent {
            100.0
        } else {
            any
        };
        add(
            row.path(),
            "baseline",
            &row.provenance,
            Some(row.baseline.get()),
            most,
        );
        add(
            row.path(),
            "population",
            &row.provenance,
            Some(row.population.get()),
            any,
        );
    }
    for row in &tables.needs {
        let (amount, fixed) = (row.per_participant.get(), row.fixed.map(NonNegative::get));
        add(
            row.path(),
            "per_participant",
            &row.provenance,
            Some(amount),
            any,
        );
        add(row.path(), "fixed", &row.provenance, fixed, any);
    }
    for row in &tables.pools {
        add(
            row.path(),
            "amount",
            &row.provenance,
            Some(row.amount.get()),
            any,
        );
    }
    for row in &tables.activities {
        add(
            row.path(),
            "capacity",
            &row.provenance,
            row.capacity.map(NonNegative::get),
            any,
        );
    }
    for row in &tables.practices {
        add(
            row.path(),
            "fade",
            &row.provenance,
            row.fade.map(Share::get),
            1.0,
        );
        let cost = row.one_time_cost.map(NonNegative::get);
        add(row.path(), "one_time_cost", &row.provenance, cost, any);
    }
    for row in &tables.places {
        add(
            row.path(),
            "fidelity",
            &row.provenance,
            row.fidelity.map(Share::get),
            1.0,
        );
    }
    for row in &tables.serves {
        add(
            row.path(),
            "share",
            &row.provenance,
            Some(row.share.get()),
            1.0,
        );
    }
    for row in &tables.conversions {
        add(
            row.path(),
            "rate",
            &row.provenance,
            Some(row.rate.get()),
            any,
        );
    }
    rows
}

#[test]
fn what_cincinnati_does_not_know_is_as_wide_as_its_basis() {
    let model = shipped("cincinnati");
    let widths = &model.settings().ranges;
    let inputs = uncertain(&model);
    let mut paths = BTreeSet::new();
    for (path, basis, value, most) in expected(model.tables()) {
        let width = match basis {
            Some(Basis::Default) => widths.default,
            Some(Basis::Illustrative) => widths.illustrative,
            Some(Basis::Derived) => widths.derived,
            Some(Basis::Local) => widths.local,
            Some(Basis::Published) => widths.published,
            None => widths.unstated,
        };
        let score = path.starts_with("baselines[act");
        if width == 0.0 || value <= 0.0 || value >= most {
            continue;
        }
        let input = find(&inputs, &path);
        assert_eq!(
            (input.origin, input.basis, input.value),
            (RangeOrigin::Basis, basis, value)
        );
        let measure = |value: f64| {
            if most.is_finite() {
                value / (most - value)
            } else {
                value
            }
        };
        if !score {
            for bound in [
                measure(input.high) / measure(value),
                measure(value) / measure(input.low),
            ] {
                assert!((bound - (1.0 + width)).abs() < 1e-9, "{path}: {bound}");
            }
            let form = if most.is_finite() {
                Distribution::Logit
            } else {
                Distribution::Lognormal
            };
            assert_eq!(input.distribution, form, "{path}");
        }
        paths.insert(path);
    }
    assert!(paths.len() > 100, "{}", paths.len());
    for level in 0..6 {
        let path = format!("evidence.levels.{level}.mean");
        let input = find(&inputs, &path);
        let prior = model.settings().evidence.levels[level].mean;
        assert_eq!((input.origin, input.value), (RangeOrigin::Scale, prior));
        assert_eq!(
            (input.low, input.high),
            (prior - widths.prior_means, prior + widths.prior_means)
        );
        assert_eq!(input.distribution, Distribution::Normal);
        paths.insert(path);
    }
    assert_eq!(find(&inputs, "evidence.fade").origin, RangeOrigin::Basis);
    paths.insert("evidence.fade".to_owned());
    let listed: Vec<&String> = inputs.iter().map(|input| &input.path).collect();
    assert_eq!(listed, paths.iter().collect::<Vec<_>>());
}
