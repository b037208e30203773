//! How fast transactions come in, how fast a wallet's history is read after that, and the memory
//! that both take. `cargo test --workspace --test speed -- --ignored --nocapture`; the number of
//! transactions is IO_INDEX_TRANSACTIONS, 1,000,000 if it is not set. IO_INDEX_DB names another
//! database than a file in the temporary folder.

mod memory;

use {
    anchor_lang::prelude::Pubkey,
    async_trait::async_trait,
    io_addresses::{emission, orders, staking},
    io_client::{
        emission::events::MintCreated,
        staking::events::{Claimed, Staked},
    },
    io_index::{
        source::{Account, ListedTransaction, Notification, Page, Transaction},
        Error, Indexer, Limits, Result, Source, Store,
    },
    memory::{booked, key, log, registered, settled, Folder},
    std::{
        env, fs,
        sync::Arc,
        time::{Duration, Instant},
    },
    tokio::sync::mpsc,
};

/// Transactions of a slot.
const A_SLOT: u64 = 20;
/// Signatures of a page, as nodes have it.
const PAGE: u64 = 1_000;
const WALLETS: u64 = 50_000;
const NODES: u64 = 500;
/// What the tables have to take in, in transactions a second.
const LEAST: f64 = 5_000.0;
/// And the history of a wallet at the 99th percentile.
const LONGEST: Duration = Duration::from_millis(20);

/// A chain that is computed when it is asked for.
struct Synthetic {
    transactions: u64,
}

impl Synthetic {
    fn slot(number: u64) -> u64 {
        number / A_SLOT + 1
    }

    /// As random as signatures are, and it says its number.
    fn signature(number: u64) -> String {
        let scattered = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).swap_bytes();
        let word = format!("{scattered:016x}");
        format!("{word}{word}{word}{word}{:024}", number)
    }

    fn number(signature: &str) -> Option<u64> {
        signature.get(64..)?.parse().ok()
    }

    fn transaction(number: u64) -> Transaction {
        let random = number.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 16;
        let (wallet, node) = (1_000_000 + random % WALLETS, key(5_000 + random / 7 % NODES));
        let order = |number: u64| key(10_000_000 + number / 10);
        let (logs, order) = match number {
            0 => (log(emission::ID, &MintCreated { mint: emission::MINT.address }), key(1)),
            1..=NODES => {
                let node = key(5_000 + number - 1);
                (log(staking::ID, &registered(node, 900_000 + number)), node)
            }
            _ => match number % 10 {
                0 | 1 => (log(orders::ID, &booked(order(number * 10), wallet, node)), order(number * 10)),
                2 | 3 => (
                    log(orders::ID, &settled(order((number - 2) * 10), random, false)),
                    order((number - 2) * 10),
                ),
                4 | 5 => {
                    (log(orders::ID, &settled(order((number - 4) * 10), 1, true)), order((number - 4) * 10))
                }
                6 | 7 => {
                    (log(staking::ID, &Claimed { node, owner: key(wallet), amount: random }), key(wallet))
                }
                _ => {
                    let (owner, amount, shares) = (key(wallet), random, u128::from(random));
                    (log(staking::ID, &Staked { node, owner, amount, shares }), key(wallet))
                }
            },
        };
        Transaction {
            signature: Self::signature(number),
            slot: Self::slot(number),
            index: Some((number % A_SLOT) as u32),
            time: Some(1_790_000_000 + (Self::slot(number) * 2 / 5) as i64),
            failed: false,
            payer: key(wallet).to_string(),
            written: [order, node].iter().map(Pubkey::to_string).collect(),
            logs,
            io_change: 0,
        }
    }
}

#[async_trait]
impl Source for Synthetic {
    async fn genesis_hash(&self) -> Result<String> {
        Ok("synthetic".to_owned())
    }

    async fn finalized_slot(&self) -> Result<u64> {
        Ok(Self::slot(self.transactions - 1))
    }

    async fn first_slot(&self) -> Result<u64> {
        Ok(0)
    }

