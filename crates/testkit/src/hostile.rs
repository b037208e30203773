//! An exchange that does whatever a test writes down.

use {
    crate::{bytecode, World},
    anchor_lang::prelude::{AccountMeta, Pubkey},
    solana_instruction::Instruction,
};

/// Where the hostile exchange runs.
pub const ID: Pubkey = Pubkey::new_from_array([0xbd; 32]);

/// The key that it signs by.
pub fn stash() -> Pubkey {
    Pubkey::find_program_address(&[b"stash"], &ID).0
}

/// Bits of an account's flags in a script.
const SIGNS: u8 = 1;
const WRITABLE: u8 = 2;

impl World {
    /// Deploys the hostile exchange.
    ///
    /// # Panics
    /// If it is not built.
    pub fn deploy_hostile_exchange(&mut self) {
        let code = bytecode::read("io_hostile_exchange");
        self.svm.add_program(ID, &code).expect("a program");
    }
}

/// A call of the hostile exchange that makes `calls` with the signatures it is given and its own.
///
/// # Panics
/// If the calls take more accounts or data than a byte counts.
pub fn script(calls: &[Instruction]) -> Instruction {
    let mut accounts: Vec<AccountMeta> = Vec::new();
    let mut place = |meta: AccountMeta| -> u8 {
        let found = accounts.iter().position(|known| known.pubkey == meta.pubkey);
        let at = found.unwrap_or_else(|| {
            accounts.push(AccountMeta { is_signer: false, is_writable: false, ..meta.clone() });
            accounts.len() - 1
        });
        accounts[at].is_writable |= meta.is_writable;
        at.try_into().expect("few accounts")
    };
    let mut data = Vec::new();
    for call in calls {
        data.push(place(AccountMeta::new_readonly(call.program_id, false)));
        data.push(call.accounts.len().try_into().expect("few accounts"));
        for meta in &call.accounts {
            data.push(place(meta.clone()));
            data.push(u8::from(meta.is_signer) * SIGNS + u8::from(meta.is_writable) * WRITABLE);
        }
        data.push(call.data.len().try_into().expect("little data"));
        data.extend(&call.data);
    }
    Instruction { program_id: ID, accounts, data }
}
