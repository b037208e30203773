//! A cluster in process behind JSON-RPC, for tests of the tools as processes.

use {
    super::lock,
    anchor_lang::__private::base64::{engine::general_purpose::STANDARD, Engine as _},
    io_rpc::{Chain, Fault, Filter, Seen},
    serde_json::{json, Value},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::{
        collections::HashMap,
        io::{self, BufRead, BufReader, Write},
        net::{TcpListener, TcpStream},
        sync::{Arc, Mutex},
        thread,
    },
};

/// What a server answers instead: head and body of an HTTP response, without the length.
pub type Instead = Option<(&'static str, &'static str)>;

/// Serves a chain until the process ends; returns the URL. `instead` is asked for each method
/// first, and may wait.
///
/// # Panics
/// If there is no port.
pub fn serve(chain: &'static dyn Chain, instead: impl Fn(&str) -> Instead + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let cluster = Arc::new(Cluster { chain, failed: Mutex::default() });
    let instead = Arc::new(instead);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (cluster, instead) = (Arc::clone(&cluster), Arc::clone(&instead));
            // A client that goes away is its own affair.
            thread::spawn(move || while answer(&stream, &cluster, &*instead).unwrap_or(false) {});
        }
    });
    url
}

/// What is served.
struct Cluster {
    chain: &'static dyn Chain,
    /// Transactions that landed and failed.
    failed: Mutex<HashMap<Signature, TransactionError>>,
}

impl Cluster {
    /// Takes a transaction. Without a preflight one that a program refuses lands and fails: its
    /// sender hears of it by its status.
    fn send(&self, transaction: &VersionedTransaction, skip_preflight: bool) -> Result<Signature, Fault> {
        match self.chain.send(transaction) {
            Err(Fault::Refused(refusal))
                if skip_preflight && matches!(refusal.error, TransactionError::InstructionError(..)) =>
            {
                let signature = transaction.signatures.first().copied().unwrap_or_default();
                lock(&self.failed).insert(signature, refusal.error);
                Ok(signature)
            }
            outcome => outcome,
        }
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        let mut all = self.chain.statuses(signatures)?;
        let failed = lock(&self.failed);
        for (seen, signature) in all.iter_mut().zip(signatures) {
            seen.outcome = seen.outcome.take().or_else(|| failed.get(signature).cloned().map(Err));
        }
        Ok(all)
    }
}

/// Reads the body of a request over HTTP; none if the client asks nothing more.
pub(crate) fn read_call(requests: &mut impl BufRead) -> io::Result<Option<Value>> {
    let (mut length, mut line) = (0, String::new());
    while requests.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        line.clear();
    }
    if length == 0 {
        return Ok(None);
    }
    let mut body = vec![0; length];
    requests.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}

