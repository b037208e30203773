//! What a message does, in lines for whoever is to sign it.

use {
    super::words::fields,
    io_client::{addresses::Program, hex},
    io_rpc::{program_name, sol},
    serde_json::Value,
    solana_message::VersionedMessage,
    solana_pubkey::Pubkey,
    solana_system_interface::program::ID as SYSTEM_PROGRAM,
    std::collections::HashSet,
};

/// Who pays and signs, and each call with its accounts.
pub fn describe(message: &VersionedMessage) -> Vec<String> {
    let keys = message.static_account_keys();
    let required = usize::from(message.header().num_required_signatures);
    let key = |index: u8| {
        keys.get(usize::from(index))
            .map_or_else(|| format!("account {index} of a lookup table"), Pubkey::to_string)
    };
    let mut lines: Vec<String> = keys.first().map(|payer| format!("fee payer {payer}")).into_iter().collect();
    lines.extend(keys.iter().take(required).skip(1).map(|signer| format!("signer    {signer}")));
    for (i, call) in message.instructions().iter().enumerate() {
        let program = keys.get(usize::from(call.program_id_index)).copied().unwrap_or_default();
        let name = program_name(&program).map_or_else(|| program.to_string(), str::to_owned);
        let what = instruction(&program, &call.data).unwrap_or_else(|| hex::encode(&call.data));
        lines.push(format!("{}. {name}: {what}", i + 1));
        for index in &call.accounts {
            let place = usize::from(*index);
            let signs = if message.is_signer(place) { ", signs" } else { "" };
            let writes = if message.is_maybe_writable_with_reserved_addresses(place, None::<&HashSet<Pubkey>>)
            {
                ", may change"
            } else {
                ""
            };
            lines.push(format!("     {}{signs}{writes}", key(*index)));
        }
    }
    lines
}

/// The name of an instruction, with its arguments in words; in hexadecimal if they are not what the
/// IDL says.
fn instruction(program: &Pubkey, data: &[u8]) -> Option<String> {
    if *program == SYSTEM_PROGRAM {
        /// The system program's numbers of its instructions.
        const TRANSFER: u32 = 2;
        const ADVANCE_NONCE: u32 = 4;
        let (number, rest) = data.split_first_chunk::<4>()?;
        return match (u32::from_le_bytes(*number), rest.first_chunk::<8>()) {
            (TRANSFER, Some(lamports)) => {
                Some(format!("transfer of {} SOL", sol(u64::from_le_bytes(*lamports))))
            }
            (ADVANCE_NONCE, _) => Some("advance a nonce".into()),
            _ => None,
        };
    }
    let idl: Value = serde_json::from_str(Program::at(program)?.idl).ok()?;
    let of = |entry: &&Value| {
        let bytes = entry["discriminator"].as_array().into_iter().flatten();
        let bytes: Option<Vec<u8>> = bytes.map(|byte| byte.as_u64()?.try_into().ok()).collect();
        bytes.is_some_and(|bytes| !bytes.is_empty() && data.starts_with(&bytes))
    };
    let entry = idl["instructions"].as_array()?.iter().find(of)?;
    let name = entry["name"].as_str()?;
    let rest = data.get(8..).unwrap_or_default();
    if rest.is_empty() {
        return Some(name.to_owned());
    }
    let known = fields(&idl, &entry["args"], rest);
    Some(format!("{name}({})", known.unwrap_or_else(|| hex::encode(rest))))
}
