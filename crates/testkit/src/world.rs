//! The chain, its clock, and the one way to send a transaction.

use {
    crate::{
        bytecode,
        invariants::{self, Asks, Bought, Flows, Indexer, Lists, Locks, Payouts, Seasons, Trades},
        message::{accounts, calls},
        outcome::{Failure, Outcome, Receipt},
        record::{self, Tape},
        usdc,
    },
    anchor_lang::prelude::Pubkey,
    litesvm::LiteSVM,
    solana_clock::Clock,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::{versioned::VersionedTransaction, Transaction},
    std::collections::HashMap,
};

/// Lamports that every wallet of the world starts with: 10 SOL.
const WALLET_LAMPORTS: u64 = 10_000_000_000;

/// A chain with the programs deployed, whose invariants are checked after every transaction.
pub struct World {
    /// The SVM.
    pub svm: LiteSVM,
    /// Upgrade authority of every program.
    pub deployer: Keypair,
    /// Pays the fee of every transaction; has no other role.
    pub payer: Keypair,
    /// Mints and freezes USDC.
    pub usdc_issuer: Keypair,
    /// The greatest clock at which a transaction was accepted.
    pub greatest_clock: i64,
    /// Base units of IO burned by holders, outside the programs.
    pub burned_by_holders: u64,
    /// Base units of IO burned by the programs.
    pub burned_by_programs: u64,
    /// Base units of IO sent to the stake vault that nobody staked.
    pub donated_to_stake: u64,
    /// Base units of IO sent to the reward vault that the emission did not mint.
    pub donated_to_rewards: u64,
    /// Base units sent to the vaults of orders that no order paid in, by currency: IO, USDC.
    pub donated_to_orders: [u64; 2],
    /// Base units of IO paid as rewards: claimed, restaked, as commission.
    pub paid: u64,
    /// Rewards given up with closed stakes, in units of 2^-64 base units: less than one base unit
    /// each.
    pub given_up: u128,
    pub(crate) bought: Bought,
    pub(crate) indexer: Indexer,
    pub(crate) asks: Asks,
    pub(crate) locks: Locks,
    pub(crate) seasons: Seasons,
    pub(crate) lists: Lists,
    pub(crate) derived: HashMap<Pubkey, (Pubkey, invariants::Of)>,
    /// The books of staking, whose check takes time by the account, are checked after every this
    /// many accepted transactions: 1, but for the demo with its thousands of accounts.
    pub check_every: u64,
    /// What it did, if that is wanted.
    pub(crate) tape: Option<Tape>,
    sent: u64,
    keys: u64,
}

impl World {
    /// Unix time at which a world begins: 2026-01-01 00:00:00 UTC.
    pub const START: i64 = 1_767_225_600;

    /// A world with every program deployed and nothing initialized.
    pub fn new() -> Self {
        let mut svm = LiteSVM::new().with_mainnet_features().with_transaction_history(0);
        let mut keys = 0;
        let [deployer, payer] = [(); 2].map(|()| next_key(&mut keys));
        // The payer also pays the rent of token accounts.
        for (key, wallets) in [(&deployer, 1), (&payer, 100)] {
            svm.airdrop(&key.pubkey(), wallets * WALLET_LAMPORTS).expect("an airdrop");
        }
        for program in bytecode::built() {
            bytecode::deploy(&mut svm, program, Some(deployer.pubkey()));
        }
        for (name, id) in bytecode::PROGRAMS_OF_OTHERS {
            svm.add_program(id, &bytecode::read(name)).expect("a program that mainnet runs");
        }
        let usdc_issuer = Keypair::new_from_array([0x55; 32]);
        usdc::issue(&mut svm, &usdc_issuer.pubkey());
        let mut world = Self {
            svm,
            deployer,
            payer,
            usdc_issuer,
            greatest_clock: i64::MIN,
            burned_by_holders: 0,
            burned_by_programs: 0,
            donated_to_stake: 0,
            donated_to_rewards: 0,
            donated_to_orders: [0; 2],
            paid: 0,
            given_up: 0,
            bought: Bought::default(),
            indexer: Indexer::default(),
            asks: Asks::default(),
            locks: Locks::default(),
            seasons: Seasons::default(),
            lists: Lists::default(),
            derived: HashMap::new(),
            check_every: 1,
            tape: record::tape(),
            sent: 0,
            keys,
        };
        world.set_clock(Self::START);
        world
    }

    /// The same world, whose chain takes signatures as given: for the demo, of whose time checking
    /// them took a fifth. Who has to sign is checked all the same.
    #[must_use]
    pub fn trusting_signatures(mut self) -> Self {
        self.svm = std::mem::take(&mut self.svm).with_sigverify(false);
        self
    }

    /// Rent-exempt balance of an account with `bytes` of data, in lamports, by mainnet's rent.
    pub fn rent(bytes: usize) -> u64 {
        LiteSVM::new().minimum_balance_for_rent_exemption(bytes)
    }

