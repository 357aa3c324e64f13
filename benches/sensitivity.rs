//! scratch
#![allow(warnings)]
use std::time::Instant;
use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::{Backend as _, Limits, Outcome, Raw, start};
use trefoil::engine::*;
use trefoil::evidence;
fn t<T>(what: &str, f: impl FnOnce() -> T) -> T {
    let s = Instant::now();
    let r = f();
    println!("{what}: {:.2} ms", s.elapsed().as_secs_f64() * 1e3);
    r
}
fn main() {
    for which in ["M", "cincinnati"] {
        println!("--- {which}");
        let model = if which == "M" {
            Model::new(generate::tables(Size::M, 1000)).unwrap().0
        } else {
            trefoil::io::load("cincinnati", &Default::default())
                .unwrap()
                .model
        };
        let effects = evidence::effects(&model).unwrap();
        let instance = Instance::new(&model, &effects);
        let settings = SearchSettings {
            backend: &Raw,
            form: Form::Reduced,
            limits: Limits::default(),
        };
        let Search::Found(solved) = t("search", || {
            search(&instance, settings, &mut |_| Flow::Continue)
        }) else {
            panic!()
        };
        let resolver = t("resolver", || {
            Resolver::new(&instance, &solved.point.participants, &Raw)
        });
        let mut worker = resolver.worker();
        let mut k = 12345u64;
        let mut uni = || {
            k = k
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (k >> 33) as f64 / 2f64.powi(31)
        };
        let base = t("base", || worker.solve(&instance));
        if let Answer::Found(r) = &base {
            println!(
                "base value {} against {} gap {:.1e} solves {}",
                r.value(),
                solved.point.evaluation.value,
                r.gap,
                r.solves
            );
        }
        let mut total = 0.0;
        let mut n = 0;
        let mut gaps = vec![];
        let mut solves = 0;
        let mut searched = 0;
        let mut tt = [0.0; 4];
        for d in 0..(if which == "M" { 20 } else { 100 }) {
            let values: Vec<f64> = instance
                .effects
                .iter()
                .map(|e| {
                    let z: f64 = (0..12).map(|_| uni()).sum::<f64>() - 6.0;
                    e.mean + e.sd * z
                })
                .collect();
            let s = Instant::now();
            let drawn = instance.with_effects(&values);
            tt[0] += s.elapsed().as_secs_f64();
            let a = worker.solve(&drawn);
            let e = s.elapsed().as_secs_f64();
            total += e;
            n += 1;
            match a {
                Answer::Found(r) => {
                    gaps.push(r.gap);
                    solves += r.solves;
                    if d < 0 {
                        let (v, b) = if instance.activities.iter().any(|a| a.has_switch()) {
                            if let Search::Found(f) =
                                search(&drawn, settings, &mut |_| Flow::Continue)
                            {
                                (f.point.evaluation.value, f.bound)
                            } else {
                                panic!()
                            }
                        } else {
                            let (_, p, b) = most_value(&drawn, settings).unwrap();
                            (p.evaluation.value, b)
                        };
                        println!(
                            "draw {d}: {:.1} ms value {:.6e} bound {:.6e} gap {:.1e} solves {} | full {:.6e} {:.6e} rel diff {:.1e}",
                            e * 1e3,
                            r.value(),
                            r.bound,
                            r.gap,
                            r.solves,
                            v,
                            b,
                            (v - r.value()) / v
                        );
                    }
                }
                x => println!("{x:?}"),
            }
        }
        gaps.sort_by(f64::total_cmp);
        println!(
            "per draw {:.1} ms (drawing {:.1}), solves {:.2}, gap median {:.1e} p90 {:.1e} max {:.1e}",
            1e3 * total / n as f64,
            1e3 * tt[0] / n as f64,
            solves as f64 / n as f64,
            gaps[n / 2],
            gaps[n * 9 / 10],
            gaps[n - 1]
        );
        let p = t("problem", || {
            Problem::in_pieces(
                &instance,
                &Touches::near(&instance, &solved.point.evaluation.changes),
            )
        });
        println!(
            "cols {} rows {} nz {} tangents {}",
            p.lp.columns(),
            p.lp.rows(),
            p.lp.values.len(),
            p.tangents()
        );
    }
}