/// A response, to be written in one piece: the kernel keeps a second one back until the first is
/// acknowledged, 40 ms later.
pub(crate) fn response(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// Answers a request; whether the client may ask more.
fn answer(mut stream: &TcpStream, cluster: &Cluster, instead: &dyn Fn(&str) -> Instead) -> io::Result<bool> {
    let mut requests = BufReader::new(stream);
    let Some(request) = read_call(&mut requests)? else { return Ok(false) };
    let method = request["method"].as_str().unwrap_or_default();
    let (head, body) = match instead(method) {
        Some((head, body)) => (head, body.to_owned()),
        None => {
            let mut reply = json!({ "jsonrpc": "2.0", "id": request["id"] });
            match call(cluster, method, &request["params"]) {
                Ok(result) => reply["result"] = result,
                Err(message) => reply["error"] = json!({ "code": -32_000, "message": message }),
            }
            ("200 OK\r\nContent-Type: application/json", reply.to_string())
        }
    };
    stream.write_all(response(head, &body).as_bytes())?;
    Ok(true)
}

fn call(cluster: &Cluster, method: &str, params: &Value) -> Result<Value, String> {
    let failed = |fault: Fault| fault.to_string();
    let (chain, first) = (cluster.chain, &params[0]);
    match method {
        "getMultipleAccounts" => {
            let at = chain.accounts_at(&addresses(first)?).map_err(failed)?;
            let accounts: Vec<Value> =
                at.value.iter().map(|account| account.as_ref().map(wire).into()).collect();
            Ok(json!({ "context": { "slot": at.slot }, "value": accounts }))
        }
        "getProgramAccounts" => {
            let program = address(first)?;
            let at = chain.program_accounts_at(&program, &filters(&params[1]["filters"])?).map_err(failed)?;
            let entry = |(address, account): &(Pubkey, Account)| {
                let address = address.to_string();
                json!({ "pubkey": address, "account": wire(account) })
            };
            let accounts: Vec<Value> = at.value.iter().map(entry).collect();
            Ok(json!({ "context": { "slot": at.slot }, "value": accounts }))
        }
        "getLatestBlockhash" => {
            let latest = chain.latest_blockhash().map_err(failed)?;
            let value =
                json!({ "blockhash": latest.hash.to_string(), "lastValidBlockHeight": latest.last_block });
            Ok(json!({ "context": { "slot": latest.last_block }, "value": value }))
        }
        "getEpochInfo" => {
            let height = chain.height().map_err(failed)?;
            Ok(json!({
                "absoluteSlot": height.slot, "blockHeight": height.block, "epoch": 0,
                "slotIndex": height.slot, "slotsInEpoch": 432_000, "transactionCount": 1,
            }))
        }
        "simulateTransaction" => {
            let simulation = chain.simulate(&transaction(first)?).map_err(failed)?;
            Ok(json!({
                "context": { "slot": 1 },
                "value": {
                    "err": simulation.error,
                    "logs": simulation.logs,
                    "unitsConsumed": simulation.compute_units,
                },
            }))
        }
        "sendTransaction" => {
            let skip_preflight = params[1]["skipPreflight"] == true;
            let signature = cluster.send(&transaction(first)?, skip_preflight).map_err(failed)?;
            Ok(json!(signature.to_string()))
        }
        "getSignatureStatuses" => {
            let signatures = texts(first)?.map(|text| text.parse::<Signature>().map_err(|e| e.to_string()));
            let signatures: Vec<Signature> = signatures.collect::<Result<_, _>>()?;
            let seen = cluster.statuses(&signatures).map_err(failed)?;
            let slot = seen.first().map_or(1, |seen| seen.slot);
            let statuses: Vec<Value> = seen.iter().map(status).collect();
            Ok(json!({ "context": { "slot": slot }, "value": statuses }))
        }
        "getRecentPrioritizationFees" => {
            let fees = chain.recent_fees(&addresses(first)?).map_err(failed)?;
            let fees = fees.iter().map(|fee| json!({ "slot": 1, "prioritizationFee": fee }));
            Ok(fees.collect())
        }
        "getGenesisHash" => Ok(json!(chain.genesis_hash().map_err(failed)?.to_string())),
        "getVersion" => Ok(json!({ "solana-core": "4.2.2", "feature-set": 0 })),
        other => Err(format!("no method {other}")),
    }
}

fn texts(list: &Value) -> Result<impl Iterator<Item = &str>, String> {
    Ok(list.as_array().ok_or("no list")?.iter().filter_map(Value::as_str))
}

fn address(text: &Value) -> Result<Pubkey, String> {
    text.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| format!("{text} is no address"))
}

fn addresses(list: &Value) -> Result<Vec<Pubkey>, String> {
    list.as_array().ok_or("no list")?.iter().map(address).collect()
}

fn filters(list: &Value) -> Result<Vec<Filter>, String> {
    let filter = |filter: &Value| match filter["dataSize"].as_u64() {
        Some(size) => Ok(Filter::Size(size as usize)),
        None => {
            let (at, bytes) = (&filter["memcmp"]["offset"], &filter["memcmp"]["bytes"]);
            let bytes = bytes.as_str().and_then(|text| bs58::decode(text).into_vec().ok());
            let at = at.as_u64().ok_or("a filter without an offset")?;
            Ok(Filter::Bytes(at as usize, bytes.ok_or("a filter without bytes")?))
        }
    };
    list.as_array().map_or(Ok(Vec::new()), |list| list.iter().map(filter).collect())
}

fn transaction(text: &Value) -> Result<VersionedTransaction, String> {
    let bytes = STANDARD.decode(text.as_str().unwrap_or_default()).map_err(|error| error.to_string())?;
    wincode::deserialize(&bytes).map_err(|error| error.to_string())
}

fn status(seen: &Seen) -> Value {
    let Some(outcome) = &seen.outcome else { return Value::Null };
    json!({
        "slot": seen.slot,
        "confirmations": null,
        "confirmationStatus": "finalized",
        "err": outcome.as_ref().err(),
        "status": match outcome { Ok(()) => json!({ "Ok": null }), Err(error) => json!({ "Err": error }) },
    })
}

/// An account as JSON-RPC writes it.
fn wire(account: &Account) -> Value {
    json!({
        "lamports": account.lamports,
        "data": [STANDARD.encode(&account.data), "base64"],
        "owner": account.owner.to_string(),
        "executable": account.executable,
        "rentEpoch": 0,
        "space": account.data.len(),
    })
}
