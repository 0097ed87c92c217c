//! Desk files as applied: every version is kept, since clocks and events name the one they ran under.

use crate::fault::Fault;
use crate::moment::micros;
use crate::schema::{desk_versions, desks};
use crate::{Conn, Moment};
use diesel::prelude::*;

/// The version in force of every desk.
///
/// # Errors
/// Storage faults.
pub fn desk_versions_current(conn: &mut Conn) -> Result<Vec<(String, i64)>, Fault> {
    Ok(desks::table.order(desks::key.asc()).load(conn)?)
}

/// The version in force of one desk.
///
/// # Errors
/// Storage faults.
pub fn desk_version(conn: &mut Conn, key: &str) -> Result<Option<i64>, Fault> {
    Ok(desks::table.find(key).select(desks::version).first(conn).optional()?)
}

/// The text of a version.
///
/// # Errors
/// Storage faults.
pub fn desk_source(conn: &mut Conn, key: &str, version: i64) -> Result<Option<String>, Fault> {
    Ok(desk_versions::table.find((key, version)).select(desk_versions::source).first(conn).optional()?)
}

/// Every version of a desk in order: its number and when it was applied, in microseconds since 1970.
///
/// # Errors
/// Storage faults.
pub fn desk_history(conn: &mut Conn, key: &str) -> Result<Vec<(i64, i64)>, Fault> {
    Ok(desk_versions::table
        .filter(desk_versions::desk.eq(key))
        .order(desk_versions::version.asc())
        .select((desk_versions::version, desk_versions::applied_at))
        .load(conn)?)
}

/// Puts a new version in force; its number.
///
/// # Errors
/// Storage faults.
pub fn desk_apply(conn: &mut Conn, key: &str, source: &str, at: Moment, by: &str) -> Result<i64, Fault> {
    let version = match desk_version(conn, key)? {
        Some(version) => {
            diesel::update(desks::table.find(key)).set(desks::version.eq(version + 1)).execute(conn)?;
            version + 1
        }
        None => {
            diesel::insert_into(desks::table)
                .values((desks::key.eq(key), desks::version.eq(1_i64)))
                .execute(conn)?;
            1
        }
    };
    diesel::insert_into(desk_versions::table)
        .values((
            desk_versions::desk.eq(key),
            desk_versions::version.eq(version),
            desk_versions::source.eq(source),
            desk_versions::applied_at.eq(micros(at)),
            desk_versions::applied_by.eq(by),
        ))
        .execute(conn)?;
    Ok(version)
}
