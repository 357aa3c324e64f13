//! scratch
#![allow(warnings)]
use std::time::Instant;
use trefoil::app::generate::{self, Size};
use trefoil::domain::Model;
use trefoil::engine::backend::{start, Backend as _, Limits, Outcome, Raw};
use trefoil::engine::{Form, Instance, Problem, SearchSettings, allocation, most_value, verify, upper_bound, search, Flow};
use trefoil::evidence;
fn t<T>(what: &str, f: impl FnOnce() -> T) -> T { let s = Instant::now(); let r = f(); println!("{what}: {:.2} ms", s.elapsed().as_secs_f64()*1e3); r }
fn main() {
    for which in ["M", "cincinnati"] {
        println!("--- {which}");
        let model = if which == "M" { Model::new(generate::tables(Size::M, 1000)).unwrap().0 } else { trefoil::io::load("cincinnati", &Default::default()).unwrap().model };
        let effects = t("effects", || evidence::effects(&model).unwrap());
        let instance = t("instance", || Instance::new(&model, &effects));
        let _ = t("clone", || instance.clone());
        let p0 = t("problem", || Problem::new(&instance, Form::Reduced));
        println!("cols {} rows {} nz {}", p0.lp.columns(), p0.lp.rows(), p0.lp.values.len());
        let settings = SearchSettings { backend: &Raw, form: Form::Reduced, limits: Limits::default() };
        if which == "M" {
        let (problem, point, bound) = t("most_value", || most_value(&instance, settings).unwrap());
        println!("final rows {} tangents {}", problem.lp.rows(), problem.tangents());
        let mut session = Raw.start(&problem.lp, Limits::default());
        t("cold final", || session.solve());
        let basis = session.basis().unwrap();
        t("restart same", || session.restart(&problem.lp, &basis));
        t("solve same", || session.solve());
        let mut lp = problem.lp.clone();
        // perturb values of rows with the Change column as if effects drew
        let mut k = 0u64;
        for r in 0..10 {
            let mut lp = problem.lp.clone();
            for v in lp.values.iter_mut() { if v.abs() != 1.0 && *v < 0.0 { k = k.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); let u = (k >> 33) as f64 / 2f64.powi(31); *v *= 0.7 + 0.6 * u; } }
            let s = Instant::now();
            session.restart(&lp, &basis); 
            let a = s.elapsed().as_secs_f64();
            let sol = session.solve();
            println!("draw {r}: pass {:.1} all {:.1} ms {:?}", a*1e3, s.elapsed().as_secs_f64()*1e3, sol.outcome);
            let d = sol.duals.unwrap();
            t("  bound", || upper_bound(&lp, &d));
        }
        t("evaluate", || instance.evaluate(&point.participants));
        t("allocation", || allocation(&instance, &problem, &point));
        } else {
            let r = t("search", || search(&instance, settings, &mut |_| Flow::Continue));
            println!("ints {}", p0.lp.integers.len());
            let relaxed = p0.relaxed();
            let mut s = Raw.start(&relaxed.lp, Limits::default());
            t("relax first", || s.solve());
        }
    }
}
