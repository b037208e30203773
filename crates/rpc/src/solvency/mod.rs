//! Whether every vault holds what it owes: one rule for all tools.

mod moment;

pub use moment::{Moment, SINGLETONS};
use {
    crate::{decode, token_amount, Fault},
    io_client::{
        addresses::{
            buyback,
            emission::EMISSION,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        },
        economics::{emission as schedule, orders::Balances},
        emission::Emission,
        orders::{self, Currency, Ledger, Order},
        staking::{ConfigAndPools, Node, Pools, RewardsOwed, Stake},
        vesting::{Category, CategoryKind},
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// A vault: what it holds and what it owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    /// What it is for.
    pub name: &'static str,
    /// Its account.
    pub address: Pubkey,
    /// Of which currency.
    pub currency: Currency,
    /// Base units in it, with what a claim would mint into it first.
    pub held: u64,
    /// Base units that others could take out.
    pub owed: u64,
    /// What becomes of what is not owed.
    pub then: &'static str,
}

impl Vault {
    /// Whether it holds what it owes.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.held >= self.owed
    }
}

/// What nodes, stakes and orders are owed, summed account by account: nodes first.
#[derive(Clone)]
pub struct Tally {
    rewards: RewardsOwed,
    staked: u64,
    in_orders: [u64; 2],
    nodes: u64,
    orders: u64,
}

impl Tally {
    /// Nothing yet.
    #[must_use]
    pub fn new(pools: &Pools, now: i64) -> Self {
        Self { rewards: RewardsOwed::new(pools, now), staked: 0, in_orders: [0; 2], nodes: 0, orders: 0 }
    }

    /// Adds a node.
    pub fn node(&mut self, address: Pubkey, node: &Node) {
        self.nodes = self.nodes.saturating_add(1);
        self.staked = self.staked.saturating_add(node.ledger.held_in_vault());
        self.rewards.node(address, node);
    }

    /// Adds a stake, whose node was added before.
    pub fn stake(&mut self, stake: &Stake) {
        let _ = self.rewards.stake(stake);
    }

    /// Adds an order.
    pub fn order(&mut self, order: &Order) {
        self.orders = self.orders.saturating_add(1);
        if let Some(sum) = self.in_orders.get_mut(order.currency as usize) {
            *sum = sum.saturating_add(order.escrow.held().unwrap_or_default());
        }
    }

    /// What the orders of a currency hold in escrow.
    #[must_use]
    pub fn in_orders(&self, currency: Currency) -> u64 {
        self.in_orders.get(currency as usize).copied().unwrap_or_default()
    }

    /// How many nodes were added.
    #[must_use]
    pub const fn nodes(&self) -> u64 {
        self.nodes
    }

    /// How many orders were added.
    #[must_use]
    pub const fn orders(&self) -> u64 {
        self.orders
    }
}

/// What the ledger of a currency says; zeros if it is not open.
///
/// # Errors
/// If the account is no ledger.
pub fn balances<'a>(
    account: impl Fn(&Pubkey) -> Option<&'a Account>,
    currency: Currency,
) -> Result<Balances, Fault> {
    let address = orders::ledger(currency);
    let ledger: Option<Ledger> = decode(&address, account(&address))?;
    Ok(ledger.map_or_else(Balances::default, |ledger| ledger.balances))
}

/// What the schedule has reached at a time and no crank has minted.
#[must_use]
pub fn due(emission: &Emission, now: i64) -> u64 {
    schedule::cumulative(now.saturating_sub(emission.genesis_ts)).saturating_sub(emission.minted)
}

/// Every vault, as of one moment; none before genesis. `account` finds the [`SINGLETONS`].
///
/// # Errors
/// If one of them is of another type.
pub fn vaults<'a>(
    account: impl Fn(&Pubkey) -> Option<&'a Account>,
    tally: &Tally,
    now: i64,
) -> Result<Option<Vec<Vault>>, Fault> {
    let Some(emission) = decode::<Emission>(&EMISSION.address, account(&EMISSION.address))? else {
        return Ok(None);
    };
    let vault = |name, address: Pubkey, currency, more: u64, owed, then| {
        let held = token_amount(account(&address)).unwrap_or_default().saturating_add(more);
        Vault { name, address, currency, held, owed, then }
    };
    let rewards = tally.rewards.total();
    let mut vaults = vec![
        vault("stake", STAKE_VAULT.address, Currency::Io, 0, tally.staked, "covered"),
        // A claim cranks first.
        vault("rewards", REWARD_VAULT, Currency::Io, due(&emission, now), rewards, "covered"),
    ];
    for currency in [Currency::Io, Currency::Usdc] {
        let balances = balances(&account, currency)?;
        let owed = [balances.unclaimed, balances.bonds, balances.fees]
            .into_iter()
            .fold(balances.escrowed, u64::saturating_add);
        vaults.push(vault("orders", orders::vault(currency), currency, 0, owed, "covered"));
    }
    for kind in CategoryKind::ALL {
        let address = Category::address(kind);
        let category: Option<Category> = decode(&address, account(&address))?;
        let started = category.filter(|category| category.ledger.genesis != 0);
        let locked = started.map_or(0, |category| category.ledger.held());
        vaults.push(vault(kind.name(), Category::vault(kind), Currency::Io, 0, locked, "locked"));
    }
    for (address, currency, then) in
        [(buyback::IO_VAULT, Currency::Io, "to be burned"), (buyback::USDC_VAULT, Currency::Usdc, "buys IO")]
    {
        vaults.push(vault("buyback", address, currency, 0, 0, then));
    }
    Ok(Some(vaults))
}

/// The config of staking with its pools; none before it is set up.
///
/// # Errors
/// If the account is of another type.
pub fn staking_config<'a>(
    account: impl Fn(&Pubkey) -> Option<&'a Account>,
) -> Result<Option<ConfigAndPools>, Fault> {
    decode(&CONFIG.address, account(&CONFIG.address))
}
