//! The programs' own errors, from their IDLs.

use {
    io_addresses::PROGRAMS,
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{collections::HashMap, sync::LazyLock},
};

/// By program and number.
static ERRORS: LazyLock<HashMap<(Pubkey, u32), Entry>> = LazyLock::new(|| {
    let mut errors = HashMap::new();
    for program in PROGRAMS {
        // A test reads every IDL; an unreadable one costs its messages alone.
        let idl: Idl = serde_json::from_str(program.idl).unwrap_or_default();
        errors.extend(idl.errors.into_iter().map(|entry| ((program.id, entry.code), entry)));
    }
    errors
});

/// What is read of an IDL.
#[derive(Deserialize, Default)]
pub(super) struct Idl {
    #[serde(default)]
    pub errors: Vec<Entry>,
}

/// An error of a program.
#[derive(Deserialize)]
pub(super) struct Entry {
    pub code: u32,
    pub name: String,
    pub msg: String,
}

/// The error with this number of a program of the suite.
pub(super) fn find(program: &Pubkey, code: u32) -> Option<&'static Entry> {
    ERRORS.get(&(*program, code))
}
