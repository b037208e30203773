//! A cluster that is far away, with much to do.

use {
    io_client::{
        economics::units::BASE_UNITS_PER_IO,
        orders::{self, Currency},
    },
    io_testkit::{
        chain::{Call, Effect, FaultyChain, WorldChain},
        staking::H100,
        World,
    },
    solana_signature::Signature,
    solana_signer::Signer,
    std::{
        collections::HashMap,
        fs,
        sync::Mutex,
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// Nodes that each serve an order of a client of its own for a week: orders that share nothing.
pub fn busy_town(orders: u64) -> World {
    let (mut world, cast, _) = World::with_orders();
    world.start_buyback();
    for id in 0..orders {
        let client = world.client(&cast, 1_000, 0);
        let (operator, node) = world.ready_node(&cast, H100, 1);
        let params = orders::CreateParams {
            processors: 1,
            rate: BASE_UNITS_PER_IO,
            duration: 7 * super::DAY as u32,
            revision: 0,
            most: u64::MAX,
            reference: [0; 32],
        };
        let create = orders::create(&client.pubkey(), id, &node, Currency::Io, params);
        world.accepted(&[create], &[&client]);
        let order = orders::order_address(&client.pubkey(), id);
        let accept = orders::accept(&operator.pubkey(), &order, &world.order(&order), true);
        world.accepted(&[accept], &[&operator]);
    }
    world
}

/// How far away the cluster is, there and back.
pub const AWAY: Duration = Duration::from_millis(50);
/// After which a transaction is confirmed: two slots.
pub const CONFIRMS: Duration = Duration::from_millis(800);

/// A cluster that takes its time.
pub fn far(chain: &WorldChain) -> FaultyChain<'_> {
    let sent: Mutex<HashMap<Signature, Instant>> = Mutex::default();
    FaultyChain::new(chain, move |call| {
        sleep(AWAY);
        let mut sent = sent.lock().unwrap();
        match call {
            Call::Send(transaction) => {
                sent.entry(transaction.signatures[0]).or_insert_with(Instant::now);
                Effect::Answer
            }
            Call::Statuses(signatures) => {
                let is_early =
                    |signature: &&Signature| sent.get(*signature).is_none_or(|at| at.elapsed() < CONFIRMS);
                Effect::Unconfirmed(signatures.iter().filter(is_early).copied().collect())
            }
            _ => Effect::Answer,
        }
    })
}

/// Kilobytes of memory of this process, by a line of its status.
pub fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let value = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
    value.trim_matches([':', '\t', ' ', 'k', 'B']).parse().unwrap()
}

/// Kilobytes at the peak while `work` is done, over what was held before.
pub fn peak<T>(work: impl FnOnce() -> T) -> (T, u64) {
    // The peak is counted from here.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmHWM");
    let done = work();
    (done, memory("VmHWM") - before)
}
