//! The crank of the emission.

use {
    crate::{Failure, Session},
    io_client::{
        addresses::emission::EMISSION,
        amount::io,
        economics::emission as schedule,
        emission::{self, Emission},
    },
    solana_instruction::Instruction,
};

/// Mints what the schedule has reached to the reward vault.
pub fn crank(session: &mut Session) -> Result<(), Failure> {
    let before: Emission = session.genesis(&EMISSION.address)?;
    session.send("crank", &[emission::crank()])?;
    let after: Emission = session.genesis(&EMISSION.address)?;
    if session.sends() {
        let minted = after.minted.saturating_sub(before.minted);
        session.output.say(format!("{} IO minted to the reward vault", io(minted)));
        session.output.set("minted", minted.to_string());
    }
    Ok(())
}

/// Sends calls of io_staking that pay rewards, with a crank before them if one is due: rewards
/// accrue before they are minted. If somebody else cranks meanwhile, it sends them without. A
/// multisig's vote, and a signature of a cold key, last until others have cranked.
pub fn send_with_crank(session: &mut Session, title: &str, calls: &[Instruction]) -> Result<(), Failure> {
    let state: Emission = session.genesis(&EMISSION.address)?;
    let ended = state.minted >= schedule::TOTAL;
    let lasts = session.options.multisig.is_some() || session.is_fixed();
    if lasts || ended || !emission::is_due(&state, session.now()?) {
        return session.send(title, calls);
    }
    let cranked: Vec<Instruction> = std::iter::once(emission::crank()).chain(calls.iter().cloned()).collect();
    match session.send(title, &cranked) {
        Err(failure) if matches!(failure.name.as_deref(), Some("NothingDue" | "EmissionEnded")) => {
            session.send(title, calls)
        }
        other => other,
    }
}
