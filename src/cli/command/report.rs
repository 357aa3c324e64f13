//! `trefoil report`: results as one page for a browser.

use crate::cli::exit::{Exit, Failure};
use crate::cli::job::ReportJob;
use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostics;
use crate::io;
use crate::report::{self, Results};

/// Makes the page.
pub(in crate::cli) fn run(job: &ReportJob, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut findings = Diagnostics::new();
    let mut results = Vec::new();
    for path in &job.results {
        match io::result(path).and_then(|(file, bytes)| report::read(&file, &bytes)) {
            Ok(result) => results.push(result),
            Err(refused) => findings.extend(refused),
        }
    }
    let results = match Results::gather(results) {
        Ok(results) if !findings.has_errors() => results,
        Ok(_) => return Err(findings.into()),
        Err(refused) => {
            findings.extend(refused);
            return Err(findings.into());
        }
    };
    io::write::new_file(&job.output, job.force, || {
        Ok(report::page(&results).into_bytes())
    })?;
    printer.message(&format!(
        "wrote {}: open it in a browser, or print it; it needs no network",
        job.output.display()
    ));
    Ok(Exit::Done)
}
