//! A chain that is watched, and meddled with.

use {
    io_rpc::{Blockhash, Chain, Fault, Filter, Height, Seen, Simulation, WorldChain},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    std::cell::{Cell, RefCell},
};

/// What happens before a simulation, of which the count so far is given; if it refuses, that is the simulation's outcome.
type Before<'a> = Box<dyn FnMut(usize) -> Option<TransactionError> + 'a>;

/// A chain whose clock may lie, whose slots were paid for, and which keeps what is asked and sent.
pub struct Between<'a> {
    pub chain: &'a WorldChain,
    pub clock: Cell<Option<i64>>,
    pub recent: Vec<u64>,
    pub before: RefCell<Before<'a>>,
    /// Accounts whose fees were asked for.
    pub asked: RefCell<Vec<Pubkey>>,
    /// How often accounts were looked at.
    pub looks: Cell<usize>,
    pub simulated: Cell<usize>,
    pub sent: RefCell<Vec<Transaction>>,
}

impl<'a> Between<'a> {
    pub fn new(chain: &'a WorldChain) -> Self {
        Self {
            chain,
            clock: Cell::new(None),
            recent: Vec::new(),
            before: RefCell::new(Box::new(|_| None)),
            asked: RefCell::default(),
            looks: Cell::default(),
            simulated: Cell::default(),
            sent: RefCell::default(),
        }
    }

    /// The same, with what happens before a simulation.
    pub fn before(self, before: impl FnMut(usize) -> Option<TransactionError> + 'a) -> Self {
        Self { before: RefCell::new(Box::new(before)), ..self }
    }
}

impl Chain for Between<'_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        self.looks.set(self.looks.get() + usize::from(!addresses.is_empty()));
        self.chain.accounts(addresses)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        self.chain.program_accounts(program, filters)
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.chain.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        self.chain.height()
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        let count = self.simulated.replace(self.simulated.get() + 1);
        if let Some(error) = (self.before.borrow_mut())(count) {
            return Ok(Simulation { error: Some(error), compute_units: 0, logs: Vec::new() });
        }
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        self.sent.borrow_mut().push(transaction.clone());
        self.chain.send(transaction)
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        self.chain.status(signature)
    }

    fn recent_fees(&self, accounts: &[Pubkey]) -> Result<Vec<u64>, Fault> {
        self.asked.borrow_mut().extend_from_slice(accounts);
        Ok(self.recent.clone())
    }

    fn now(&self) -> Result<i64, Fault> {
        self.clock.get().map_or_else(|| self.chain.now(), Ok)
    }
}
