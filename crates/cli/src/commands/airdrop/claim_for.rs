//! Claims for wallets that do not sign: each goes to the wallet's own token account.

use {
    super::{
        claim::{must_be_open, payable, Payable},
        publish, season, source,
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
    io_rpc::{is_missing, takes},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::collections::BTreeSet,
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
        let (mut left, mut claimed, mut worthless) = (Vec::new(), 0u32, 0u32);
        for entry in entries {
            if is_done(&pages, entry.index) {
                claimed = claimed.saturating_add(1);
                continue;
            }
            match payable(&state, address, entry) {
                Ok(payable) => left.push(payable),
                // Nobody can claim it: it stops no other.
                Err(_) if self.all => worthless = worthless.saturating_add(1),
                Err(failure) => return Err(failure),
            }
        }
        if left.is_empty() {
            return Err(Failure::new(Exit::TooEarly, "All of them have claimed; nothing is left to claim."));
        }
        let payer = session.payer_address()?;
        let numbers: BTreeSet<u32> = left.iter().map(|payable| page_of(payable.entry.index)).collect();
        publish::open_those(session, &payer, &address, numbers, &pages)?;
        let Split { ready, closed, unable } = split(session, &left)?;
        let bar = session.progress("claims", left.len() as u64);
        at_once(session, &state, &ready, &bar)?;
        let (opened, skipped) =
            if self.open_accounts { (closed.as_slice(), &[][..]) } else { (&[][..], closed.as_slice()) };
        for payable in opened {
            let wallet = payable.entry.wallet;
            let create = create_associated(&payer, &wallet, &mint(Currency::Io));
            let calls = [create, airdrop::claim_for(&address, &payable.entry)];
            session.send_under(&format!("claim for {wallet}"), &calls, &[], &bar)?;
            bar.inc(1);
        }
        for payable in skipped.iter().chain(&unable) {
            session.output.push("skipped", payable.entry.wallet.to_string());
        }
        bar.finish_and_clear();
        let sum = ready.iter().chain(opened).map(|payable| payable.amount).fold(0, u64::saturating_add);
        let paid = ready.len() + opened.len();
        let words = if session.sends() { "paid" } else { "would be paid" };
        session.output.say(format!("{} {words} to {paid} wallets", show(sum, Currency::Io)));
        for (count, words) in [
            (claimed as usize, "had claimed before"),
            (worthless as usize, "have points worth less than a base unit"),
            (skipped.len(), "have no IO account; --open-accounts opens it"),
            (unable.len(), "have an IO account that does not take it, as it was given away"),
        ] {
            if count > 0 {
                session.output.say(format!("{count} {words}"));
            }
        }
        session.output.set("worth_nothing", worthless);
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

/// Claims by what becomes of them.
#[derive(Default)]
struct Split<'p> {
    /// The wallet's account takes its IO.
    ready: Vec<&'p Payable>,
    /// There is no account, and anyone can open it.
    closed: Vec<&'p Payable>,
    /// The account was given away: it takes nothing, and nobody can open it again.
    unable: Vec<&'p Payable>,
}

fn split<'p>(session: &Session, left: &'p [Payable]) -> Result<Split<'p>, Failure> {
    let io_mint = mint(Currency::Io);
    let accounts: Vec<Pubkey> =
        left.iter().map(|payable| associated_address(&payable.entry.wallet, &io_mint)).collect();
    let accounts = session.chain.accounts(&accounts)?;
    let mut split = Split::default();
    for (payable, account) in left.iter().zip(&accounts) {
        let account = account.as_ref();
        if takes(account, &io_mint, &payable.entry.wallet) {
            split.ready.push(payable);
        } else if is_missing(account) {
            split.closed.push(payable);
        } else {
            split.unable.push(payable);
        }
    }
    Ok(split)
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
