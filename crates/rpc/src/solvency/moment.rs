//! What is compared, read from a cluster as of one moment.

use {
    super::{vaults, Tally, Vault},
    crate::{every_at, Chain, Fault},
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::{EMISSION, MINT},
            orders as order_addresses,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
            vesting::{CATEGORIES, VAULTS},
        },
        orders::{self, Currency, Order},
        staking::{Node, Pools, Stake},
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// How often it reads again what has changed while it was read.
const TRIES: u32 = 12;

/// What is compared, as of one moment.
pub struct Moment {
    /// The accounts that there is one of, in the order of [`SINGLETONS`].
    accounts: Vec<Option<Account>>,
    /// Every node.
    pub nodes: Vec<(Pubkey, Node)>,
    /// Every stake.
    pub stakes: Vec<(Pubkey, Stake)>,
    /// Every order.
    pub orders: Vec<(Pubkey, Order)>,
    /// Unix seconds on chain.
    pub now: i64,
}

/// The accounts that there is one of.
pub const SINGLETONS: [Pubkey; 19] = [
    STAKE_VAULT.address,
    REWARD_VAULT,
    orders::vault(Currency::Io),
    orders::vault(Currency::Usdc),
    orders::ledger(Currency::Io),
    orders::ledger(Currency::Usdc),
    buyback_addresses::IO_VAULT,
    buyback_addresses::USDC_VAULT,
    order_addresses::CONFIG.address,
    buyback_addresses::CONFIG.address,
    EMISSION.address,
    CONFIG.address,
    MINT.address,
    CATEGORIES[0].address,
    CATEGORIES[1].address,
    CATEGORIES[2].address,
    VAULTS[0],
    VAULTS[1],
    VAULTS[2],
];

impl Moment {
    /// Reads until the singletons are the same before and after everything else: whatever moves
    /// money changes one of them. None if they change faster than the cluster shows them.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn read(chain: &dyn Chain) -> Result<Option<Self>, Fault> {
        let mut before = chain.accounts_at(&SINGLETONS)?;
        for _ in 0..TRIES {
            let (nodes, stakes) = (every_at(chain, &[])?, every_at(chain, &[])?);
            let orders = every_at(chain, &[])?;
            let now = chain.now()?;
            let after = chain.accounts_at(&SINGLETONS)?;
            // Behind one URL there are many nodes, and one that is behind must not be taken for the
            // latest.
            let slots = [nodes.slot, stakes.slot, orders.slot];
            let in_order = slots.iter().all(|slot| (before.slot..=after.slot).contains(slot));
            if in_order && before.value == after.value {
                let accounts = after.value;
                let (nodes, stakes, orders) = (nodes.value, stakes.value, orders.value);
                return Ok(Some(Self { accounts, nodes, stakes, orders, now }));
            }
            before = after;
        }
        Ok(None)
    }

    /// One of the singletons.
    #[must_use]
    pub fn account(&self, address: &Pubkey) -> Option<&Account> {
        let place = SINGLETONS.iter().position(|singleton| singleton == address)?;
        self.accounts.get(place)?.as_ref()
    }

    /// What nodes, stakes and orders are owed.
    #[must_use]
    pub fn tally(&self, pools: &Pools) -> Tally {
        let mut tally = Tally::new(pools, self.now);
        self.nodes.iter().for_each(|(address, node)| tally.node(*address, node));
        self.stakes.iter().for_each(|(_, stake)| tally.stake(stake));
        self.orders.iter().for_each(|(_, order)| tally.order(order));
        tally
    }

    /// Every vault; none before genesis.
    ///
    /// # Errors
    /// If a singleton is of another type.
    pub fn vaults(&self, tally: &Tally) -> Result<Option<Vec<Vault>>, Fault> {
        vaults(|address| self.account(address), tally, self.now)
    }
}
