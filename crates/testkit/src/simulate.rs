//! What a transaction would do.

use {
    crate::{Failure, World},
    anchor_lang::prelude::Pubkey,
    solana_account::{Account, ReadableAccount},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_program_pack::Pack,
    solana_signer::Signer,
    solana_transaction::Transaction,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// The accounts that a transaction would leave.
pub struct Simulated(HashMap<Pubkey, Account>);

impl World {
    /// What a transaction would leave; none if it would be refused. Changes nothing and checks no
    /// invariant.
    pub fn simulate(&self, instructions: &[Instruction], signers: &[&Keypair]) -> Option<Simulated> {
        let message = Message::new(instructions, Some(&self.payer.pubkey()));
        let mut keys = vec![&self.payer];
        keys.extend(signers);
        let transaction = Transaction::new(&keys, message, self.svm.latest_blockhash());
        let simulated = self.svm.simulate_transaction(transaction).ok()?;
        let accounts = simulated.post_accounts.into_iter().map(|(address, account)| {
            let account = Account {
                lamports: account.lamports(),
                data: account.data().to_vec(),
                owner: *account.owner(),
                ..Account::default()
            };
            (address, account)
        });
        Some(Simulated(accounts.collect()))
    }

    /// Why a transaction would be refused; none if it would be accepted. Changes nothing and checks
    /// no invariant: for accounts that no invariant can read.
    pub fn refusal(&self, instructions: &[Instruction], signers: &[&Keypair]) -> Option<Failure> {
        let message = Message::new(instructions, Some(&self.payer.pubkey()));
        let mut keys = vec![&self.payer];
        keys.extend(signers);
        let transaction = Transaction::new(&keys, message, self.svm.latest_blockhash());
        self.svm.simulate_transaction(transaction).err().map(Failure::new)
    }

    /// The same, as if every signer that the calls name had signed: for a world that is [trusting
    /// signatures](World::trusting_signatures).
    pub fn refusal_unsigned(&self, instructions: &[Instruction]) -> Option<Failure> {
        let mut message = Message::new(instructions, Some(&self.payer.pubkey()));
        message.recent_blockhash = self.svm.latest_blockhash();
        self.svm.simulate_transaction(Transaction::new_unsigned(message)).err().map(Failure::new)
    }
}

impl Simulated {
    /// An account that the transaction names.
    pub fn account(&self, address: &Pubkey) -> Option<&Account> {
        self.0.get(address)
    }

    /// Base units in a token account that the transaction names.
    ///
    /// # Panics
    /// If it names no such token account.
    pub fn balance(&self, token_account: &Pubkey) -> u64 {
        let account = self.0.get(token_account).expect("the transaction names it");
        TokenAccount::unpack(&account.data).expect("a token account").amount
    }
}
