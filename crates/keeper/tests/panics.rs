//! A keeper whose passes panic: whichever thread of a pass it is, the next pass begins anew,
//! `/health` says so meanwhile, and after three in a row the keeper ends.

mod town;

use {
    io_client::orders::{Order, Stage},
    io_keeper::{run_passes, serve, Config, Guard, Health, Keeper, PANICS},
    io_rpc::{every, Patience},
    io_testkit::chain::{Effect, FaultyChain, WorldChain},
    metrics_exporter_prometheus::PrometheusBuilder,
    solana_keypair::Keypair,
    std::{
        io::{Read, Write},
        net::{SocketAddr, TcpListener, TcpStream},
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc::sync_channel,
            Arc,
        },
        thread,
        time::{Duration, Instant},
    },
    town::{eager, town, DAY},
};

const HEALTHY: Duration = Duration::from_secs(600);

fn leaked_stop() -> &'static AtomicBool {
    Box::leak(Box::default())
}

/// Orders of which some are over, the wallet of a keeper, and whether a call may panic.
fn world() -> (WorldChain, Keypair, AtomicBool) {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    (chain, payers[0].insecure_clone(), AtomicBool::new(true))
}

/// What `/health` answers, without its head.
fn health_of(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let good = answer.starts_with("HTTP/1.1 200");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(good, body == "ok\n", "{answer}");
    body.to_owned()
}

/// Asks for the health until it is good again after it was bad for a panic; what it said on the
/// way.
fn watch(address: SocketAddr, stop: &AtomicBool) -> Vec<String> {
    let (start, mut said) = (Instant::now(), Vec::<String>::new());
    while start.elapsed() < Duration::from_secs(60) {
        let now = health_of(address);
        if said.last() != Some(&now) {
            said.push(now);
        }
        if said.ends_with(&["the last pass panicked\n".to_owned(), "ok\n".to_owned()]) {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    stop.store(true, Ordering::Relaxed);
    said
}

/// In a worker, where the chain is read, and where outcomes are asked for.
#[test]
fn after_a_panic_in_any_thread_the_next_pass_does_the_work() {
    for broken in ["simulate", "accounts", "statuses"] {
        let (chain, payer, panics) = world();
        let bad = FaultyChain::new(&chain, |call| {
            let panics = call.name() == broken && panics.swap(false, Ordering::Relaxed);
            assert!(!panics, "a fault of the keeper's own: {broken}");
            Effect::Answer
        });
        let (stop, health) = (leaked_stop(), Arc::new(Health::new(HEALTHY)));
        let config = Config { interval: Duration::from_secs(2), ..eager() };
        let fresh = || Keeper::new(&bad, payer.insecure_clone(), config.clone(), Patience::NONE, stop);
        let mut guard = Guard::new(&fresh, &health, stop);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let (_wake, woken) = sync_channel(1);
        thread::scope(|scope| {
            let served = Arc::clone(&health);
            let server = scope.spawn(move || serve(listener, metrics, served, stop));
            let watcher = scope.spawn(move || watch(address, stop));
            assert!(run_passes(false, &config, stop, &woken, &mut || guard.pass()), "{broken}");
            let said = watcher.join().unwrap();
            assert!(said.len() > 1 && said[said.len() - 1] == "ok\n", "{broken}: {said:?}");
            assert_eq!(said[said.len() - 2], "the last pass panicked\n", "{broken}: {said:?}");
            server.join().unwrap().unwrap();
        });
        assert!(chain.world().emission().minted > 0, "{broken}: the crank was turned");
        let waits = |order: &Order| order.escrow.stage == Stage::Open;
        let waiting = every::<Order>(&chain, &[]).unwrap().iter().filter(|(_, order)| waits(order)).count();
        assert_eq!(waiting, 0, "{broken}: what nobody accepted is cancelled");
    }
}

/// Runs passes of which those of `plan` panic; how many there were, whether the last was clean and
/// whether the keeper has ended by itself.
fn passes_of(plan: &[bool]) -> (usize, bool, bool) {
    let (chain, payer, panics) = world();
    let bad = FaultyChain::new(&chain, |_| {
        assert!(!panics.load(Ordering::Relaxed), "a fault of the keeper's own");
        Effect::Answer
    });
    let (stop, health) = (leaked_stop(), Health::new(HEALTHY));
    let config = Config { interval: Duration::from_millis(10), ..eager() };
    let fresh = || Keeper::new(&bad, payer.insecure_clone(), config.clone(), Patience::NONE, stop);
    let mut guard = Guard::new(&fresh, &health, stop);
    let (_wake, woken) = sync_channel(1);
    let (mut passes, mut gave_up) = (0, false);
    let clean = run_passes(false, &config, stop, &woken, &mut || {
        panics.store(plan[passes], Ordering::Relaxed);
        passes += 1;
        let report = guard.pass();
        assert_eq!(health.is_good(), !plan[passes - 1]);
        gave_up = stop.load(Ordering::Relaxed);
        stop.store(gave_up || passes == plan.len(), Ordering::Relaxed);
        report
    });
    (passes, clean, gave_up)
}

#[test]
fn three_panics_in_a_row_end_it() {
    assert_eq!(PANICS, 3);
    assert_eq!(passes_of(&[true; 9]), (3, false, true));
    let now_and_then = [true, true, false, true, true, false];
    assert_eq!(passes_of(&now_and_then), (6, true, false));
}
