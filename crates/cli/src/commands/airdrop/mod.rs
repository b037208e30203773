//! Airdrop seasons: from a list of points to claims, and what everybody can check of them.

mod build;
mod claim;
mod claim_for;
mod over;
mod publish;
mod season;
mod source;
mod status;
mod verify;

use {
    crate::{
        values::{self, IoAmount, Reference},
        Failure, Session,
    },
    clap::Subcommand,
};

pub use season::every_season;

/// Commands of airdrops. A SEASON is an address, or the signer's own number for it; FILES is what
/// `build` writes, a folder or the URL of a web server that hands it out.
#[derive(Subcommand, Debug)]
pub enum AirdropCommand {
    /// From a list of points to a season's root, its sums and its proofs, as static files
    Build(build::Build),
    /// Recompute everything from the list and the chain: whether the season pays what was published
    Verify(verify::Verify),
    /// Publish a season and open its pages; it opens at least 7 days later
    Create(publish::Publish),
    /// Publish other terms of a season that is not open
    Update(publish::Publish),
    /// Pay IO into a season's pool; anyone may
    Fund {
        /// The season: its address, or your number for it
        season: Reference,
        /// How much; what is missing if left out
        amount: Option<IoAmount>,
    },
    /// Call off a season that is not open; its IO returns
    Cancel {
        /// The season: its address, or your number for it
        season: Reference,
    },
    /// Claim what the signer's points are worth
    Claim(claim::Claim),
    /// Claim for others, to their own token accounts; anyone may
    ClaimFor(claim_for::ClaimFor),
    /// A season, and what a wallet gets of it; all seasons if none is named
    Status(status::Status),
    /// End a closed season: burn or return what nobody claimed, return the rents; anyone may
    Sweep {
        /// The season: its address, or your number for it
        season: Reference,
    },
}

impl AirdropCommand {
    /// Whether no program must be on the cluster.
    pub fn needs_no_cluster(&self) -> bool {
        matches!(self, Self::Build(_))
    }
}

/// Runs a command of airdrops.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &AirdropCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        AirdropCommand::Build(build) => build.run(session),
        AirdropCommand::Verify(verify) => verify.run(session),
        AirdropCommand::Create(publish) => publish.create(session),
        AirdropCommand::Update(publish) => publish.update(session),
        AirdropCommand::Fund { season, amount } => publish::fund(session, *season, *amount),
        AirdropCommand::Cancel { season } => over::cancel(session, *season),
        AirdropCommand::Claim(claim) => claim.run(session),
        AirdropCommand::ClaimFor(claim) => claim.run(session),
        AirdropCommand::Status(status) => status.run(session),
        AirdropCommand::Sweep { season } => over::sweep(session, *season),
    }
}

/// A genesis hash, by which clusters are told apart.
fn genesis_hash(text: &str) -> Result<[u8; 32], String> {
    let hash = text.parse::<solana_hash::Hash>();
    hash.map(|hash| hash.to_bytes()).map_err(|_| "write the cluster's genesis hash in base58".into())
}

/// A season's number.
fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write a whole number, different for each of your seasons".into())
}

/// An amount of IO above 0.
fn pool(text: &str) -> Result<u64, String> {
    values::io(text).and_then(|amount| if amount == 0 { Err("above 0".into()) } else { Ok(amount) })
}
