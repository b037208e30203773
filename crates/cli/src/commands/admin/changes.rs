//! Changes of rules and parameters; what is left out stays.

use {
    crate::{values, Failure, Session},
    clap::Args,
    io_client::{
        addresses::{buyback::CONFIG as BUYBACK_CONFIG, orders::CONFIG as ORDERS_CONFIG},
        buyback, orders,
    },
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Changes of what new orders take over.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct RuleChanges {
    /// Least cost of an order in IO: "0.1 IO"
    #[arg(long, value_parser = values::io)]
    least_io: Option<u64>,
    /// Least cost of an order in USDC: "0.1 USDC"
    #[arg(long, value_parser = values::usdc)]
    least_usdc: Option<u64>,
    /// How long an operator has to accept
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    accept: Option<u32>,
    /// How long pay is held back
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    holdback: Option<u32>,
    /// Booking fee of each side
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    booking_fee: Option<u16>,
    /// Payment fee of the client, in USDC
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    payment_fee: Option<u16>,
    /// Payment fee of the provider, in USDC
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    provider_payment_fee: Option<u16>,
}

/// Changes of the prices that orders take.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct PriceChanges {
    /// Pyth's feed of IO/USD: 64 hexadecimal digits
    #[arg(long, value_name = "FEED", value_parser = values::feed)]
    io_feed: Option<[u8; 32]>,
    /// Pyth's feed of USDC/USD: 64 hexadecimal digits
    #[arg(long, value_name = "FEED", value_parser = values::feed)]
    usdc_feed: Option<[u8; 32]>,
    /// How old a price may be: 1 to 60 seconds
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    max_age: Option<u32>,
    /// How wide a price's confidence may be: at most 1%
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    max_confidence: Option<u16>,
}

/// Changes of the buyback's parameters.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct ParamChanges {
    /// Most that the auctions of a day spend: "24,000 USDC"
    #[arg(long, value_name = "USDC", value_parser = values::usdc)]
    daily_cap: Option<u64>,
    /// Least that the vault must hold for an auction: "100 USDC"
    #[arg(long, value_name = "USDC", value_parser = values::usdc)]
    least_budget: Option<u64>,
    /// How long an auction runs
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    period: Option<u32>,
    /// How old a price may be: 20 to 60 seconds
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    max_age: Option<u32>,
    /// How wide a price's confidence may be: 0.5% to 1%
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    max_confidence: Option<u16>,
    /// How far under the oracle's price an auction begins
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    under: Option<u16>,
    /// How far over the oracle's price an auction ends: 3% to 10%
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    over: Option<u16>,
}

impl RuleChanges {
    pub fn call(&self, session: &Session, admin: &Pubkey) -> Result<Instruction, Failure> {
        let config: orders::Config = session.genesis(&ORDERS_CONFIG.address)?;
        let mut rules = config.rules;
        set(&mut rules.least_io, self.least_io);
        set(&mut rules.least_usdc, self.least_usdc);
        set(&mut rules.accept_seconds, self.accept);
        set(&mut rules.holdback_seconds, self.holdback);
        set(&mut rules.fees.booking_bps, self.booking_fee);
        set(&mut rules.fees.payment_bps, self.payment_fee);
        set(&mut rules.fees.provider_payment_bps, self.provider_payment_fee);
        Ok(orders::set_rules(admin, rules))
    }
}

impl PriceChanges {
    pub fn call(&self, session: &Session, admin: &Pubkey) -> Result<Instruction, Failure> {
        let config: orders::Config = session.genesis(&ORDERS_CONFIG.address)?;
        // What is announced already stays announced.
        let mut rules = config.prices.next;
        set(&mut rules.io_feed, self.io_feed);
        set(&mut rules.usdc_feed, self.usdc_feed);
        set(&mut rules.max_age, self.max_age.map(|age| u16::try_from(age).unwrap_or(u16::MAX)));
        set(&mut rules.max_conf_bps, self.max_confidence);
        Ok(orders::announce_price_rules(admin, rules))
    }
}

impl ParamChanges {
    pub fn call(&self, session: &Session, admin: &Pubkey) -> Result<Instruction, Failure> {
        let config: buyback::Config = session.genesis(&BUYBACK_CONFIG.address)?;
        let mut params = config.params;
        set(&mut params.daily_cap, self.daily_cap);
        // The program refuses what is too much or too long.
        set(&mut params.least_budget, self.least_budget.map(|usdc| u32::try_from(usdc).unwrap_or(u32::MAX)));
        set(&mut params.period, self.period);
        set(&mut params.max_age, self.max_age.map(|age| u16::try_from(age).unwrap_or(u16::MAX)));
        set(&mut params.max_conf_bps, self.max_confidence);
        set(&mut params.under_bps, self.under);
        set(&mut params.over_bps, self.over);
        Ok(buyback::set_params(admin, params))
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
