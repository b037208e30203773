//! Seasons, and what a wallet gets of one.

use {
    super::{
        season::{self, claimed, every_season, open_pages, per_point, phase},
        source,
    },
    crate::{
        session::show,
        time,
        values::{self, Reference},
        Failure, Session,
    },
    clap::Args,
    io_client::{
        airdrop::{is_claimed, page_of, payout, Page, Rest, Season},
        orders::Currency,
    },
    io_points::Folder,
    serde_json::json,
    solana_pubkey::Pubkey,
};

/// Of what.
#[derive(Args, Debug)]
pub struct Status {
    /// The season's files, its address, or your number for it; all seasons if left out
    #[arg(value_name = "FILES|SEASON")]
    what: Option<String>,
    /// A wallet; the signer if left out. Its points are in the files alone
    #[arg(long, value_parser = values::address)]
    wallet: Option<Pubkey>,
}

impl Status {
    /// Prints it.
    ///
    /// # Errors
    /// If there is no such season.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let Some(what) = &self.what else { return all(session) };
        if let Ok(reference) = what.parse::<Reference>() {
            let (address, season) = season::must(session, reference)?;
            one(session, &address, &season)?;
            return Ok(());
        }
        let files = source::open(what)?;
        let (address, season) = season::must(session, Reference::Address(files.season()))?;
        let pages = one(session, &address, &season)?;
        let wallet = match self.wallet {
            Some(wallet) => wallet,
            // Without a key it shows the season.
            None => match session.me() {
                Ok(me) => me,
                Err(_) => return Ok(()),
            },
        };
        self::wallet(session, &season, &files, &pages, &wallet)
    }
}

fn all(session: &mut Session) -> Result<(), Failure> {
    let now = session.now()?;
    session.output.set("seasons", serde_json::Value::Array(Vec::new()));
    let mut rows = Vec::new();
    for (address, season) in every_season(session)? {
        let ledger = &season.ledger;
        rows.push(vec![
            session.link(&address),
            season.id.to_string(),
            show(ledger.pool, Currency::Io),
            show(ledger.paid, Currency::Io),
            ledger.leaves.to_string(),
            phase(&season, now),
        ]);
        session.output.push("seasons", figures(&address, &season, now));
    }
    let header = ["season", "number", "pool", "paid", "wallets", ""];
    session.output.table(&header, &[1, 2, 3, 4], rows);
    Ok(())
}

fn figures(address: &Pubkey, season: &Season, now: i64) -> serde_json::Value {
    let ledger = &season.ledger;
    json!({
        "address": address.to_string(),
        "funder": season.funder.to_string(),
        "id": season.id.to_string(),
        "pool": ledger.pool.to_string(),
        "funded": ledger.funded.to_string(),
        "paid": ledger.paid.to_string(),
        "unclaimed": ledger.held().to_string(),
        "leaves": ledger.leaves,
        "points": ledger.points.to_string(),
        "one_point_pays": per_point(ledger.pool, ledger.points),
        "opens_at": ledger.opens_at,
        "closes_at": ledger.closes_at,
        "rest": match ledger.rest { Rest::Burn => "burn", Rest::Return => "return" },
        "open": ledger.has_opened(now) && now < ledger.closes_at && !ledger.over,
        "over": ledger.over,
    })
}

fn one(session: &mut Session, address: &Pubkey, season: &Season) -> Result<Vec<(u32, Page)>, Failure> {
    let (ledger, now) = (&season.ledger, session.now()?);
    let pages = open_pages(session, address, ledger.leaves)?;
    let link = session.link(address);
    let rest = match ledger.rest {
        Rest::Burn => "burned",
        Rest::Return => "returned to the funder",
    };
    session.output.facts(&[
        ("season", link),
        ("funder", format!("{}, number {}", season.funder, season.id)),
        ("it", phase(season, now)),
        ("opens", time::utc(ledger.opens_at)),
        ("closes", time::utc(ledger.closes_at)),
        ("pool", show(ledger.pool, Currency::Io)),
        ("  funded", show(ledger.funded, Currency::Io)),
        ("  paid", show(ledger.paid, Currency::Io)),
        ("points", ledger.points.to_string()),
        ("one point pays", format!("{} IO", per_point(ledger.pool, ledger.points))),
        ("claimed", format!("{} of {} wallets", claimed(&pages), ledger.leaves)),
        ("the rest is", rest.into()),
    ]);
    let mut figures = figures(address, season, now);
    figures["claimed"] = claimed(&pages).into();
    figures["pages"] = pages.len().into();
    session.output.set("season", figures);
    Ok(pages)
}

fn wallet(
    session: &mut Session,
    season: &Season,
    files: &Folder,
    pages: &[(u32, Page)],
    wallet: &Pubkey,
) -> Result<(), Failure> {
    let entry = files.find(wallet).map_err(|why| source::wrong(&why))?;
    let Some(entry) = entry else {
        session.output.say(format!("{wallet} is not on the list."));
        session.output.set("wallet", json!({ "wallet": wallet.to_string(), "points": "0" }));
        return Ok(());
    };
    let amount = payout(entry.points, season.ledger.points, season.ledger.pool).unwrap_or_default();
    let page = pages.iter().find(|(number, _)| *number == page_of(entry.index));
    let done = page.is_some_and(|(_, page)| is_claimed(&page.bits, entry.index));
    session.output.facts(&[
        ("wallet", wallet.to_string()),
        ("points", entry.points.to_string()),
        (if done { "was paid" } else { "gets" }, show(amount, Currency::Io)),
    ]);
    session.output.set(
        "wallet",
        json!({
            "wallet": wallet.to_string(),
            "index": entry.index,
            "points": entry.points.to_string(),
            "amount": amount.to_string(),
            "claimed": done,
        }),
    );
    Ok(())
}
