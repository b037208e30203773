//! What a season's funder does until it is open.

use {
    super::{season, source},
    crate::{
        session::show,
        time,
        values::{self, IoAmount, Reference},
        Exit, Failure, Session,
    },
    clap::{Args, ValueEnum},
    io_client::{
        airdrop::{self, page_address, pages, vault_address, Page, Rest, Season, Terms},
        orders::Currency,
    },
    io_points::Folder,
    io_rpc::read,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Pages that are opened in one transaction.
const PAGES: usize = 6;

/// Terms of a season.
#[derive(Args, Debug)]
pub struct Publish {
    /// What `io airdrop build` has written: a folder or a URL
    files: String,
    /// When claims begin: at least 7 days from now, "2026-06-01 12:00:00 UTC"
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    opens: i64,
    /// How long claims go on, 90 days to 2 years
    #[arg(long = "for", value_name = "DURATION", value_parser = values::duration, default_value = "90d")]
    open_for: u32,
    /// What becomes of what nobody claims; `update` never changes it
    #[arg(long, default_value = "burn")]
    rest: RestArg,
}

/// What becomes of the rest.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RestArg {
    /// It is burned
    Burn,
    /// It returns to the funder
    Return,
}

impl From<RestArg> for Rest {
    fn from(rest: RestArg) -> Self {
        match rest {
            RestArg::Burn => Self::Burn,
            RestArg::Return => Self::Return,
        }
    }
}

impl Publish {
    fn terms(&self, session: &Session, files: &Folder) -> Result<Terms, Failure> {
        let manifest = &files.manifest;
        let number = |text: &str| text.parse().map_err(|_| source::wrong("season.json has a wrong number"));
        if files.domain() != session.chain.genesis_hash()?.to_bytes() {
            let message = "The files are for another cluster: their genesis hash is not this one's.";
            return Err(Failure::new(Exit::Refused, message).hint("Build them again with --url of this one."));
        }
        let me = session.me()?;
        if manifest.funder != me.to_string() {
            let message = format!("The files are for the funder {}, the signer is {me}.", manifest.funder);
            return Err(Failure::new(Exit::Key, message).hint("Sign with its key, or build with --funder."));
        }
        Ok(Terms {
            root: files.root(),
            domain: files.domain(),
            leaves: manifest.leaves,
            points: number(&manifest.points)?,
            pool: number(&manifest.pool)?,
            opens_at: self.opens,
            open_seconds: self.open_for,
        })
    }

    /// Publishes a season, if it is not there, and opens the pages that are not open.
    ///
    /// # Errors
    /// If the terms are refused, or the season is there with others.
    pub fn create(&self, session: &mut Session) -> Result<(), Failure> {
        let files = source::open(&self.files)?;
        let (terms, me, address) = (self.terms(session, &files)?, session.me()?, files.season());
        let id = files.manifest.id.parse().map_err(|_| source::wrong("season.json has a wrong id"))?;
        let there: Option<Season> = read(session.chain, &address)?;
        match &there {
            Some(season) => {
                must_be_published(&address, season, &terms, self.rest.into())?;
                session.output.say("the season: published already");
            }
            None => {
                session.send("season", &airdrop::create_season(&me, id, self.rest.into(), terms))?;
            }
        }
        if there.is_some() || session.sends() {
            self::open_pages(session, &address, terms.leaves)?;
        } else {
            session.output.say(format!("{} pages can be opened once it is there", pages(terms.leaves)));
        }
        let dates = there.map_or((terms.opens_at, terms.closes_at()), |season| {
            (season.ledger.opens_at, season.ledger.closes_at)
        });
        say(session, &address, dates, terms.pool);
        Ok(())
    }

    /// Publishes other terms.
    ///
    /// # Errors
    /// If they are refused, or the season is open.
    pub fn update(&self, session: &mut Session) -> Result<(), Failure> {
        let files = source::open(&self.files)?;
        let (terms, me, address) = (self.terms(session, &files)?, session.me()?, files.season());
        let _: Season = session.must(&address, "season")?;
        session.send("update", &[airdrop::update_season(&me, &address, terms)])?;
        if session.sends() {
            self::open_pages(session, &address, terms.leaves)?;
        }
        say(session, &address, (terms.opens_at, terms.closes_at()), terms.pool);
        Ok(())
    }
}

