//! Messages: compiled, with lookup tables or without, measured, signed.

use {
    crate::{Fault, Kind, Refusal},
    solana_compute_budget_interface::ComputeBudgetInstruction,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_message::{v0, AddressLookupTableAccount, Message, VersionedMessage},
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::{Signer, SignerError},
    solana_transaction::versioned::VersionedTransaction,
};

/// A transaction has no more bytes.
pub const MAX_BYTES: usize = 1_232;

/// The instructions with a compute limit before them, if there is one, and a price if it is not 0.
pub fn budgeted(instructions: &[Instruction], limit: Option<u64>, price: u64) -> Vec<Instruction> {
    let limit = limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let limit = limit.map(ComputeBudgetInstruction::set_compute_unit_limit);
    let price = (price > 0).then(|| ComputeBudgetInstruction::set_compute_unit_price(price));
    // A nonce is advanced before anything else.
    let nonce = instructions.iter().take_while(|call| advances_nonce(call)).count();
    let (nonce, rest) = instructions.split_at(nonce);
    nonce.iter().cloned().chain(limit).chain(price).chain(rest.iter().cloned()).collect()
}

/// The system program's number for "advance a nonce".
const ADVANCE_NONCE: [u8; 4] = 4u32.to_le_bytes();

/// Whether an instruction advances a nonce account, which is what makes a transaction durable.
pub fn advances_nonce(call: &Instruction) -> bool {
    call.program_id == Pubkey::default() && call.data == ADVANCE_NONCE
}

/// Compiles a message: a legacy one, unless a table makes it shorter.
///
/// # Errors
/// If it names more accounts than a message can.
pub fn compile(
    payer: &Pubkey,
    instructions: &[Instruction],
    tables: &[AddressLookupTableAccount],
    hash: Hash,
) -> Result<VersionedMessage, Fault> {
    if !tables.is_empty() {
        let compiled = v0::Message::try_compile(payer, instructions, tables, hash);
        let message = compiled
            .map_err(|error| Refusal::of_rule(format!("the transaction cannot be built: {error}")))?;
        if !message.address_table_lookups.is_empty() {
            return Ok(VersionedMessage::V0(message));
        }
    }
    Ok(VersionedMessage::Legacy(Message::new_with_blockhash(instructions, Some(payer), &hash)))
}

/// Bytes of a signed transaction on the wire.
pub fn size(message: &VersionedMessage) -> usize {
    // A length takes 7 bits a byte.
    let list = |length: usize| if length < 0x80 { 1 + length } else { 2 + length };
    let signatures = 1 + 64 * usize::from(message.header().num_required_signatures);
    let keys = 1 + 32 * message.static_account_keys().len();
    let calls =
        message.instructions().iter().map(|call| 1 + list(call.accounts.len()) + list(call.data.len()));
    let lookups = message.address_table_lookups().map_or(0, |lookups| {
        let bytes = lookups
            .iter()
            .map(|lookup| 32 + list(lookup.writable_indexes.len()) + list(lookup.readonly_indexes.len()));
        // The version is before the header.
        2 + bytes.sum::<usize>()
    });
    signatures + 3 + keys + 32 + 1 + calls.sum::<usize>() + lookups
}

/// Whether the instructions fit into one transaction, with a compute limit and a price before them.
pub fn fits(payer: &Pubkey, instructions: &[Instruction], tables: &[AddressLookupTableAccount]) -> bool {
    let calls = budgeted(instructions, Some(u64::MAX), u64::MAX);
    let message = compile(payer, &calls, tables, Hash::default());
    message.is_ok_and(|message| size(&message) <= MAX_BYTES)
}

/// # Errors
/// If it is larger than a transaction can be.
pub fn check_size(message: &VersionedMessage) -> Result<(), Fault> {
    let bytes = size(message);
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    let message = format!("the transaction has {bytes} bytes, more than {MAX_BYTES}: do less at once");
    Err(Refusal::of_rule(message).into())
}

/// A transaction that nobody has signed, for a simulation.
pub fn unsigned(message: VersionedMessage) -> VersionedTransaction {
    let required = usize::from(message.header().num_required_signatures);
    VersionedTransaction { signatures: vec![Signature::default(); required], message }
}

