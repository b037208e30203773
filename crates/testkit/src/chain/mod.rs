//! A cluster in process, for tests of the tools: the world as an [`io_rpc::Chain`], and the same
//! one that fails, lags or lies ([`FaultyChain`]).

mod faulty;
pub(crate) mod server;

pub use {
    faulty::{priority_fee, Call, Effect, FaultyChain},
    server::{serve, Instead},
};

use {
    crate::World,
    io_rpc::{Accounts, At, Blockhash, Chain, Fault, Filter, Height, Refusal, Seen, Simulation},
    litesvm::LiteSVM,
    solana_account::Account,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::{
        collections::HashMap,
        sync::{Mutex, MutexGuard, PoisonError},
        time::{Duration, Instant},
    },
};

/// Blocks for which a blockhash is good. A cluster has 150.
const LIFE: u64 = 20;

/// Blocks for which a blockhash is good where blocks take their time, and that time.
const REAL_LIFE: u64 = 150;
const BLOCK: Duration = Duration::from_millis(400);

/// A world as a cluster. The invariants are checked after every transaction. Each call takes a
/// block's time.
pub struct WorldChain {
    world: Mutex<World>,
    landed: Mutex<HashMap<Signature, Result<(), TransactionError>>>,
    blocks: Mutex<Blocks>,
    /// Since when blocks take their time, if they do.
    since: Option<Instant>,
}

/// The blocks so far.
#[derive(Default)]
struct Blocks {
    height: u64,
    /// Blockhashes with the last block in which they are good.
    hashes: HashMap<Hash, u64>,
}

impl WorldChain {
    /// The world as it is.
    pub fn new(world: World) -> Self {
        Self { world: Mutex::new(world), landed: Mutex::default(), blocks: Mutex::default(), since: None }
    }

    /// The same, whose blocks come every 400 ms, however many threads call: for what is measured.
    pub fn in_real_time(world: World) -> Self {
        Self { since: Some(Instant::now()), ..Self::new(world) }
    }

    /// The world itself: to move the clock, to fund wallets, to act as others do.
    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Every blockhash has expired.
    pub fn expire_blockhashes(&self) {
        let mut blocks = lock(&self.blocks);
        blocks.height += LIFE + 1;
    }

    fn next_block(&self) -> u64 {
        let mut blocks = lock(&self.blocks);
        match self.since {
            None => blocks.height += 1,
            Some(since) => blocks.height = (since.elapsed().as_millis() / BLOCK.as_millis()) as u64 + 1,
        }
        blocks.height
    }

    fn life(&self) -> u64 {
        self.since.map_or(LIFE, |_| REAL_LIFE)
    }

    /// Whether a transaction that names this hash can land.
    fn is_good(&self, hash: &Hash) -> bool {
        let blocks = lock(&self.blocks);
        blocks.hashes.get(hash).is_some_and(|last| blocks.height <= *last)
    }
}

/// The lock, even if a test has failed while it held it: that test says so itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Changes the SVM as its builders do.
fn rebuild(svm: &mut LiteSVM, build: impl FnOnce(LiteSVM) -> LiteSVM) {
    *svm = build(std::mem::take(svm));
}

impl Chain for WorldChain {
    fn accounts_at(&self, addresses: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault> {
        let slot = self.next_block();
        let world = self.world();
        let exists = |account: &Account| account.lamports > 0;
        let value = addresses.iter().map(|address| world.svm.get_account(address).filter(exists)).collect();
        Ok(At { slot, value })
    }

    fn program_accounts_at(&self, program: &Pubkey, filters: &[Filter]) -> Result<At<Accounts>, Fault> {
        let slot = self.next_block();
        let mut value = self.world().svm.get_program_accounts(program);
        value.retain(|(_, account)| {
            account.lamports > 0 && filters.iter().all(|filter| filter.passes(&account.data))
        });
        Ok(At { slot, value })
    }

    /// A new one each time, so that the same call twice is two transactions.
    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        let mut world = self.world();
        world.svm.expire_blockhash();
        let hash = world.svm.latest_blockhash();
        drop(world);
        let last_block = self.next_block() + self.life();
        lock(&self.blocks).hashes.insert(hash, last_block);
        Ok(Blockhash { hash, last_block })
    }

    fn height(&self) -> Result<Height, Fault> {
        let block = self.next_block();
        Ok(Height { slot: block, block })
    }

    fn simulate(&self, transaction: &VersionedTransaction) -> Result<Simulation, Fault> {
        let mut world = self.world();
        let mut transaction = transaction.clone();
        let hash = world.svm.latest_blockhash();
        transaction.message.set_recent_blockhash(hash);
        // A cluster simulates a transaction that nobody has signed yet.
        rebuild(&mut world.svm, |svm| svm.with_sigverify(false));
        let simulated = world.svm.simulate_transaction(transaction);
        rebuild(&mut world.svm, |svm| svm.with_sigverify(true));
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

    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault> {
        let signature = transaction.signatures[0];
        // The SVM knows one blockhash, and what a nonce stores.
        let is_good = self.is_good(transaction.message.recent_blockhash());
        let mut world = self.world();
        // A cluster does nothing twice.
        if lock(&self.landed).contains_key(&signature) {
            return Ok(signature);
        }
        rebuild(&mut world.svm, |svm| svm.with_blockhash_check(!is_good));
        let outcome = world.submit(transaction.clone());
        rebuild(&mut world.svm, |svm| svm.with_blockhash_check(true));
        match outcome {
            Ok(_) => {
                lock(&self.landed).insert(signature, Ok(()));
                Ok(signature)
            }
            // A cluster accepts it and drops it.
            Err(failure) if failure.error == TransactionError::BlockhashNotFound => Ok(signature),
            Err(failure) => Err(Refusal::new(failure.error, failure.logs, transaction).into()),
        }
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        let slot = self.next_block();
        let landed = lock(&self.landed);
        let seen = |signature| Seen { slot, outcome: landed.get(signature).cloned(), pending: false };
        Ok(signatures.iter().map(seen).collect())
    }

    fn genesis_hash(&self) -> Result<Hash, Fault> {
        Ok(Hash::new_from_array(World::DOMAIN))
    }
}
