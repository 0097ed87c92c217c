//! People with a sign-in, and their roles.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{memberships, sign_in_failures, users};
use crate::{Conn, Moment};
use diesel::prelude::*;

/// One person with a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    /// Row id.
    pub id: i64,
    /// What they sign in with, in lower case.
    pub login: String,
    /// Name.
    pub name: String,
    /// Address that notices go to.
    pub email: Option<String>,
    /// Language of pages and notices.
    pub language: Option<String>,
    /// Argon2id, in PHC form; none means no sign-in by password.
    pub password_hash: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// Microseconds since 1970.
    pub created_at: i64,
    /// Microseconds since 1970 (WC-23).
    pub last_sign_in_at: Option<i64>,
}

/// One role on one desk.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = memberships)]
pub struct MembershipRow {
    /// Row id.
    pub id: i64,
    /// Person.
    pub user_id: i64,
    /// Desk key.
    pub desk: String,
    /// Role key.
    pub role: String,
    /// Organisation it is limited to.
    pub organisation: Option<String>,
    /// Queue it is limited to.
    pub queue: Option<String>,
}

/// Writes a new person with roles.
///
/// # Errors
/// Storage faults; a duplicate where the login is taken.
pub fn user_insert(conn: &mut Conn, user: &User, roles: &[MembershipRow]) -> Result<(), Fault> {
    diesel::insert_into(users::table).values(user.clone()).execute(conn)?;
    for role in roles {
        diesel::insert_into(memberships::table).values(role.clone()).execute(conn)?;
    }
    Ok(())
}

/// The person of a login.
///
/// # Errors
/// Storage faults.
pub fn user_by_login(conn: &mut Conn, login: &str) -> Result<Option<User>, Fault> {
    Ok(users::table.filter(users::login.eq(login)).select(User::as_select()).first(conn).optional()?)
}

/// A person with their roles.
///
/// # Errors
/// Storage faults.
pub fn user_with_roles(conn: &mut Conn, id: i64) -> Result<Option<(User, Vec<MembershipRow>)>, Fault> {
    let Some(user) = users::table.find(id).select(User::as_select()).first(conn).optional()? else {
        return Ok(None);
    };
    let roles = memberships::table
        .filter(memberships::user_id.eq(id))
        .order(memberships::id.asc())
        .select(MembershipRow::as_select())
        .load(conn)?;
    Ok(Some((user, roles)))
}

/// People by id.
///
/// # Errors
/// Storage faults.
pub fn user_map(conn: &mut Conn, ids: &[i64]) -> Result<std::collections::BTreeMap<i64, User>, Fault> {
    let rows: Vec<User> =
        users::table.filter(users::id.eq_any(ids.to_vec())).select(User::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|u| (u.id, u)).collect())
}

/// Every active person with a role on a desk, with that role.
///
/// # Errors
/// Storage faults.
pub fn user_of_desk(conn: &mut Conn, desk: &str) -> Result<Vec<(User, MembershipRow)>, Fault> {
    Ok(users::table
        .inner_join(memberships::table.on(memberships::user_id.eq(users::id)))
        .filter(memberships::desk.eq(desk))
        .filter(users::active.eq(true))
        .order((users::id.asc(), memberships::id.asc()))
        .select((User::as_select(), MembershipRow::as_select()))
        .load(conn)?)
}

/// Every person.
///
/// # Errors
/// Storage faults.
pub fn user_list(conn: &mut Conn) -> Result<Vec<User>, Fault> {
    Ok(users::table.order(users::login.asc()).select(User::as_select()).load(conn)?)
}

/// Whether anybody has a sign-in.
///
/// # Errors
/// Storage faults.
pub fn user_any(conn: &mut Conn) -> Result<bool, Fault> {
    Ok(users::table.select(users::id).first::<i64>(conn).optional()?.is_some())
}

/// Sets a password hash, or takes it away.
///
/// # Errors
/// Storage faults.
pub fn user_set_password(conn: &mut Conn, id: i64, hash: Option<&str>) -> Result<(), Fault> {
    diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(conn)?;
    Ok(())
}

/// Adds a role.
///
/// # Errors
/// Storage faults.
pub fn membership_insert(conn: &mut Conn, role: &MembershipRow) -> Result<(), Fault> {
    diesel::insert_into(memberships::table).values(role.clone()).execute(conn)?;
    Ok(())
}

/// Notes a sign-in.
///
/// # Errors
/// Storage faults.
pub fn user_signed_in(conn: &mut Conn, id: i64, login: &str, at: Moment) -> Result<(), Fault> {
    diesel::update(users::table.find(id)).set(users::last_sign_in_at.eq(micros(at))).execute(conn)?;
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::login.eq(login))).execute(conn)?;
    Ok(())
}

/// Notes a sign-in that failed.
///
/// # Errors
/// Storage faults.
pub fn sign_in_failed(conn: &mut Conn, id: i64, login: &str, at: Moment) -> Result<(), Fault> {
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::id.eq(id),
            sign_in_failures::login.eq(login),
            sign_in_failures::at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many sign-ins failed since a moment.
///
/// # Errors
/// Storage faults.
pub fn sign_in_failures_since(conn: &mut Conn, login: &str, since: Moment) -> Result<i64, Fault> {
    Ok(sign_in_failures::table
        .filter(sign_in_failures::login.eq(login))
        .filter(sign_in_failures::at.gt(micros(since)))
        .count()
        .get_result(conn)?)
}
