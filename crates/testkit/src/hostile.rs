//! An exchange that does whatever a test writes down.

use {
    crate::{bytecode, World},
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{emission, staking, vesting, Program},
    solana_instruction::Instruction,
    solana_signer::Signer,
    std::iter,
};

/// The incinerator: nobody signs for it, and the token program burns from its accounts for anyone.
pub const INCINERATOR: Pubkey = Pubkey::from_str_const("1nc1nerator11111111111111111111111111111111");

/// Where the hostile exchange runs.
pub const ID: Pubkey = Pubkey::new_from_array([0xbd; 32]);

/// The key that it signs by.
pub fn stash() -> Pubkey {
    Pubkey::find_program_address(&[b"stash"], &ID).0
}

/// Bits of an account's flags in a script.
const SIGNS: u8 = 1;
const WRITABLE: u8 = 2;
const OWN: u8 = 4;

impl World {
    /// Deploys the hostile exchange.
    ///
    /// # Panics
    /// If it is not built.
    pub fn deploy_hostile_exchange(&mut self) {
        let code = bytecode::read("io_hostile_exchange");
        self.svm.add_program(ID, &code).expect("a program");
    }

    /// Deploys the hostile program in the place of a program of the suite, whose upgrade authority
    /// stays the deployer.
    ///
    /// # Panics
    /// If it is not built.
    pub fn deploy_hostile_in_place_of(&mut self, program: &Program) {
        let hostile = Program { name: "io_hostile_exchange", ..*program };
        bytecode::deploy(&mut self.svm, &hostile, Some(self.deployer.pubkey()));
    }

    /// Deploys the program itself in the place of another one.
    ///
    /// # Panics
    /// If it is not built.
    pub fn redeploy(&mut self, program: &Program) {
        bytecode::deploy(&mut self.svm, program, Some(self.deployer.pubkey()));
    }
}

/// A call of the hostile program that was deployed in the place of `program`, which makes `calls`
/// with the signatures of that program's singletons; a call of the program itself writes its data
/// into its first account.
///
/// # Panics
/// If the calls take more accounts or data than a byte counts.
pub fn script_in_place_of(program: &Program, calls: &[Instruction]) -> Instruction {
    let mut script = script(calls);
    // Whoever signs the transaction signs for the calls as well; a singleton cannot.
    for meta in &mut script.accounts {
        let named = calls.iter().flat_map(|call| &call.accounts);
        let mut same = named.filter(|named| named.pubkey == meta.pubkey);
        meta.is_signer = !is_own(&meta.pubkey) && same.any(|named| named.is_signer);
    }
    Instruction { program_id: program.id, ..script }
}

/// Whether a program of the suite signs for an address, as the hostile program does in its place.
fn is_own(key: &Pubkey) -> bool {
    let singletons = [&emission::EMISSION, &emission::MINT, &staking::CONFIG];
    singletons.into_iter().chain(&vesting::CATEGORIES).any(|singleton| singleton.address == *key)
}

/// A call of the hostile exchange that makes `calls` with the signatures it is given and its own.
///
/// # Panics
/// If the calls take more accounts or data than a byte counts.
pub fn script(calls: &[Instruction]) -> Instruction {
    let accounts = accounts_of(calls);
    let data = calls.iter().flat_map(|call| encoded(call, &accounts, 0)).collect();
    Instruction { program_id: ID, accounts, data }
}

/// The same with every account passed twice: the second call, the fourth and so on name the second
/// copies.
///
/// # Panics
/// If the calls take more accounts or data than a byte counts.
pub fn script_twice(calls: &[Instruction]) -> Instruction {
    let accounts = accounts_of(calls);
    let places = (0..calls.len()).map(|i| i % 2 * accounts.len());
    let data = calls.iter().zip(places).flat_map(|(call, start)| encoded(call, &accounts, start)).collect();
    Instruction { program_id: ID, accounts: [&accounts[..], &accounts].concat(), data }
}

/// Every account of some calls, once; what one of them may write to is writable.
fn accounts_of(calls: &[Instruction]) -> Vec<AccountMeta> {
    let mut accounts: Vec<AccountMeta> = Vec::new();
    for call in calls {
        let program = AccountMeta::new_readonly(call.program_id, false);
        for meta in iter::once(&program).chain(&call.accounts) {
            match accounts.iter_mut().find(|known| known.pubkey == meta.pubkey) {
                Some(known) => known.is_writable |= meta.is_writable,
                None => accounts.push(AccountMeta { is_signer: false, ..meta.clone() }),
            }
        }
    }
    accounts
}

/// A call as the hostile exchange reads it, with its accounts' places from `start` on.
fn encoded(call: &Instruction, accounts: &[AccountMeta], start: usize) -> Vec<u8> {
    let byte = |count: usize| u8::try_from(count).expect("few accounts and little data");
    let place = |key: &Pubkey| {
        let found = accounts.iter().position(|known| known.pubkey == *key);
        byte(start + found.expect("every account is listed"))
    };
    let mut data = vec![place(&call.program_id), byte(call.accounts.len())];
    for meta in &call.accounts {
        data.push(place(&meta.pubkey));
        let flags = u8::from(meta.is_signer) * SIGNS + u8::from(meta.is_writable) * WRITABLE;
        data.push(flags + u8::from(meta.is_signer && is_own(&meta.pubkey)) * OWN);
    }
    data.push(byte(call.data.len()));
    data.extend(&call.data);
    data
}
