//! Addresses that mail may be sent to.

use mail::{AddressFault, EmailAddress};

#[test]
fn addresses_are_read() {
    for (text, read) in [
        ("ssk@Sjukhus.Region-Exempel.EXAMPLE", "ssk@sjukhus.region-exempel.example"),
        ("  Kontakt.Avd32@x.example ", "Kontakt.Avd32@x.example"),
        ("desk+r1f-ab@x.example", "desk+r1f-ab@x.example"),
        ("o'neil_1=x@x.example", "o'neil_1=x@x.example"),
        ("läkare@Vårdcentralen.example", "läkare@vårdcentralen.example"),
        ("root@localhost", "root@localhost"),
        ("\"a b\\\"@\"@x.example", "\"a b\\\"@\"@x.example"),
        ("a@[192.0.2.1]", "a@[192.0.2.1]"),
        ("a@[IPv6:2001:DB8::1]", "a@[ipv6:2001:db8::1]"),
    ] {
        let address = EmailAddress::parse(text).unwrap();
        assert_eq!(address.as_str(), read);
        assert_eq!(EmailAddress::parse(address.as_str()).as_ref(), Ok(&address));
        assert_eq!(format!("{}@{}", address.local(), address.domain()), read);
    }
    assert!(!EmailAddress::parse("läkare@x.example").unwrap().is_ascii());
}

#[test]
fn what_is_no_address_is_refused() {
    use AddressFault::{Character, Incomplete, TooLong};
    let long = format!("{}@x.example", "a".repeat(65));
    let longer = format!("a@{}example", "abcdefg.".repeat(32));
    for (text, fault) in [
        ("", Incomplete),
        ("a", Incomplete),
        ("@x.example", Incomplete),
        ("a@", Incomplete),
        (long.as_str(), TooLong),
        (longer.as_str(), TooLong),
        ("a b@x.example", Character),
        ("a@x.example\r\nBcc: b@y.example", Character),
        ("a\n@x.example", Character),
        ("a\0@x.example", Character),
        ("<a@x.example>", Character),
        ("a,b@x.example", Character),
        ("a..b@x.example", Character),
        (".a@x.example", Character),
        ("a@x..example", Character),
        ("a@-x.example", Character),
        ("a@x_y.example", Character),
        ("a@x.example>", Character),
        ("\"a\r\nb\"@x.example", Character),
        ("\"a\"b\"@x.example", Character),
        ("a\u{202e}b@x.example", Character),
        ("a@[x]]", Character),
    ] {
        assert_eq!(EmailAddress::parse(text), Err(fault), "{text}");
    }
}
