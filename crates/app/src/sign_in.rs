//! Signing in and out. The same path and the same answer for unknown names and wrong passwords; too many failures
//! of a name hold it for a while.

use crate::secrets::{random_token, sha256_hex};
use crate::{App, Denied, Moment};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use chrono::TimeDelta;
use desk::Principal;
use store::session::Session;
use store::user::User;

/// Failures of one name within [`HOLD_MINUTES`] that hold it.
const TRIES: i64 = 10;
const HOLD_MINUTES: i64 = 15;
/// OWASP's second recommendation for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// The console's cookie.
    Console,
    /// An API bearer.
    Api,
}

impl SessionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Api => "api",
        }
    }
}

/// A session just begun. The token is told once.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires_at: Moment,
}

/// Who a token belongs to, with the rights read now.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The person.
    pub user: User,
    /// As policy sees them.
    pub principal: Principal,
    /// Token that forms must carry.
    pub csrf: String,
}

fn hasher() -> Argon2<'static> {
    // Constants within the allowed ranges: the default stands in for an impossible error.
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A password's hash in PHC form.
///
/// # Errors
/// A password shorter than ten characters.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, Denied> {
    if password.chars().count() < 10 {
        return Err(Denied::malformed("password", "too_short"));
    }
    let hash = hasher().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|h| h.to_string()).map_err(|_| Denied::malformed("password", "unusable"))
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A hash nothing fits, so that unknown names take as long as known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3RhZmV0dC1ub2JvZHkh$uLPtVhmGcxCjv0L7Qbk7k1CqHWq8W5h1N5qgkUQhF0w";

impl App {
    /// Begins a session. `chance` makes the token.
    ///
    /// # Errors
    /// Name and password do not fit, or the account may not sign in: the same. Too many tries.
    pub fn sign_in(
        &self,
        login: &str,
        password: &str,
        kind: SessionKind,
        chance: &[u8; 64],
        now: Moment,
    ) -> Result<SignedIn, Denied> {
        let login = login.trim().to_lowercase();
        let since = now - TimeDelta::minutes(HOLD_MINUTES);
        let (user, failures) = self.store.read::<_, Denied>(|conn| {
            let user = store::user::user_by_login(conn, &login)?;
            Ok((user, store::user::sign_in_failures_since(conn, &login, since)?))
        })?;
        if failures >= TRIES {
            return Err(Denied::TooManyTries);
        }
        let hash = user.as_ref().filter(|u| u.active).and_then(|u| u.password_hash.clone());
        let fits = verify(password, hash.as_deref().unwrap_or(NOBODY)) && hash.is_some();
        let (Some(user), true) = (user, fits) else {
            let id = self.store.ids()?.row()?;
            self.store
                .write::<_, Denied>(move |conn| Ok(store::user::sign_in_failed(conn, id, &login, now)?))?;
            return Err(Denied::SignIn);
        };
        let (token, csrf) = split(chance);
        let expires_at = now + TimeDelta::seconds(self.settings.session_seconds);
        let session = Session {
            token_hash: sha256_hex(token.as_bytes()),
            user_id: user.id,
            kind: kind.as_str().to_owned(),
            csrf,
            created_at: now.timestamp_micros(),
            expires_at: expires_at.timestamp_micros(),
            revoked: false,
        };
        self.store.write::<_, Denied>(move |conn| {
            store::session::session_insert(conn, &session)?;
            Ok(store::user::user_signed_in(conn, user.id, &user.login, now)?)
        })?;
        Ok(SignedIn { token, expires_at })
    }

    /// Who a token belongs to, with the rights they have at this moment.
    ///
    /// # Errors
    /// Unknown, ended, expired, of another kind, or of an account that may no longer sign in: the same.
    pub fn identity(&self, token: &str, kind: SessionKind, now: Moment) -> Result<Identity, Denied> {
        let hash = sha256_hex(token.as_bytes());
        self.store.read(|conn| {
            let session = store::session::session_get(conn, &hash)?
                .filter(|s| !s.revoked && s.kind == kind.as_str() && s.expires_at > now.timestamp_micros())
                .ok_or(Denied::SignIn)?;
            let (user, rows) = store::user::user_with_roles(conn, session.user_id)?
                .filter(|(u, _)| u.active)
                .ok_or(Denied::SignIn)?;
            let memberships = rows.into_iter().map(crate::act::membership).collect();
            let principal = Principal::User { id: user.id, memberships };
            Ok(Identity { user, principal, csrf: session.csrf })
        })
    }

    /// A person with the rights they have at this moment; none where they may not sign in.
    pub(crate) fn principal_of(&self, user: i64) -> Result<Option<Principal>, Denied> {
        self.store.read(|conn| {
            let found = store::user::user_with_roles(conn, user)?.filter(|(user, _)| user.active);
            Ok(found.map(|(user, rows)| {
                let memberships = rows.into_iter().map(crate::act::membership).collect();
                Principal::User { id: user.id, memberships }
            }))
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Storage faults.
    pub fn sign_out(&self, token: &str) -> Result<(), Denied> {
        let hash = sha256_hex(token.as_bytes());
        self.store.write(move |conn| Ok(store::session::session_revoke(conn, &hash)?))
    }

    /// The key that signs API tokens.
    pub fn token_key(&self) -> &[u8] {
        &self.secrets.token_key
    }
}

fn split(chance: &[u8; 64]) -> (String, String) {
    let (mut token, mut csrf) = ([0; 32], [0; 32]);
    token.copy_from_slice(&chance[..32]);
    csrf.copy_from_slice(&chance[32..]);
    (random_token(&token), random_token(&csrf))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nobody_costs_what_a_real_one_costs() {
        let real = hash_password("a long password", &[3; 16]).expect("a hash");
        let (nobody, real) =
            (PasswordHash::new(NOBODY).expect("sound"), PasswordHash::new(&real).expect("sound"));
        assert_eq!(nobody.algorithm, real.algorithm);
        assert_eq!(nobody.params.to_string(), real.params.to_string());
        assert_eq!(nobody.hash.map(|h| h.len()), real.hash.map(|h| h.len()));
        assert!(!verify("anything at all", NOBODY));
    }
}
