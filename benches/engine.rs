//! The steps of a recommendation, one by one, on generated models.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;

use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::{Limits, Raw};
use trefoil::engine::{Form, Instance, Problem, SearchSettings, allocation, most_value, verify};
use trefoil::evidence;
use trefoil::io;

const SEED: u64 = 1;

fn steps(criterion: &mut Criterion) {
    for size in [Size::S, Size::M] {
        let tables = generate::tables(size, SEED);
        let (model, _) = Model::new(tables.clone()).unwrap_or_else(|findings| panic!("{findings}"));
        let effects = evidence::effects(&model).unwrap_or_else(|findings| panic!("{findings}"));
        let instance = Instance::new(&model, &effects);
        let settings = SearchSettings {
            backend: &Raw,
            form: Form::Reduced,
            limits: Limits::default(),
        };
        let Some((problem, point, _)) = most_value(&instance, settings) else {
            panic!("not solved")
        };
        let plan = allocation(&instance, &problem, &point).plan(&instance);

        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        io::write::folder(folder.path(), &io::model_files(&tables))
            .unwrap_or_else(|findings| panic!("{findings}"));
        let path = folder.path().to_string_lossy().into_owned();

        let mut group = criterion.benchmark_group(format!("{size:?}").to_lowercase());
        group.sample_size(10);
        group.bench_function("load", |bench| {
            bench.iter(|| black_box(io::load(&path, &io::LoadOptions::default())));
        });
        group.bench_function("validate", |bench| {
            bench.iter_batched(
                || tables.clone(),
                |tables| black_box(Model::new(tables)),
                BatchSize::LargeInput,
            );
        });
        group.bench_function("instance", |bench| {
            bench.iter(|| black_box(Instance::new(&model, &effects)));
        });
        group.bench_function("formulate", |bench| {
            bench.iter(|| black_box(Problem::new(&instance, Form::Reduced)));
        });
        group.bench_function("solve", |bench| {
            bench.iter(|| black_box(most_value(&instance, settings)));
        });
        group.bench_function("verify", |bench| {
            bench.iter(|| black_box(verify(&instance, &plan)));
        });
        group.finish();
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
