//! Fee revenue that buys and burns IO.

use {
    crate::{
        session::show,
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
        token::{associated_address, create_associated},
        token_swap::Pool,
    },
    io_rpc::{offer, price_accounts, token_amount},
    solana_pubkey::Pubkey,
};

/// Commands of the buyback.
#[derive(Subcommand, Debug)]
pub enum BuybackCommand {
    /// What waits, what the day has left, what was bought and burned so far, and the offer of this
    /// second
    Status(Oracle),
    /// Burn the fees paid in IO
    Burn,
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
    /// Have the vault buy IO in a pool of SPL Token Swap, and burn it
    Swap {
        /// How much USDC: "100 USDC"
        amount: Price,
        /// The pool's state
        #[arg(long, value_parser = values::address)]
        pool: Pubkey,
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
}

impl Oracle {
    fn prices(&self, config: &Config) -> Prices {
        let pyth = price_accounts(config);
        Prices { io: self.io_price.unwrap_or(pyth.io), usdc: self.usdc_price.unwrap_or(pyth.usdc) }
    }
}

/// Runs one.
pub fn run(command: &BuybackCommand, session: &mut Session) -> Result<(), Failure> {
    let config: Config = session.genesis(&CONFIG.address)?;
    match command {
        BuybackCommand::Status(oracle) => status(session, &config, oracle),
        BuybackCommand::Burn => burn(session),
        BuybackCommand::Fill { amount, at_least, oracle } => {
            fill(session, &config, *amount, *at_least, oracle)
        }
        BuybackCommand::Swap { amount, pool, oracle } => {
            let usdc = in_usdc(*amount)?;
            let pool = pool_at(session, *pool)?;
            let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
            session.send("swap", &[buyback::swap_and_burn(&oracle.prices(&config), usdc, swap)])
        }
    }
}

fn status(session: &mut Session, config: &Config, oracle: &Oracle) -> Result<(), Failure> {
    let fees = token_amount(session.chain.account(&IO_VAULT)?.as_ref()).unwrap_or_default();
    let usdc = session.balance(&CONFIG.address, Currency::Usdc)?;
    let now = offer(session.chain, config, &oracle.prices(config));
    let (left, price, for_one) = match &now {
        Ok((offer, ledger, _)) => {
            let one = offer.usdc_for_io(io_client::economics::units::BASE_UNITS_PER_IO).unwrap_or_default();
            (ledger.left(), format!("{} for one IO", show(one, Currency::Usdc)), Some(one.to_string()))
        }
        Err(fault) => (config.ledger.left(), format!("none: {fault}"), None),
    };
    let totals = config.totals;
    let (io_vault, usdc_vault) = (session.link(&IO_VAULT), session.link(&USDC_VAULT));
    session.output.facts(&[
        ("IO that waits for the burn", show(fees, Currency::Io)),
        ("USDC that waits", show(usdc, Currency::Usdc)),
        ("the day may still spend", show(left, Currency::Usdc)),
        ("offer", price),
        ("spent so far", show(totals.usdc_spent, Currency::Usdc)),
        ("bought and burned so far", show(totals.io_bought, Currency::Io)),
        ("burned of fees so far", show(totals.io_burned, Currency::Io)),
        ("paused", config.paused.to_string()),
        ("IO vault", io_vault),
        ("USDC vault", usdc_vault),
    ]);
    for (key, amount) in [
        ("io_waiting", fees),
        ("usdc_waiting", usdc),
        ("day_left", left),
        ("usdc_spent", totals.usdc_spent),
        ("io_bought", totals.io_bought),
        ("io_burned", totals.io_burned),
    ] {
        session.output.set(key, amount.to_string());
    }
    session.output.set("offer_usdc", for_one);
    session.output.set("paused", config.paused);
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
    let mut calls = Vec::new();
    if session.chain.account(&associated_address(&me, &USDC_MINT))?.is_none() {
        calls.push(create_associated(&session.payer_address()?, &me, &USDC_MINT));
    }
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
