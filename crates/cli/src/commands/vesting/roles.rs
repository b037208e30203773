//! Hand-overs of grants and categories, and what a manager takes back.

use {
    super::locked::{name, Locked, Target},
    crate::{session::show, Exit, Failure, Session},
    io_client::{orders::Currency, vesting},
    solana_pubkey::Pubkey,
};

/// Proposes another beneficiary or manager.
///
/// # Errors
/// If the signer may not, or nobody can sign for the proposed one.
pub fn propose(session: &mut Session, what: Target, next: &Pubkey) -> Result<(), Failure> {
    if *next != Pubkey::default() {
        session.must_be_wallet(next, true)?;
    }
    let (locked, me) = (Locked::categories(session)?, session.me()?);
    if let Target::Category(kind) = what {
        let manager = locked.category(kind).manager;
        must_be(&me, &manager, &format!("manager of {}", kind.name()))?;
        return session.send("propose manager", &[vesting::propose_manager(&me, kind, *next)]);
    }
    let (address, grant) = locked.grant(session, what)?;
    must_be(&me, &grant.beneficiary, &format!("beneficiary of {}", name(&grant)))?;
    session.send("propose beneficiary", &[vesting::propose_beneficiary(&me, &address, *next)])
}

/// Takes over a grant or a category.
///
/// # Errors
/// If the signer was not proposed.
pub fn accept(session: &mut Session, what: Target) -> Result<(), Failure> {
    let (locked, me) = (Locked::categories(session)?, session.me()?);
    if let Target::Category(kind) = what {
        return session.send("accept manager", &[vesting::accept_manager(&me, kind)]);
    }
    let (address, grant) = locked.grant(session, what)?;
    session.send("accept grant", &[vesting::accept_beneficiary(&me, &address)])?;
    if session.sends() {
        session.output.say(format!(
            "Releases of {} go to the IO account of {me} from now on; {} are due",
            name(&grant),
            show(locked.releasable(&grant), Currency::Io)
        ));
    }
    Ok(())
}

/// Takes back what has not vested.
///
/// # Errors
/// If the signer is not the manager, or the grant cannot be revoked.
pub fn revoke(session: &mut Session, what: Target) -> Result<(), Failure> {
    let (locked, me) = (Locked::categories(session)?, session.me()?);
    let (address, grant) = locked.grant(session, what)?;
    let kind = grant.ledger.kind;
    if !kind.is_revocable() {
        return Err(Failure::new(Exit::Refused, "Grants of investors are never taken back."));
    }
    must_be(&me, &locked.category(kind).manager, &format!("manager of {}", kind.name()))?;
    session.send("revoke", &[vesting::revoke(&me, &address)])?;
    let vested = grant.ledger.vested(locked.tranches(kind));
    let back = grant.ledger.amount.saturating_sub(vested);
    let words = if session.sends() { "are free for other grants" } else { "would be free for other grants" };
    session.output.say(format!(
        "{} {words}; {} have vested and stay the beneficiary's",
        show(back, Currency::Io),
        show(vested, Currency::Io)
    ));
    session.output.set("taken_back", back.to_string());
    Ok(())
}

fn must_be(me: &Pubkey, key: &Pubkey, role: &str) -> Result<(), Failure> {
    if me == key {
        return Ok(());
    }
    Err(Failure::new(Exit::Key, format!("The {role} is {key}, the signer is {me}.")))
}