/// Signs with those of the signers that the message asks for; the addresses that have not signed
/// come with it.
///
/// # Errors
/// If a signer refuses: a signature that was made elsewhere is of another transaction.
pub fn sign_partly(
    message: VersionedMessage,
    signers: &[&dyn Signer],
) -> Result<(VersionedTransaction, Vec<Pubkey>), Fault> {
    let mut transaction = unsigned(message);
    let bytes = transaction.message.serialize();
    let required = transaction.signatures.len();
    let mut absent = Vec::new();
    let keys = transaction.message.static_account_keys().iter().take(required);
    for (key, signature) in keys.zip(&mut transaction.signatures) {
        match signers.iter().find(|signer| signer.pubkey() == *key) {
            None => absent.push(*key),
            Some(signer) => {
                *signature = signer.try_sign_message(&bytes).map_err(|error| {
                    let message = match error {
                        SignerError::PresignerError(error) => format!(
                            "the signature of {key} is not of this transaction ({error}): sign the same \
                             command with the same --blockhash, --nonce, --priority-fee and --compute-limit"
                        ),
                        error => format!("{key} does not sign: {error}"),
                    };
                    Refusal { kind: Kind::WrongKey, ..Refusal::of_rule(message) }
                })?;
            }
        }
    }
    Ok((transaction, absent))
}

/// Signs.
///
/// # Errors
/// If a key is missing.
pub fn sign(message: VersionedMessage, signers: &[&dyn Signer]) -> Result<VersionedTransaction, Fault> {
    let (transaction, absent) = sign_partly(message, signers)?;
    let Some(key) = absent.first() else { return Ok(transaction) };
    let message = format!("the signature of {key} is missing: sign with its key");
    Err(Refusal { kind: Kind::WrongKey, ..Refusal::of_rule(message) }.into())
}

#[cfg(test)]
mod tests {
    use {super::*, solana_instruction::AccountMeta, solana_keypair::Keypair};

    fn call(accounts: u8) -> Instruction {
        let metas = (0..accounts).map(|i| AccountMeta::new(Pubkey::new_from_array([i + 10; 32]), false));
        Instruction {
            program_id: Pubkey::new_from_array([1; 32]),
            accounts: metas.collect(),
            data: vec![7; 9],
        }
    }

    fn table() -> AddressLookupTableAccount {
        let addresses = (0..20).map(|i| Pubkey::new_from_array([i + 10; 32])).collect();
        AddressLookupTableAccount { key: Pubkey::new_from_array([2; 32]), addresses }
    }

    #[test]
    fn a_table_makes_a_transaction_shorter() {
        let payer = Keypair::new();
        let of = |tables: &[AddressLookupTableAccount]| {
            let calls = budgeted(&[call(20)], Some(5), 1);
            compile(&payer.pubkey(), &calls, tables, Hash::default()).unwrap()
        };
        let (legacy, short) = (of(&[]), of(&[table()]));
        assert!(matches!(legacy, VersionedMessage::Legacy(_)) && matches!(short, VersionedMessage::V0(_)));
        assert!(size(&short) + 500 < size(&legacy), "{} and {}", size(&short), size(&legacy));
        for message in [legacy, short] {
            let (counted, transaction) = (size(&message), sign(message, &[&payer]).unwrap());
            let wire = 1 + 64 * transaction.signatures.len() + transaction.message.serialize().len();
            assert_eq!(counted, wire);
        }
        let other = AddressLookupTableAccount { addresses: vec![Pubkey::default()], ..table() };
        assert!(matches!(of(&[other]), VersionedMessage::Legacy(_)), "a table that holds nothing of it");
    }

    #[test]
    fn a_missing_key_is_named() {
        let (payer, other) = (Keypair::new(), Keypair::new());
        let mut call = call(1);
        call.accounts[0] = AccountMeta::new(other.pubkey(), true);
        let message = compile(&payer.pubkey(), &[call], &[], Hash::default()).unwrap();
        let fault = sign(message.clone(), &[&payer]).unwrap_err();
        assert!(fault.to_string().contains(&other.pubkey().to_string()), "{fault}");
        assert_eq!(fault.refusal().unwrap().kind, Kind::WrongKey);
        sign(message, &[&payer, &other]).unwrap();
    }

    #[test]
    fn a_nonce_is_advanced_first() {
        let advance =
            Instruction { program_id: Pubkey::default(), accounts: Vec::new(), data: ADVANCE_NONCE.to_vec() };
        let all = budgeted(&[advance.clone(), call(1)], Some(9), 3);
        assert_eq!((all.len(), &all[0]), (4, &advance));
        assert_eq!(budgeted(&[call(1)], None, 0).len(), 1);
    }
}
