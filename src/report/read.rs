//! Results read back from the JSON that commands write.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::json::{Envelope, FORMAT_VERSION, JsonResult, written};
use super::record::{
    AlternativesResult, CompareResult, FindingRecord, Manifest, ModelsResult, PracticesResult,
    RecommendResult, SchemesResult, SensitivityResult, ValidateResult,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};

/// A result that was read, with all that stood around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<R> {
    /// The file, as the user named it.
    pub file: String,
    /// What made it.
    pub manifest: Manifest,
    /// The result.
    pub result: R,
    /// What was found in the input of the run.
    pub findings: Vec<FindingRecord>,
    /// Version of the format that it is written in.
    pub format_version: String,
}

impl<R: JsonResult> Read<R> {
    /// A result as it would be read if it were written first.
    #[must_use]
    pub fn made(result: R, manifest: &Manifest, findings: &Diagnostics) -> Box<Self> {
        Box::new(Read {
            file: R::KIND.to_owned(),
            manifest: manifest.clone(),
            result,
            findings: FindingRecord::all(findings),
            format_version: FORMAT_VERSION.to_owned(),
        })
    }

    /// The JSON that it was read from: the same bytes where this program wrote them.
    #[must_use]
    pub fn json(&self) -> String {
        written(&Envelope {
            format_version: self.format_version.as_str().into(),
            kind: R::KIND.into(),
            manifest: std::borrow::Cow::Borrowed(&self.manifest),
            result: std::borrow::Cow::Borrowed(&self.result),
            diagnostics: self.findings.clone(),
        })
    }
}

/// A result of any kind that a page can show.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadResult {
    /// Of `recommend`.
    Recommend(Box<Read<RecommendResult>>),
    /// Of `sensitivity`.
    Sensitivity(Box<Read<SensitivityResult>>),
    /// Of `alternatives`.
    Alternatives(Box<Read<AlternativesResult>>),
    /// Of `compare`.
    Compare(Box<Read<CompareResult>>),
    /// Of `validate`.
    Validate(Box<Read<ValidateResult>>),
}

/// What the kind and the version are read from before the rest.
#[derive(Deserialize)]
struct Header {
    format_version: Option<String>,
    kind: Option<String>,
}

/// Kinds that a page can show.
const SHOWN: [&str; 5] = [
    RecommendResult::KIND,
    SensitivityResult::KIND,
    AlternativesResult::KIND,
    CompareResult::KIND,
    ValidateResult::KIND,
];

/// Kinds that are lists for looking things up.
const LISTS: [&str; 3] = [
    ModelsResult::KIND,
    PracticesResult::KIND,
    SchemesResult::KIND,
];

/// What to try where a file is no result.
const WRITE_ANEW: &str =
    "write the result again with --format json, or with --out and name that folder";

/// The result that `bytes` of the file of that name hold.
///
/// Fields that this version does not know are passed over, since a minor version only adds.
///
/// # Errors
/// The bytes are not a result of this program; its major version is not this one's; its kind is not known; or
/// something in it is missing or of another type. The finding names the line.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadResult, Diagnostics> {
    let header: Header = parse(file, bytes)?;
    let (Some(version), Some(kind)) = (header.format_version, header.kind) else {
        return Err(refuse(
            file,
            None,
            "is JSON, but not a result: it does not say its `format_version` and `kind`",
            WRITE_ANEW,
        ));
    };
    check_version(file, &version)?;
    match kind.as_str() {
        RecommendResult::KIND => whole(file, bytes).map(ReadResult::Recommend),
        SensitivityResult::KIND => whole(file, bytes).map(ReadResult::Sensitivity),
        AlternativesResult::KIND => whole(file, bytes).map(ReadResult::Alternatives),
        CompareResult::KIND => whole(file, bytes).map(ReadResult::Compare),
        ValidateResult::KIND => whole(file, bytes).map(ReadResult::Validate),
        list if LISTS.contains(&list) => Err(refuse(
            file,
            None,
            format!("holds a list of {list}, which is not about a plan"),
            "name results of recommend, sensitivity, alternatives, compare or validate --evidence",
        )),
        unknown => Err(refuse(
            file,
            None,
            format!("holds a result of the kind `{unknown}`, which this version does not know"),
            &suggestion(unknown, SHOWN)
                .unwrap_or_else(|| format!("the kinds are {}", SHOWN.join(", "))),
        )),
    }
}

fn parse<'b, T: Deserialize<'b>>(file: &str, bytes: &'b [u8]) -> Result<T, Diagnostics> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(refuse(
            file,
            None,
            "is in UTF-16, as some shells write what is sent to a file",
            "write the result with --out and name that folder",
        ));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(text).map_err(|error| {
        let line = u64::try_from(error.line()).ok().filter(|line| *line > 0);
        let what = match error.classify() {
            serde_json::error::Category::Data => "is not a whole result",
            _ if text.trim_ascii().is_empty() => "is empty",
            serde_json::error::Category::Eof => "ends before its JSON does",
            _ => "is not JSON",
        };
        refuse(file, line, format!("{what}: {error}"), WRITE_ANEW)
    })
}

fn whole<R: JsonResult>(file: &str, bytes: &[u8]) -> Result<Box<Read<R>>, Diagnostics> {
    let envelope: Envelope<R> = parse(file, bytes)?;
    Ok(Box::new(Read {
        file: file.to_owned(),
        manifest: envelope.manifest.into_owned(),
        result: envelope.result.into_owned(),
        findings: envelope.diagnostics,
        format_version: envelope.format_version.into_owned(),
    }))
}

