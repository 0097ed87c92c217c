//! Contacts: whoever asks. A shared mailbox or a ward telephone is a unit, never a person.

use crate::Conn;
use crate::fault::Fault;
use crate::schema::contacts;
use diesel::prelude::*;

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = contacts)]
pub struct Contact {
    /// Row id.
    pub id: i64,
    /// `person` or `unit`.
    pub kind: String,
    /// Name as given; of a unit, the unit's.
    pub name: String,
    /// Address, in lower case.
    pub email: Option<String>,
    /// Telephone as given.
    pub phone: Option<String>,
    /// Organisation key.
    pub organisation: String,
    /// Language of answers, where known.
    pub language: Option<String>,
    /// Microseconds since 1970.
    pub created_at: i64,
}

/// Writes a new contact.
///
/// # Errors
/// Storage faults.
pub fn contact_insert(conn: &mut Conn, contact: &Contact) -> Result<(), Fault> {
    diesel::insert_into(contacts::table).values(contact.clone()).execute(conn)?;
    Ok(())
}

/// The contact of an address.
///
/// # Errors
/// Storage faults.
pub fn contact_by_email(conn: &mut Conn, email: &str) -> Result<Option<Contact>, Fault> {
    Ok(contacts::table
        .filter(contacts::email.eq(email))
        .order(contacts::id.asc())
        .select(Contact::as_select())
        .first(conn)
        .optional()?)
}

/// Contacts by id.
///
/// # Errors
/// Storage faults.
pub fn contact_map(conn: &mut Conn, ids: &[i64]) -> Result<std::collections::BTreeMap<i64, Contact>, Fault> {
    let rows: Vec<Contact> =
        contacts::table.filter(contacts::id.eq_any(ids.to_vec())).select(Contact::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|c| (c.id, c)).collect())
}

/// Sets the language of a contact's answers.
///
/// # Errors
/// Storage faults.
pub fn contact_set_language(conn: &mut Conn, id: i64, language: &str) -> Result<(), Fault> {
    diesel::update(contacts::table.find(id)).set(contacts::language.eq(language)).execute(conn)?;
    Ok(())
}
