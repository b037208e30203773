//! A wallet claims, and may stake what it gets in the same transaction.

use {
    super::{season, source},
    crate::{
        session::show,
        time,
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        airdrop::{self, is_claimed, page_address, page_of, payout, Entry, Page, Season},
        orders::{mint, Currency},
        staking::{self, stake_address, Stake},
        token::associated_address,
    },
    io_rpc::{read, takes},
    solana_pubkey::Pubkey,
};

/// How the signer claims.
#[derive(Args, Debug)]
pub struct Claim {
    /// The season's files: a folder or a URL
    files: String,
    /// Pay to this token account of the signer's; its associated one if left out
    #[arg(long, value_name = "ACCOUNT", value_parser = values::address, conflicts_with = "stake")]
    to: Option<Pubkey>,
    /// Stake it to this node, in the same transaction
    #[arg(long, value_name = "NODE")]
    stake: Option<Reference>,
}

/// A leaf with its season, and what it pays.
pub struct Payable {
    /// The season's address.
    pub season: Pubkey,
    /// The leaf with its proof.
    pub entry: Entry,
    /// Base units of IO.
    pub amount: u64,
}

impl Claim {
    /// Claims.
    ///
    /// # Errors
    /// If the signer is not on the list, has claimed, or the season is not open.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let me = session.me()?;
        let files = source::open(&self.files)?;
        let entry = files.find(&me).map_err(|why| source::wrong(&why))?.ok_or_else(|| {
            let message = format!("{me} is not on the list of this season.");
            Failure::new(Exit::NotThere, message).hint("Sign with the wallet that has the points: --keypair.")
        })?;
        let (address, state) = season::must(session, Reference::Address(files.season()))?;
        must_be_open(session, &state)?;
        let number = page_of(entry.index);
        let page: Option<Page> = read(session.chain, &page_address(&address, number))?;
        if page.is_some_and(|page| is_claimed(&page.bits, entry.index)) {
            let message = format!("{me} has claimed before; nothing is left to claim.");
            return Err(Failure::new(Exit::TooEarly, message));
        }
        let payable = payable(&state, address, entry)?;
        let io_mint = mint(Currency::Io);
        let mut calls = match self.to {
            None => session.open_token_account(&me, Currency::Io)?,
            Some(account) => {
                let there = session.chain.account(&account)?;
                if !takes(there.as_ref(), &io_mint, &me) {
                    let message = format!("{account} is no IO account of {me}.");
                    return Err(Failure::new(Exit::Usage, message));
                }
                Vec::new()
            }
        };
        let to = self.to.unwrap_or_else(|| associated_address(&me, &io_mint));
        if page.is_none() {
            // Nobody has opened it: the rent returns once the season is closed.
            calls.push(airdrop::open_page(&me, &address, number));
        }
        calls.push(airdrop::claim_to(&address, &payable.entry, to));
        if let Some(node) = self.stake {
            let (node, _) = session.node(node)?;
            let stake = stake_address(&node, &me);
            match read::<Stake>(session.chain, &stake)? {
                Some(_) => calls.push(staking::stake(&me, &node, payable.amount)),
                None => calls.extend(staking::first_stake(&me, &node, payable.amount)),
            }
            session.output.set("stake", stake.to_string());
        }
        session.send("claim", &calls).map_err(too_long)?;
        let amount = show(payable.amount, Currency::Io);
        let words = if self.stake.is_some() { "claimed and staked" } else { "claimed" };
        if session.sends() {
            session.output.say(format!("{amount} {words}"));
        } else {
            session.output.say(format!("{amount} would be {words}"));
        }
        session.output.set("points", payable.entry.points.to_string());
        session.output.set("amount", payable.amount.to_string());
        Ok(())
    }
}

/// With what makes a transaction short enough.
fn too_long(failure: Failure) -> Failure {
    if failure.hint.is_some() || !failure.message.contains("do less at once") {
        return failure;
    }
    failure.hint("`io lut create SEASON VAULT` makes a table; pass it with --lookup-table.")
}

/// What a leaf pays.
///
/// # Errors
/// If its points are worth nothing, or the files are not the season's.
pub fn payable(season: &Season, address: Pubkey, entry: Entry) -> Result<Payable, Failure> {
    match payout(entry.points, season.ledger.points, season.ledger.pool) {
        Ok(amount) => Ok(Payable { season: address, entry, amount }),
        Err(_) => {
            let message = format!("{} points are worth less than a base unit.", entry.points);
            Err(Failure::new(Exit::Refused, message))
        }
    }
}

/// # Errors
/// Unless claims go on now.
pub fn must_be_open(session: &Session, season: &Season) -> Result<(), Failure> {
    let (ledger, now) = (&season.ledger, session.now()?);
    if ledger.has_opened(now) && now < ledger.closes_at && !ledger.over {
        return Ok(());
    }
    let (exit, message) = if ledger.over || ledger.is_funded() && now >= ledger.closes_at {
        (Exit::Refused, "The season is over: nothing is paid any more.".to_owned())
    } else if !ledger.is_funded() {
        let opens = time::utc(ledger.opens_at);
        (Exit::TooEarly, format!("The season is not funded in full: it opens once it is, from {opens} on."))
    } else {
        (Exit::TooEarly, format!("The season opens {}.", time::utc(ledger.opens_at)))
    };
    Err(Failure::new(exit, message))
}
