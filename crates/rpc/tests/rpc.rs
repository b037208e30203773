//! What a node writes over JSON-RPC is read as it is meant.
#![cfg(feature = "client")]

use {
    io_rpc::{Chain, Fault, Height, Patience, RpcChain, Seen},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    std::{
        io::{BufRead, BufReader, Read, Write},
        net::{TcpListener, TcpStream},
        thread,
        time::{Duration, Instant},
    },
};

/// A node that answers each request by its method and parameters.
fn node(answer: impl Fn(&str, &Value) -> Value + Send + 'static) -> RpcChain {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            serve(&stream.unwrap(), &answer).unwrap();
        }
    });
    RpcChain::new(&url, Duration::from_secs(10)).unwrap()
}

fn serve(mut stream: &TcpStream, answer: &impl Fn(&str, &Value) -> Value) -> std::io::Result<()> {
    let mut request = BufReader::new(stream.try_clone()?);
    let (mut length, mut line) = (0, String::new());
    while request.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    request.read_exact(&mut body)?;
    let request: Value = serde_json::from_slice(&body)?;
    let mut reply = json!({ "jsonrpc": "2.0", "id": request["id"] });
    let outcome = answer(request["method"].as_str().unwrap_or_default(), &request["params"]);
    let key = if outcome["code"].is_null() { "result" } else { "error" };
    reply[key] = outcome;
    let reply = reply.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{reply}",
        reply.len()
    )
}

/// A transaction that somebody has signed.
fn signed() -> VersionedTransaction {
    VersionedTransaction { signatures: vec![Signature::from([9; 64])], ..VersionedTransaction::default() }
}

fn status(confirmation: &str, err: &Value) -> Value {
    let status = if err.is_null() { json!({ "Ok": null }) } else { json!({ "Err": err }) };
    let entry = json!({
        "slot": 70, "confirmations": 3, "confirmationStatus": confirmation, "err": err, "status": status
    });
    json!({ "context": { "slot": 72 }, "value": [entry] })
}

fn unknown() -> Value {
    json!({ "context": { "slot": 72 }, "value": [null] })
}

#[test]
fn blockhashes_and_heights() {
    let chain = node(|method, _| match method {
        "getLatestBlockhash" => json!({
            "context": { "slot": 9 },
            "value": {
                "blockhash": Pubkey::new_from_array([3; 32]).to_string(),
                "lastValidBlockHeight": 3_090,
            }
        }),
        "getEpochInfo" => json!({
            "absoluteSlot": 166_598, "blockHeight": 166_500, "epoch": 27, "slotIndex": 2_790,
            "slotsInEpoch": 8_192, "transactionCount": 22_661_093
        }),
        other => panic!("{other}"),
    });
    let blockhash = chain.latest_blockhash().unwrap();
    assert_eq!((blockhash.hash.to_bytes(), blockhash.last_block), ([3; 32], 3_090));
    assert_eq!(chain.height().unwrap(), Height { slot: 166_598, block: 166_500 });
}

#[test]
fn only_what_is_confirmed_has_landed() {
    let see = |answer: Value| node(move |_, _| answer.clone()).status(&Signature::default()).unwrap();
    let processed = see(status("processed", &Value::Null));
    assert_eq!(processed, Seen { slot: 72, outcome: None, pending: true });
    assert_eq!(see(status("confirmed", &Value::Null)).outcome, Some(Ok(())));
    assert_eq!(see(status("finalized", &Value::Null)).outcome, Some(Ok(())));
    let failed = see(status("confirmed", &json!({ "InstructionError": [0, { "Custom": 6_001 }] })));
    assert!(matches!(failed.outcome, Some(Err(_))), "{failed:?}");
    assert_eq!(see(unknown()), Seen { slot: 72, outcome: None, pending: false });
}

#[test]
fn a_node_without_history_is_asked_what_it_knows() {
    let keeps = node(|_, params| match params[1]["searchTransactionHistory"].as_bool() {
        Some(true) => status("finalized", &Value::Null),
        _ => unknown(),
    });
    assert_eq!(keeps.status(&Signature::default()).unwrap().outcome, None);
    assert_eq!(keeps.history(&Signature::default()).unwrap().outcome, Some(Ok(())));
    let keeps_none = node(|_, params| match params[1]["searchTransactionHistory"].as_bool() {
        Some(true) => {
            json!({ "code": -32_011, "message": "Transaction history is not available from this node" })
        }
        _ => status("confirmed", &Value::Null),
    });
    assert_eq!(keeps_none.history(&Signature::default()).unwrap().outcome, Some(Ok(())));
    let nowhere = RpcChain::new("http://127.0.0.1:1", Duration::from_secs(1)).unwrap();
    assert!(matches!(nowhere.history(&Signature::default()), Err(Fault::Unreachable(_))));
}

