//! Named values of the server itself: secrets it made, the demonstration's clock offset.

use crate::Conn;
use crate::dialect::insert_or_ignore;
use crate::fault::Fault;
use crate::schema::settings;
use diesel::prelude::*;

/// A value.
///
/// # Errors
/// Storage faults.
pub fn setting_get(conn: &mut Conn, name: &str) -> Result<Option<String>, Fault> {
    Ok(settings::table.find(name).select(settings::value).first(conn).optional()?)
}

/// Sets a value.
///
/// # Errors
/// Storage faults.
pub fn setting_put(conn: &mut Conn, name: &str, value: &str) -> Result<(), Fault> {
    let written = diesel::update(settings::table.find(name)).set(settings::value.eq(value)).execute(conn)?;
    if written == 0 {
        setting_default(conn, name, value)?;
    }
    Ok(())
}

/// Sets a value where there is none; the one that then stands.
///
/// # Errors
/// Storage faults.
pub fn setting_default(conn: &mut Conn, name: &str, value: &str) -> Result<String, Fault> {
    insert_or_ignore!(conn, settings::table, (settings::name.eq(name), settings::value.eq(value)))?;
    Ok(setting_get(conn, name)?.unwrap_or_else(|| value.to_owned()))
}
