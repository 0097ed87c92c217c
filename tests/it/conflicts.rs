//! The conflict table, whole.

use ticket::{Act, conflicts_with};

#[test]
fn the_conflict_table_is_what_was_agreed() {
    let table: Vec<String> =
        Act::ALL.iter().map(|act| format!("{act}: {:?}", conflicts_with(*act))).collect();
    let agreed = "\
open: []
take: [Taken, Assigned, Moved]
assign: [Taken, Assigned, Moved]
classify: [Classified]
escalate: [Moved, StateChanged, Classified]
forward: [Moved, StateChanged, Classified]
return: [Moved, StateChanged, Classified]
message: []
answer: [Moved]
wait: [Moved, StateChanged]
try: []
resume: [Moved, StateChanged]
restore: [Moved, StateChanged]
begin: [StateChanged, Classified]
correct: [StateChanged, Classified]
agree: [StateChanged, Classified]
effort: []
resolve: [Moved, StateChanged, Classified]
reopen: [Moved, StateChanged]
close: [Moved, StateChanged]
cancel: [Moved, StateChanged]
explain_breach: []";
    assert_eq!(table.join("\n"), agreed);
}
