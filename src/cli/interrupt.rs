//! Ctrl-C: the first ends a long job with what is done, the second ends at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::exit::Exit;
use super::printer;
use crate::engine::Flow;

/// How often it was pressed since the program began.
static PRESSED: AtomicUsize = AtomicUsize::new(0);

/// Whether a first press says what it does.
static SPEAKS: AtomicBool = AtomicBool::new(true);

/// Listens from now on; `quiet`: without a word. Where the system has no such signal, Ctrl-C ends the program as ever.
pub(super) fn listen(quiet: bool) {
    SPEAKS.store(!quiet, Ordering::Relaxed);
    let _ = ctrlc::set_handler(|| {
        if PRESSED.fetch_add(1, Ordering::SeqCst) > 0 {
            std::process::exit(Exit::Interrupted.code().into());
        }
        if SPEAKS.load(Ordering::Relaxed) {
            printer::aside(
                "\nstopping: what is being solved is finished first; Ctrl-C again ends at once\n",
            );
        }
    });
}

/// Whether a long job goes on.
pub(super) fn flow() -> Flow {
    if PRESSED.load(Ordering::SeqCst) > 0 {
        Flow::Stop
    } else {
        Flow::Continue
    }
}
