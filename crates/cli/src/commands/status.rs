//! Whether everything is covered.

use {
    super::emission::mint_supply,
    crate::{
        session::{name, show},
        time, Exit, Failure, Session,
    },
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::{EMISSION, MINT},
            orders as order_addresses,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        },
        buyback,
        economics::{emission as schedule, genesis, orders::Balances, staking::Pool, units::HARD_CAP},
        emission::Emission,
        orders::{self, Currency, Ledger, Order},
        staking::{ConfigAndPools, Node, Pools, Stake},
        AccountDeserialize, Owner,
    },
    io_rpc::{decode, every_at, token_amount},
    serde_json::json,
    solana_account::Account,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// A vault: what it holds and what it owes.
struct Vault {
    name: &'static str,
    address: Pubkey,
    currency: Currency,
    held: u64,
    owed: u64,
    /// What becomes of what is not owed.
    then: &'static str,
}

impl Vault {
    fn is_covered(&self) -> bool {
        self.held >= self.owed
    }

    fn shortage(&self) -> String {
        let missing = show(self.owed.saturating_sub(self.held), self.currency);
        format!("{missing} are missing in the vault {} of {}", self.address, self.name)
    }
}

/// How often it reads again what has changed while it was read.
const TRIES: u32 = 12;

/// What is compared, as of one moment.
struct Moment {
    /// The accounts that there is one of, in the order of [`SINGLETONS`].
    accounts: Vec<Option<Account>>,
    nodes: Vec<(Pubkey, Node)>,
    stakes: Vec<(Pubkey, Stake)>,
    orders: Vec<(Pubkey, Order)>,
    now: i64,
}

/// The accounts that there is one of.
const SINGLETONS: [Pubkey; 13] = [
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
];

