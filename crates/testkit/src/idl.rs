//! The committed IDLs, as tests read them.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{Program, PROGRAMS},
    serde_json::Value,
    std::{fs, path::PathBuf},
};

/// The IDL of a program.
pub struct Idl {
    /// Whose it is.
    pub program: &'static Program,
    /// All of it.
    pub json: Value,
}

/// An instruction of an IDL.
pub struct Instruction {
    /// The program's name.
    pub program: &'static str,
    /// The program's address.
    pub id: Pubkey,
    /// Its own name.
    pub name: String,
    /// The first bytes of its data.
    pub discriminator: Vec<u8>,
    /// What it takes, in order.
    pub accounts: Vec<Account>,
}

/// An account of an instruction.
pub struct Account {
    /// Its name.
    pub name: String,
    /// Whether it has to sign.
    pub signer: bool,
    /// Whether it may be written to.
    pub writable: bool,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The IDLs of the suite.
pub fn all() -> Vec<Idl> {
    PROGRAMS.iter().map(Idl::of).collect()
}

/// Every instruction of the suite.
pub fn instructions() -> Vec<Instruction> {
    all().iter().flat_map(Idl::instructions).collect()
}

impl Idl {
    /// Reads the IDL of a program.
    ///
    /// # Panics
    /// If it is missing or is no JSON.
    pub fn of(program: &'static Program) -> Self {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../idl"));
        let path = folder.join(program.name).with_extension("json");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { program, json: serde_json::from_str(&text).expect("an IDL is JSON") }
    }

    /// Its instructions.
    pub fn instructions(&self) -> Vec<Instruction> {
        let name = |value: &Value| value["name"].as_str().expect("everything has a name").to_owned();
        let account = |value: &Value| Account {
            name: name(value),
            signer: value["signer"] == true,
            writable: value["writable"] == true,
            optional: value["optional"] == true,
        };
        let instruction = |value: &Value| Instruction {
            program: self.program.name,
            id: self.program.id,
            name: name(value),
            discriminator: list(value, "discriminator")
                .iter()
                .filter_map(|byte| byte.as_u64()?.try_into().ok())
                .collect(),
            accounts: list(value, "accounts").iter().map(account).collect(),
        };
        list(&self.json, "instructions").iter().map(instruction).collect()
    }
}

impl Instruction {
    /// `program.instruction`.
    pub fn key(&self) -> String {
        format!("{}.{}", self.program, self.name)
    }

    /// Whether a call is of this instruction.
    pub fn is(&self, call: &solana_instruction::Instruction) -> bool {
        call.program_id == self.id && call.data.starts_with(&self.discriminator)
    }
}

/// The entries of a list, none if there is no such list.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}
