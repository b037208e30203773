//! Whether a season pays what was published: all of it again, from the list and the chain.

use {
    super::{
        build,
        season::{self, per_point},
        source,
    },
    crate::{commands::vaults::faults, session::show, values::Reference, Exit, Failure, Session},
    clap::Args,
    io_client::{
        airdrop::{is_claimed, page_of, payout, season_address, vault_address, Season},
        orders::Currency,
    },
    io_points::{Folder, List, Reconciliation, Season as Leaves, Tree},
    serde_json::json,
    solana_pubkey::Pubkey,
    std::path::PathBuf,
};

/// What is compared.
#[derive(Args, Debug)]
pub struct Verify {
    /// The list that was published: wallet,points line by line
    #[arg(value_name = "POINTS_CSV")]
    points: PathBuf,
    /// The season; the one that the files name if left out
    #[arg(long, required_unless_present = "files")]
    season: Option<Reference>,
    /// The files that claims are made from: a folder or a URL
    #[arg(long, value_name = "FILES")]
    files: Option<String>,
}

/// What was compared, and what is wrong with it, if something is.
type Check = (&'static str, Option<String>);

impl Verify {
    /// Compares, and says in a sentence what came out.
    ///
    /// # Errors
    /// If something differs.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let files = self.files.as_deref().map(source::open).transpose()?;
        let reference = match (self.season, &files) {
            (Some(reference), _) => reference,
            (None, Some(files)) => Reference::Address(files.season()),
            (None, None) => return Err(Failure::new(Exit::Usage, "Name the --season or its --files.")),
        };
        let (address, season) = season::must(session, reference)?;
        let list = build::read(&self.points, true)?;
        let tree = Tree::new(&Leaves { address: address.to_bytes(), domain: season.domain }, &list);
        let sums = Reconciliation::new(&list, &tree, season.ledger.pool);
        let mut checks = on_chain(session, &address, &season, &list, &tree)?;
        if sums.worth_nothing > 0 {
            let why = format!("{} wallets have points worth less than a base unit", sums.worth_nothing);
            checks.push(("every wallet gets something", Some(why)));
        } else {
            checks.push(("every wallet gets something", None));
        }
        if let Some(files) = &files {
            checks.push(("the files hold every proof", in_files(session, files, &address, &list, &tree)));
        }
        let mut rows = Vec::new();
        for (what, wrong) in &checks {
            rows.push(vec![(*what).to_owned(), wrong.clone().unwrap_or_else(|| "yes".into())]);
            session.output.push("checks", json!({ "check": what, "wrong": wrong }));
        }
        session.output.table(&["check", ""], &[], rows);
        let wrong: Vec<String> = checks.into_iter().filter_map(|(_, wrong)| wrong).collect();
        session.output.set("season", address.to_string());
        session.output.set("trusted", wrong.is_empty());
        session.output.set("one_point_pays", per_point(season.ledger.pool, season.ledger.points));
        session.output.set("root", sums.root.clone());
        if !wrong.is_empty() {
            let message = format!("Do not trust this season: {}.", wrong.join("; "));
            return Err(Failure::new(Exit::Refused, message));
        }
        session.output.say(format!(
            "The season pays what was published: {} wallets share {}, one point pays {} IO. It {}.",
            list.leaves(),
            show(season.ledger.pool, Currency::Io),
            per_point(season.ledger.pool, list.points()),
            season::phase(&season, session.now()?)
        ));
        Ok(())
    }
}

fn differ(what: &str, list: impl ToString, chain: impl ToString) -> Option<String> {
    let (list, chain) = (list.to_string(), chain.to_string());
    (list != chain).then(|| format!("the list has {list} {what}, the season {chain}"))
}

fn on_chain(
    session: &Session,
    address: &Pubkey,
    season: &Season,
    list: &List,
    tree: &Tree,
) -> Result<Vec<Check>, Failure> {
    let ledger = &season.ledger;
    let cluster = session.chain.genesis_hash()?.to_bytes() == season.domain;
    let derived = vault_address(address);
    let vault = session.chain.account(&derived)?;
    let (held, wrong) = faults(address, Currency::Io, vault.as_ref()).unwrap_or_default();
    let short = ledger.held().saturating_sub(held);
    let own = season_address(&season.funder, season.id) == *address && season.vault == derived;
    Ok(vec![
        (
            "its address and its vault are its own",
            (!own).then(|| "it is not at the address of its funder and number".into()),
        ),
        ("it is for this cluster", (!cluster).then(|| "its leaves are for another cluster".into())),
        ("the points of the list are the season's", differ("points", list.points(), ledger.points)),
        ("the wallets of the list are the season's", differ("wallets", list.leaves(), ledger.leaves)),
        (
            "the list leads to the season's root",
            (tree.root() != season.root).then(|| "it leads to a different root".into()),
        ),
        (
            "the vault holds what is not paid",
            (short > 0).then(|| format!("{} are missing in its vault", show(short, Currency::Io))),
        ),
        (
            "nobody else can move what is in the vault",
            (!ledger.over && !wrong.is_empty()).then(|| format!("its vault: {}", wrong.join(", "))),
        ),
        ("what was paid is what was claimed", paid(session, address, season, list)?),
    ])
}

/// What is wrong with the sum that was paid, if something is: the pages say who has claimed.
fn paid(
    session: &Session,
    address: &Pubkey,
    season: &Season,
    list: &List,
) -> Result<Option<String>, Failure> {
    let ledger = &season.ledger;
    // Pages close once claims have ended.
    if ledger.over || session.now()?.max(ledger.seen) >= ledger.closes_at {
        return Ok(None);
    }
    let pages = season::open_pages(session, address, ledger.leaves)?;
    let mut sum = 0u64;
    for (index, row) in (0u32..).zip(list.rows()) {
        let page = pages.iter().find(|(number, _)| *number == page_of(index));
        if page.is_some_and(|(_, page)| is_claimed(&page.bits, index)) {
            let worth = payout(row.points, ledger.points, ledger.pool).unwrap_or_default();
            sum = sum.saturating_add(worth);
        }
    }
    // Claims go on while it reads: the pages are of a time between the two readings of the season.
    let (_, later) = season::must(session, Reference::Address(*address))?;
    Ok((!(ledger.paid..=later.ledger.paid).contains(&sum)).then(|| {
        let (paid, sum) = (show(ledger.paid, Currency::Io), show(sum, Currency::Io));
        format!("it says that it paid {paid}, its pages {sum}")
    }))
}

/// What is wrong with the files, if something is.
fn in_files(session: &Session, files: &Folder, season: &Pubkey, list: &List, tree: &Tree) -> Option<String> {
    if files.season() != *season {
        return Some("the files are another season's".into());
    }
    if files.root() != tree.root() {
        return Some("the files lead to another root".into());
    }
    let bar = session.progress("proofs", files.files().into());
    let mut seen = 0u32;
    for file in 0..files.files() {
        match files.entries(file) {
            Ok(entries) => seen = seen.saturating_add(u32::try_from(entries.len()).unwrap_or(u32::MAX)),
            Err(why) => return Some(why),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    // Each file leads to the root, so that what it holds is the list's.
    (seen != list.leaves()).then(|| format!("the files have {seen} wallets, the list {}", list.leaves()))
}
