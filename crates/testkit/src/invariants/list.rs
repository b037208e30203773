//! 3: no node's pay depends on another's syncs. Beside the accumulators of the chain goes the list
//! of `io_reference`, in which every node is paid for every stretch of time at once: after each
//! transaction each node has earned what it says.

use {
    super::staking::{earned, Spot},
    anchor_lang::prelude::Pubkey,
    io_client::staking::{Node, Pools},
    io_economics::{
        staking::{Pool, PoolKind, HOURS_KEPT, UNSYNCED_SECONDS},
        time::hour,
    },
    io_reference::pool::{self as exact, Exact, Listed, Part},
    num_bigint::BigInt,
    num_traits::ToPrimitive,
    std::collections::{BTreeMap, HashMap},
};

/// Steps in which a pool comes to now, at most, each of which leaves less than its weight in
/// `carried`.
const STEPS: u128 = 26;

/// Bits behind the point that the list keeps of each figure: those of the chain and 128 more.
const BITS: u32 = 192;

/// What was known of a node after the last transaction.
#[derive(Clone, Copy)]
struct Seen {
    kind: PoolKind,
    acc_seen: u128,
    weight: u64,
    until: i64,
    synced_at: i64,
    shares: u128,
}

impl Seen {
    fn of(node: &Node) -> Self {
        Self {
            kind: node.pool,
            acc_seen: node.ledger.acc_seen,
            weight: node.ledger.weight,
            until: node.ledger.weight_until,
            synced_at: node.ledger.synced_at,
            shares: node.ledger.bonded.shares,
        }
    }
}

/// A node's place in the lists and what it has earned by them.
#[derive(Clone, Default)]
struct Place {
    index: usize,
    booked: Exact,
    paid: u64,
}

/// The lists of both pools.
#[derive(Clone, Default)]
pub(crate) struct Lists {
    pools: Option<[exact::Pool; 2]>,
    seen: HashMap<Pubkey, Seen>,
    places: HashMap<Pubkey, Place>,
    /// What each pool had paid per weight at each hour in which a node's weight expired.
    paid_until: BTreeMap<(u8, i64), u128>,
    /// What rounding may have moved so far, in units of 2^-64 base units.
    dust: u128,
    /// Refused to nodes that nobody synced for a week after their lapse, in units of 2^-64 base
    /// units.
    pub(crate) refused: u128,
}

impl Lists {
    /// Counts what was paid to a node.
    pub(crate) fn paid(&mut self, node: &Pubkey, amount: u64) {
        self.places.entry(*node).or_default().paid += amount;
    }

    /// What the pool has paid for the weight of a node and no sync has moved yet, in units of 2^-64
    /// base units.
    pub(crate) fn unsynced(&self, pools: &Pools, node: &Node) -> u128 {
        if node.ledger.weight == 0 {
            return 0;
        }
        let paid = match pool(pools, node.pool) {
            pool if pool.synced_at < node.ledger.weight_until => pool.acc.get(),
            pool => self.paid_until[&(pool.kind, node.ledger.weight_until)],
        };
        (paid - node.ledger.acc_seen) * u128::from(node.ledger.weight)
    }

    /// Takes note of what the last transaction has changed, before the chain forgets it.
    pub(super) fn note(&mut self, pools: &Pools, spots: &[Spot]) {
        for seen in self.seen.values() {
            note_hour(&mut self.paid_until, pool(pools, seen.kind), seen);
        }
        for Spot { address, node, .. } in spots {
            note_hour(&mut self.paid_until, pool(pools, node.pool), &Seen::of(node));
            let Some(before) = self.seen.get(address).filter(|seen| seen.weight > 0) else { continue };
            let synced = node.ledger.synced_at > before.synced_at;
            if synced && node.ledger.synced_at >= before.until.saturating_add(UNSYNCED_SECONDS) {
                let paid = self.paid_until[&(before.kind as u8, before.until)];
                self.refused += (paid - before.acc_seen) * u128::from(before.weight);
            }
        }
    }

