//! A cluster in memory, and transactions with events of the suite.

#![allow(dead_code)]

use {
    anchor_lang::{prelude::Pubkey, Event},
    async_trait::async_trait,
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::{emission, orders, staking},
    io_client::{
        emission::events::MintCreated,
        orders::{
            events::{OrderBooked, OrderClosed, OrderEnded, OrderSettled},
            Currency, Fees,
        },
        staking::events::{Claimed, NodeRegistered},
    },
    io_index::{
        source::{Account, ListedTransaction, Notification, Page, Transaction},
        Error, Indexer, Limits, Result, Source, Store,
    },
    std::{
        collections::HashMap,
        env, fs,
        path::PathBuf,
        sync::{
            atomic::{AtomicU64, AtomicUsize, Ordering},
            Arc, Mutex,
        },
    },
    tokio::sync::mpsc,
};

/// What the cluster has, and how it answers.
#[derive(Default)]
pub struct State {
    /// Transactions in the chain's order.
    pub chain: Vec<Transaction>,
    /// Programs that each one names.
    pub named: HashMap<String, Vec<String>>,
    pub accounts: HashMap<String, Account>,
    pub finalized: u64,
    pub first: u64,
    pub genesis: String,
    /// ListedTransaction transactions that it does not give.
    pub withheld: Vec<String>,
    /// Whether it says the place in the block.
    pub indexed: bool,
    /// The call, counted from now on, that fails.
    pub fails_at: Option<usize>,
}

#[derive(Default)]
pub struct Memory {
    pub state: Mutex<State>,
    pub page: AtomicUsize,
    pub calls: AtomicUsize,
}

impl Memory {
    pub fn new() -> Arc<Self> {
        let memory = Self::default();
        memory.page.store(1_000, Ordering::Relaxed);
        memory.state.lock().unwrap().genesis = "genesis".to_owned();
        Arc::new(memory)
    }

    /// Adds a transaction at the chain's end, and finalizes it.
    pub fn add(&self, transaction: Transaction, programs: &[Pubkey]) {
        let mut state = self.state.lock().unwrap();
        state.finalized = state.finalized.max(transaction.slot);
        let programs = programs.iter().map(ToString::to_string).collect();
        state.named.insert(transaction.signature.clone(), programs);
        state.chain.push(transaction);
    }

    /// Fails at the `n`th call from now on.
    pub fn fail_at(&self, n: usize) {
        self.calls.store(0, Ordering::Relaxed);
        self.state.lock().unwrap().fails_at = Some(n);
    }

    fn called(&self) -> Result<std::sync::MutexGuard<'_, State>> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let state = self.state.lock().unwrap();
        match state.fails_at {
            Some(n) if n == call => Err(Error::source("HTTP 429")),
            _ => Ok(state),
        }
    }
}

#[async_trait]
impl Source for Memory {
    async fn genesis_hash(&self) -> Result<String> {
        Ok(self.called()?.genesis.clone())
    }

    async fn finalized_slot(&self) -> Result<u64> {
        Ok(self.called()?.finalized)
    }

    async fn first_slot(&self) -> Result<u64> {
        Ok(self.called()?.first)
    }

    async fn signatures(&self, address: &str, before: Option<&str>, slot: u64) -> Result<Page> {
        let state = self.called()?;
        assert!(slot <= state.finalized);
        let names = |one: &&Transaction| state.named[&one.signature].iter().any(|name| name == address);
        let newest_first: Vec<&Transaction> = state.chain.iter().rev().filter(names).collect();
        let begin = match before {
            None => 0,
            // As real nodes: what is not known has nothing before it.
            Some(before) => newest_first
                .iter()
                .position(|one| one.signature == before)
                .map_or(newest_first.len(), |at| at + 1),
        };
        let page = newest_first.iter().skip(begin).take(self.page.load(Ordering::Relaxed));
        let listed: Vec<ListedTransaction> = page
            .map(|one| ListedTransaction {
                signature: one.signature.clone(),
                slot: one.slot,
                index: one.index.filter(|_| state.indexed),
                failed: one.failed,
            })
            .collect();
        Ok(Page { next: listed.last().map(|last| last.signature.clone()), listed })
    }

    async fn transactions(&self, signatures: &[String]) -> Result<Vec<Transaction>> {
        let state = self.called()?;
        let by: HashMap<&str, &Transaction> =
            state.chain.iter().map(|one| (one.signature.as_str(), one)).collect();
        let one = |signature: &String| {
            let missing = || Error::source("a transaction is missing");
            if state.withheld.contains(signature) {
                return Err(missing());
            }
            let mut one = (*by.get(signature.as_str()).ok_or_else(missing)?).clone();
            one.index = one.index.filter(|_| state.indexed);
            Ok(one)
        };
        signatures.iter().map(one).collect()
    }

    async fn block(&self, slot: u64) -> Result<Vec<String>> {
        let state = self.called()?;
        let of_slot = state.chain.iter().filter(|one| one.slot == slot);
        Ok(of_slot.map(|one| one.signature.clone()).collect())
    }

