//! The rows, and how one is measured.

use {
    anchor_lang::prelude::Pubkey,
    io_testkit::{bytecode, idl, Receipt, World},
    serde::Serialize,
    solana_instruction::Instruction as Call,
    solana_keypair::Keypair,
    std::collections::BTreeMap,
};

/// Everything that was measured, by stable keys.
#[derive(Default, Serialize)]
pub struct Bench {
    /// `program.instruction`, or `program.instruction.circumstance`.
    pub instructions: BTreeMap<String, Instruction>,
    /// `program.Account`.
    pub accounts: BTreeMap<String, Account>,
    /// `program`.
    pub programs: BTreeMap<String, Program>,
    /// Sees the world before each call that is alone in its transaction.
    #[serde(skip)]
    pub(crate) watch: Option<Watch>,
    /// Every instruction of the suite.
    #[serde(skip)]
    pub(crate) suite: Vec<idl::Instruction>,
}

/// What sees a world, and the call that it will accept.
pub type Watch = Box<dyn FnMut(&World, &Call)>;

/// One instruction, alone in its transaction.
#[derive(Serialize)]
pub struct Instruction {
    /// Compute units.
    pub cu: u64,
    /// Accounts it names.
    pub accounts: usize,
    /// Bytes of the transaction, of 1,232.
    pub tx_bytes: usize,
}

/// One kind of account.
#[derive(Serialize)]
pub struct Account {
    /// Bytes of data.
    pub bytes: usize,
    /// Rent-exempt balance.
    pub rent_lamports: u64,
}

/// One program.
#[derive(Serialize)]
pub struct Program {
    /// Bytes of its .so.
    pub bytes: usize,
    /// Rent-exempt balance of the loader's account that holds it.
    pub rent_lamports: u64,
}

/// Bytes that the loader keeps before a program's code.
const PROGRAM_DATA_HEADER: usize = 45;

impl Bench {
    /// Nothing measured yet.
    pub(crate) fn of_suite() -> Self {
        Self { suite: idl::instructions(), ..Self::default() }
    }

    /// Sends `call` alone and writes its row.
    ///
    /// # Panics
    /// If it is refused.
    pub fn instruction(&mut self, key: &str, world: &mut World, call: &Call, signers: &[&Keypair]) {
        self.transaction(key, world, std::slice::from_ref(call), signers);
    }

    /// Sends `calls` in one transaction and writes the row of all of them.
    ///
    /// # Panics
    /// If it is refused.
    pub fn transaction(&mut self, key: &str, world: &mut World, calls: &[Call], signers: &[&Keypair]) {
        let receipt = self.send(world, calls, signers);
        self.row(key, calls, &receipt, receipt.compute_units);
        self.rows_inside(calls, &receipt);
    }

    fn send(&mut self, world: &mut World, calls: &[Call], signers: &[&Keypair]) -> Receipt {
        if let (Some(watch), [call]) = (&mut self.watch, calls) {
            watch(world, call);
        }
        world.accepted(calls, signers)
    }

    /// Writes a row of each instruction of the suite that another program has called: hire and
    /// release.
    fn rows_inside(&mut self, calls: &[Call], receipt: &Receipt) {
        for inner in &receipt.inner {
            let Some(instruction) = self.suite.iter().find(|instruction| instruction.is(inner)) else {
                continue;
            };
            let (key, units) = (instruction.key(), receipt.compute_units_of(&inner.program_id));
            if !self.instructions.contains_key(&key) {
                self.row(&key, calls, receipt, units);
            }
        }
    }

    /// Sends `call` alone, which calls the program of somebody else; writes the row of what is not
    /// that program's.
    ///
    /// # Panics
    /// If it is refused.
    pub fn instruction_beside(&mut self, key: &str, world: &mut World, call: &Call, program: &Pubkey) {
        let receipt = self.send(world, std::slice::from_ref(call), &[]);
        let own = receipt.compute_units - receipt.compute_units_of(program);
        self.row(key, std::slice::from_ref(call), &receipt, own);
    }

    fn row(&mut self, key: &str, calls: &[Call], receipt: &Receipt, cu: u64) {
        let accounts = calls.iter().map(|call| call.accounts.len()).sum();
        let row = Instruction { cu, accounts, tx_bytes: receipt.bytes };
        self.instructions.insert(key.to_owned(), row);
    }

    /// Writes the row of an account of `bytes`, its discriminator included.
    pub fn account(&mut self, key: &str, bytes: usize) {
        let rent_lamports = World::rent(bytes);
        self.accounts.insert(key.to_owned(), Account { bytes, rent_lamports });
    }

    /// Writes the row of a program that is built.
    pub fn program(&mut self, name: &str) {
        let bytes = bytecode::read(name).len();
        let rent_lamports = World::rent(PROGRAM_DATA_HEADER + bytes);
        self.programs.insert(name.to_owned(), Program { bytes, rent_lamports });
    }
}