    /// Brings the lists to where the pools are, with what the last transaction has changed, and
    /// compares.
    ///
    /// # Panics
    /// If a node has not earned what the list says.
    pub(super) fn check(&mut self, pools: &Pools, spots: &[Spot], given_up: u128) {
        let mut lists = self.pools.take().unwrap_or_else(|| {
            let at =
                |pool: &Pool| exact::Pool::new(part(pool), pool.genesis, pool.full_weight, pool.synced_at);
            [at(&pools.gpu), at(&pools.cpu)]
        });
        for (list, pool) in lists.iter_mut().zip([&pools.gpu, &pools.cpu]) {
            let seconds = pool.synced_at.saturating_sub(list.at).unsigned_abs();
            self.dust += STEPS * u128::from(list.weight()) + u128::from(seconds) + 1;
            list.run(pool.synced_at);
            let pending = pool.full_weight_at > pool.synced_at;
            list.next_full_weight = pending.then_some((pool.next_full_weight, pool.full_weight_at));
        }
        for Spot { address, node, .. } in spots {
            self.follow(&mut lists, address, node);
        }
        for (list, pool) in lists.iter_mut().zip([&pools.gpu, &pools.cpu]) {
            list.shorten(BITS);
            assert_eq!(pool.weight, list.weight(), "weight of a pool, by the list");
            self.near(pool.carried.get(), &list.carried, 0, "carried");
        }
        for Spot { address, node, stakes } in spots {
            let Place { index, booked, paid } = &self.places[address];
            let ledger = &node.ledger;
            let earned = stakes.iter().map(|stake| earned(node, stake)).sum::<u128>();
            let owed = earned + ledger.commission_owed + ledger.remainder;
            self.near((u128::from(*paid) << 64) + owed, booked, given_up, "a node's pay");
            let pending = &lists[node.pool as usize].nodes[*index].pending;
            self.near(self.unsynced(pools, node), pending, 0, "what a node has earned since its last sync");
        }
        self.pools = Some(lists);
    }

    /// Keeps what is known now for the next transaction.
    pub(super) fn remember(&mut self, spots: &[Spot]) {
        self.seen = spots.iter().map(|spot| (spot.address, Seen::of(&spot.node))).collect();
    }

    /// Syncs and weighs a node in the list as the chain has.
    fn follow(&mut self, lists: &mut [exact::Pool; 2], address: &Pubkey, node: &Node) {
        let now = Seen::of(node);
        let next = lists[0].nodes.len();
        let known = self.seen.get(address);
        let place = self.places.entry(*address).or_default();
        if known.is_none() {
            place.index = next;
            lists.iter_mut().for_each(|list| list.nodes.push(Listed::default()));
        }
        let changed = known.is_none_or(|seen| {
            (seen.synced_at, seen.weight, seen.until) != (now.synced_at, now.weight, now.until)
        });
        if !changed {
            return;
        }
        for list in lists.iter_mut() {
            place.booked += list.sync(place.index);
            list.weigh(place.index, 0, 0);
        }
        lists[now.kind as usize].weigh(place.index, now.weight, now.until);
        // What does not divide by the shares goes to those who have some when these change.
        self.dust += now.shares.max(known.map_or(0, |seen| seen.shares)) + 1;
    }

    /// `less` is what may be missing on chain beside the dust: fractions that went with closed
    /// stakes.
    fn near(&self, chain: u128, list: &Exact, less: u128, what: &str) {
        let list = (list * Exact::from_integer(BigInt::from(1u128 << 64))).floor().to_integer();
        let list = list.to_u128().expect("within the supply");
        let fits = chain <= list + self.dust && list <= chain + self.dust + less;
        assert!(fits, "{what}: {chain} on chain, {list} by the list, {} of dust", self.dust);
    }
}

fn note_hour(paid_until: &mut BTreeMap<(u8, i64), u128>, pool: &Pool, node: &Seen) {
    if node.weight > 0 && pool.synced_at >= node.until {
        let place = usize::try_from(hour(node.until)).expect("hours") % HOURS_KEPT;
        paid_until.entry((pool.kind, node.until)).or_insert_with(|| pool.paid[place].get());
    }
}

const fn pool(pools: &Pools, kind: PoolKind) -> &Pool {
    match kind {
        PoolKind::Gpu => &pools.gpu,
        PoolKind::Cpu => &pools.cpu,
    }
}

const fn part(pool: &Pool) -> Part {
    match pool.kind() {
        PoolKind::Gpu => Part::Gpu,
        PoolKind::Cpu => Part::Cpu,
    }
}
