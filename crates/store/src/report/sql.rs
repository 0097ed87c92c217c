//! Statements put together from fragments, every value bound.

use crate::connection::Conn;
use crate::fault::Fault;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};

type Backend = <Conn as diesel::Connection>::Backend;

enum Bind {
    Text(String),
    Number(i64),
}

/// A statement in the making.
#[derive(Default)]
pub(super) struct Sql {
    text: String,
    binds: Vec<Bind>,
}

impl Sql {
    /// Words of the statement; never a value.
    pub fn push(&mut self, words: &str) -> &mut Self {
        self.text.push_str(words);
        self
    }

    /// A text as a value.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.bind(Bind::Text(value.to_owned()))
    }

    /// A number as a value.
    pub fn number(&mut self, value: i64) -> &mut Self {
        self.bind(Bind::Number(value))
    }

    fn bind(&mut self, bind: Bind) -> &mut Self {
        self.binds.push(bind);
        self.text.push('$');
        self.text.push_str(&self.binds.len().to_string());
        self
    }

    /// Several texts as values, with commas.
    pub fn texts<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> &mut Self {
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.text(value);
        }
        self
    }

    /// The rows it gives.
    pub fn load<T: QueryableByName<Backend> + 'static>(self, conn: &mut Conn) -> Result<Vec<T>, Fault> {
        let mut query = sql_query(self.text).into_boxed::<Backend>();
        for bind in self.binds {
            query = match bind {
                Bind::Text(value) => query.bind::<Text, _>(value),
                Bind::Number(value) => query.bind::<BigInt, _>(value),
            };
        }
        Ok(query.load(conn)?)
    }
}
