//! A chain in process: the testkit's world, whose invariants are checked after every transaction.

use {
    crate::{Blockhash, Chain, Fault, Filter, Height, Refusal, Seen, Simulation},
    io_testkit::World,
    litesvm::LiteSVM,
    solana_account::Account,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    std::{
        cell::{Cell, RefCell, RefMut},
        collections::HashMap,
    },
};

/// A world as a cluster.
pub struct WorldChain {
    world: RefCell<World>,
    landed: RefCell<HashMap<Signature, Result<(), TransactionError>>>,
    /// A block for each blockhash that was seen, and the last of those.
    block: Cell<(u64, Hash)>,
}

impl WorldChain {
    /// The world as it is.
    pub fn new(world: World) -> Self {
        Self { world: RefCell::new(world), landed: RefCell::default(), block: Cell::default() }
    }

    /// The world, for whoever is no user of the tools: the clock, faucets, other actors.
    pub fn world(&self) -> RefMut<'_, World> {
        self.world.borrow_mut()
    }
}

impl Chain for WorldChain {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        let world = self.world.borrow();
        let there = |account: &Account| account.lamports > 0;
        Ok(addresses.iter().map(|address| world.svm.get_account(address).filter(there)).collect())
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        let mut accounts = self.world.borrow().svm.get_program_accounts(program);
        accounts.retain(|(_, account)| {
            account.lamports > 0 && filters.iter().all(|filter| filter.passes(&account.data))
        });
        Ok(accounts)
    }

    /// A new one each time, so that the same call twice is two transactions.
    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.world.borrow_mut().svm.expire_blockhash();
        let last_block = self.height()?.block;
        Ok(Blockhash { hash: self.block.get().1, last_block })
    }

    fn height(&self) -> Result<Height, Fault> {
        let (mut block, latest) = self.block.get();
        let hash = self.world.borrow().svm.latest_blockhash();
        if hash != latest {
            block += 1;
            self.block.set((block, hash));
        }
        Ok(Height { slot: block, block })
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        let mut world = self.world.borrow_mut();
        let mut transaction = transaction.clone();
        transaction.message.recent_blockhash = world.svm.latest_blockhash();
        // A cluster simulates a transaction that nobody has signed yet.
        let svm = std::mem::take(&mut world.svm).with_sigverify(false);
        let simulated = svm.simulate_transaction(transaction);
        world.svm = LiteSVM::with_sigverify(svm, true);
        Ok(match simulated {
            Ok(info) => Simulation {
                error: None,
                compute_units: info.meta.compute_units_consumed,
                logs: info.meta.logs,
            },
            Err(failed) => Simulation {
                error: Some(failed.err),
                compute_units: failed.meta.compute_units_consumed,
                logs: failed.meta.logs,
            },
        })
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        let signature = transaction.signatures[0];
        // A cluster does nothing twice.
        if self.landed.borrow().contains_key(&signature) {
            return Ok(signature);
        }
        let outcome = self.world.borrow_mut().submit(transaction.clone());
        match outcome {
            Ok(_) => {
                self.landed.borrow_mut().insert(signature, Ok(()));
                Ok(signature)
            }
            // A cluster takes it and lets it fall.
            Err(failure) if failure.error == TransactionError::BlockhashNotFound => Ok(signature),
            Err(failure) => Err(Refusal::new(failure.error, failure.logs, transaction).into()),
        }
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        let outcome = self.landed.borrow().get(signature).cloned();
        Ok(Seen { slot: self.height()?.slot, outcome, pending: false })
    }
}
