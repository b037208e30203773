//! Answers of JSON-RPC, parsed: none if they have another form.

use {
    super::{Account, ListedTransaction, Page, Transaction},
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::emission::MINT,
    serde_json::Value,
    std::collections::BTreeSet,
};

/// Of `getSignaturesForAddress`. Some nodes list what is not finalized too.
pub(super) fn page(answer: &Value) -> Option<Page> {
    let all = answer.as_array()?;
    let finalized =
        |one: &&Value| one["confirmationStatus"].as_str().is_none_or(|status| status == "finalized");
    let listed = |one: &Value| {
        Some(ListedTransaction {
            signature: one["signature"].as_str()?.to_owned(),
            slot: one["slot"].as_u64()?,
            index: index(&one["transactionIndex"]),
            failed: !one["err"].is_null(),
        })
    };
    let next = match all.last() {
        Some(last) => Some(last["signature"].as_str()?.to_owned()),
        None => None,
    };
    Some(Page { listed: all.iter().filter(finalized).map(listed).collect::<Option<_>>()?, next })
}

/// Of `getTransaction` in the encoding `json`.
pub(super) fn transaction(signature: &str, answer: &Value) -> Option<Transaction> {
    let (meta, message) = (&answer["meta"], &answer["transaction"]["message"]);
    let failed = !meta.get("err")?.is_null();
    let keys: Vec<&str> = message["accountKeys"].as_array()?.iter().filter_map(Value::as_str).collect();
    let count = |field: &str| usize::try_from(message["header"][field].as_u64()?).ok();
    let signers = count("numRequiredSignatures")?;
    let read_only = count("numReadonlyUnsignedAccounts")?;
    let written = keys.get(signers..keys.len().checked_sub(read_only)?)?.iter().copied();
    let loaded = texts(&meta["loadedAddresses"]["writable"]);
    let written: BTreeSet<&str> = written.chain(loaded).collect();
    let logs = match &meta["logMessages"] {
        // A transaction that was refused before it ran has no log.
        Value::Null if failed => vec![],
        logs => logs.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    };
    Some(Transaction {
        signature: signature.to_owned(),
        slot: answer["slot"].as_u64()?,
        index: index(&answer["transactionIndex"]),
        time: answer["blockTime"].as_i64(),
        failed,
        payer: (*keys.first()?).to_owned(),
        written: written.into_iter().map(str::to_owned).collect(),
        logs,
        io_change: io(&meta["postTokenBalances"])? - io(&meta["preTokenBalances"])?,
    })
}

/// Of `getMultipleAccounts` in base64.
pub(super) fn accounts(answer: &Value) -> Option<Vec<Option<Account>>> {
    let account = |value: &Value| {
        if value.is_null() {
            return Some(None);
        }
        let data = STANDARD.decode(value["data"][0].as_str()?).ok()?;
        Some(Some(Account { owner: value["owner"].as_str()?.to_owned(), data }))
    };
    answer["value"].as_array()?.iter().map(account).collect()
}

fn index(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str)
}

/// IO in the token accounts of a list of balances.
fn io(balances: &Value) -> Option<i128> {
    let mint = MINT.address.to_string();
    let balances = balances.as_array().map_or(&[][..], Vec::as_slice);
    let of_io = balances.iter().filter(|balance| balance["mint"].as_str() == Some(&mint));
    of_io.map(|balance| balance["uiTokenAmount"]["amount"].as_str()?.parse::<i128>().ok()).sum()
}
