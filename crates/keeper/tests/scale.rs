//! A pass over 100,000 orders and 10,000 nodes, fetched over JSON-RPC: what it takes in time and
//! memory.

mod town;

use {
    base64::{prelude::BASE64_STANDARD, Engine},
    io_client::addresses::{orders, staking},
    io_keeper::{Config, Keeper},
    io_rpc::{Chain, Patience, RpcChain},
    io_testkit::chain::WorldChain,
    serde_json::{json, Value},
    solana_account::Account,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    std::{
        collections::HashMap,
        io::{BufRead, BufReader, BufWriter, Read, Write},
        net::{TcpListener, TcpStream},
        sync::atomic::AtomicBool,
        thread,
        time::{Duration, Instant},
    },
    town::{far::peak, town, DAY},
};

const ORDERS: u32 = 100_000;
const NODES: u32 = 10_000;
const ADDRESS: &str = "11111111111111111111111111111111111111111111";
/// A pass is planned, and nothing is sent.
static STOP: AtomicBool = AtomicBool::new(true);

/// What a cluster answers: single accounts, and one of each program many times over.
struct Cluster {
    accounts: HashMap<String, Account>,
    many: HashMap<String, (Account, u32)>,
}

impl Cluster {
    /// A town 40 days on, when every order waits for a step.
    fn new() -> Self {
        let (world, ..) = town();
        let chain = WorldChain::new(world);
        chain.world().pass(40 * DAY);
        let one = |program: &Pubkey, bytes: usize| {
            let mut all = chain.program_accounts(program, &[]).unwrap();
            all.retain(|(_, account)| account.data.len() == 8 + bytes);
            all.pop().unwrap().1
        };
        let order = one(&orders::ID, size_of::<io_client::orders::Order>());
        let node = one(&staking::ID, size_of::<io_client::staking::Node>());
        let many = HashMap::from([
            (orders::ID.to_string(), (order, ORDERS)),
            (staking::ID.to_string(), (node, NODES)),
        ]);
        let accounts = chain.world().svm.accounts_db().inner.clone();
        let accounts = accounts.into_iter().map(|(address, account)| (address.to_string(), account.into()));
        Self { accounts: accounts.collect(), many }
    }

    /// Answers a request, without holding the answer in memory.
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut requests = BufReader::new(stream.try_clone()?);
        let mut length = 0;
        let mut line = String::new();
        while requests.read_line(&mut line)? > 2 {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
            line.clear();
        }
        if length == 0 {
            return Ok(());
        }
        let mut body = vec![0; length];
        requests.read_exact(&mut body)?;
        let request: Value = serde_json::from_slice(&body)?;
        let mut out = BufWriter::new(stream.try_clone()?);
        write!(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")?;
        write!(out, "{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":", request["id"])?;
        let first = &request["params"][0];
        let filters = request["params"][1]["filters"].as_array();
        let size = filters.and_then(|filters| filters.iter().find_map(|filter| filter["dataSize"].as_u64()));
        let passes =
            |(account, _): &&(Account, u32)| size.is_none_or(|size| account.data.len() as u64 == size);
        match first.as_str().and_then(|program| self.many.get(program)) {
            Some(many) if !passes(&many) => write!(out, "{{\"context\":{{\"slot\":1}},\"value\":[]}}")?,
            Some((account, count)) => {
                write!(out, "{{\"context\":{{\"slot\":1}},\"value\":")?;
                let entry = entry(account);
                for i in 0..*count {
                    let mut address = [7; 32];
                    address[..4].copy_from_slice(&i.to_le_bytes());
                    let address = Pubkey::new_from_array(address);
                    let comma = if i == 0 { "[" } else { "," };
                    write!(out, "{comma}{}", entry.replace(ADDRESS, &address.to_string()))?;
                }
                write!(out, "]}}")?;
            }
            None => {
                let asked = first.as_array().cloned().unwrap_or_default();
                let of = |address: &Value| self.accounts.get(address.as_str()?).map(wire);
                let value: Vec<Value> = asked.iter().map(|address| of(address).into()).collect();
                write!(out, "{}", json!({ "context": { "slot": 1 }, "value": value }))?;
            }
        }
        write!(out, "}}")?;
        out.flush()
    }
}

/// An account in a list, with [`ADDRESS`] in the place of its own.
fn entry(account: &Account) -> String {
    json!({ "pubkey": ADDRESS, "account": wire(account) }).to_string()
}

/// An account as JSON-RPC writes it.
fn wire(account: &Account) -> Value {
    json!({
        "lamports": account.lamports,
        "data": [BASE64_STANDARD.encode(&account.data), "base64"],
        "owner": account.owner.to_string(),
        "executable": account.executable,
        "rentEpoch": 0,
        "space": account.data.len(),
    })
}

#[test]
fn a_hundred_thousand_orders_over_rpc() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let cluster = Cluster::new();
    let bytes: usize =
        cluster.many.values().map(|(account, count)| entry(account).len() * *count as usize).sum();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = cluster.serve(&stream.unwrap());
        }
    });
    let chain = RpcChain::new(&url, Duration::from_secs(60)).unwrap();
    let mut keeper = Keeper::new(&chain, Keypair::new(), Config::default(), Patience::NONE, &STOP);
    let start = Instant::now();
    let (report, peak) = peak(|| keeper.pass());
    let (took, peak) = (start.elapsed(), peak / 1_000);
    let fetched = bytes / 1_000_000;
    println!(
        "{ORDERS} orders, {NODES} nodes: {fetched} MB fetched and planned in {took:?}, {peak} MB at the peak"
    );
    assert_eq!(report.unseen, 0);
    assert!(report.planned >= ORDERS, "every order waits for a step: {report:?}");
    assert!(took.as_secs() < 30, "{took:?}");
    assert!(peak < 600, "{peak} MB");
}
