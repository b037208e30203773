//! Hands the programs to whoever may replace them from then on.

use {
    super::deploy::{is_final, upgrade_authority},
    crate::{values, Exit, Failure, Session},
    clap::Args,
    io_client::addresses::{vesting, PROGRAMS},
    solana_loader_v3_interface::instruction::set_upgrade_authority,
    solana_pubkey::Pubkey,
};

/// Gives the upgrade authority of every program to another key.
#[derive(Args, Debug)]
pub struct HandOver {
    /// Who may replace the programs then: of a multisig the vault. It signs nothing here, so
    /// compare the address twice
    #[arg(long, value_name = "VAULT", value_parser = values::address)]
    to: Pubkey,
}

impl HandOver {
    /// Hands over, in one transaction, what the new authority does not have yet.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        session
            .must_be_wallet(&self.to, true)
            .map_err(|failure| failure.hint("Name the multisig's vault, not the multisig's own account."))?;
        let me = session.me()?;
        let mut calls = Vec::new();
        for program in PROGRAMS {
            let name = program.name;
            // Genesis makes it so: nobody may ever move what is locked in it.
            if program.id == vesting::ID && is_final(session, program)? {
                session.output.say(format!("{name}: final, nobody replaces it"));
                continue;
            }
            let authority = upgrade_authority(session, program)?;
            if authority == self.to {
                session.output.say(format!("{name}: handed over already"));
            } else if authority == me {
                calls.push(set_upgrade_authority(&program.id, &me, Some(&self.to)));
            } else {
                let message = format!("The upgrade authority of {name} is {authority}, not {me}.");
                return Err(Failure::new(Exit::Key, message).hint("Sign with its key: --keypair."));
            }
        }
        if !calls.is_empty() {
            session.send("hand-over", &calls)?;
        }
        let link = session.link(&self.to);
        session.output.facts(&[("upgrade authority", link)]);
        session.output.set("upgrade_authority", self.to.to_string());
        Ok(())
    }
}
