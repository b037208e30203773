//! What the admin may do: pause, tune within bounds, announce. In production it is a multisig's
//! vault: `--multisig`.

mod changes;
mod show;
mod targets;

use {
    crate::{values, Failure, Session},
    changes::{ParamChanges, PriceChanges, RuleChanges},
    clap::Subcommand,
    io_client::{
        buyback,
        staking::{self, class_address},
    },
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    targets::{Pool, Program, Role},
};

/// Commands of the admin.
#[derive(Subcommand, Debug)]
pub enum AdminCommand {
    /// Who is the admin of each program, who holds which role, what is paused, which exchanges are
    /// allowed
    Show,
    /// Stop entries: stake, orders, fills and swaps. Exits never stop
    Pause {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// End a pause
    Resume {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// Announce who holds a role in 7 days, or in 21 a slasher: everybody can leave before
    AnnounceRole {
        /// Which role
        role: Role,
        /// The key that will hold it
        #[arg(value_parser = values::address)]
        key: Pubkey,
    },
    /// Announce an exchange program that swaps may use in 7 days
    AnnounceExchange {
        /// The program
        #[arg(value_parser = values::address)]
        program: Pubkey,
    },
    /// Take an exchange program off the list, at once
    RemoveExchange {
        /// The program
        #[arg(value_parser = values::address)]
        program: Pubkey,
    },
    /// Announce a hardware class's multiplier, 7 days ahead
    Multiplier {
        /// Hardware class: its name or number
        #[arg(value_parser = values::class)]
        class: u16,
        /// At most 100: "12.5"
        #[arg(value_parser = values::hundredths)]
        multiplier: u16,
    },
    /// Create a hardware class
    CreateClass {
        /// Its number
        class: u16,
        /// Whose emission its nodes share
        pool: Pool,
        /// At most 100: "12.5"
        #[arg(value_parser = values::hundredths)]
        multiplier: u16,
    },
    /// Announce the weight below which a pool does not pay in full, 7 days ahead
    FullWeight {
        /// Of which pool
        pool: Pool,
        /// At most twice and at least half of the one in force; an H100 that is fully available
        /// weighs 10000000
        weight: u64,
    },
    /// Set what new orders take over; what is left out stays
    Rules(RuleChanges),
    /// Announce which prices of the oracle orders take, 7 days ahead; what is left out stays
    PriceRules(PriceChanges),
    /// Set the parameters of the buyback; what is left out stays
    Params(ParamChanges),
    /// Propose the next admin, who takes over by `accept`
    Propose {
        /// The proposed admin; `nobody` takes a proposal back
        #[arg(value_name = "ADDRESS", value_parser = values::address_or_nobody)]
        next: Pubkey,
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// Take over as admin, if proposed
    Accept {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
}

/// Runs a command of the admin.
pub fn run(command: &AdminCommand, session: &mut Session) -> Result<(), Failure> {
    if let AdminCommand::Show = command {
        return show::print(session);
    }
    let me = session.me()?;
    match command {
        AdminCommand::Show => Ok(()),
        AdminCommand::Pause { programs } => each(session, "pause", programs, |p| p.set_paused(&me, true)),
        AdminCommand::Resume { programs } => each(session, "resume", programs, |p| p.set_paused(&me, false)),
        AdminCommand::Propose { next, programs } => {
            if *next != Pubkey::default() {
                session.must_be_wallet(next, true)?;
            }
            each(session, "propose admin", programs, |p| p.propose(&me, *next))
        }
        AdminCommand::Accept { programs } => each(session, "accept admin", programs, |p| p.accept(&me)),
        AdminCommand::AnnounceRole { role, key } => {
            session.must_be_wallet(key, true)?;
            session.send("announce role", &[role.announce(&me, *key)])
        }
        AdminCommand::AnnounceExchange { program } => {
            session.send("announce exchange", &[buyback::announce_exchange(&me, *program)])
        }
        AdminCommand::RemoveExchange { program } => {
            session.send("remove exchange", &[buyback::remove_exchange(&me, *program)])
        }
        AdminCommand::Multiplier { class, multiplier } => {
            let _: staking::HardwareClass =
                session.must(&class_address(*class), &format!("hardware class number {class}"))?;
            session.send("multiplier", &[staking::update_class(&me, *class, *multiplier)])
        }
        AdminCommand::CreateClass { class, pool, multiplier } => {
            session.send("create class", &[staking::create_class(&me, *class, (*pool).into(), *multiplier)])
        }
        AdminCommand::FullWeight { pool, weight } => {
            session.send("full weight", &[staking::announce_full_weight(&me, (*pool).into(), *weight)])
        }
        AdminCommand::Rules(changes) => {
            let call = changes.call(session, &me)?;
            session.send("rules", &[call])
        }
        AdminCommand::PriceRules(changes) => {
            let call = changes.call(session, &me)?;
            session.send("price rules", &[call])
        }
        AdminCommand::Params(changes) => {
            let call = changes.call(session, &me)?;
            session.send("params", &[call])
        }
    }
}

/// The same call to each program, in one transaction.
fn each(
    session: &mut Session,
    title: &str,
    programs: &[Program],
    call: impl Fn(Program) -> Instruction,
) -> Result<(), Failure> {
    session.send(title, &programs.iter().map(|program| call(*program)).collect::<Vec<_>>())
}