    async fn block_time(&self, slot: u64) -> Result<Option<i64>> {
        let state = self.called()?;
        Ok(state.chain.iter().find(|one| one.slot == slot).and_then(|one| one.time))
    }

    async fn accounts(&self, addresses: &[String], _: u64) -> Result<Vec<Option<Account>>> {
        assert!(addresses.len() <= 100);
        let state = self.called()?;
        Ok(addresses.iter().map(|address| state.accounts.get(address).cloned()).collect())
    }

    async fn listen(&self, _: mpsc::Sender<Notification>) -> Result<()> {
        std::future::pending().await
    }
}

/// A folder of a test's own, removed at its end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("io-index-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An index of a source in a new file.
pub async fn index(folder: &Folder, name: &str, source: &Arc<Memory>, batch: usize) -> (Indexer, Store) {
    let store = Store::open(&folder.file(name)).await.unwrap();
    let limits = Limits { batch, ..Limits::default() };
    (Indexer::new(store.clone(), source.clone(), limits), store)
}

pub fn key(number: u64) -> Pubkey {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Pubkey::new_from_array(bytes)
}

/// The log of a program that emits this event.
pub fn log(program: Pubkey, event: &impl Event) -> Vec<String> {
    vec![
        format!("Program {program} invoke [1]"),
        format!("Program data: {}", STANDARD.encode(event.data())),
        format!("Program {program} success"),
    ]
}

/// The `number`th transaction of the tests, which logs this.
pub fn transaction(slot: u64, number: u64, logs: Vec<String>, written: &[Pubkey]) -> Transaction {
    Transaction {
        signature: format!("{}{number:x}", "s".repeat(60)),
        slot,
        index: Some(u32::try_from(number % 1_000).unwrap()),
        time: Some(1_790_000_000 + i64::try_from(slot).unwrap()),
        failed: false,
        payer: key(number % 97).to_string(),
        written: written.iter().map(ToString::to_string).collect(),
        logs,
        io_change: 0,
    }
}

pub fn booked(order: Pubkey, client: u64, node: Pubkey) -> OrderBooked {
    OrderBooked {
        order,
        serial: 1,
        client: key(client),
        payer: key(client),
        node,
        provider: key(900),
        revision: 1,
        currency: Currency::Usdc,
        processors: 8,
        rate: 2_000_000,
        duration: 3_600,
        longest: 7_200,
        holdback_seconds: 0,
        notice_hours: 0,
        cost: 16_000_000,
        fees: 40_000,
        now: 1_790_000_000,
        reference: [3; 32],
    }
}

pub fn settled(order: Pubkey, provider: u64, done: bool) -> OrderSettled {
    let fees = Fees { buyer_booking: 1, buyer_payment: 2, provider_booking: 3, provider_payment: 4 };
    OrderSettled { order, provider, client: 5, bond: 0, fees, now: 1_790_000_100, done, recorded: true }
}

pub fn registered(node: Pubkey, operator: u64) -> NodeRegistered {
    NodeRegistered {
        node,
        operator: key(operator),
        class: key(800),
        payout: key(operator),
        processors: 8,
        commission_bps: 500,
        id: 0,
    }
}

/// A chain of some length: a mint, a node, and orders that live and end.
pub fn chain(source: &Memory, slots: u64) {
    let mint = log(emission::ID, &MintCreated { mint: emission::MINT.address });
    source.add(transaction(1, 1, mint, &[]), &[emission::ID]);
    let node = key(5_000);
    source.add(transaction(2, 2, log(staking::ID, &registered(node, 901)), &[node]), &[staking::ID]);
    for slot in 3..slots {
        let order = key(10_000 + slot);
        let earlier = key(10_000 + slot / 2);
        let logs = match slot % 4 {
            0 => log(orders::ID, &booked(order, slot % 10, node)),
            1 => log(orders::ID, &settled(earlier, slot, false)),
            2 => log(staking::ID, &Claimed { node, owner: key(slot % 7), amount: slot }),
            _ => log(orders::ID, &OrderClosed { order: earlier }),
        };
        // Two programs in one transaction, several transactions in one slot.
        let programs = [orders::ID, staking::ID];
        source.add(transaction(slot, slot * 10, logs.clone(), &[order]), &programs[..1 + slot as usize % 2]);
        if slot % 3 == 0 {
            let ended = OrderEnded {
                order,
                by: key(1),
                duration: 60,
                refund: 7,
                kept: 0,
                now: 1_790_000_050,
                left_early: true,
                notice_broken: false,
                done: false,
                recorded: false,
            };
            let mut failed = transaction(slot, slot * 10 + 1, logs, &[order]);
            failed.failed = true;
            source.add(failed, &programs);
            let ended = log(orders::ID, &ended);
            source.add(transaction(slot, slot * 10 + 2, ended, &[order, node]), &programs);
        }
    }
}
