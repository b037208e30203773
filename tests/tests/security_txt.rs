//! Whom to tell about a weakness is in the bytecode that ships, where explorers look for it.

use {io_addresses::PROGRAMS, io_testkit::bytecode};

#[test]
fn every_program_says_whom_to_tell() {
    for program in PROGRAMS {
        let code = bytecode::read(program.name);
        let text = String::from_utf8_lossy(&code);
        let (_, rest) = text.split_once("=======BEGIN SECURITY.TXT V1=======\0").expect(program.name);
        let (fields, _) = rest.split_once("=======END SECURITY.TXT V1=======\0").expect(program.name);
        let fields: Vec<_> = fields.split_terminator('\0').collect();
        assert_eq!(fields[..2], ["name", program.name]);
        for needed in ["project_url", "contacts", "policy"] {
            let at = fields.iter().position(|field| *field == needed).expect(needed);
            assert!(!fields[at + 1].is_empty());
        }
    }
}
