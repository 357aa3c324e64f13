//! The command: arguments in, data on standard output, messages on standard error, an exit code.
//!
//! [`run`] is all of it. Raw arguments become a checked job; each command does its
//! job in a file of its own and says what it has to say through the printer.

mod args;
mod command;
mod exit;
mod interrupt;
mod job;
mod printer;
mod progress;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use args::{Arguments, Command};
use exit::{Exit, Failure};
use job::{
    AlternativesJob, CompareJob, ConvertJob, EvaluateJob, EverythingJob, GenerateJob, ModelsJob,
    RecommendJob, ReportJob, SchemaJob, SensitivityJob, TemplateJob, ValidateJob,
};
use printer::Printer;

/// Does what the arguments of this process ask for.
#[must_use]
pub fn run() -> ExitCode {
    printer::report_bugs();
    let done = catch_unwind(|| {
        let mut printer = Printer::of_process();
        dispatch(std::env::args_os(), &mut printer)
    });
    done.unwrap_or(Exit::Bug).into()
}

/// Does what `arguments` ask for, the first of which is the name of the program.
fn dispatch(arguments: impl IntoIterator<Item = OsString>, printer: &mut Printer) -> Exit {
    let exit = match Arguments::try_parse_from(named(arguments)) {
        Ok(Arguments { quiet, command }) => {
            printer.set_quiet(quiet);
            match command {
                Some(command) => {
                    execute(command, printer).unwrap_or_else(|failure| failure.print(printer))
                }
                None => {
                    printer.data(args::SHORT_HELP);
                    Exit::Done
                }
            }
        }
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            printer.data(&error.render().to_string());
            Exit::Done
        }
        Err(error) => {
            printer.complaint(&error.render().to_string());
            Exit::BadInput
        }
    };
    printer.finish(exit)
}

/// A workbook where a command is expected asks for everything about it.
fn named(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let first = arguments
        .iter()
        .skip(1)
        .position(|argument| !argument.to_string_lossy().starts_with('-'));
    if let Some(first) = first.map(|position| position + 1)
        && Path::new(&arguments[first])
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
    {
        arguments.insert(first, OsString::from("everything"));
    }
    arguments
}

fn execute(command: Command, printer: &mut Printer) -> Result<Exit, Failure> {
    match command {
        Command::Recommend(args) => {
            command::recommend::run(&RecommendJob::try_from(args)?, printer)
        }
        Command::Compare(args) => command::compare::run(&CompareJob::try_from(args)?, printer),
        Command::Sensitivity(args) => {
            command::sensitivity::run(&SensitivityJob::try_from(args)?, printer)
        }
        Command::Alternatives(args) => {
            command::alternatives::run(&AlternativesJob::try_from(args)?, printer)
        }
        Command::Evaluate(args) => command::evaluate::run(&EvaluateJob::try_from(args)?, printer),
        Command::Validate(args) => command::validate::run(&ValidateJob::try_from(args)?, printer),
        Command::Report(args) => command::report::run(&ReportJob::from(args), printer),
        Command::Template(args) => command::template::run(&TemplateJob::try_from(args)?, printer),
        Command::Convert(args) => command::convert::run(&ConvertJob::try_from(args)?, printer),
        Command::Everything(args) => command::everything::run(&EverythingJob::from(args), printer),
        Command::Models(args) => Ok(command::models::run(ModelsJob::from(args), printer)),
        Command::Schema(args) => command::schema::run(&SchemaJob::from(args), printer),
        Command::Generate(args) => command::generate::run(&GenerateJob::try_from(args)?, printer),
    }
}
