//! Claims for wallets that do not sign: each goes to the wallet's own token account.

use {
    super::{
        claim::{must_be_open, payable, Payable},
        season, source,
    },
    crate::{
        session::show,
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        airdrop::{self, is_claimed, page_of, Entry, Page},
        orders::{mint, Currency},
        token::{associated_address, create_associated},
    },
    io_points::Folder,
    io_rpc::takes,
    solana_pubkey::Pubkey,
};

/// Wallets whose accounts are read in one call.
const LOOK: usize = 100;

/// For whom.
#[derive(Args, Debug)]
pub struct ClaimFor {
    /// The season's files: a folder or a URL
    files: String,
    /// The wallets
    #[arg(value_name = "WALLET", value_parser = values::address, required_unless_present = "all")]
    wallets: Vec<Pubkey>,
    /// Every wallet that has not claimed
    #[arg(long, conflicts_with = "wallets")]
    all: bool,
    /// Open the token accounts of those who have none, at the payer's rent
    #[arg(long)]
    open_accounts: bool,
}

impl ClaimFor {
    /// Claims one by one; what was claimed before is left out.
    ///
    /// # Errors
    /// If a wallet is not on the list, or nothing is left to claim.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let files = source::open(&self.files)?;
        let (address, state) = season::must(session, Reference::Address(files.season()))?;
        must_be_open(session, &state)?;
        let pages = season::open_pages(session, &address, state.ledger.leaves)?;
        let mut left = Vec::new();
        let mut claimed = 0u32;
        for entry in self.entries(&files)? {
            if is_done(&pages, entry.index) {
                claimed = claimed.saturating_add(1);
            } else {
                left.push(payable(&state, address, entry)?);
            }
        }
        if left.is_empty() {
            return Err(Failure::new(Exit::TooEarly, "All of them have claimed; nothing is left to claim."));
        }
        let bar = session.progress("claims", left.len() as u64);
        let (mut paid, mut sum, mut closed) = (0u32, 0u64, 0u32);
        for chunk in left.chunks(LOOK) {
            let wallets: Vec<Pubkey> = chunk
                .iter()
                .map(|payable| associated_address(&payable.entry.wallet, &mint(Currency::Io)))
                .collect();
            let accounts = session.chain.accounts(&wallets)?;
            for (payable, account) in chunk.iter().zip(&accounts) {
                bar.inc(1);
                let Payable { season, entry, amount } = payable;
                let mut calls = Vec::new();
                if !takes(account.as_ref(), &mint(Currency::Io), &entry.wallet) {
                    if !self.open_accounts {
                        closed = closed.saturating_add(1);
                        session.output.push("skipped", entry.wallet.to_string());
                        continue;
                    }
                    let payer = session.payer_address()?;
                    calls.push(create_associated(&payer, &entry.wallet, &mint(Currency::Io)));
                }
                calls.push(airdrop::claim_for(season, entry));
                session.send_under(&format!("claim for {}", entry.wallet), &calls, &[], &bar)?;
                paid = paid.saturating_add(1);
                sum = sum.saturating_add(*amount);
            }
        }
        bar.finish_and_clear();
        let words = if session.sends() { "paid" } else { "would be paid" };
        session.output.say(format!("{} {words} to {paid} wallets", show(sum, Currency::Io)));
        if claimed > 0 {
            session.output.say(format!("{claimed} had claimed before"));
        }
        if closed > 0 {
            session
                .output
                .say(format!("{closed} have no IO account that takes it; --open-accounts opens it"));
        }
        session.output.set("paid", sum.to_string());
        session.output.set("wallets", paid);
        Ok(())
    }

    fn entries(&self, files: &Folder) -> Result<Vec<Entry>, Failure> {
        let mut entries = Vec::new();
        if self.all {
            for file in 0..files.files() {
                entries.extend(files.entries(file).map_err(|why| source::wrong(&why))?);
            }
            return Ok(entries);
        }
        for wallet in &self.wallets {
            let entry = files.find(wallet).map_err(|why| source::wrong(&why))?;
            entries.push(entry.ok_or_else(|| {
                Failure::new(Exit::NotThere, format!("{wallet} is not on the list of this season."))
            })?);
        }
        Ok(entries)
    }
}

fn is_done(pages: &[(u32, Page)], index: u32) -> bool {
    let page = pages.iter().find(|(number, _)| *number == page_of(index));
    page.is_some_and(|(_, page)| is_claimed(&page.bits, index))
}
