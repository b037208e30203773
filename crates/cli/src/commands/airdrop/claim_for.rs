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
    indicatif::ProgressBar,
    io_client::{
        airdrop::{self, is_claimed, page_of, Entry, Page, Season},
        orders::{mint, Currency},
        token::{associated_address, create_associated},
    },
    io_points::Folder,
    io_rpc::takes,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Claims that are sent without waiting for each.
const AT_ONCE: usize = 100;
/// How often it looks whether they have landed.
const LOOKS: u32 = 20;

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
    /// Claims; what was claimed before is left out, so that a run that stopped goes on.
    ///
    /// # Errors
    /// If a wallet is not on the list, or nothing is left to claim.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let files = source::open(&self.files)?;
        let (address, state) = season::must(session, Reference::Address(files.season()))?;
        must_be_open(session, &state)?;
        let pages = season::open_pages(session, &address, state.ledger.leaves)?;
        let entries = self.entries(&files)?;
        let all = entries.len();
        let left: Vec<Payable> = entries
            .into_iter()
            .filter(|entry| !is_done(&pages, entry.index))
            .map(|entry| payable(&state, address, entry))
            .collect::<Result<_, _>>()?;
        if left.is_empty() {
            return Err(Failure::new(Exit::TooEarly, "All of them have claimed; nothing is left to claim."));
        }
        let claimed = all - left.len();
        let (ready, closed) = split(session, &left)?;
        let bar = session.progress("claims", left.len() as u64);
        at_once(session, &state, &ready, &bar)?;
        if self.open_accounts {
            let payer = session.payer_address()?;
            for payable in &closed {
                let wallet = payable.entry.wallet;
                let create = create_associated(&payer, &wallet, &mint(Currency::Io));
                let calls = [create, airdrop::claim_for(&address, &payable.entry)];
                session.send_under(&format!("claim for {wallet}"), &calls, &[], &bar)?;
                bar.inc(1);
            }
        } else {
            for payable in &closed {
                session.output.push("skipped", payable.entry.wallet.to_string());
            }
        }
        bar.finish_and_clear();
        let opened = if self.open_accounts { closed.as_slice() } else { &[] };
        let sum = ready.iter().chain(opened).map(|payable| payable.amount).fold(0, u64::saturating_add);
        let paid = ready.len() + opened.len();
        let words = if session.sends() { "paid" } else { "would be paid" };
        session.output.say(format!("{} {words} to {paid} wallets", show(sum, Currency::Io)));
        if claimed > 0 {
            session.output.say(format!("{claimed} had claimed before"));
        }
        if !self.open_accounts && !closed.is_empty() {
            let count = closed.len();
            session.output.say(format!("{count} have no IO account that takes it; --open-accounts opens it"));
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

/// Those whose accounts take their IO, and the others.
fn split<'p>(
    session: &Session,
    left: &'p [Payable],
) -> Result<(Vec<&'p Payable>, Vec<&'p Payable>), Failure> {
    let io_mint = mint(Currency::Io);
    let accounts: Vec<Pubkey> =
        left.iter().map(|payable| associated_address(&payable.entry.wallet, &io_mint)).collect();
    let accounts = session.chain.accounts(&accounts)?;
    let (mut ready, mut closed) = (Vec::new(), Vec::new());
    for (payable, account) in left.iter().zip(&accounts) {
        let there = takes(account.as_ref(), &io_mint, &payable.entry.wallet);
        if there { &mut ready } else { &mut closed }.push(payable);
    }
    Ok((ready, closed))
}

/// Claims many at once; the pages say which have landed, and what has not is sent again one by one,
/// so that its refusal is told.
fn at_once(
    session: &mut Session,
    season: &Season,
    ready: &[&Payable],
    bar: &ProgressBar,
) -> Result<(), Failure> {
    let call = |payable: &Payable| -> Instruction { airdrop::claim_for(&payable.season, &payable.entry) };
    for chunk in ready.chunks(AT_ONCE) {
        let mut open = chunk.to_vec();
        if session.sends() && chunk.len() > 1 {
            let calls: Vec<Instruction> = open.iter().copied().map(call).collect();
            session.scatter(&calls, bar)?;
            for _ in 0..LOOKS {
                session.wait();
                let Some(first) = open.first() else { break };
                let pages = season::open_pages(session, &first.season, season.ledger.leaves)?;
                open.retain(|payable| !is_done(&pages, payable.entry.index));
            }
        }
        for payable in &open {
            let title = format!("claim for {}", payable.entry.wallet);
            session.send_under(&title, &[call(payable)], &[], bar)?;
        }
        bar.inc(chunk.len() as u64);
    }
    Ok(())
}

fn is_done(pages: &[(u32, Page)], index: u32) -> bool {
    let page = pages.iter().find(|(number, _)| *number == page_of(index));
    page.is_some_and(|(_, page)| is_claimed(&page.bits, index))
}
