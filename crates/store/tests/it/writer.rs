//! Writes: a refusal undoes its own work only, a panic harms nobody else, what was acknowledged is there.

use std::sync::Arc;
use store::{Conn, Failure, Fault};
use testkit::on_both;

const NOW: &str = "2026-11-30T10:20:00+01:00";

#[derive(Debug)]
enum No {
    Refused,
    Fault(Fault),
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Failure for No {
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            Self::Refused => None,
        }
    }
}

fn put(conn: &mut Conn, name: &str) -> Result<(), No> {
    Ok(store::setting::setting_put(conn, name, "there")?)
}

fn get(bench: &testkit::Bench, name: &str) -> Option<String> {
    bench.app.store.read::<_, Fault>(|c| store::setting::setting_get(c, name)).unwrap()
}

#[test]
fn among_writes_committed_together_refusals_and_panics_harm_nobody_else() {
    on_both(NOW, |bench| {
        let store = bench.app.store.clone();
        let outcomes: Vec<(usize, bool)> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..64)
                .map(|n: usize| {
                    let store = Arc::clone(&store);
                    scope.spawn(move || {
                        let done = store.write::<(), No>(move |conn| {
                            put(conn, &format!("n{n}"))?;
                            match n % 8 {
                                3 => Err(No::Refused),
                                5 => panic!("as the test wants"),
                                _ => Ok(()),
                            }
                        });
                        match (n % 8, &done) {
                            (3, Err(No::Refused)) | (5, Err(No::Fault(Fault::Panicked))) => (n, false),
                            (3 | 5, other) => panic!("{n}: {other:?}"),
                            (_, Ok(())) => (n, true),
                            (_, Err(why)) => panic!("{n}: {why:?}"),
                        }
                    })
                })
                .collect();
            writers.into_iter().map(|w| w.join().unwrap()).collect()
        });
        for (n, acknowledged) in outcomes {
            assert_eq!(
                get(bench, &format!("n{n}")).is_some(),
                acknowledged,
                "write {n} on {}",
                bench.database()
            );
        }
    });
}

#[test]
fn readers_cannot_write_on_sqlite() {
    let bench = testkit::Bench::sqlite(NOW);
    let denied = bench.app.store.read::<_, Fault>(|c| store::setting::setting_put(c, "x", "y"));
    assert!(denied.is_err());
}

#[test]
fn urls_of_other_databases_are_refused() {
    for url in ["", "mysql://x/y", "sqlite:", "sqlite::memory:", "file.db"] {
        assert!(store::Database::parse(url).is_err(), "{url}");
    }
}
