//! What the buyback has and does, and the prices that it waits for.

use {
    super::Oracle,
    crate::{session::show, time, values, Failure, Session},
    io_client::{
        addresses::buyback::{CONFIG, IO_VAULT, USDC_VAULT},
        buyback::{Config, Prices},
        economics::units::BASE_UNITS_PER_IO,
        orders::Currency,
    },
    io_rpc::{offer, readings, token_amount},
    serde_json::{json, Value},
};

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

/// Prints both.
pub fn print(session: &mut Session, config: &Config, oracle: &Oracle) -> Result<(), Failure> {
    let fees = token_amount(session.chain.account(&IO_VAULT)?.as_ref()).unwrap_or_default();
    let usdc = session.balance(&CONFIG.address, Currency::Usdc)?;
    let now = offer(session.chain, config, &oracle.prices(config));
    let (left, price, for_one) = match &now {
        Ok((offer, auction, _)) => {
            let one = offer.usdc_for_io(BASE_UNITS_PER_IO).unwrap_or_default();
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
