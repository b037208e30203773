//! What each method answers.

use {
    super::{wire, Cluster, View, FINAL_AFTER},
    crate::record::Recorded,
    serde_json::{json, Value},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
};

/// Addresses of one call, at most.
const MOST_ACCOUNTS: usize = 100;
/// Signatures of one page, at most.
const MOST_SIGNATURES: usize = 1_000;

/// The answer, or an error as JSON-RPC has it.
pub(super) fn answer(cluster: &Cluster, method: &str, params: &Value) -> Result<Value, Value> {
    let view = cluster.view();
    let config = params.as_array().and_then(|params| params.last()).unwrap_or(&Value::Null);
    let commitment = config["commitment"].as_str().unwrap_or("finalized");
    let slot = view.slot(commitment);
    if !view.faults.ignores_least && config["minContextSlot"].as_u64().is_some_and(|least| least > slot) {
        let data = json!({ "contextSlot": slot });
        return Err(
            json!({ "code": -32_016, "message": "Minimum context slot has not been reached", "data": data }),
        );
    }
    let with_context =
        |value: Value| json!({ "context": { "slot": slot, "apiVersion": "4.2.2" }, "value": value });
    match method {
        "getHealth" => Ok(json!("ok")),
        "getVersion" => Ok(json!({ "solana-core": "4.2.2", "feature-set": 0 })),
        "getGenesisHash" => Ok(json!(Pubkey::new_from_array(crate::World::DOMAIN).to_string())),
        "getSlot" | "getBlockHeight" => Ok(json!(slot)),
        "getFirstAvailableBlock" | "minimumLedgerSlot" => Ok(json!(view.first)),
        "getEpochInfo" => Ok(json!({
            "absoluteSlot": slot, "blockHeight": slot, "epoch": 0, "slotIndex": slot, "slotsInEpoch": 432_000,
            "transactionCount": 1,
        })),
        "getSignaturesForAddress" => signatures(cluster, &view, params, commitment),
        "getTransaction" => transaction(cluster, &view, params, slot),
        "getBlock" => block(cluster, &view, params, slot),
        "getBlocks" => {
            let [from, to] = [&params[0], &params[1]].map(|slot| slot.as_u64());
            let (from, to) = (from.unwrap_or_default(), to.unwrap_or(slot).min(slot));
            let mut slots: Vec<u64> = cluster.0.tape.transactions.iter().map(|one| one.slot).collect();
            slots.dedup();
            slots.retain(|slot| (from.max(view.first)..=to).contains(slot));
            Ok(json!(slots))
        }
        "getBlockTime" => Ok(json!(time_at(cluster, params[0].as_u64().unwrap_or_default()))),
        "getAccountInfo" => Ok(with_context(wire_of(at(cluster, &address(&params[0])?, slot)))),
        "getMultipleAccounts" => {
            let addresses = params[0].as_array().ok_or_else(|| invalid("no list"))?;
            if addresses.len() > MOST_ACCOUNTS {
                return Err(invalid("Too many inputs provided; max 100"));
            }
            let each =
                |text: &Value| -> Result<Value, Value> { Ok(wire_of(at(cluster, &address(text)?, slot))) };
            Ok(with_context(addresses.iter().map(each).collect::<Result<_, Value>>()?))
        }
        "getProgramAccounts" => {
            let program = address(&params[0])?;
            let accounts = of_program(cluster, &program, &config["filters"], slot);
            let accounts = accounts.map(
                |(key, account)| json!({ "pubkey": key.to_string(), "account": wire::account(&account) }),
            );
            let accounts: Value = accounts.collect();
            Ok(if config["withContext"] == true { with_context(accounts) } else { accounts })
        }
        other => Err(json!({ "code": -32_601, "message": format!("Method not found: {other}") })),
    }
}

fn invalid(message: &str) -> Value {
    json!({ "code": -32_602, "message": message })
}

fn address(text: &Value) -> Result<Pubkey, Value> {
    text.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| invalid("Invalid param: not an address"))
}

fn wire_of(account: Option<Account>) -> Value {
    account.as_ref().map(wire::account).into()
}

/// An account as it is at the end of a slot.
fn at(cluster: &Cluster, address: &Pubkey, slot: u64) -> Option<Account> {
    match cluster.0.versions.get(address) {
        Some(versions) => versions.range(..=slot).next_back()?.1.clone(),
        None => cluster.0.tape.last.get(address).cloned().filter(|account| account.lamports > 0),
    }
}

fn of_program<'a>(
    cluster: &'a Cluster,
    program: &'a Pubkey,
    filters: &'a Value,
    slot: u64,
) -> impl Iterator<Item = (Pubkey, Account)> + 'a {
    let (versions, last) = (&cluster.0.versions, &cluster.0.tape.last);
    let addresses = versions.keys().chain(last.keys().filter(move |key| !versions.contains_key(*key)));
    let accounts = addresses.filter_map(move |key| Some((*key, at(cluster, key, slot)?)));
    accounts.filter(move |(_, account)| {
        let passes = |filter: &Value| match filter["dataSize"].as_u64() {
            Some(size) => account.data.len() as u64 == size,
            None => wire::matches(&filter["memcmp"], &account.data),
        };
        account.owner == *program && filters.as_array().is_none_or(|filters| filters.iter().all(passes))
    })
}