/// # Errors
/// Unless a season has these terms, or others only because it was funded late.
fn must_be_published(address: &Pubkey, season: &Season, terms: &Terms, rest: Rest) -> Result<(), Failure> {
    let ledger = &season.ledger;
    let published = (season.root, season.domain, ledger.points, ledger.pool, ledger.leaves);
    let same = published == (terms.root, terms.domain, terms.points, terms.pool, terms.leaves);
    // What completes the pool late puts both dates off alike.
    let late = ledger.opens_at.saturating_sub(terms.opens_at);
    let put_off = late == 0 || late > 0 && ledger.is_funded();
    if !same || !put_off || ledger.closes_at.saturating_sub(terms.closes_at()) != late {
        let (opens, closes) = (time::utc(ledger.opens_at), time::utc(ledger.closes_at));
        let message = format!("The season {address} has other terms: it opens {opens} and closes {closes}.");
        return Err(Failure::new(Exit::Refused, message)
            .hint("`io airdrop update` publishes these, as long as it is not open."));
    }
    if ledger.rest != rest {
        let words = if ledger.rest == Rest::Burn { "burned" } else { "returned to the funder" };
        let message = format!("What nobody claims of the season {address} is {words}, for ever.");
        return Err(Failure::new(Exit::Refused, message).hint("Name the same --rest, or publish another."));
    }
    Ok(())
}

fn say(session: &mut Session, address: &Pubkey, (opens_at, closes_at): (i64, i64), pool: u64) {
    let link = session.link(address);
    session.output.facts(&[
        ("season", link),
        ("opens", format!("{}, once it is funded", time::utc(opens_at))),
        ("closes", time::utc(closes_at)),
        ("pool", show(pool, Currency::Io)),
    ]);
    session.output.set("season", address.to_string());
    session.output.set("vault", vault_address(address).to_string());
    session.output.set("opens_at", opens_at);
    session.output.set("closes_at", closes_at);
    session.output.set("pool", pool.to_string());
}

/// Opens the pages that are not open, at the rent of the funder: until the season is open nobody
/// else may.
fn open_pages(session: &mut Session, season: &Pubkey, leaves: u32) -> Result<(), Failure> {
    let me = session.me()?;
    let open = season::open_pages(session, season, leaves)?;
    open_those(session, &me, season, 0..pages(leaves), &open)?;
    let addresses: Vec<String> =
        (0..pages(leaves)).map(|number| page_address(season, number).to_string()).collect();
    session.output.set("pages", addresses);
    Ok(())
}

/// Opens pages that are not among the `open` ones, at the rent of `opener`.
///
/// # Errors
/// If one cannot be opened.
pub fn open_those(
    session: &mut Session,
    opener: &Pubkey,
    season: &Pubkey,
    numbers: impl IntoIterator<Item = u32>,
    open: &[(u32, Page)],
) -> Result<(), Failure> {
    let missing: Vec<Instruction> = numbers
        .into_iter()
        .filter(|number| !open.iter().any(|(there, _)| there == number))
        .map(|number| airdrop::open_page(opener, season, number))
        .collect();
    let bar = session.progress("pages", missing.len() as u64);
    for calls in missing.chunks(PAGES) {
        session.send_under("pages", calls, &[], &bar)?;
        bar.inc(calls.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Pays into a pool.
///
/// # Errors
/// If the signer has less, or the pool is whole.
pub fn fund(session: &mut Session, season: Reference, amount: Option<IoAmount>) -> Result<(), Failure> {
    let (address, season) = season::must(session, season)?;
    let (me, ledger) = (session.me()?, season.ledger);
    let missing = ledger.pool.saturating_sub(ledger.funded);
    if missing == 0 {
        session.output.say("The pool is whole: nothing is missing.");
        session.output.set("missing", "0");
        return Ok(());
    }
    let amount = match amount {
        None => missing,
        Some(IoAmount::All) => session.balance(&me, Currency::Io)?.min(missing),
        Some(IoAmount::Exactly(amount)) => amount,
    };
    session.must_have(amount.max(1), Currency::Io)?;
    session.send("fund", &[airdrop::fund(&me, &address, amount)])?;
    if session.sends() {
        let (_, season) = season::must(session, Reference::Address(address))?;
        let (ledger, now) = (season.ledger, session.now()?);
        let missing = ledger.pool.saturating_sub(ledger.funded);
        session.output.say(format!(
            "{} paid in. It {}",
            show(amount, Currency::Io),
            season::phase(&season, now)
        ));
        session.output.set("missing", missing.to_string());
        session.output.set("opens_at", ledger.opens_at);
        session.output.set("closes_at", ledger.closes_at);
    }
    Ok(())
}
