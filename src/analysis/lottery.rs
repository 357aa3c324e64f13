//! A lottery that anybody can check.

use sha2::{Digest, Sha256};

/// The lot of `name` in the lottery of `seed`: the first 64 bits of the SHA-256 of `seed:name`. The lowest lot goes
/// first. Who knows the seed can check every lot with `printf 'seed:name' | sha256sum`; who does not cannot choose a
/// name that wins.
///
/// # Examples
/// ```
/// // printf '7:app-1' | sha256sum
/// assert_eq!(format!("{:016x}", trefoil::analysis::ticket(7, "app-1")), "c917a64379dc8fac");
/// ```
#[must_use]
pub fn ticket(seed: u64, name: &str) -> u64 {
    let digest = Sha256::digest(format!("{seed}:{name}"));
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}