/// The time of the last block up to a slot.
pub(super) fn time_at(cluster: &Cluster, slot: u64) -> Option<i64> {
    let transactions = &cluster.0.tape.transactions;
    let after = transactions.partition_point(|one| one.slot <= slot);
    Some(transactions.get(after.checked_sub(1)?)?.time)
}

/// What is visible up to a slot, oldest first: of the tape, and of the fork while it lasts.
pub(super) fn visible<'a>(
    cluster: &'a Cluster,
    view: &'a View,
    slot: u64,
) -> impl DoubleEndedIterator<Item = &'a Recorded> {
    let last = view.tip.saturating_sub(FINAL_AFTER);
    let forked = view.fork.iter().filter(move |one| one.slot > last && one.slot <= slot);
    let range = view.fork.first().map(|one| one.slot).zip(view.fork.last().map(|one| one.slot));
    let hidden = move |slot: u64| range.is_some_and(|(from, to)| to > last && (from..=to).contains(&slot));
    let transactions = &cluster.0.tape.transactions;
    let end = transactions.partition_point(|one| one.slot <= slot);
    transactions[..end].iter().filter(move |one| one.slot >= view.first && !hidden(one.slot)).chain(forked)
}

fn signatures(cluster: &Cluster, view: &View, params: &Value, commitment: &str) -> Result<Value, Value> {
    let (address, config) = (address(&params[0])?, &params[1]);
    let commitment = if view.faults.ignores_commitment { "processed" } else { commitment };
    let slot = view.slot(commitment);
    let limit = config["limit"].as_u64().map_or(MOST_SIGNATURES, |limit| limit as usize);
    if limit == 0 || limit > MOST_SIGNATURES {
        return Err(invalid("Invalid limit; max 1000"));
    }
    let [before, until] = ["before", "until"].map(|name| config[name].as_str().map(ToOwned::to_owned));
    let mut started = before.is_none();
    let mut list = Vec::new();
    let listed = visible(cluster, view, slot).filter(|one| one.slot >= view.lists_from);
    for one in listed.rev().filter(|one| one.names(&address)) {
        let signature = one.signature().to_string();
        if started && until.as_ref() == Some(&signature) {
            break;
        }
        if started {
            let mut entry = json!({
                "signature": signature, "slot": one.slot, "err": one.error, "memo": null,
                "blockTime": one.time, "confirmationStatus": status(view, one.slot),
            });
            if view.faults.tells_places {
                entry["transactionIndex"] = json!(one.index);
            }
            list.extend(view.repeats.then(|| entry.clone()));
            list.push(entry);
        }
        started |= before.as_ref() == Some(&signature);
        if list.len() >= limit {
            break;
        }
    }
    list.truncate(limit);
    Ok(json!(list))
}

fn status(view: &View, slot: u64) -> &'static str {
    match () {
        () if slot <= view.slot("finalized") => "finalized",
        () if slot <= view.slot("confirmed") => "confirmed",
        () => "processed",
    }
}

fn transaction(cluster: &Cluster, view: &View, params: &Value, slot: u64) -> Result<Value, Value> {
    let signature: Signature = params[0]
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| invalid("Invalid param: WrongSize"))?;
    let slot = if view.faults.ignores_commitment { view.tip } else { slot };
    let forked = || visible(cluster, view, slot).find(|one| one.signature() == signature);
    let recorded = match cluster.0.places.get(&signature) {
        Some(place) => Some(&cluster.0.tape.transactions[*place]),
        None => forked(),
    };
    let recorded = recorded.filter(|one| one.slot <= slot && one.slot >= view.first && !view.missing);
    Ok(recorded.map_or(Value::Null, |one| wire::transaction(one, &params[1], &view.faults)))
}

fn block(cluster: &Cluster, view: &View, params: &Value, last: u64) -> Result<Value, Value> {
    let slot = params[0].as_u64().ok_or_else(|| invalid("no slot"))?;
    if slot < view.first {
        let message =
            format!("Block {slot} cleaned up, does not exist on node. First available block: {}", view.first);
        return Err(json!({ "code": -32_001, "message": message }));
    }
    if slot > last {
        return Err(json!({ "code": -32_004, "message": format!("Block not available for slot {slot}") }));
    }
    let within: Vec<&Recorded> = visible(cluster, view, slot).filter(|one| one.slot == slot).collect();
    let Some(first) = within.first() else {
        let message = format!("Slot {slot} was skipped, or missing in long-term storage");
        return Err(json!({ "code": -32_009, "message": message }));
    };
    let mut block = json!({
        "blockhash": Pubkey::new_from_array([1; 32]).to_string(),
        "previousBlockhash": Pubkey::new_from_array([2; 32]).to_string(),
        "parentSlot": slot - 1, "blockHeight": slot, "blockTime": first.time,
    });
    match params[1]["transactionDetails"].as_str().unwrap_or("full") {
        "none" => {}
        "signatures" => {
            block["signatures"] = within.iter().map(|one| one.signature().to_string()).collect();
        }
        _ => {
            let each = |one: &&Recorded| wire::within_block(one, &params[1], &view.faults);
            block["transactions"] = within.iter().map(each).collect();
        }
    }
    Ok(block)
}
