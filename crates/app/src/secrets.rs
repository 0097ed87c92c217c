//! The server's own secrets, and tokens made of handed-in chance.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Secrets of one installation. Neither printed nor logged.
#[derive(Clone)]
pub struct Secrets {
    /// Signs sign-in tokens.
    pub token_key: Vec<u8>,
    /// Makes Message-IDs and reply tokens unguessable.
    pub thread_key: Vec<u8>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// A token of 32 bytes of chance, for sessions.
pub fn random_token(chance: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(chance)
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
