//! 2 and 3: the balances of staking, as read from chain.

use {
    crate::World,
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::{
        emission::EMISSION,
        staking::{CONFIG, ID, REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        emission,
        staking::{node_address, stake_address, ConfigAndPools, Node, Pools, Stake},
    },
    io_economics::{
        staking::{Pool, Position, Verdict, HOURS_AHEAD},
        time::hour,
    },
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// A node with the stakes in it.
pub(super) struct Spot {
    pub(super) address: Pubkey,
    pub(super) node: Node,
    pub(super) stakes: Vec<Stake>,
}

/// Checks everything; nothing before `initialize`.
pub(super) fn check(world: &mut World) {
    let Some(ConfigAndPools { pools, .. }) = read(world, &CONFIG.address) else { return };
    let spots = spots(world);
    spots.iter().for_each(holdings);
    weights(&pools, &spots);
    vaults(world, &spots);
    world.lists.note(&pools, &spots);
    // The lists follow every transaction, or none.
    if world.check_every == 1 {
        let given_up = world.given_up;
        world.lists.check(&pools, &spots, given_up);
        world.lists.remember(&spots);
    }
    rewards(world, &pools, &spots);
}

fn spots(world: &mut World) -> Vec<Spot> {
    let mut spots = HashMap::new();
    let mut stakes = Vec::new();
    for (address, account) in world.svm.get_program_accounts(&ID) {
        let mut data = &account.data[..];
        if let Ok(node) = Node::try_deserialize(&mut data) {
            assert_eq!(node.version, Node::VERSION);
            belongs(world, address, node.operator, Of::Number(node.id), || {
                node_address(&node.operator, node.id)
            });
            spots.insert(address, Spot { address, node, stakes: Vec::new() });
        } else if let Ok(stake) = Stake::try_deserialize(&mut data) {
            assert_eq!(stake.version, Stake::VERSION);
            let node = stake.node;
            belongs(world, address, stake.owner, Of::Node(node), || stake_address(&node, &stake.owner));
            stakes.push(stake);
        }
    }
    for stake in stakes {
        spots.get_mut(&stake.node).expect("a stake lies in a node").stakes.push(stake);
    }
    spots.into_values().collect()
}

/// 6: who an account belongs to never changes. Derives each address once.
fn belongs(world: &mut World, address: Pubkey, owner: Pubkey, of: Of, derive: impl FnOnce() -> Pubkey) {
    if world.derived.get(&address) != Some(&(owner, of)) {
        assert_eq!(derive(), address, "an account passed to another owner");
        world.derived.insert(address, (owner, of));
    }
}

/// What an owner has an account for: a number or a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// The operator's number for it.
    Number(u32),
    /// The node that the stake is in.
    Node(Pubkey),
}

/// 2: a node's assets are its holders', but for less than one base unit of dust each.
fn holdings(Spot { node, stakes, .. }: &Spot) {
    let ledger = &node.ledger;
    let positions = || stakes.iter().map(|stake| &stake.position);
    let current = |position: &Position| match position.generation == ledger.bonded.generation {
        true => position.shares,
        false => 0,
    };
    let count = stakes.len() as u64;
    assert_eq!(ledger.bonded.shares, positions().map(current).sum::<u128>(), "bonded shares");
    let own = stakes.iter().find(|stake| stake.owner == node.operator);
    assert_eq!(ledger.own_shares, own.map_or(0, |stake| current(&stake.position)), "the operator's shares");
    let worth: u64 = positions().map(|position| position.worth(ledger)).sum();
    close(worth, ledger.bonded.assets, count, "bonded");

    let tickets = || positions().flat_map(|position| &position.tickets);
    let alive = tickets().filter(|ticket| ticket.generation == ledger.cooling.generation);
    assert_eq!(ledger.cooling.shares, alive.map(|ticket| ticket.shares).sum::<u128>(), "cooling shares");
    let open = tickets().filter(|ticket| !ticket.is_free()).count() as u64;
    close(
        tickets().map(|ticket| ticket.worth(&ledger.cooling)).sum(),
        ledger.cooling.assets,
        open,
        "cooling",
    );

    let executed = |position: &&Position| ledger.slash.verdict(position.held_for) == Verdict::Executed;
    let held = positions().filter(|position| position.held > 0 && !executed(position));
    let held: u64 = held.map(|position| position.held).sum();
    assert_eq!(ledger.slash.held + ledger.slash.freed, held, "held back for slashes");
    assert!(ledger.hired <= ledger.processors, "more hired than there are");
    assert!(own.is_some() || ledger.own_owed == 0, "rewards of an operator without a stake");
    let mut counted = *ledger;
    counted.recount();
    assert_eq!(counted, *ledger, "what depends on the stake is stale");
    assert!(ledger.weight == 0 || ledger.own() >= ledger.minimum() / 2, "a node of others' stake");
}

fn close(worth: u64, assets: u64, holders: u64, what: &str) {
    let gap = assets.checked_sub(worth).unwrap_or_else(|| panic!("{what}: worth more than there is"));
    assert!(gap == 0 || gap < holders, "{what}: {gap} base units of dust among {holders}");
}

/// A pool weighs what its nodes weigh whose reports have not lapsed, and knows the hour of each.
fn weights(pools: &Pools, spots: &[Spot]) {
    for pool in [&pools.gpu, &pools.cpu] {
        let mut expiring = [0; HOURS_AHEAD];
        let nodes = spots.iter().filter(|spot| spot.node.pool == pool.kind());
        for ledger in nodes.map(|spot| &spot.node.ledger).filter(|node| node.weight_until > pool.synced_at) {
            expiring[usize::try_from(hour(ledger.weight_until)).expect("hours") % HOURS_AHEAD] +=
                ledger.weight;
        }
        assert_eq!(pool.expiring, expiring, "weight that expires by the hour");
        assert_eq!(pool.weight, expiring.iter().sum::<u64>(), "weight of a pool");
    }
}

/// 2: the stake vault holds what the nodes' ledgers say. 3: the reward vault holds what was minted
/// and not paid.
fn vaults(world: &World, spots: &[Spot]) {
    for vault in [STAKE_VAULT.address, REWARD_VAULT] {
        let Some(account) = world.svm.get_account(&vault) else { continue };
        let token = TokenAccount::unpack(&account.data).expect("a token account");
        assert_eq!(token.owner, CONFIG.address, "a vault changed hands");
        assert!(
            token.delegate.is_none() && token.close_authority.is_none(),
            "a vault has a delegate or a close authority"
        );
    }
    let booked: u64 = spots.iter().map(|spot| spot.node.ledger.held_in_vault()).sum();
    assert_eq!(world.balance(&STAKE_VAULT.address), booked + world.donated_to_stake, "stake vault");
    let minted = world.emission().minted;
    let held = world.balance(&REWARD_VAULT) + world.paid;
    assert_eq!(held, minted + world.donated_to_rewards, "reward vault");
}

/// 3: what accrued is carried, owed, paid or refused to who was not synced for a week, to the last
/// unit of 2^-64.
fn rewards(world: &World, both: &Pools, spots: &[Spot]) {
    let pools = [&both.gpu, &both.cpu];
    let emission: emission::Emission = read(world, &EMISSION.address).expect("staking follows the emission");
    let accrued = |pool: &&Pool| pool.kind().accrued(emission.genesis_ts, pool.synced_at);
    let accrued: u64 = pools.iter().map(accrued).sum();
    assert_eq!(accrued, pools.iter().map(|pool| pool.accrued).sum::<u64>(), "accrued, as the pools have it");
    if pools.iter().all(|pool| pool.synced_at <= emission.latest_ts) {
        assert!(accrued <= emission.minted, "a crank does not cover what accrued");
    }

    let mut accounted = u128::from(world.paid) << 64;
    accounted += pools.iter().map(|pool| pool.carried.get()).sum::<u128>() + world.lists.refused;
    for Spot { node, stakes, .. } in spots {
        let ledger = &node.ledger;
        accounted += world.lists.unsynced(both, node);
        accounted += ledger.remainder + ledger.commission_owed;
        accounted += stakes.iter().map(|stake| earned(node, stake)).sum::<u128>();
    }
    let gap = (u128::from(accrued) << 64).checked_sub(accounted).expect("more is owed than accrued");
    assert_eq!(gap, world.given_up, "accrued = carried + owed + paid, to the last bit");
}

/// What a stake has earned and not been paid, in units of 2^-64 base units.
pub(crate) fn earned(node: &Node, stake: &Stake) -> u128 {
    let (mut position, mut ledger) = (stake.position, node.ledger);
    position.settle(&mut ledger, node.holder(&stake.owner)).expect("within the supply");
    position.owed
}

/// An account of a program of the suite; none if there is nothing.
pub(crate) fn read<T: AccountDeserialize>(world: &World, address: &Pubkey) -> Option<T> {
    let account = world.svm.get_account(address).filter(|account| !account.data.is_empty())?;
    Some(T::try_deserialize(&mut &account.data[..]).unwrap_or_else(|error| panic!("{address}: {error}")))
}
