//! The bytes of a proposals file: of the disk, or shipped.

use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::shipped;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, codes, suggestion};
use crate::io::disk::{self, LARGEST_FILE};
use crate::io::journal::hexadecimal;
use crate::io::scalar::quoted;
pub(super) use crate::io::source::unreadable;
use crate::io::table::BYTE_ORDER_MARK;

/// Bytes that are asked of the disk at once.
const AT_ONCE: usize = 1 << 16;

/// Bytes that can be read again.
pub(super) trait Stream: Read + Seek + Send {}

impl<S: Read + Seek + Send> Stream for S {}

/// What is read from, with bytes that are read ahead.
pub(super) type Reader = BufReader<Box<dyn Stream>>;

/// The formats, by the endings of the files' names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    JsonLines,
    Workbook,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Ending of the format that a build reads only where it was asked for.
const PARQUET: &str = "parquet";

/// Endings of the formats.
const ENDINGS: &[(&str, Format)] = &[
    ("csv", Format::Csv),
    ("jsonl", Format::JsonLines),
    ("xlsx", Format::Workbook),
    #[cfg(feature = "parquet")]
    (PARQUET, Format::Parquet),
];

/// The format of a file, or what is wrong with its name.
pub(super) fn format(path: &Path, findings: &mut Diagnostics) -> Option<Format> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let known = ENDINGS
        .iter()
        .find(|(known, _)| ending.eq_ignore_ascii_case(known));
    if known.is_none() {
        let everywhere = ENDINGS.iter().filter(|(ending, _)| *ending != PARQUET);
        let names: Vec<String> = everywhere.map(|(ending, _)| format!(".{ending}")).collect();
        let why = match ending.eq_ignore_ascii_case(PARQUET) {
            true => {
                "which this build does not read: one with `cargo build --features parquet` does"
            }
            false => "which is no format of proposals",
        };
        let message = format!("the name ends in {}, {why}", quoted(&format!(".{ending}")));
        findings.push(
            Diagnostic::error(
                codes::UNKNOWN_FORMAT,
                Location::file(path.display().to_string(), None),
                message,
            )
            .hint(format!("save it as one of {}", names.join(", "))),
        );
    }
    known.map(|(_, format)| *format)
}

/// Opens a file of the disk, else a shipped one.
pub(super) fn open(path: &Path, findings: &mut Diagnostics) -> Option<Box<dyn Stream>> {
    let file = path.display().to_string();
    if !disk::is_file(path) {
        if let Some(bytes) = shipped::find(path) {
            return Some(Box::new(Cursor::new(bytes)));
        }
        findings.push(no_such(path));
        return None;
    }
    match disk::open(path) {
        Ok(opened) => Some(Box::new(opened)),
        Err(error) => {
            findings.push(unreadable(&file, &error));
            None
        }
    }
}

fn no_such(path: &Path) -> Diagnostic {
    let file = path.display().to_string();
    let place = Location::file(file.clone(), None);
    if disk::is_folder(path) {
        let message = "this is a folder, and a file of proposals is needed";
        return Diagnostic::error(codes::NO_SUCH_PROPOSALS, place, message)
            .hint("give the path of the file in it");
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let here = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let mut known: Vec<String> = disk::files(here)
        .unwrap_or_default()
        .into_iter()
        .filter(|name| {
            ENDINGS
                .iter()
                .any(|(ending, _)| name.ends_with(&format!(".{ending}")))
        })
        .map(|name| folder.join(name).display().to_string())
        .collect();
    known.extend(shipped::shipped());
    let hint = suggestion(&file, known.iter().map(String::as_str));
    Diagnostic::error(codes::NO_SUCH_PROPOSALS, place, "there is no such file").maybe_hint(hint)
}

/// SHA-256 of all bytes, in hexadecimal digits.
pub(super) fn digest(stream: &mut dyn Stream) -> io::Result<String> {
    stream.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0; AT_ONCE];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => break,
            Ok(count) => hash.update(&bytes[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(hexadecimal(&hash.finalize()))
}

/// All bytes from the beginning.
pub(super) fn bytes(stream: &mut dyn Stream) -> io::Result<Vec<u8>> {
    stream.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    stream.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::Error::other(format!(
            "it is larger than {} MB; save it as CSV, which is read row by row",
            LARGEST_FILE >> 20
        )));
    }
    Ok(bytes)
}

/// SHA-256 of bytes that are in memory, in hexadecimal digits.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The text of a stream from its beginning, without a byte order mark.
pub(super) fn text(mut stream: Box<dyn Stream>) -> io::Result<Reader> {
    stream.seek(SeekFrom::Start(0))?;
    let mut first = Vec::with_capacity(BYTE_ORDER_MARK.len());
    stream
        .by_ref()
        .take(BYTE_ORDER_MARK.len() as u64)
        .read_to_end(&mut first)?;
    if first != BYTE_ORDER_MARK {
        stream.seek(SeekFrom::Start(0))?;
    }
    Ok(BufReader::with_capacity(AT_ONCE, stream))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_reads_no_parquet_says_which_one_does() {
        let mut findings = Diagnostics::new();
        let found = format(Path::new("export.PARQUET"), &mut findings);
        assert_eq!(found.is_some(), cfg!(feature = "parquet"));
        for finding in &findings {
            assert!(finding.message.contains("--features parquet"));
        }
        assert_eq!(findings.has_errors(), found.is_none());
    }
}