    async fn signatures(&self, address: &str, before: Option<&str>, _: u64) -> Result<Page> {
        if address != orders::ID.to_string() {
            return Ok(Page::default());
        }
        let end = match before {
            None => self.transactions,
            Some(before) => Self::number(before).ok_or_else(|| Error::source("no such signature"))?,
        };
        let listed = |number: u64| ListedTransaction {
            signature: Self::signature(number),
            slot: Self::slot(number),
            index: None,
            failed: false,
        };
        let listed: Vec<ListedTransaction> = (end.saturating_sub(PAGE)..end).rev().map(listed).collect();
        Ok(Page { next: listed.last().map(|last| last.signature.clone()), listed })
    }

    async fn transactions(&self, signatures: &[String]) -> Result<Vec<Transaction>> {
        let one = |signature: &String| {
            let number = Self::number(signature).ok_or_else(|| Error::source("no such signature"))?;
            Ok(Self::transaction(number))
        };
        signatures.iter().map(one).collect()
    }

    async fn block(&self, _: u64) -> Result<Vec<String>> {
        Err(Error::source("the index is in the transactions"))
    }

    async fn block_time(&self, _: u64) -> Result<Option<i64>> {
        Ok(None)
    }

    async fn accounts(&self, addresses: &[String], _: u64) -> Result<Vec<Option<Account>>> {
        Ok(vec![None; addresses.len()])
    }

    async fn listen(&self, _: mpsc::Sender<Notification>) -> Result<()> {
        std::future::pending().await
    }
}

/// A line of this process's status, in MB.
fn megabytes(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |text: &str| text.strip_prefix(line)?.split_whitespace().next()?.parse::<u64>().ok();
    status.lines().find_map(of).unwrap_or_default() / 1_024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; see the head of the file"]
async fn a_million_transactions() {
    let transactions = env::var("IO_INDEX_TRANSACTIONS").map_or(1_000_000, |text| text.parse().unwrap());
    let folder = Folder::new();
    let file = folder.file("speed.db");
    let url = env::var("IO_INDEX_DB").unwrap_or_else(|_| file.clone());
    let store = Store::open(&url).await.unwrap();
    let before = megabytes("VmRSS:");
    let indexer = Indexer::new(store.clone(), Arc::new(Synthetic { transactions }), Limits::default());

    let began = Instant::now();
    let caught = indexer.catch_up().await.unwrap();
    let took = began.elapsed();
    assert_eq!(caught.transactions, transactions);
    let rate = transactions as f64 / took.as_secs_f64();
    println!("{transactions} transactions in {took:.1?}: {rate:.0} a second, from the list to the accounts");
    println!(
        "{} accounts read, file of {} MB",
        caught.accounts,
        fs::metadata(&file).map_or(0, |file| file.len() >> 20)
    );
    println!("memory: {} MB at its peak, {before} MB of it before", megabytes("VmHWM:"));

    let mut times = vec![];
    let mut found = 0;
    for query in 0..2_000_u64 {
        let wallet = key(1_000_000 + query.wrapping_mul(0x9e37_79b9) % WALLETS).to_string();
        let began = Instant::now();
        let sql = "SELECT e.id, e.time, t.signature, e.program, e.name, e.data FROM event_keys k \
                   JOIN events e ON e.id = k.event JOIN transactions t ON t.id = e.tx \
                   WHERE k.address = $1 ORDER BY k.event DESC LIMIT 100";
        found += sqlx::query(sql).bind(wallet).fetch_all(store.reader()).await.unwrap().len();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let [median, high, longest] = [1_000, 1_980, 1_999].map(|at| times[at]);
    println!(
        "a wallet's history: {median:.1?} median, {high:.1?} at the 99th percentile, {longest:.1?} at most"
    );
    assert!(found > 2_000, "{found} rows");
    assert!(high < LONGEST);
    if env::var_os("IO_INDEX_DB").is_none() && transactions >= 1_000_000 {
        assert!(rate >= LEAST);
    }
}
