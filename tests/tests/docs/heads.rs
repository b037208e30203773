//! The file of every instruction begins as CONTRIBUTING.md asks.

use {
    crate::{root, sources},
    io_testkit::idl,
    std::fs,
};

/// What the head of a file says, in this order, after a sentence of what the instruction does.
const SAYS: [&str; 3] = ["Who:", "Moves:", "Refuses:"];

#[test]
fn every_instruction_says_who_and_what() {
    for instruction in idl::instructions() {
        let program = instruction.program.trim_start_matches("io_");
        let folder = root().join(format!("programs/{program}/src/instructions"));
        let accounts = format!("/// Accounts of `{}`", instruction.name);
        let texts = sources(&folder).into_iter().map(|path| fs::read_to_string(path).unwrap());
        let files: Vec<_> = texts.filter(|text| text.contains(&accounts)).collect();
        let [file] = &files[..] else {
            panic!("{}: {} files say \"{accounts}\"", instruction.key(), files.len())
        };
        let head: Vec<_> = file.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let head = head.join("");
        let places: Vec<_> = SAYS.iter().map(|what| head.find(what)).collect();
        let is_whole = places.iter().all(Option::is_some) && places.is_sorted();
        assert!(is_whole, "{}: its head lacks one of {SAYS:?} in this order:{head}", instruction.key());
    }
}
