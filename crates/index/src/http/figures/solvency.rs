//! What vaults hold against what they owe: the figures of `io status`.

use {
    super::{
        apr::{Apr, Earnings},
        tables,
    },
    crate::{http::Problem, Tip},
    io_client::{
        addresses::{buyback as buyback_addresses, orders as orders_addresses, staking::CONFIG},
        buyback,
        economics::orders::Balances,
        orders::{self, Currency, Order},
        staking::{ConfigAndPools, Node, Pools, Stake},
        AccountDeserialize,
    },
    io_rpc::solvency::{balances, staking_config, vaults, Moment, Tally, Vault},
    serde::Serialize,
    solana_account::Account,
    solana_pubkey::Pubkey,
    sqlx::AnyPool,
    std::collections::HashMap,
    tracing::warn,
    utoipa::ToSchema,
};

/// Whether every vault holds what it owes. Amounts are base units.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Solvency {
    /// The slot up to which the tables were when it was summed.
    pub slot: u64,
    /// Unix seconds for which rewards were computed.
    pub time: i64,
    /// Whether all vaults are covered.
    pub covered: bool,
    /// Each vault.
    pub vaults: Vec<VaultSolvency>,
    /// The ledgers of orders.
    pub balances: Vec<LedgerBalances>,
    /// Which programs are paused.
    pub paused: Paused,
}

/// A vault.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VaultSolvency {
    /// Its purpose.
    pub vault: String,
    /// Its account.
    pub account: String,
    /// `IO` or `USDC`.
    pub currency: String,
    /// Base units in it, with those that a claim would first mint into it.
    pub held: String,
    /// Base units that the program owes out of it.
    pub owed: String,
    /// Whether it holds what it owes.
    pub covered: bool,
}

/// A ledger of orders.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LedgerBalances {
    /// `IO` or `USDC`.
    pub currency: String,
    /// Escrow by the ledger.
    pub escrowed: String,
    /// Escrow by the orders.
    pub in_orders: String,
    /// In unclaimed balances.
    pub unclaimed: String,
    /// Bonds of disputes and bids.
    pub bonds: String,
    /// Fees that wait for a sweep.
    pub fees: String,
    /// Fees swept so far.
    pub swept: String,
}

/// Which programs are paused; null for one that is not set up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Paused {
    /// Staking.
    pub staking: bool,
    /// Orders.
    pub orders: Option<bool>,
    /// The buyback.
    pub buyback: Option<bool>,
}

/// What is summed over the tables.
pub struct Tables {
    /// None before genesis.
    pub solvency: Option<Solvency>,
    pub apr: Apr,
}

/// The name of a currency.
pub const fn name(currency: Currency) -> &'static str {
    match currency {
        Currency::Io => "IO",
        Currency::Usdc => "USDC",
    }
}

/// Sums over all nodes, stakes and orders of the tables.
///
/// # Errors
/// If the database refuses.
pub async fn sum(
    pool: &AnyPool,
    accounts: &HashMap<Pubkey, Account>,
    pools: &Pools,
    tip: Tip,
) -> Result<Tables, Problem> {
    let mut tally = Tally::new(pools, tip.time);
    let mut earnings = Earnings::new(pools, tip);
    tables::every(pool, "Node", |address, node: Node| {
        tally.node(address, &node);
        earnings.node(&node);
    })
    .await?;
    tables::every(pool, "Stake", |_, stake: Stake| tally.stake(&stake)).await?;
    tables::every(pool, "Order", |_, order: Order| tally.order(&order)).await?;
    let account = |address: &Pubkey| accounts.get(address);
    Ok(Tables { solvency: shown(account, &tally, tip.slot, tip.time), apr: earnings.shown() })
}

/// What a cluster showed at one moment.
pub fn of_moment(moment: &Moment, slot: u64) -> Option<Solvency> {
    let account = |address: &Pubkey| moment.account(address);
    let config: ConfigAndPools = staking_config(account).ok().flatten()?;
    shown(account, &moment.tally(&config.pools), slot, moment.now)
}

fn config<T: AccountDeserialize>(account: Option<&Account>) -> Option<T> {
    T::try_deserialize(&mut account?.data.as_slice()).ok()
}

fn shown<'a>(
    account: impl Fn(&Pubkey) -> Option<&'a Account> + Copy,
    tally: &Tally,
    slot: u64,
    time: i64,
) -> Option<Solvency> {
    let read = vaults(account, tally, time).and_then(|vaults| {
        let ledger = |currency| balances(account, currency).map(|balances| (currency, balances));
        Ok((vaults, [ledger(Currency::Io)?, ledger(Currency::Usdc)?]))
    });
    let (vaults, ledgers) = match read {
        Ok((Some(vaults), ledgers)) => (vaults, ledgers),
        Ok((None, _)) => return None,
        Err(fault) => {
            warn!(%fault, "the vaults cannot be read");
            return None;
        }
    };
    let of_orders: Option<orders::Config> = config(account(&orders_addresses::CONFIG.address));
    let of_buyback: Option<buyback::Config> = config(account(&buyback_addresses::CONFIG.address));
    let of_staking: Option<ConfigAndPools> = config(account(&CONFIG.address));
    Some(Solvency {
        slot,
        time,
        covered: vaults.iter().all(Vault::is_covered),
        vaults: vaults.iter().map(vault_shown).collect(),
        balances: ledgers.iter().map(|(currency, balances)| ledger(*currency, balances, tally)).collect(),
        paused: Paused {
            staking: of_staking.is_some_and(|config| config.pause.is_on(time)),
            orders: of_orders.map(|config| config.pause.is_on(time)),
            buyback: of_buyback.map(|config| config.pause.is_on(time)),
        },
    })
}

fn vault_shown(vault: &Vault) -> VaultSolvency {
    VaultSolvency {
        vault: vault.name.into(),
        account: vault.address.to_string(),
        currency: name(vault.currency).into(),
        held: vault.held.to_string(),
        owed: vault.owed.to_string(),
        covered: vault.is_covered(),
    }
}

fn ledger(currency: Currency, balances: &Balances, tally: &Tally) -> LedgerBalances {
    LedgerBalances {
        currency: name(currency).into(),
        escrowed: balances.escrowed.to_string(),
        in_orders: tally.in_orders(currency).to_string(),
        unclaimed: balances.unclaimed.to_string(),
        bonds: balances.bonds.to_string(),
        fees: balances.fees.to_string(),
        swept: balances.swept.to_string(),
    }
}