impl Moment {
    /// Reads until the singletons are the same before and after everything else: whatever moves
    /// money changes one of them.
    fn read(session: &Session) -> Result<Self, Failure> {
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

    fn account(&self, address: &Pubkey) -> Option<&Account> {
        let place = SINGLETONS.iter().position(|singleton| singleton == address)?;
        self.accounts.get(place)?.as_ref()
    }

    /// An account that genesis creates.
    fn genesis<T: AccountDeserialize + Owner>(&self, address: &Pubkey) -> Result<T, Failure> {
        decode(address, self.account(address))?.ok_or_else(Failure::no_genesis)
    }

    fn held(&self, address: &Pubkey) -> u64 {
        token_amount(self.account(address)).unwrap_or_default()
    }

    fn balances(&self, currency: Currency) -> Result<Balances, Failure> {
        let address = orders::ledger(currency);
        let ledger: Option<Ledger> = decode(&address, self.account(&address))?;
        Ok(ledger.map_or_else(Balances::default, |ledger| ledger.balances))
    }

    /// Rewards and commission that everybody could claim now, in base units.
    fn rewards_owed(&self, pools: &Pools) -> u64 {
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

/// Prints what is held and owed, the ledgers of orders, the supply.
pub fn run(session: &mut Session) -> Result<(), Failure> {
    let moment = Moment::read(session)?;
    let emission: Emission = moment.genesis(&EMISSION.address)?;
    let config: ConfigAndPools = moment.genesis(&CONFIG.address)?;
    let now = moment.now;
    let currencies = [Currency::Io, Currency::Usdc];
    let balances = [moment.balances(Currency::Io)?, moment.balances(Currency::Usdc)?];
    let address = order_addresses::CONFIG.address;
    let orders_config: Option<orders::Config> = decode(&address, moment.account(&address))?;
    let address = buyback_addresses::CONFIG.address;
    let buyback_config: Option<buyback::Config> = decode(&address, moment.account(&address))?;

    let (nodes, open) = (&moment.nodes, &moment.orders);
    let staked = nodes.iter().map(|(_, node)| node.ledger.held_in_vault()).fold(0, u64::saturating_add);
    let rewards = moment.rewards_owed(&config.pools);
    let due = schedule::cumulative(now.saturating_sub(emission.genesis_ts)).saturating_sub(emission.minted);
    let in_orders = |currency: Currency| {
        let held = open.iter().filter(|(_, order)| order.currency == currency);
        held.map(|(_, order)| order.escrow.held().unwrap_or_default()).fold(0, u64::saturating_add)
    };

    let vault = |name, address: Pubkey, currency, more: u64, owed, then| {
        let held = moment.held(&address).saturating_add(more);
        Vault { name, address, currency, held, owed, then }
    };
    let mut vaults = vec![
        vault("stake", STAKE_VAULT.address, Currency::Io, 0, staked, "covered"),
        // A claim cranks first.
        vault("rewards", REWARD_VAULT, Currency::Io, due, rewards, "covered"),
    ];
    for (balances, currency) in balances.iter().zip(currencies) {
        let owed = balances.escrowed.saturating_add(balances.unclaimed).saturating_add(balances.fees);
        vaults.push(vault("orders", orders::vault(currency), currency, 0, owed, "covered"));
    }
    for (address, currency, then) in [
        (buyback_addresses::IO_VAULT, Currency::Io, "to be burned"),
        (buyback_addresses::USDC_VAULT, Currency::Usdc, "buys IO"),
    ] {
        vaults.push(vault("buyback", address, currency, 0, 0, then));
    }

    let rows = vaults.iter().map(|vault| {
        vec![
            vault.name.to_owned(),
            show(vault.held, vault.currency),
            show(vault.owed, vault.currency),
            if vault.is_covered() { vault.then } else { "SHORT" }.to_owned(),
            session.link(&vault.address),
        ]
    });
    let rows = rows.collect();
    session.output.table(&["vault", "holds", "owes", "", "account"], &[1, 2], rows);
    for vault in &vaults {
        session.output.push(
            "vaults",
            json!({
                "vault": vault.name,
                "account": vault.address.to_string(),
                "currency": name(vault.currency),
                "held": vault.held.to_string(),
                "owed": vault.owed.to_string(),
                "covered": vault.is_covered(),
            }),
        );
    }

    let mut rows = Vec::new();
    for (balances, currency) in balances.iter().zip(currencies) {
        rows.push(vec![
            name(currency).to_owned(),
            show(balances.escrowed, currency),
            show(in_orders(currency), currency),
            show(balances.unclaimed, currency),
            show(balances.fees, currency),
            show(balances.swept, currency),
        ]);
        session.output.push(
            "balances",
            json!({
                "currency": name(currency),
                "escrowed": balances.escrowed.to_string(),
                "in_orders": in_orders(currency).to_string(),
                "unclaimed": balances.unclaimed.to_string(),
                "fees": balances.fees.to_string(),
                "swept": balances.swept.to_string(),
            }),
        );
    }
    let header = ["balances", "escrowed", "in orders", "waits for payees", "fees", "fees swept"];
    session.output.table(&header, &[1, 2, 3, 4, 5], rows);

    let supply = mint_supply(moment.account(&MINT.address))?;
    let created = genesis::TOTAL.saturating_add(emission.minted);
    session.output.facts(&[
        ("supply", show(supply, Currency::Io)),
        ("burned", show(created.saturating_sub(supply), Currency::Io)),
        ("hard cap", show(HARD_CAP, Currency::Io)),
        ("due to a crank", show(due, Currency::Io)),
        ("nodes", nodes.len().to_string()),
        ("orders", open.len().to_string()),
        ("staking paused", config.pause.is_on(now).to_string()),
        ("orders paused", paused(orders_config.as_ref().map(|config| config.pause.is_on(now)))),
        ("buyback paused", paused(buyback_config.as_ref().map(|config| config.pause.is_on(now)))),
        ("time on chain", time::utc(now)),
    ]);
    for (name, pool) in [("gpu", &config.pools.gpu), ("cpu", &config.pools.cpu)] {
        tell_pool(session, name, pool, now);
    }
    session.output.set(
        "paused",
        json!({
            "staking": config.pause.is_on(now),
            "orders": orders_config.map(|config| config.pause.is_on(now)),
            "buyback": buyback_config.map(|config| config.pause.is_on(now)),
        }),
    );
    session.output.set("supply", supply.to_string());
    session.output.set("burned", created.saturating_sub(supply).to_string());
    session.output.set("due", due.to_string());
    session.output.set("nodes", nodes.len());
    session.output.set("orders", open.len());
    session.output.set("covered", vaults.iter().all(Vault::is_covered));
    session.output.set("now", now);
    let short: Vec<String> = vaults.iter().filter(|vault| !vault.is_covered()).map(Vault::shortage).collect();
    if short.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, format!("Not everything is covered: {}.", short.join("; "))))
}

/// What a pool weighs and carries, and when that will be out.
fn tell_pool(session: &mut Session, name: &str, pool: &Pool, now: i64) {
    let mut pool = *pool;
    // What cannot be computed is shown as it is stored.
    let _ = pool.advance(now);
    let until = pool.carried_until();
    let out = until.map_or_else(
        || "not out within 100 years at today's weight".into(),
        |at| format!("out on {} at today's weight", time::utc(at)),
    );
    session.output.facts(&[
        ("pool", name.to_owned()),
        ("weighs", format!("{} of {} for full pay", pool.weight, pool.full_weight)),
        ("carries", format!("{}, {out}", show(pool.carried.units, Currency::Io))),
    ]);
    if pool.weight > pool.full_weight.saturating_mul(2) {
        session.output.say(format!(
            "The {name} pool weighs more than twice its full weight: the admin can raise that with `io admin full-weight`."
        ));
    }
    session.output.push(
        "pools",
        json!({
            "pool": name,
            "weight": pool.weight.to_string(),
            "full_weight": pool.full_weight.to_string(),
            "next_full_weight": pool.next_full_weight.to_string(),
            "full_weight_at": pool.full_weight_at,
            "carried": pool.carried.units.to_string(),
            "carried_until": until,
        }),
    );
}

fn paused(paused: Option<bool>) -> String {
    paused.map_or_else(|| "not set up".into(), |paused| paused.to_string())
}

fn units(q64: u128) -> u64 {
    u64::try_from(q64 >> 64).unwrap_or(u64::MAX)
}
