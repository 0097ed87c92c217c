//! A case that cannot be judged again: it stops no other, people are told which and why, and once mended it is judged.

use super::*;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};

#[derive(QueryableByName)]
struct Data {
    #[diesel(sql_type = Text)]
    data: String,
}

/// Puts something in the place of what an event of a ticket keeps; what stood there.
fn put_data(bench: &Bench, (ticket, seq): (i64, i64), data: &str) -> String {
    let data = data.replace('\'', "''");
    let write = move |conn: &mut store::Conn| {
        let of = format!("ticket = {ticket} AND seq = {seq}");
        let was: Vec<Data> = sql_query(format!("SELECT data FROM events WHERE {of}")).load(conn)?;
        sql_query(format!("UPDATE events SET data = '{data}' WHERE {of}")).execute(conn)?;
        Ok(was)
    };
    bench.app.store.write::<_, store::Fault>(write).unwrap().remove(0).data
}

#[test]
fn a_case_that_cannot_be_judged_again_stops_no_other_and_is_told() {
    on_both_with(MONDAY, &STAYS, |bench| {
        let november = November::of(bench);
        back_date(bench);
        let (server, broken) = (Server::over(bench), &november.seventh);
        let (manager, admin) = (server.sign_in("manager"), server.sign_in("admin"));
        let propose = || server.post(&manager, PATH, &wanted(), &[]).body;
        let carry_out = |proposed: &Value| {
            let path = format!("{PATH}/{}", proposed["id"]);
            server.post(&admin, &format!("{path}/approve"), &json!({}), &[]);
            while bench.app.rejudge_pass(bench.now()).unwrap() != app::pass::Passed::Idle {}
            server.get(&manager, &path).body
        };
        let events = bench.app.events(&bench.person("manager"), broken, 0, 1_000).unwrap();
        let taken = events.iter().find(|e| e.kind == "taken").unwrap().seq;
        let event = (bench.see("manager", broken).unwrap().id, taken);
        let was = put_data(bench, event, "{");
        let proposed = propose();
        let told = &proposed["foretold"];
        assert_eq!(
            (&told["tickets"], &told["judged"], &told["unreadable"]),
            (&json!(5), &json!(4), &json!(1))
        );
        let done = carry_out(&proposed);
        assert_eq!(done["state"], "done", "{done}");
        assert_eq!(
            done["progress"],
            json!({ "tickets": 5, "judged": 4, "changed_tickets": 4, "changed_clocks": 8, "failed": 1 })
        );
        // The others are judged within five minutes; this one stays as it was.
        assert_eq!(
            (figures(bench, "fordelning", "1.4"), figures(bench, "fordelning", "1.3")),
            ((3, 1, 4), (1, 0, 0))
        );
        let unjudged = done["unjudged"].as_array().unwrap();
        let reason = unjudged[0]["reason"].as_str().unwrap();
        assert_eq!((unjudged.len(), &unjudged[0]["reference"]), (1, &json!(broken.as_str())));
        assert!(reason.contains("unreadable"), "{reason}");
        let address = format!("/rejudgements/{}", proposed["id"]);
        let page = Browser::of(&server, "manager").get(&address);
        for said in ["1 ärenden kunde inte bedömas på nytt", "1 ärenden går inte att läsa", broken.as_str()]
        {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        let undone = Browser::of(&server, "admin").get("/office/undone");
        assert!(undone.says(broken.as_str()) && undone.says("unreadable"), "{}", undone.html);

        // Mended and proposed again, it is judged, and nothing else is.
        put_data(bench, event, &was);
        let again = propose();
        assert_eq!((&again["foretold"]["judged"], &again["foretold"]["unreadable"]), (&json!(1), &json!(0)));
        let done = carry_out(&again);
        assert_eq!((&done["progress"]["judged"], &done["unjudged"]), (&json!(1), &json!([])));
        assert_eq!(judged(bench, broken, "fordelning"), super::was("missed", "1.4"));
        assert!(Browser::of(&server, "admin").get("/office/undone").says("Inget arbete är ogjort"));
    });
}
