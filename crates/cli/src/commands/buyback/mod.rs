//! Fee revenue that buys and burns IO.

mod status;
mod swap;

use {
    crate::{
        session::show,
        values::{self, Price},
        Exit, Failure, Session,
    },
    clap::{Args, Subcommand},
    io_client::{
        addresses::buyback::{CONFIG, IO_VAULT},
        buyback::{self, Config, Prices},
        orders::Currency,
    },
    io_rpc::{offer, price_accounts, token_amount, SHARD},
    solana_pubkey::Pubkey,
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
    /// Sell IO to the vault at the offer of this second: the IO is burned. All of it is sold, or as
    /// much as what the auction has left pays for
    Fill {
        /// How much IO at most
        #[arg(value_parser = values::io)]
        amount: u64,
        /// Take no less than this in all: "12.5 USDC". If left out, what the offer is now for all
        /// of it, so that all is sold or nothing
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
        BuybackCommand::Status(oracle) => status::print(session, &config, oracle),
        BuybackCommand::Burn => burn(session),
        BuybackCommand::Open => session.send("open auction", &[buyback::open_auction()]),
        BuybackCommand::Fill { amount, at_least, oracle } => {
            fill(session, &config, *amount, *at_least, oracle)
        }
        BuybackCommand::Swap { amount, pool, route, oracle } => {
            let usdc = in_usdc(*amount)?;
            let route = match (pool, route) {
                (Some(pool), _) => swap::in_pool(session, *pool, usdc)?,
                (None, Some(file)) => swap::read_route(file)?,
                (None, None) => return Err(Failure::new(Exit::Usage, "Name --pool or --route.")),
            };
            swap::swap(session, &config, usdc, &route, oracle)
        }
    }
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
    let held = |session: &Session| -> Result<[u64; 2], Failure> {
        Ok([session.balance(&me, Currency::Io)?, session.balance(&me, Currency::Usdc)?])
    };
    let before = held(session)?;
    let mut calls = session.open_token_account(&me, Currency::Usdc)?;
    calls.push(buyback::fill(&me, &prices, io, least));
    session.send("fill", &calls).map_err(|failure| match failure.name.as_deref() {
        Some("BelowLimit") => match swap::left(session, config, &prices) {
            left if left < least => failure.hint(format!(
                "{} are left: sell less IO, or take less with --at-least.",
                show(left, Currency::Usdc)
            )),
            _ => failure,
        },
        _ => failure,
    })?;
    if !session.sends() {
        return Ok(());
    }
    // What the wallet says: of all that was offered, a part may have been sold.
    let after = held(session)?;
    let sold = before[0].saturating_sub(after[0]);
    let received = after[1].saturating_sub(before[1]);
    session.output.say(format!("{} for {}", show(received, Currency::Usdc), show(sold, Currency::Io)));
    if sold < io {
        let kept = show(io.saturating_sub(sold), Currency::Io);
        session.output.say(format!("{kept} of what you offered stay yours: the auction has nothing left"));
    }
    session.output.set("io", sold.to_string());
    session.output.set("usdc", received.to_string());
    Ok(())
}

fn in_usdc(price: Price) -> Result<u64, Failure> {
    match price.currency {
        Currency::Usdc => Ok(price.base_units),
        Currency::Io => Err(Failure::new(Exit::Usage, "The buyback pays in USDC: write \"12.5 USDC\".")),
    }
}
