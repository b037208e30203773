//! Whom to tell about a weakness is in the bytecode that ships, where explorers look for it.

use {io_addresses::PROGRAMS, io_testkit::bytecode};

/// The fields that every program names, with what all programs say of them.
const SHARED: [&str; 4] = ["project_url", "contacts", "policy", "source_code"];

#[test]
fn every_program_says_whom_to_tell_and_all_say_the_same() {
    let texts = PROGRAMS.iter().map(|program| {
        let code = bytecode::read(program.name);
        let text = String::from_utf8_lossy(&code);
        let (_, rest) = text.split_once("=======BEGIN SECURITY.TXT V1=======\0").expect(program.name);
        let (fields, _) = rest.split_once("=======END SECURITY.TXT V1=======\0").expect(program.name);
        let fields: Vec<_> = fields.split_terminator('\0').map(str::to_owned).collect();
        assert_eq!(fields[..2], ["name", program.name]);
        SHARED.map(|needed| {
            let at = fields.iter().position(|field| field == needed).expect(needed);
            assert!(!fields[at + 1].is_empty(), "{}: {needed}", program.name);
            fields[at + 1].clone()
        })
    });
    let texts: Vec<_> = texts.collect();
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]), "one place names source and contact: {texts:?}");
}
