//! A cluster in process, for tests of the tools: the world as an [`io_rpc::Chain`], and the same
//! one that fails, lags or lies ([`FaultyChain`]).

mod faulty;

pub use faulty::{priority_fee, Call, Effect, FaultyChain};

use {
    crate::World,
    io_rpc::{Blockhash, Chain, Fault, Filter, Height, Refusal, Seen, Simulation},
    litesvm::LiteSVM,
    solana_account::Account,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    std::{
        collections::HashMap,
        sync::{Mutex, MutexGuard, PoisonError},
    },
};

/// A world as a cluster. The invariants are checked after every transaction.
pub struct WorldChain {
    world: Mutex<World>,
    landed: Mutex<HashMap<Signature, Result<(), TransactionError>>>,
    /// A block for each blockhash that was seen, and the last of those.
    block: Mutex<(u64, Hash)>,
}

impl WorldChain {
    /// The world as it is.
    pub fn new(world: World) -> Self {
        Self { world: Mutex::new(world), landed: Mutex::default(), block: Mutex::default() }
    }

    /// The world itself: to move the clock, to fund wallets, to act as others do.
    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }
}

/// A test that has failed with the lock in its hands says so itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Chain for WorldChain {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        let world = self.world();
        let exists = |account: &Account| account.lamports > 0;
        Ok(addresses.iter().map(|address| world.svm.get_account(address).filter(exists)).collect())
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        let mut accounts = self.world().svm.get_program_accounts(program);
        accounts.retain(|(_, account)| {
            account.lamports > 0 && filters.iter().all(|filter| filter.passes(&account.data))
        });
        Ok(accounts)
    }

    /// A new one each time, so that the same call twice is two transactions.
    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.world().svm.expire_blockhash();
        let last_block = self.height()?.block;
        Ok(Blockhash { hash: lock(&self.block).1, last_block })
    }

    fn height(&self) -> Result<Height, Fault> {
        let hash = self.world().svm.latest_blockhash();
        let mut block = lock(&self.block);
        if hash != block.1 {
            *block = (block.0 + 1, hash);
        }
        Ok(Height { slot: block.0, block: block.0 })
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        let mut world = self.world();
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
        let mut world = self.world();
        // A cluster does nothing twice.
        if lock(&self.landed).contains_key(&signature) {
            return Ok(signature);
        }
        match world.submit(transaction.clone()) {
            Ok(_) => {
                lock(&self.landed).insert(signature, Ok(()));
                Ok(signature)
            }
            // A cluster accepts it and drops it.
            Err(failure) if failure.error == TransactionError::BlockhashNotFound => Ok(signature),
            Err(failure) => Err(Refusal::new(failure.error, failure.logs, transaction).into()),
        }
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        let outcome = lock(&self.landed).get(signature).cloned();
        Ok(Seen { slot: self.height()?.slot, outcome, pending: false })
    }
}
