//! What is compared, read as of one moment.

use {
    crate::{Exit, Failure, Session},
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::{EMISSION, MINT},
            orders as order_addresses,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
            vesting::{CATEGORIES, VAULTS},
        },
        economics::orders::Balances,
        orders::{self, Currency, Ledger, Order},
        staking::{Node, Pools, Stake},
        AccountDeserialize, Owner,
    },
    io_rpc::{decode, every_at, token_amount},
    solana_account::Account,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// How often it reads again what has changed while it was read.
const TRIES: u32 = 12;

/// What is compared, as of one moment.
pub struct Moment {
    /// The accounts that there is one of, in the order of [`SINGLETONS`].
    accounts: Vec<Option<Account>>,
    pub nodes: Vec<(Pubkey, Node)>,
    pub stakes: Vec<(Pubkey, Stake)>,
    pub orders: Vec<(Pubkey, Order)>,
    pub now: i64,
}

/// The accounts that there is one of.
const SINGLETONS: [Pubkey; 19] = [
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
    /// money changes one of them.
    pub fn read(session: &Session) -> Result<Self, Failure> {
        let chain = session.chain;
        let mut before = chain.accounts_at(&SINGLETONS)?;
        for _ in 0..TRIES {
            let (nodes, stakes) = (every_at(chain, &[])?, every_at(chain, &[])?);
            let orders = every_at(chain, &[])?;
            let now = session.now()?;
            let after = chain.accounts_at(&SINGLETONS)?;
            // Behind one URL there are many nodes, and one that is behind must not be taken for the
            // latest.
            let slots = [nodes.slot, stakes.slot, orders.slot];
            let in_order = slots.iter().all(|slot| (before.slot..=after.slot).contains(slot));
            if in_order && before.value == after.value {
                let accounts = after.value;
                let (nodes, stakes, orders) = (nodes.value, stakes.value, orders.value);
                return Ok(Self { accounts, nodes, stakes, orders, now });
            }
            before = after;
        }
        let message = "The accounts change faster than this cluster shows them: these would be figures of \
                       different moments.";
        Err(Failure::new(Exit::Other, message).hint("Run it again, or against an RPC node that is nearer."))
    }

    pub fn account(&self, address: &Pubkey) -> Option<&Account> {
        let place = SINGLETONS.iter().position(|singleton| singleton == address)?;
        self.accounts.get(place)?.as_ref()
    }

    /// An account that genesis creates.
    pub fn genesis<T: AccountDeserialize + Owner>(&self, address: &Pubkey) -> Result<T, Failure> {
        decode(address, self.account(address))?.ok_or_else(Failure::no_genesis)
    }

    pub fn held(&self, address: &Pubkey) -> u64 {
        token_amount(self.account(address)).unwrap_or_default()
    }

    pub fn balances(&self, currency: Currency) -> Result<Balances, Failure> {
        let address = orders::ledger(currency);
        let ledger: Option<Ledger> = decode(&address, self.account(&address))?;
        Ok(ledger.map_or_else(Balances::default, |ledger| ledger.balances))
    }

    /// Rewards and commission that everybody could claim now, in base units.
    pub fn rewards_owed(&self, pools: &Pools) -> u64 {
        let mut pools = *pools;
        let mut nodes = HashMap::with_capacity(self.nodes.len());
        let mut owed: u64 = 0;
        for (address, node) in &self.nodes {
            let mut ledger = node.ledger;
            // What cannot be computed is counted as it is stored.
            let _ = ledger.sync(pools.of(node.pool), self.now);
            owed = owed.saturating_add(units(ledger.commission_owed));
            nodes.insert(*address, (node, ledger));
        }
        for (_, stake) in &self.stakes {
            let mut position = stake.position;
            if let Some((node, ledger)) = nodes.get_mut(&stake.node) {
                let _ = position.settle(ledger, node.holder(&stake.owner));
            }
            owed = owed.saturating_add(units(position.owed));
        }
        owed
    }
}

fn units(q64: u128) -> u64 {
    u64::try_from(q64 >> 64).unwrap_or(u64::MAX)
}
