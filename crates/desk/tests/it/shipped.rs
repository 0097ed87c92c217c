//! The desk files that ship with the product.

use desk::Desk;

fn shipped(name: &str) -> Desk {
    let path = format!("{}/../../config/desks/{name}", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(&path).unwrap();
    desk::read(name, &source).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn every_shipped_desk_file_is_whole_and_they_fit_together() {
    let names = ["webcare.toml", "srs.toml", "lifecare-sp.toml", "sussa.toml", "rsi.toml"];
    let desks: Vec<(&str, Desk)> = names.into_iter().map(|name| (name, shipped(name))).collect();
    assert_eq!(desk::read_together(desks.iter().map(|(name, desk)| (*name, desk))), []);
}

/// SRS-06: the seven specialist groups of 5.1.
#[test]
fn srs_has_seven_specialist_groups_behind_first_line() {
    let srs = shipped("srs.toml");
    assert_eq!(srs.chain.queues_of("andra").count(), 7);
    assert_eq!(srs.chain.line("andra").unwrap().entered_from, ["forsta"]);
}

/// SRS-08: the nine asker roles of 5.2.
#[test]
fn srs_knows_nine_asker_roles() {
    assert_eq!(shipped("srs.toml").asker_roles.len(), 9);
}

#[test]
fn an_address_belongs_to_the_nearest_organisation() {
    let webcare = shipped("webcare.toml");
    for (address, organisation) in [
        ("kontakt.avd32@sjukhus.region-exempel.example", Some("avdelning-32")),
        ("AVD32@sjukhus.region-exempel.example", Some("avdelning-32")),
        ("ny@sjukhus.region-exempel.example", Some("exempelsjukhuset")),
        ("ny@annat.region-exempel.example", Some("region-exempel")),
        ("x@notregion-exempel.example", None),
        ("x@tidning.example", None),
    ] {
        let found = webcare.organisation_of_address(address).map(|o| o.key.as_str());
        assert_eq!(found, organisation, "{address}");
    }
    assert!(webcare.is_shared_mailbox("avd32@sjukhus.region-exempel.example"));
    assert_eq!(webcare.unit_of_telephone("08 465 00412").unwrap().key, "akutmottagningen");
}
