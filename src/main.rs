//! The command.

use std::process::ExitCode;

fn main() -> ExitCode {
    trefoil::cli::run()
}
