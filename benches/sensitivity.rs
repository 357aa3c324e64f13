//! scratch
#![allow(warnings)]
use std::time::Instant;
use trefoil::app::sensitivity::*;
use trefoil::app::watch::*;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit_once(')').unwrap().1.split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let model = trefoil::io::load("cincinnati", &Default::default())
        .unwrap()
        .model;
    let all = [
        Method::MonteCarlo,
        Method::Tornado,
        Method::Rules,
        Method::Marginal,
        Method::Frontier,
    ];
    let n: usize = std::env::var("N")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(5);
    for method in all.into_iter().take(n) {
        let c = cpu();
        let s = Instant::now();
        let o = run(
            &model,
            &Options {
                methods: vec![method],
                seed: 1,
                samples: std::env::var("D").ok().and_then(|d| d.parse().ok()),
                threads: Some(1),
                ..Options::default()
            },
            Watch::nobody(),
        )
        .unwrap();
        println!(
            "{method:?}: {:.2} cpu {:.2} wall",
            cpu() - c,
            s.elapsed().as_secs_f64()
        );
        if let Some(m) = o.sensitivity.montecarlo {
            println!("{:?} {:?}", m.draws, m.best);
        }
    }
}
