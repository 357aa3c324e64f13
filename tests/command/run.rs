//! Runs the built command.

use std::path::Path;
use std::process::{Command, Output};

/// Runs `trefoil` with `arguments` in the folder of the crate.
pub fn trefoil(arguments: &[&str]) -> Output {
    trefoil_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// Runs `trefoil` with `arguments` in `folder`.
pub fn trefoil_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trefoil"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Standard output as text.
pub fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
