//! Transactions and accounts as JSON-RPC writes them.

use {
    super::Faults,
    crate::record::{Recorded, Token},
    anchor_lang::__private::base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::external::TOKEN_PROGRAM,
    serde_json::{json, Value},
    solana_account::Account,
    solana_message::{compiled_instruction::CompiledInstruction, VersionedMessage},
    solana_pubkey::Pubkey,
};

/// Lines that a log keeps that is cut.
const KEPT: usize = 5;

/// An account.
pub(super) fn account(account: &Account) -> Value {
    json!({
        "lamports": account.lamports,
        "data": [STANDARD.encode(&account.data), "base64"],
        "owner": account.owner.to_string(),
        "executable": account.executable,
        "rentEpoch": u64::MAX,
        "space": account.data.len(),
    })
}

/// Whether the data has these bytes there.
pub(super) fn matches(memcmp: &Value, data: &[u8]) -> bool {
    let offset = memcmp["offset"].as_u64().unwrap_or_default() as usize;
    let text = memcmp["bytes"].as_str().unwrap_or_default();
    let bytes = match memcmp["encoding"].as_str() {
        Some("base64") => STANDARD.decode(text).ok(),
        _ => bs58::decode(text).into_vec().ok(),
    };
    bytes.is_some_and(|bytes| data.get(offset..).is_some_and(|rest| rest.starts_with(&bytes)))
}

/// The answer to `getTransaction`.
pub(super) fn transaction(recorded: &Recorded, config: &Value, faults: &Faults) -> Value {
    let mut answer = within_block(recorded, config, faults);
    answer["slot"] = json!(recorded.slot);
    answer["blockTime"] = json!(recorded.time);
    if faults.tells_places {
        answer["transactionIndex"] = json!(recorded.index);
    }
    answer
}

/// A transaction with what became of it.
pub(super) fn within_block(recorded: &Recorded, config: &Value, faults: &Faults) -> Value {
    let encoding = config.as_str().or_else(|| config["encoding"].as_str()).unwrap_or("json");
    let message = &recorded.transaction.message;
    let calls = message.instructions().iter().map(|call| instruction(call, 1)).collect::<Vec<_>>();
    let transaction = match encoding {
        "base64" => {
            let bytes = wincode::serialize(&recorded.transaction).expect("a transaction");
            json!([STANDARD.encode(bytes), "base64"])
        }
        _ => json!({
            "signatures": texts(&recorded.transaction.signatures),
            "message": {
                "header": header(message),
                "accountKeys": texts(message.static_account_keys()),
                "recentBlockhash": message.recent_blockhash().to_string(),
                "instructions": calls,
            },
        }),
    };
    let version = match message {
        VersionedMessage::Legacy(_) => json!("legacy"),
        _ => json!(0),
    };
    json!({ "transaction": transaction, "meta": meta(recorded, faults), "version": version })
}

fn header(message: &VersionedMessage) -> Value {
    let header = message.header();
    json!({
        "numRequiredSignatures": header.num_required_signatures,
        "numReadonlySignedAccounts": header.num_readonly_signed_accounts,
        "numReadonlyUnsignedAccounts": header.num_readonly_unsigned_accounts,
    })
}

fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn instruction(call: &CompiledInstruction, height: u8) -> Value {
    json!({
        "programIdIndex": call.program_id_index,
        "accounts": call.accounts,
        "data": bs58::encode(&call.data).into_string(),
        "stackHeight": height,
    })
}

fn balances(tokens: &[Token]) -> Vec<Value> {
    let balance = |token: &Token| {
        json!({
            "accountIndex": token.index,
            "mint": token.mint.to_string(),
            "owner": token.owner.to_string(),
            "programId": TOKEN_PROGRAM.to_string(),
            // Of the amounts, tools read the one that is exact.
            "uiTokenAmount": {
                "amount": token.amount.to_string(), "decimals": 0, "uiAmount": null,
                "uiAmountString": token.amount.to_string(),
            },
        })
    };
    tokens.iter().map(balance).collect()
}

fn meta(recorded: &Recorded, faults: &Faults) -> Value {
    let Recorded { transaction, error, meta, loaded, .. } = recorded;
    let keys = transaction.message.static_account_keys().len() + loaded[0].len() + loaded[1].len();
    let inner = meta.inner_instructions.iter().zip(0..).filter(|(calls, _)| !calls.is_empty());
    let inner = inner.map(|(calls, index)| {
        let calls: Vec<_> =
            calls.iter().map(|call| instruction(&call.instruction, call.stack_height)).collect();
        json!({ "index": index, "instructions": calls })
    });
    let status = match error {
        None => json!({ "Ok": null }),
        Some(error) => json!({ "Err": error }),
    };
    let mut answer = json!({
        "err": error,
        "status": status,
        "fee": meta.fee,
        "preBalances": vec![0; keys],
        "postBalances": vec![0; keys],
        "preTokenBalances": balances(&recorded.tokens[0]),
        "postTokenBalances": balances(&recorded.tokens[1]),
        "rewards": [],
        "innerInstructions": inner.collect::<Vec<_>>(),
        "logMessages": logs(recorded, faults),
        "loadedAddresses": { "writable": texts(&loaded[0]), "readonly": texts(&loaded[1]) },
        "computeUnitsConsumed": meta.compute_units_consumed,
    });
    if meta.return_data.program_id != Pubkey::default() {
        let data = json!([STANDARD.encode(&meta.return_data.data), "base64"]);
        answer["returnData"] = json!({ "programId": meta.return_data.program_id.to_string(), "data": data });
    }
    answer
}

/// Whether the log of this transaction is cut.
pub(super) fn is_cut(recorded: &Recorded, faults: &Faults) -> bool {
    let signature = recorded.signature();
    let bytes: &[u8] = signature.as_ref();
    faults.cut_logs > 0 && bytes[0].is_multiple_of(faults.cut_logs) && recorded.logs.len() > KEPT
}

/// What is left of its log.
pub(super) fn logs(recorded: &Recorded, faults: &Faults) -> Vec<String> {
    if !is_cut(recorded, faults) {
        return recorded.logs.clone();
    }
    let mut logs = recorded.logs[..KEPT].to_vec();
    logs.push("Log truncated".to_owned());
    logs
}