#[test]
fn a_node_that_does_not_know_the_blockhash_refuses_nothing() {
    let send = |cause: Value| {
        let data = json!({ "err": cause, "logs": [], "accounts": null, "unitsConsumed": 0 });
        let error = json!({ "code": -32_002, "message": "Transaction simulation failed", "data": data });
        node(move |_, _| error.clone()).send(&signed())
    };
    let unknown = send(json!("BlockhashNotFound"));
    assert!(matches!(unknown, Err(Fault::Expired)), "{unknown:?}");
    let refused = send(json!({ "InstructionError": [0, { "Custom": 6_001 }] }));
    assert!(matches!(refused, Err(Fault::Refused(_))), "{refused:?}");
}

#[test]
fn fees_are_those_of_the_accounts_that_were_asked_for() {
    let account = Pubkey::new_from_array([9; 32]);
    let chain = node(move |method, params| {
        assert_eq!((method, params), ("getRecentPrioritizationFees", &json!([[account.to_string()]])));
        json!([{ "slot": 1, "prioritizationFee": 0 }, { "slot": 2, "prioritizationFee": 1_234 }])
    });
    assert_eq!(chain.recent_fees(&[account]).unwrap(), [0, 1_234]);
}

#[test]
fn what_has_landed_already_was_sent() {
    let data = json!({ "err": "AlreadyProcessed", "logs": [], "accounts": null, "unitsConsumed": 0 });
    let error =
        json!({ "code": -32_002, "message": "This transaction has already been processed", "data": data });
    let sent = node(move |_, _| error.clone()).send(&signed()).unwrap();
    assert_eq!(sent, signed().signatures[0]);
}

/// A server that answers each request with this head and body, and how many requests it had.
fn server(head: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request);
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    url
}

#[test]
fn a_server_that_does_not_serve_says_why() {
    for (head, body, told) in [
        (
            "429 Too Many Requests\r\nRetry-After: 60",
            "Too many requests for a specific RPC call",
            "takes no more calls and asks to wait 60 seconds: HTTP 429 Too Many Requests, Too many",
        ),
        ("429 Too Many Requests", "", "takes no more calls now: HTTP 429"),
        (
            "403 Forbidden",
            "{\"error\":{\"message\":\"no such api key\"}}",
            "does not serve this: HTTP 403 Forbidden, no such api key",
        ),
        ("410 Gone", "moved to another plan", "does not serve this: HTTP 410 Gone, moved to another plan"),
        (
            "502 Bad Gateway",
            "<html><h1>bad gateway</h1></html>",
            "does not answer: HTTP 502 Bad Gateway, bad gateway",
        ),
        ("200 OK", "hello", "the answer is no JSON-RPC"),
    ] {
        let chain = RpcChain::new(&server(head, body), Duration::from_secs(10)).unwrap();
        let start = Instant::now();
        let fault = chain.height().unwrap_err();
        assert!(fault.to_string().contains(told), "{fault}");
        assert!(start.elapsed() < Duration::from_secs(5), "{head}: it waits for nobody unasked");
        assert_eq!(fault.is_passing(), !told.contains("does not serve"), "{fault}");
    }
}

#[test]
fn a_busy_server_is_waited_for_as_long_as_there_is_time() {
    let url = server("429 Too Many Requests\r\nRetry-After: 60", "");
    let chain = RpcChain::new(&url, Duration::from_secs(10)).unwrap();
    let patience = Patience { within: Some(Duration::from_secs(5)), ..Patience::default() };
    let start = Instant::now();
    assert!(matches!(patience.retry(|| chain.height()), Err(Fault::Busy { .. })));
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[test]
fn a_node_without_tls_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(drop));
    let chain = RpcChain::new(&url, Duration::from_secs(10)).unwrap();
    assert!(matches!(chain.height(), Err(Fault::Unreachable(_))));
}
