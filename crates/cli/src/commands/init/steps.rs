//! The steps of genesis, one function each.

use {
    super::{classes::Class, genesis::FullWeight, step, Genesis},
    crate::{Failure, Session},
    io_client::{
        addresses::{buyback as buyback_addresses, orders as orders_addresses, staking as stake_addresses},
        buyback,
        economics::buyback::Params,
        orders::{self, mint, Currency, PriceRules},
        staking::{self, class_address},
        token::create_associated,
    },
    io_rpc::{is_token_account, read, token_amount},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Initializes staking, if it is not.
pub fn staking(
    session: &Session,
    me: Pubkey,
    admin: Pubkey,
    oracle: Pubkey,
    slasher: Pubkey,
    full_weight: FullWeight,
) -> Result<Vec<Instruction>, Failure> {
    let config: Option<staking::Config> = read(session.chain, &stake_addresses::CONFIG.address)?;
    if config.is_some() {
        return Ok(Vec::new());
    }
    let FullWeight { gpu: gpu_full_weight, cpu: cpu_full_weight } = full_weight;
    let params = staking::InitializeParams { admin, oracle, slasher, gpu_full_weight, cpu_full_weight };
    Ok(vec![staking::initialize(&me, params)])
}

/// Announces the feeds of orders, if they were left for later and the genesis file names them now.
pub fn feeds(session: &mut Session, admin: Pubkey, me: Pubkey, rules: PriceRules) -> Result<(), Failure> {
    if !rules.has_feeds() {
        return Ok(());
    }
    if admin != me {
        session.output.say(format!(
            "feeds of orders: missing; the admin {admin} announces them with `io init`, a multisig with \
             `io init --multisig {admin}`"
        ));
        return Ok(());
    }
    step(session, "feeds of orders, 7 days ahead", &[orders::announce_price_rules(&me, rules)])
}

/// Initializes the buyback and creates its accounts, if the genesis file names its feeds.
pub fn buyback(session: &mut Session, genesis: &Genesis, me: Pubkey, admin: Pubkey) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let config: Option<buyback::Config> = read(session.chain, &buyback_addresses::CONFIG.address)?;
    let Some((io_feed, usdc_feed)) = genesis.feeds()? else {
        if config.is_none() {
            session.output.say("buyback: left for later; the genesis file names no io_feed and usdc_feed");
        }
        return Ok(());
    };
    let mut calls = Vec::new();
    if config.is_none() {
        let params = buyback::InitializeParams { admin, io_feed, usdc_feed, params: Params::GENESIS };
        calls.push(buyback::initialize(&me, params));
    }
    let own = [buyback_addresses::SWAPPER_IO, buyback_addresses::SWAPPER_USDC];
    let usdc = session.chain.account(&mint(Currency::Usdc))?.is_some();
    let is_missing = |account: &Option<Account>| token_amount(account.as_ref()).is_none();
    if usdc && session.chain.accounts(&own)?.iter().any(is_missing) {
        calls.extend(buyback::create_accounts(&payer));
    }
    step(session, "buyback", &calls)
}

/// As many classes are created by one transaction: 64 bytes of its 1,232 each.
const CLASSES_AT_ONCE: usize = 9;

/// Creates those of the `listed` classes that are missing, if the signer is the admin; returns
/// whether none is left out.
pub fn classes(session: &mut Session, me: Pubkey, listed: &[Class]) -> Result<bool, Failure> {
    let addresses: Vec<Pubkey> = listed.iter().map(|class| class_address(class.id)).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let missing: Vec<Instruction> = listed
        .iter()
        .zip(&accounts)
        .filter(|(_, account)| account.as_ref().is_none_or(|account| account.owner != stake_addresses::ID))
        .map(|(class, _)| staking::create_class(&me, class.id, class.pool, class.multiplier))
        .collect();
    let config: Option<staking::Config> = read(session.chain, &stake_addresses::CONFIG.address)?;
    match config {
        Some(config) if config.admin != me && !missing.is_empty() => {
            session.output.say(format!(
                "hardware classes: {} are missing; the admin {admin} creates them with `io init`, a multisig \
                 with `io init --multisig {admin}`",
                missing.len(),
                admin = config.admin
            ));
            Ok(false)
        }
        _ if missing.is_empty() => step(session, "hardware classes", &[]).map(|()| true),
        _ => {
            for some in missing.chunks(CLASSES_AT_ONCE) {
                step(session, "hardware classes", some)?;
            }
            Ok(true)
        }
    }
}

/// The ledger of a currency, and buyback's vault for its fees.
pub fn ledger(session: &mut Session, currency: Currency) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let title = format!("balances in {}", crate::session::name(currency));
    let accounts =
        session.chain.accounts(&[mint(currency), orders::ledger(currency), orders::sweep_to(currency)])?;
    let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
    if at(0).is_none() && currency == Currency::Usdc {
        session.output.say(format!("{title}: there is no USDC ({}) on this cluster", mint(currency)));
        return Ok(());
    }
    let mut calls = Vec::new();
    // Lamports that somebody has sent to an address are no account.
    if at(1).is_none_or(|account| account.owner != orders_addresses::ID) {
        calls.push(orders::open_ledger(&payer, currency));
    }
    if !is_token_account(at(2), &mint(currency)) {
        calls.push(create_associated(&payer, &buyback_addresses::CONFIG.address, &mint(currency)));
    }
    step(session, &title, &calls)
}