    /// The Unix time on chain.
    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    /// Sets the Unix time on chain, forwards or back.
    pub fn set_clock(&mut self, unix_timestamp: i64) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        clock.unix_timestamp = unix_timestamp;
        self.svm.set_sysvar(&clock);
    }

    /// Moves the clock forward.
    pub fn pass(&mut self, seconds: i64) {
        self.set_clock(self.now().saturating_add(seconds));
    }

    /// A new key without an account. The n-th key of every world is the same, so that compute units
    /// and failures repeat.
    pub fn key(&mut self) -> Keypair {
        next_key(&mut self.keys)
    }

    /// A new wallet with SOL.
    pub fn wallet(&mut self) -> Keypair {
        let key = self.key();
        self.svm.airdrop(&key.pubkey(), WALLET_LAMPORTS).expect("an airdrop");
        key
    }

    /// Sends one transaction, paid by [`World::payer`] and signed by it and `signers`, then checks
    /// the invariants.
    ///
    /// # Errors
    /// If the chain refuses it.
    ///
    /// # Panics
    /// If an invariant no longer holds.
    pub fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Outcome {
        self.svm.expire_blockhash();
        let message = Message::new(instructions, Some(&self.payer.pubkey()));
        let mut keys = vec![&self.payer];
        keys.extend(signers.iter().filter(|key| key.pubkey() != self.payer.pubkey()));
        let transaction = Transaction::new(&keys, message, self.svm.latest_blockhash());
        self.submit(transaction)
    }

    /// Sends one transaction as if every signer that it names had signed, then checks the
    /// invariants. For a world that is [trusting signatures](World::trusting_signatures), in which
    /// programs' own addresses can sign, too.
    ///
    /// # Errors
    /// If the chain refuses it.
    ///
    /// # Panics
    /// If an invariant no longer holds.
    pub fn send_unsigned(&mut self, instructions: &[Instruction]) -> Outcome {
        self.svm.expire_blockhash();
        let mut message = Message::new(instructions, Some(&self.payer.pubkey()));
        message.recent_blockhash = self.svm.latest_blockhash();
        self.submit(Transaction::new_unsigned(message))
    }

    /// Sends a transaction that somebody has signed, then checks the invariants.
    ///
    /// # Errors
    /// If the chain refuses it.
    ///
    /// # Panics
    /// If an invariant no longer holds.
    pub fn submit(&mut self, transaction: impl Into<VersionedTransaction>) -> Outcome {
        let transaction = transaction.into();
        let bytes = wincode::serialize(&transaction).expect("a transaction").len();
        let accounts = accounts(&self.svm, &transaction.message);
        let instructions = &calls(&transaction.message, &accounts);
        let flows = Flows::before(self, instructions);
        let trades = Trades::before(self, instructions);
        let payouts = Payouts::before(self, instructions);
        let given_up = self.to_be_given_up(instructions);
        let pending = self.pending(&transaction);
        let result = self.svm.send_transaction(transaction);
        self.write_down(pending, &result);
        match result {
            Ok(meta) => {
                let receipt = Receipt::new(meta, &accounts, bytes);
                self.greatest_clock = self.greatest_clock.max(self.now());
                self.count(&receipt);
                self.indexer.read(&receipt);
                self.asks.read(&receipt);
                invariants::booked_at_asks(self, instructions, &receipt);
                self.locks.read(&receipt);
                self.burned_by_programs += self.seasons.read(&receipt);
                self.given_up += given_up;
                if let Some(flows) = flows {
                    flows.check(self, &receipt);
                }
                if let Some(payouts) = payouts {
                    payouts.check(self, &receipt);
                }
                if let Some(trades) = trades {
                    trades.check(self, &receipt);
                }
                self.sent += 1;
                invariants::check(self, self.sent.is_multiple_of(self.check_every));
                Ok(receipt)
            }
            Err(failed) => Err(Failure::new(failed)),
        }
    }

    /// Sends one transaction that must be accepted.
    ///
    /// # Panics
    /// If it is refused; prints the logs.
    #[track_caller]
    pub fn accepted(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Receipt {
        self.send(instructions, signers).unwrap_or_else(|failure| panic!("refused: {failure:?}"))
    }
}

/// Another chain in the same state: what happens to one does not happen to the other.
impl Clone for World {
    fn clone(&self) -> Self {
        let [deployer, payer, usdc_issuer] =
            [&self.deployer, &self.payer, &self.usdc_issuer].map(Keypair::insecure_clone);
        Self {
            svm: self.svm.clone(),
            deployer,
            payer,
            usdc_issuer,
            bought: self.bought.clone(),
            indexer: self.indexer.clone(),
            asks: self.asks.clone(),
            locks: self.locks.clone(),
            seasons: self.seasons.clone(),
            lists: self.lists.clone(),
            derived: self.derived.clone(),
            tape: self.tape.clone(),
            ..*self
        }
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

fn next_key(keys: &mut u64) -> Keypair {
    *keys += 1;
    let mut seed = [0x10; 32];
    seed[..8].copy_from_slice(&keys.to_le_bytes());
    Keypair::new_from_array(seed)
}
