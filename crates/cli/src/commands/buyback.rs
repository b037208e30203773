//! Fee revenue that buys and burns IO.

use {
    crate::{
        session::show,
        time,
        values::{self, Price},
        Exit, Failure, Session,
    },
    clap::{Args, Subcommand},
    io_client::{
        addresses::{
            buyback::{CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
            external::USDC_MINT,
        },
        buyback::{self, Config, Prices},
        orders::Currency,
        token_swap::Pool,
    },
    io_rpc::{offer, price_accounts, readings, token_amount, Route, SHARD},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::{
        fs,
        io::{self, Read},
    },
};

/// Commands of the buyback.
#[derive(Subcommand, Debug)]
pub enum BuybackCommand {
    /// What waits, what the auction has left, what was bought and burned so far, and the offer of
    /// this second
    Status(Oracle),
    /// Burn the fees paid in IO
    Burn,
    /// Open an auction of the USDC that waits, if none runs; the first fill does so too
    Open,
    /// Sell IO to the vault at the offer of this second: the IO is burned
    Fill {
        /// How much IO
        #[arg(value_parser = values::io)]
        amount: u64,
        /// Take no less than this: "12.5 USDC"; what the offer is now if left out
        #[arg(long, value_name = "USDC")]
        at_least: Option<Price>,
        /// Where the prices are
        #[command(flatten)]
        oracle: Oracle,
    },
    /// Have the vault buy IO on an exchange that is allowed, and burn it
    Swap {
        /// How much USDC: "100 USDC"
        amount: Price,
        /// A pool of SPL Token Swap
        #[arg(long, value_parser = values::address, required_unless_present = "route")]
        pool: Option<Pubkey>,
        /// A swap on any exchange: a file of an instruction in JSON, or of the answer of Jupiter's
        /// swap-instructions; `-` for the standard input
        #[arg(long, value_name = "FILE", conflicts_with = "pool")]
        route: Option<String>,
        /// Where the prices are
        #[command(flatten)]
        oracle: Oracle,
    },
}

/// Where the oracle's prices are.
#[derive(Args, Debug)]
pub struct Oracle {
    /// Account with the price of IO in USD; where Pyth keeps it if left out
    #[arg(long, value_parser = values::address)]
    io_price: Option<Pubkey>,
    /// Account with the price of USDC in USD; where Pyth keeps it if left out
    #[arg(long, value_parser = values::address)]
    usdc_price: Option<Pubkey>,
    /// Shard of Pyth's push oracle that your pusher writes to
    #[arg(long, value_name = "NUMBER", default_value_t = SHARD)]
    price_shard: u16,
}

impl Oracle {
    fn prices(&self, config: &Config) -> Prices {
        let pyth = price_accounts(config, self.price_shard);
        Prices { io: self.io_price.unwrap_or(pyth.io), usdc: self.usdc_price.unwrap_or(pyth.usdc) }
    }
}

/// Runs one.
pub fn run(command: &BuybackCommand, session: &mut Session) -> Result<(), Failure> {
    let config: Config = session.genesis(&CONFIG.address)?;
    match command {
        BuybackCommand::Status(oracle) => status(session, &config, oracle),
        BuybackCommand::Burn => burn(session),
        BuybackCommand::Open => session.send("open auction", &[buyback::open_auction()]),
        BuybackCommand::Fill { amount, at_least, oracle } => {
            fill(session, &config, *amount, *at_least, oracle)
        }
        BuybackCommand::Swap { amount, pool, route, oracle } => {
            let usdc = in_usdc(*amount)?;
            let route = match (pool, route) {
                (Some(pool), _) => in_pool(session, *pool, usdc)?,
                (None, Some(file)) => read_route(file)?,
                (None, None) => return Err(Failure::new(Exit::Usage, "Name --pool or --route.")),
            };
            swap(session, &config, usdc, &route, oracle)
        }
    }
}

/// A swap in a pool of SPL Token Swap.
fn in_pool(session: &Session, pool: Pubkey, usdc: u64) -> Result<Route, Failure> {
    let swap = pool_at(session, pool)?.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
    Ok(Route { swap, tables: Vec::new(), quoted: None })
}

/// A swap in a file, or on the standard input.
fn read_route(file: &str) -> Result<Route, Failure> {
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

fn swap(
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
fn left(session: &Session, config: &Config, prices: &Prices) -> u64 {
    match offer(session.chain, config, prices) {
        Ok((_, auction, vault)) => auction.left().min(vault),
        Err(_) => config.auction.left(),
    }
}

/// A price that is older than this is stale, in seconds: nobody pushes it.
const STALE: i64 = 600;

/// Both prices with their age and width, and what to do where nobody pushes one.
fn say_prices(session: &mut Session, config: &Config, prices: &Prices) -> Result<(), Failure> {
    let now = session.now()?;
    let both = readings(session.chain, config, prices, now)?;
    let mut missing = false;
    for (name, reading) in ["IO", "USDC"].into_iter().zip(both) {
        let key = format!("{}_price", name.to_lowercase());
        match reading {
            Ok(reading) => {
                let width = values::percent(u16::try_from(reading.width_bps()).unwrap_or(u16::MAX));
                let (age, quote) = (reading.age, reading.quote);
                session.output.say(format!(
                    "{name} at {}, {} old, {width} wide",
                    usd(quote.price, quote.exponent),
                    time::span(age)
                ));
                session.output.set(
                    &key,
                    json!({
                        "account": reading.account.to_string(),
                        "price": quote.price.to_string(),
                        "exponent": quote.exponent,
                        "age_seconds": age,
                        "width_bps": reading.width_bps(),
                    }),
                );
                missing |= age > STALE;
            }
            Err(fault) => {
                session.output.say(format!("{name}: {fault}"));
                session.output.set(&key, Value::Null);
                missing = true;
            }
        }
    }
    session.output.set("prices_stale", missing);
    if missing {
        session.output.say(
            "Nobody pushes these prices, so nothing buys: run Pyth's price pusher (docs/keeper.md), and name \
             its shard with --price-shard.",
        );
    }
    Ok(())
}

/// A price in dollars.
fn usd(price: i64, exponent: i32) -> String {
    format!("{:.6} USD", price as f64 * 10f64.powi(exponent))
}

fn status(session: &mut Session, config: &Config, oracle: &Oracle) -> Result<(), Failure> {
    let fees = token_amount(session.chain.account(&IO_VAULT)?.as_ref()).unwrap_or_default();
    let usdc = session.balance(&CONFIG.address, Currency::Usdc)?;
    let now = offer(session.chain, config, &oracle.prices(config));
    let (left, price, for_one) = match &now {
        Ok((offer, auction, _)) => {
            let one = offer.usdc_for_io(io_client::economics::units::BASE_UNITS_PER_IO).unwrap_or_default();
            (auction.left(), format!("{} for one IO", show(one, Currency::Usdc)), Some(one.to_string()))
        }
        Err(fault) => {
            let auction = config.auction;
            let left = if auction.runs(auction.now(session.now()?)) { auction.left() } else { 0 };
            (left, format!("none: {fault}"), None)
        }
    };
    let totals = config.totals;
    let paused = config.pause.is_on(config.auction.now(session.now()?));
    let (io_vault, usdc_vault) = (session.link(&IO_VAULT), session.link(&USDC_VAULT));
    session.output.facts(&[
        ("IO that waits for the burn", show(fees, Currency::Io)),
        ("USDC that waits", show(usdc, Currency::Usdc)),
        ("the auction may still spend", show(left, Currency::Usdc)),
        ("offer", price),
        ("spent so far", show(totals.usdc_spent, Currency::Usdc)),
        ("bought and burned so far", show(totals.io_bought, Currency::Io)),
        ("burned of fees so far", show(totals.io_burned, Currency::Io)),
        ("paused", paused.to_string()),
        ("IO vault", io_vault),
        ("USDC vault", usdc_vault),
    ]);
    for (key, amount) in [
        ("io_waiting", fees),
        ("usdc_waiting", usdc),
        ("auction_left", left),
        ("usdc_spent", totals.usdc_spent),
        ("io_bought", totals.io_bought),
        ("io_burned", totals.io_burned),
    ] {
        session.output.set(key, amount.to_string());
    }
    session.output.set("offer_usdc", for_one);
    say_prices(session, config, &oracle.prices(config))?;
    session.output.set("paused", paused);
    Ok(())
}

fn burn(session: &mut Session) -> Result<(), Failure> {
    let waits = token_amount(session.chain.account(&IO_VAULT)?.as_ref()).unwrap_or_default();
    session.send("burn", &[buyback::burn()])?;
    if !session.sends() {
        return Ok(());
    }
    session.output.say(format!("{} burned", show(waits, Currency::Io)));
    session.output.set("burned", waits.to_string());
    Ok(())
}

fn fill(
    session: &mut Session,
    config: &Config,
    io: u64,
    at_least: Option<Price>,
    oracle: &Oracle,
) -> Result<(), Failure> {
    session.must_have(io, Currency::Io)?;
    let prices = oracle.prices(config);
    let (offer, ..) = offer(session.chain, config, &prices)?;
    let pays = offer.usdc_for_io(io).map_err(|refusal| {
        let error = io_client::buyback::BuybackError::from(refusal);
        Failure::new(Exit::Refused, format!("io_buyback: {error}."))
    })?;
    let least = at_least.map_or(Ok(pays), in_usdc)?;
    let me = session.me()?;
    let before = session.balance(&me, Currency::Usdc)?;
    let mut calls = session.open_token_account(&me, Currency::Usdc)?;
    calls.push(buyback::fill(&me, &prices, io, least));
    session.send("fill", &calls)?;
    if !session.sends() {
        return Ok(());
    }
    let received = session.balance(&me, Currency::Usdc)?.saturating_sub(before);
    session.output.say(format!("{} for {}", show(received, Currency::Usdc), show(io, Currency::Io)));
    session.output.set("io", io.to_string());
    session.output.set("usdc", received.to_string());
    Ok(())
}

fn in_usdc(price: Price) -> Result<u64, Failure> {
    match price.currency {
        Currency::Usdc => Ok(price.base_units),
        Currency::Io => Err(Failure::new(Exit::Usage, "The buyback pays in USDC: write \"12.5 USDC\".")),
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
