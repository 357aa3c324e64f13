//! What the command asks of the rooms below it.
//!
//! Until those rooms are joined, this stands in for them with the same names, and refuses all work.

#![expect(
    dead_code,
    reason = "a stand-in makes none of the values that its commands take apart"
)]

fn not_joined() -> crate::diagnostic::Diagnostics {
    use crate::diagnostic::{Diagnostic, Diagnostics, Location};
    let mut findings = Diagnostics::new();
    let message = "this build of the command cannot read or solve models yet";
    findings.push(Diagnostic::error(
        "not-joined",
        Location::default(),
        message,
    ));
    findings
}

/// Files.
pub(super) mod io {
    use std::path::PathBuf;

    use crate::diagnostic::Diagnostics;
    use crate::domain::{Model, Tables};

    #[derive(Debug, Clone, Default)]
    pub struct LoadOptions {
        pub scenarios: Vec<PathBuf>,
        pub sets: Vec<String>,
    }

    #[derive(Debug)]
    pub struct Change {
        pub path: String,
        pub old: Option<String>,
        pub new: Option<String>,
        pub by: String,
    }

    #[derive(Debug)]
    pub struct Loaded {
        pub model: Model,
        pub diagnostics: Diagnostics,
        pub changes: Vec<Change>,
        pub input_hash: String,
        pub name: String,
    }

    #[derive(Debug)]
    pub struct ShippedModel {
        pub name: String,
        pub title: String,
        pub description: String,
    }

    pub fn load(_spec: &str, _options: &LoadOptions) -> Result<Loaded, Diagnostics> {
        Err(super::not_joined())
    }

    pub fn model_files(_tables: &Tables) -> Vec<(String, Vec<u8>)> {
        Vec::new()
    }

    pub fn shipped_models() -> Vec<ShippedModel> {
        Vec::new()
    }

    pub fn schemas() -> Vec<(String, serde_json::Value)> {
        Vec::new()
    }

    /// Writing.
    pub mod write {
        use std::path::Path;

        use crate::diagnostic::Diagnostics;

        pub fn folder(_dir: &Path, _files: &[(String, Vec<u8>)]) -> Result<(), Diagnostics> {
            Err(super::super::not_joined())
        }
    }
}

/// The solve.
pub(super) mod engine {
    #[derive(Debug, thiserror::Error)]
    #[error("the solver failed")]
    pub struct EngineError;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Flow {
        Continue,
        Stop,
    }

    #[derive(Debug, Clone, Copy)]
    pub struct Progress {
        pub stage: u8,
        pub rounds: usize,
        pub gap: f64,
    }
}

/// Jobs.
pub(super) mod app {
    /// Made-up models.
    pub mod generate {
        use crate::domain::{EvidenceSettings, PolicySettings, Settings, Tables, ValueSettings};

        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Size {
            S,
            M,
            L,
            Xl,
        }

        pub fn tables(_size: Size, _seed: u64) -> Tables {
            Tables {
                settings: Settings {
                    name: String::new(),
                    description: None,
                    currency: String::new(),
                    cycle: String::new(),
                    horizon: 1,
                    value: ValueSettings::default(),
                    policy: PolicySettings::default(),
                    evidence: EvidenceSettings::default(),
                },
                indicators: Vec::new(),
                places: Vec::new(),
                groups: Vec::new(),
                partners: Vec::new(),
                baselines: Vec::new(),
                resources: Vec::new(),
                practices: Vec::new(),
                responses: Vec::new(),
                activities: Vec::new(),
                needs: Vec::new(),
                evidence: Vec::new(),
                serves: Vec::new(),
                pools: Vec::new(),
                restrictions: Vec::new(),
                allocations: Vec::new(),
                rules: Vec::new(),
            }
        }
    }

    /// The recommendation.
    pub mod recommend {
        use super::super::engine::{EngineError, Flow, Progress};
        use crate::diagnostic::Diagnostics;
        use crate::domain::{Model, Recommendation};

        #[derive(Debug, Clone, Copy, Default)]
        pub struct Options {
            pub time_limit: Option<f64>,
        }

        #[derive(Debug)]
        pub struct Outcome {
            pub recommendation: Recommendation,
            pub findings: Diagnostics,
            pub solver: String,
        }

        #[derive(Debug, thiserror::Error)]
        pub enum JobError {
            #[error("{0}")]
            Input(Diagnostics),
            #[error("{0}")]
            Engine(EngineError),
        }

        pub fn run(
            _model: &Model,
            _options: Options,
            _progress: &mut dyn FnMut(Progress) -> Flow,
        ) -> Result<Outcome, JobError> {
            Err(JobError::Input(super::super::not_joined()))
        }
    }
}
