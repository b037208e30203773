//! Swaps on an exchange, by a pool or by a route.

use {
    super::Oracle,
    crate::{session::show, Exit, Failure, Session},
    io_client::{
        addresses::{
            buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
            external::USDC_MINT,
        },
        buyback::{self, Config, Prices},
        orders::Currency,
        token_swap::Pool,
    },
    io_rpc::{offer, Route},
    solana_pubkey::Pubkey,
    std::{
        fs,
        io::{self, Read},
    },
};

/// A swap in a pool of SPL Token Swap.
pub fn in_pool(session: &Session, pool: Pubkey, usdc: u64) -> Result<Route, Failure> {
    let swap = pool_at(session, pool)?.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
    Ok(Route { swap, tables: Vec::new(), quoted: None })
}

/// A swap in a file, or on the standard input.
pub fn read_route(file: &str) -> Result<Route, Failure> {
    /// No route is longer.
    const LONGEST: u64 = 1 << 20;
    let unreadable = |error| Failure::new(Exit::Usage, format!("Cannot read {file}: {error}."));
    let mut text = String::new();
    if file == "-" {
        io::stdin().take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    } else {
        fs::File::open(file)
            .map_err(unreadable)?
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    }
    text.parse().map_err(|wrong: String| Failure::sentence(Exit::Usage, &format!("{file}: {wrong}")))
}

/// Has the vault buy by a route, and burn what it buys.
pub fn swap(
    session: &mut Session,
    config: &Config,
    usdc: u64,
    route: &Route,
    oracle: &Oracle,
) -> Result<(), Failure> {
    route.check(&[session.me()?, session.payer_address()?])?;
    let prices = oracle.prices(config);
    if let Some(quoted) = route.quoted {
        let (offer, ..) = offer(session.chain, config, &prices)?;
        let needs = offer.io_for_usdc(usdc).unwrap_or(u64::MAX);
        if quoted < needs {
            let message = format!(
                "The route is said to bring {}, less than the {} that a fill would burn.",
                show(quoted, Currency::Io),
                show(needs, Currency::Io)
            );
            return Err(Failure::new(Exit::Refused, message)
                .hint("Swap less, find a better route, or wait: the offer climbs."));
        }
    }
    session.add_tables(route.tables(session.chain)?)?;
    let call = buyback::swap_and_burn(&prices, usdc, route.swap.clone());
    let budget = |session: &Session| left(session, config, &prices);
    session.send("swap", &[call]).map_err(|failure| match failure.name.as_deref() {
        Some("OverBudget") => failure.hint(format!("{} are left.", show(budget(session), Currency::Usdc))),
        _ => failure,
    })?;
    if !session.sends() {
        return Ok(());
    }
    let after: Config = session.genesis(&CONFIG.address)?;
    let bought = after.totals.io_bought.saturating_sub(config.totals.io_bought);
    session.output.say(format!(
        "{} bought {}, which are burned",
        show(usdc, Currency::Usdc),
        show(bought, Currency::Io)
    ));
    session.output.set("usdc", usdc.to_string());
    session.output.set("io", bought.to_string());
    Ok(())
}

/// What may still be spent now, in base units of USDC.
pub fn left(session: &Session, config: &Config, prices: &Prices) -> u64 {
    match offer(session.chain, config, prices) {
        Ok((_, auction, vault)) => auction.left().min(vault),
        Err(_) => config.auction.left(),
    }
}

/// A pool of SPL Token Swap, with the USDC side first.
fn pool_at(session: &Session, address: Pubkey) -> Result<Pool, Failure> {
    let wrong = || {
        Failure::new(
            Exit::NotThere,
            format!("There is no pool of SPL Token Swap at {address} on this cluster."),
        )
    };
    let account =
        session.chain.account(&address)?.filter(|account| account.owner == io_client::token_swap::ID);
    account.and_then(|account| Pool::read(address, &account.data, &USDC_MINT)).ok_or_else(wrong)
}
