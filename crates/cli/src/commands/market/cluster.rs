//! Several nodes booked in one transaction, by a lookup table where it would be too long.

use {
    crate::{
        commands::{cluster::pack::pack, lut, order::signing},
        session::Wallet,
        Exit, Failure, Session,
    },
    io_rpc::fits,
    solana_instruction::Instruction,
    solana_signer::Signer,
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
    if fits(&payer, bookings, session.tables()?) {
        return session.send_with("book", bookings, &others);
    }
    if session.options.dry_run {
        return try_parts(session, bookings, &others);
    }
    if !session.sends() {
        return Err(too_long(bookings.len()));
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
    let may_land = booked.as_ref().is_err_and(|failure| failure.exit == Exit::Pending);
    // Whatever becomes of the table, the answer is that of the booking: who is told to repeat it
    // must not book twice.
    if may_land || lut::give_up(session, &table.key).is_err() {
        lut::tell_how_to_close(session, &table.key);
    }
    booked
}

/// Simulates bookings in parts, since the table by which one transaction holds all of them is only
/// made when it is sent.
fn try_parts(session: &mut Session, bookings: &[Instruction], others: &[&dyn Signer]) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let alone: Vec<Vec<Instruction>> = bookings.iter().map(|booking| vec![booking.clone()]).collect();
    let tables = session.tables()?;
    let parts = pack(&alone, |calls| fits(&payer, calls, tables));
    session.output.say(format!(
        "{} nodes are booked at once by a lookup table, which a dry run does not make: it tries them in {} \
         parts, each as if it came first.",
        bookings.len(),
        parts.len()
    ));
    session.output.set("parts", parts.len());
    for part in &parts {
        session.send_with(&format!("book {} of {}", part.len(), bookings.len()), part, others)?;
    }
    Ok(())
}

/// Of a transaction that is not sent from here, so that no table can be made for it.
fn too_long(nodes: usize) -> Failure {
    let message = format!("{nodes} nodes are too many for one transaction that is signed elsewhere.");
    Failure::new(Exit::Refused, message).hint(
        "Book 4 at a time with the same --note: they are one cluster. `io lut create` with the nodes' \
         accounts and --lookup-table make room for more.",
    )
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
