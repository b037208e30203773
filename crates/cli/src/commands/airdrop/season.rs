//! Seasons on the chain.

use {
    crate::{session::show, time, values::Reference, Failure, Session},
    io_client::{
        airdrop::{page_address, pages, season_address, Page, Season},
        orders::Currency,
    },
    io_rpc::{decode, every, read},
    solana_pubkey::Pubkey,
};

/// The address of a season.
pub fn address(session: &Session, season: Reference) -> Result<Pubkey, Failure> {
    Ok(match season {
        Reference::Address(address) => address,
        Reference::Number(id) => season_address(&session.me()?, id),
    })
}

/// A season that must be there.
pub fn must(session: &Session, season: Reference) -> Result<(Pubkey, Season), Failure> {
    let address = address(session, season)?;
    Ok((address, session.must(&address, "season")?))
}

/// Every season, by funder and number.
pub fn every_season(session: &Session) -> Result<Vec<(Pubkey, Season)>, Failure> {
    let mut seasons: Vec<(Pubkey, Season)> = every(session.chain, &[])?;
    seasons.sort_by_key(|(_, season)| (season.funder.to_bytes(), season.id));
    Ok(seasons)
}

/// The pages of a season that are open, each with its number.
pub fn open_pages(session: &Session, at: &Pubkey, leaves: u32) -> Result<Vec<(u32, Page)>, Failure> {
    let season: Option<Season> = read(session.chain, at)?;
    let addresses: Vec<Pubkey> = (0..pages(leaves)).map(|number| page_address(at, number)).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let mut open = Vec::new();
    for ((number, address), account) in (0u32..).zip(&addresses).zip(&accounts) {
        let page: Option<Page> = decode(address, account.as_ref())?;
        let is_own = |page: &Page| season.is_none_or(|season| season.seal == page.seal);
        open.extend(page.filter(is_own).map(|page| (number, page)));
    }
    Ok(open)
}

/// Leaves that are claimed.
pub fn claimed(pages: &[(u32, Page)]) -> u32 {
    pages.iter().flat_map(|(_, page)| page.bits).map(u8::count_ones).sum()
}

/// Where a season is in its life, in words.
pub fn phase(season: &Season, now: i64) -> String {
    let ledger = &season.ledger;
    let missing = || show(ledger.pool.saturating_sub(ledger.funded), Currency::Io);
    if ledger.over {
        "is over".into()
    } else if !ledger.is_funded() {
        format!("waits for {}, opens {} at the earliest", missing(), time::utc(ledger.opens_at))
    } else if !ledger.has_opened(now) {
        format!("opens {}", time::utc(ledger.opens_at))
    } else if now < ledger.closes_at {
        format!("is open until {}", time::utc(ledger.closes_at))
    } else {
        format!("closed {}; `io airdrop sweep` ends it", time::utc(ledger.closes_at))
    }
}

/// What one point is worth, in IO with 14 decimals, rounded down.
pub fn per_point(pool: u64, points: u64) -> String {
    const FINE: u128 = 1_000_000;
    const WHOLE: u128 = FINE * 100_000_000;
    let fine = (u128::from(pool) * FINE).checked_div(u128::from(points)).unwrap_or_default();
    format!("{}.{:014}", fine / WHOLE, fine % WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_worth_a_part_of_the_pool() {
        for (pool, points, text) in [
            (100_000_000, 1, "1.00000000000000"),
            (100_000_000, 90, "0.01111111111111"),
            (1, 3, "0.00000000333333"),
            (80_000_000_000_000_000, u64::MAX, "0.00000000004336"),
            (5, 0, "0.00000000000000"),
        ] {
            assert_eq!(per_point(pool, points), text);
        }
    }
}
