//! A town to keep, and the chains it is kept on.
// Every test file uses a part of it.
#![allow(dead_code)]

pub mod far;
pub mod weather;

use {
    io_client::{
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        orders::{self, Currency, Order},
    },
    io_keeper::{Config, Keeper},
    io_rpc::{every, Chain, Patience},
    io_testkit::{
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        fmt::Debug,
        sync::{atomic::AtomicBool, Arc, Mutex, Once},
    },
    tracing::{field::Field, Event, Subscriber},
    tracing_subscriber::layer::{Context, Layer, SubscriberExt},
};

pub use io_client::economics::time::{DAY, HOUR};

static GO: AtomicBool = AtomicBool::new(false);

pub fn keeper<'a>(chain: &'a dyn Chain, payer: &Keypair, config: Config) -> Keeper<'a> {
    Keeper::new(chain, payer.insecure_clone(), config, Patience::NONE, &GO)
}

/// A town with two nodes, a client's orders of every kind, and buyback; the roles of staking, and
/// the admins of orders and buyback.
pub fn town() -> (World, Cast, [Keypair; 2], Vec<Keypair>) {
    let (mut world, cast, roles) = World::with_orders();
    let buyer = world.start_buyback();
    let keepers = vec![world.client(&cast, 1_000, 0), world.client(&cast, 1_000, 0)];
    let client = world.client(&cast, 1_000_000, 1_000_000);
    for (n, seconds) in [(0, 2 * HOUR), (1, 30 * HOUR)] {
        let (operator, node) = world.ready_node(&cast, H100, 8);
        world.usdc_account(&operator.pubkey());
        for (i, currency) in [Currency::Io, Currency::Usdc].into_iter().enumerate() {
            let id = n * 10 + i as u64;
            let unit = if currency == Currency::Io { BASE_UNITS_PER_IO } else { BASE_UNITS_PER_USDC };
            let params = orders::CreateParams {
                processors: 2,
                rate: 5 * unit,
                duration: seconds as u32,
                revision: 0,
                most: u64::MAX,
                reference: [0; 32],
            };
            // One order of each pair of numbers is accepted, the other one is left.
            for (id, accepted) in [(id, true), (id + 100, false)] {
                let call = orders::create(&client.pubkey(), id, &node, currency, params);
                world.accepted(&[call], &[&client]);
                let address = orders::order_address(&client.pubkey(), id);
                if accepted {
                    let order = world.order(&address);
                    world.accepted(
                        &[orders::accept(&operator.pubkey(), &address, &order, true)],
                        &[&operator],
                    );
                }
            }
        }
    }
    (world, cast, [roles.admin, buyer], keepers)
}

/// What keepers log while `work` is done: level and message of each line.
pub fn logged(work: impl FnOnce()) -> Vec<String> {
    // Without a subscriber of the whole process, another thread's first event could switch an event
    // off for all.
    static WHOLE_PROCESS: Once = Once::new();
    WHOLE_PROCESS.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry())
            .expect("the first subscriber");
    });
    let log = Log::default();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(log.clone()), work);
    let lines = log.0.lock().unwrap();
    lines.clone()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("io_keeper") {
            let mut line = event.metadata().level().to_string();
            event.record(&mut |field: &Field, value: &dyn Debug| {
                if field.name() == "message" {
                    line.push_str(&format!(" {value:?}"));
                }
            });
            self.0.lock().unwrap().push(line);
        }
    }
}

pub fn open_orders(chain: &dyn Chain) -> usize {
    every::<Order>(chain, &[]).unwrap().len()
}

/// Fees are swept and burned whatever they are.
pub fn eager() -> Config {
    let mut config = Config::default();
    (config.policy.least_sweep_io, config.policy.least_sweep_usdc, config.policy.least_burn) = (0, 0, 0);
    (config.policy.least_delivery_io, config.policy.least_delivery_usdc) = (0, 0);
    config
}
