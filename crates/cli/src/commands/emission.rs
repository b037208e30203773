//! The supply, and the crank of the emission.

use {
    crate::{time, Exit, Failure, Session},
    io_client::{
        addresses::emission::{EMISSION, MINT},
        amount::io,
        economics::{emission as schedule, genesis, units::HARD_CAP},
        emission::{self, Emission},
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    spl_token_interface::state::Mint,
};

/// How much IO there is, and why.
pub fn supply(session: &mut Session) -> Result<(), Failure> {
    let state: Emission = session.genesis(&EMISSION.address)?;
    if state.genesis_ts == 0 {
        return Err(Failure::new(Exit::NotThere, "The mint exists, but genesis is not complete.")
            .hint("The deployer completes it with `io init`."));
    }
    let supply = mint_supply(session.chain.account(&MINT.address)?.as_ref())?;
    let now = session.now()?;
    let elapsed = now.saturating_sub(state.genesis_ts);
    let due = schedule::cumulative(elapsed).saturating_sub(state.minted);
    let created = genesis::TOTAL.saturating_add(state.minted);
    let burned = created.saturating_sub(supply);
    let left = schedule::TOTAL.saturating_sub(state.minted);
    let month = elapsed.max(0).unsigned_abs() / schedule::MONTH_SECONDS;
    let mint = session.link(&MINT.address);
    let output = &mut session.output;
    output.facts(&[
        ("supply", format!("{} IO", io(supply))),
        ("  at genesis", format!("{} IO", io(genesis::TOTAL))),
        ("  emitted", format!("{} IO", io(state.minted))),
        ("  burned", format!("{} IO", io(burned))),
        ("due to a crank", format!("{} IO", io(due))),
        ("still to come", format!("{} IO", io(left))),
        ("hard cap", format!("{} IO", io(HARD_CAP))),
        ("genesis", time::utc(state.genesis_ts)),
        ("month", format!("{} of {}", (month + 1).min(schedule::MONTHS), schedule::MONTHS)),
        ("mint", mint),
    ]);
    for (key, amount) in [
        ("supply", supply),
        ("at_genesis", genesis::TOTAL),
        ("emitted", state.minted),
        ("burned", burned),
        ("due", due),
        ("still_to_come", left),
        ("hard_cap", HARD_CAP),
    ] {
        output.set(key, amount.to_string());
    }
    output.set("genesis_ts", state.genesis_ts);
    output.set("mint", MINT.address.to_string());
    Ok(())
}

/// Base units of IO that exist.
pub fn mint_supply(account: Option<&Account>) -> Result<u64, Failure> {
    let mint = account.and_then(|account| Mint::unpack(&account.data).ok());
    let mint = mint.ok_or_else(|| Failure::new(Exit::NotThere, "There is no IO mint on this cluster."))?;
    Ok(mint.supply)
}

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
/// multisig's vote lasts until others have cranked.
pub fn send_with_crank(session: &mut Session, title: &str, calls: &[Instruction]) -> Result<(), Failure> {
    let state: Emission = session.genesis(&EMISSION.address)?;
    let ended = state.minted >= schedule::TOTAL;
    let votes = session.options.multisig.is_some();
    if votes || ended || !emission::is_due(&state, session.now()?) {
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
