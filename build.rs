//! Tells cargo that the shipped models and scenarios are part of the program: the macro that embeds
//! them sees a changed file, but not a new one.

fn main() {
    println!("cargo::rerun-if-changed=models");
    println!("cargo::rerun-if-changed=scenarios");
}
