//! How much IO there is, why, and how much of it circulates.

mod circulating;

use {
    crate::{time, Exit, Failure, Session},
    clap::Args,
    io_client::{
        addresses::emission::{EMISSION, MINT},
        amount::io,
        economics::{emission as schedule, genesis, units::HARD_CAP},
        emission::Emission,
    },
    io_rpc::supply::mint_supply,
    std::path::PathBuf,
};

/// What is asked of the supply.
#[derive(Args, Debug)]
pub struct Supply {
    /// What circulates: without what is locked, in airdrops and in the treasury
    #[arg(long)]
    circulating: bool,
    /// File of the treasury's wallets: {"ecosystem": "<wallet>", "community": ["<wallet>", ..]}
    #[arg(long, value_name = "FILE", requires = "circulating")]
    treasury: Option<PathBuf>,
    /// Only the number that listing sites ask for; with --json as {"result": "<IO>"}
    #[arg(long, requires = "circulating")]
    result_only: bool,
}

impl Supply {
    /// Prints it.
    ///
    /// # Errors
    /// If genesis is not complete, or the treasury's file is wrong.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let state: Emission = session.genesis(&EMISSION.address)?;
        if state.genesis_ts == 0 {
            return Err(Failure::new(Exit::NotThere, "The mint exists, but genesis is not complete.")
                .hint("The deployer completes it with `io init`."));
        }
        if self.circulating {
            return circulating::print(session, self.treasury.as_deref(), self.result_only);
        }
        supply(session, &state)
    }
}

fn supply(session: &mut Session, state: &Emission) -> Result<(), Failure> {
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
