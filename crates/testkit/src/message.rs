//! What a transaction's message calls, with the addresses of its lookup tables.

use {
    anchor_lang::prelude::Pubkey,
    litesvm::LiteSVM,
    solana_instruction::{AccountMeta, Instruction},
    solana_message::{compiled_instruction::CompiledInstruction, VersionedMessage},
    std::collections::HashSet,
};

/// Every account that a message names, in the order in which its calls count them.
pub(crate) fn accounts(svm: &LiteSVM, message: &VersionedMessage) -> Vec<AccountMeta> {
    const NONE: Option<&HashSet<Pubkey>> = None;
    let mut metas: Vec<AccountMeta> = (0..)
        .zip(message.static_account_keys())
        .map(|(i, key)| AccountMeta {
            pubkey: *key,
            is_signer: message.is_signer(i),
            is_writable: message.is_maybe_writable_with_reserved_addresses(i, NONE),
        })
        .collect();
    let lookups = message.address_table_lookups().unwrap_or_default();
    for is_writable in [true, false] {
        for lookup in lookups {
            let places = if is_writable { &lookup.writable_indexes } else { &lookup.readonly_indexes };
            metas.extend(places.iter().filter_map(|place| {
                let pubkey = looked_up(svm, &lookup.account_key, *place)?;
                Some(AccountMeta { pubkey, is_signer: false, is_writable })
            }));
        }
    }
    metas
}

/// The calls of a message with these accounts. The runtime refuses one with an account that is not
/// there.
pub(crate) fn calls(message: &VersionedMessage, accounts: &[AccountMeta]) -> Vec<Instruction> {
    let at = |index: u8| accounts.get(usize::from(index)).cloned();
    let call = |call: &CompiledInstruction| {
        Some(Instruction {
            program_id: at(call.program_id_index)?.pubkey,
            accounts: call.accounts.iter().map(|index| at(*index)).collect::<Option<_>>()?,
            data: call.data.clone(),
        })
    };
    message.instructions().iter().filter_map(call).collect()
}

/// An address of a lookup table.
fn looked_up(svm: &LiteSVM, table: &Pubkey, place: u8) -> Option<Pubkey> {
    const HEADER: usize = 56;
    let data = svm.get_account(table)?.data;
    let bytes = data.get(HEADER + 32 * usize::from(place)..)?.first_chunk::<32>()?;
    Some(Pubkey::new_from_array(*bytes))
}
