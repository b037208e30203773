//! A chain on which time passes before a transaction lands, and which keeps what is sent.

use {
    io_rpc::{Blockhash, Chain, Fault, Filter, Height, Seen, Simulation, WorldChain},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::Transaction,
    std::cell::{Cell, RefCell},
};

/// The chain.
pub struct Slow<'a> {
    chain: &'a WorldChain,
    seconds: i64,
    dies: bool,
    cranked: Cell<bool>,
    sent: RefCell<Vec<Transaction>>,
}

impl<'a> Slow<'a> {
    /// So many seconds pass before each transaction.
    pub fn new(chain: &'a WorldChain, seconds: i64) -> Self {
        Self { chain, seconds, dies: false, cranked: Cell::new(false), sent: RefCell::default() }
    }

    /// It takes the first transaction, and says nothing any more.
    pub fn that_dies(self) -> Self {
        Self { dies: true, ..self }
    }

    /// Somebody cranks the emission before the first transaction lands.
    pub fn that_is_cranked(self) -> Self {
        self.cranked.set(true);
        self
    }

    /// What was sent.
    pub fn sent(&self) -> Vec<Transaction> {
        self.sent.borrow().clone()
    }

    /// Micro-lamports per compute unit that each transaction pays.
    pub fn prices(&self) -> Vec<Option<u64>> {
        const SET_COMPUTE_UNIT_PRICE: u8 = 3;
        let price = |transaction: &Transaction| {
            let calls = &transaction.message.instructions;
            let price = calls.iter().find_map(|call| call.data.strip_prefix(&[SET_COMPUTE_UNIT_PRICE]));
            price.and_then(|price| Some(u64::from_le_bytes(price.try_into().ok()?)))
        };
        self.sent.borrow().iter().map(price).collect()
    }

    fn answer(&self) -> Result<&WorldChain, Fault> {
        if self.dies && !self.sent.borrow().is_empty() {
            return Err(Fault::Unreachable("the cable is cut".into()));
        }
        Ok(self.chain)
    }
}

impl Chain for Slow<'_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        self.answer()?.accounts(addresses)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        self.answer()?.program_accounts(program, filters)
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.answer()?.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        self.answer()?.height()
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        self.answer()?.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        let chain = self.answer()?;
        chain.world().pass(self.seconds);
        if self.cranked.take() {
            chain.world().crank();
        }
        self.sent.borrow_mut().push(transaction.clone());
        let sent = chain.send(transaction);
        self.answer()?;
        sent
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        self.answer()?.status(signature)
    }
}
