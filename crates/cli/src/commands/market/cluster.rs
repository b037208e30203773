//! Several nodes booked in one transaction, by a lookup table where it would be too long.

use {
    crate::{
        commands::{lut, order::signing},
        session::Wallet,
        Failure, Session,
    },
    io_rpc::fits,
    solana_instruction::Instruction,
    std::collections::BTreeSet,
};

/// The note of a cluster whose client gave it none: the number of its first order.
pub fn note(first: u64) -> [u8; 32] {
    let text = format!("cluster {first}");
    let mut note = [0; 32];
    // At most 28 bytes.
    note.iter_mut().zip(text.bytes()).for_each(|(place, byte)| *place = byte);
    note
}

/// Sends the bookings of one cluster, which `other` signs too. If they are too long for a
/// transaction, a lookup table of their accounts is made before, and given up after.
///
/// # Errors
/// If one of them is refused: then none is booked.
pub fn send(session: &mut Session, bookings: &[Instruction], other: Option<&Wallet>) -> Result<(), Failure> {
    let others = signing(other);
    let payer = session.payer_address()?;
    if fits(&payer, bookings, session.tables()?) || !session.sends() {
        return session.send_with("book", bookings, &others);
    }
    let signers: BTreeSet<_> = bookings
        .iter()
        .flat_map(|call| &call.accounts)
        .filter(|meta| meta.is_signer)
        .map(|meta| meta.pubkey)
        .collect();
    let named = bookings.iter().flat_map(|call| call.accounts.iter().map(|meta| meta.pubkey));
    let accounts: BTreeSet<_> = named.filter(|address| !signers.contains(address)).collect();
    let table = lut::make(session, &accounts.into_iter().collect::<Vec<_>>())?;
    session.add_tables(vec![table.clone()])?;
    let booked = session.send_with("book", bookings, &others);
    lut::give_up(session, &table.key)?;
    booked
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn a_note_names_the_first_order() {
        assert_eq!(&note(7)[..10], b"cluster 7\0");
        assert_eq!(&note(u64::MAX)[..28], b"cluster 18446744073709551615");
    }
}
