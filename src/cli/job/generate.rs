//! Writing what is made up.

use std::path::PathBuf;

use super::{bad_option, workbook};
use crate::app::generate::Size;
use crate::cli::args::{GenerateArgs, SizeName};
use crate::diagnostic::Diagnostics;

/// Most proposals that are made: they are written at once.
const MOST_PROPOSALS: usize = 1_000_000;

/// Write a made-up model, or made-up proposals for a model.
#[derive(Debug)]
pub(in crate::cli) struct GenerateJob {
    pub made: Made,
    pub seed: u64,
    /// Folder of the model, or file of the proposals.
    pub out: PathBuf,
}

/// What is made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Made {
    /// A model.
    Model(Size),
    /// That many proposals for a model.
    Proposals { count: usize, model: String },
}

impl TryFrom<GenerateArgs> for GenerateJob {
    type Error = Diagnostics;

    fn try_from(args: GenerateArgs) -> Result<Self, Diagnostics> {
        let made = match (args.size, args.proposals, args.model) {
            (_, Some(count), Some(model)) => {
                if !(1..=MOST_PROPOSALS).contains(&count) {
                    return Err(bad_option(
                        "--proposals",
                        format!("{count} is not between 1 and {MOST_PROPOSALS}"),
                        "give another number",
                    ));
                }
                if workbook::ending(&args.out) != "csv" {
                    return Err(bad_option(
                        "--out",
                        "proposals are written as one CSV file",
                        "give a name that ends in .csv",
                    ));
                }
                Made::Proposals { count, model }
            }
            (Some(size), ..) => Made::Model(match size {
                SizeName::S => Size::S,
                SizeName::M => Size::M,
                SizeName::L => Size::L,
                SizeName::Xl => Size::Xl,
            }),
            (None, ..) => {
                return Err(bad_option(
                    "--size",
                    "nothing says how large the model is",
                    "add --size M, or --proposals N --model MODEL",
                ));
            }
        };
        Ok(GenerateJob {
            made,
            seed: args.seed,
            out: args.out,
        })
    }
}