/// Refuses what another major version wrote.
fn check_version(file: &str, version: &str) -> Result<(), Diagnostics> {
    let major = |text: &str| {
        let (major, minor) = text.split_once('.')?;
        minor.parse::<u32>().ok()?;
        major.parse::<u32>().ok()
    };
    match (major(version), major(FORMAT_VERSION)) {
        (Some(theirs), Some(ours)) if theirs == ours => Ok(()),
        (Some(theirs), Some(ours)) if theirs > ours => Err(refuse(
            file,
            None,
            format!(
                "is written in version {version} of the format, which is newer than {FORMAT_VERSION}"
            ),
            "read it with the program that wrote it, or a newer one",
        )),
        _ => Err(refuse(
            file,
            None,
            format!("says version `{version}` of the format, where this is {FORMAT_VERSION}"),
            WRITE_ANEW,
        )),
    }
}

fn refuse(file: &str, line: Option<u64>, message: impl Into<String>, hint: &str) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings
        .push(Diagnostic::error(codes::BAD_RESULT, Location::file(file, line), message).hint(hint));
    findings
}

/// Results of one model, at most one of each kind: what a page is made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The plan.
    pub recommend: Option<Box<Read<RecommendResult>>>,
    /// How far it can be trusted.
    pub sensitivity: Option<Box<Read<SensitivityResult>>>,
    /// Plans that are nearly as good.
    pub alternatives: Option<Box<Read<AlternativesResult>>>,
    /// Options side by side.
    pub compare: Option<Box<Read<CompareResult>>>,
    /// The model and its evidence.
    pub validate: Option<Box<Read<ValidateResult>>>,
}

impl Results {
    /// The results of `all`, in any order.
    ///
    /// # Errors
    /// There is none; two are of one kind; or they are of models that differ, so that figures would stand beside
    /// each other that do not belong together. All that is wrong is told at once.
    pub fn gather(all: Vec<ReadResult>) -> Result<Self, Diagnostics> {
        let mut results = Results::default();
        let mut findings = Diagnostics::new();
        for result in all {
            let twice = match result {
                ReadResult::Recommend(read) => put(&mut results.recommend, read),
                ReadResult::Sensitivity(read) => put(&mut results.sensitivity, read),
                ReadResult::Alternatives(read) => put(&mut results.alternatives, read),
                ReadResult::Compare(read) => put(&mut results.compare, read),
                ReadResult::Validate(read) => put(&mut results.validate, read),
            };
            findings.extend(twice.err().unwrap_or_default());
        }
        findings.extend(results.differing());
        if findings.has_errors() {
            return Err(findings.sorted());
        }
        Ok(results)
    }

    /// The files with their manifests, in the order of the commands.
    #[must_use]
    pub fn manifests(&self) -> Vec<(&str, &'static str, &Manifest)> {
        fn part<R: JsonResult>(read: Option<&Read<R>>) -> Option<(&str, &'static str, &Manifest)> {
            read.map(|read| (read.file.as_str(), R::KIND, &read.manifest))
        }
        [
            part(self.recommend.as_deref()),
            part(self.sensitivity.as_deref()),
            part(self.alternatives.as_deref()),
            part(self.compare.as_deref()),
            part(self.validate.as_deref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What was found in the input, each finding once.
    #[must_use]
    pub fn findings(&self) -> Vec<&FindingRecord> {
        let lists = [
            self.recommend.as_ref().map(|read| &read.findings),
            self.sensitivity.as_ref().map(|read| &read.findings),
            self.alternatives.as_ref().map(|read| &read.findings),
            self.compare.as_ref().map(|read| &read.findings),
            self.validate.as_ref().map(|read| &read.findings),
        ];
        let mut all: Vec<&FindingRecord> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for finding in lists.into_iter().flatten().flatten() {
            let key = (
                &finding.code,
                &finding.file,
                finding.line,
                &finding.column,
                &finding.path,
                &finding.message,
            );
            if seen.insert(key) {
                all.push(finding);
            }
        }
        all
    }

    /// An error for each file whose model is not that of the first.
    fn differing(&self) -> Diagnostics {
        let mut findings = Diagnostics::new();
        let mut by_hash: BTreeMap<&str, &str> = BTreeMap::new();
        let mut first: Option<(&str, &str)> = None;
        for (file, _, manifest) in self.manifests() {
            let hash = manifest.input_hash.as_deref().unwrap_or("none");
            match first {
                None => first = Some((file, hash)),
                Some((other, known)) if known != hash && by_hash.insert(hash, file).is_none() => {
                    findings.push(
                        Diagnostic::error(
                            codes::DIFFERENT_INPUT,
                            Location::file(file, None),
                            format!(
                                "is of another model than {other}: the hash of its input is {}, not {}",
                                short(hash),
                                short(known)
                            ),
                        )
                        .hint(
                            "run the commands again on the same files, with the same --scenario and --set",
                        ),
                    );
                }
                Some(_) => {}
            }
        }
        findings
    }
}

/// The start of a hash, which is enough to tell two apart.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

fn put<R: JsonResult>(
    place: &mut Option<Box<Read<R>>>,
    read: Box<Read<R>>,
) -> Result<(), Diagnostics> {
    match place {
        Some(other) => Err(refuse(
            &read.file,
            None,
            format!(
                "is a result of {}, of which {} is one already",
                R::KIND,
                other.file
            ),
            "name one result of each command",
        )),
        None => {
            *place = Some(read);
            Ok(())
        }
    }
}
