//! Three keepers at what has piled up: as a crew that shares it, and as strangers.

mod town;

use {
    io_keeper::{Config, Crew, Keeper, Limits, Policy, Report},
    io_rpc::Patience,
    io_testkit::chain::WorldChain,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        sync::atomic::AtomicBool,
        thread,
        time::{Duration, Instant},
    },
    town::{
        far::{busy_town, far},
        DAY,
    },
};

const ORDERS: u64 = 240;
/// The orders, the nodes that lapsed, the crank.
const ALL: u32 = 2 * ORDERS as u32 + 1;

static GO: AtomicBool = AtomicBool::new(false);

/// Orders of which three days are due, on a cluster that takes its time; three keys that pay.
fn piled_up() -> (WorldChain, Vec<Keypair>) {
    let mut world = busy_town(ORDERS);
    world.pass(3 * DAY);
    let payers = (0..3).map(|_| world.wallet()).collect();
    (WorldChain::in_real_time(world), payers)
}

/// Runs a keeper with each of the keys at once, as `work` says; its reports and what it has sent.
fn side_by_side(
    chain: &WorldChain,
    payers: &[Keypair],
    config: &Config,
    work: impl Fn(&mut Keeper) -> Report + Sync,
) -> Vec<(Report, usize)> {
    thread::scope(|scope| {
        let keepers: Vec<_> = payers
            .iter()
            .map(|payer| {
                let work = &work;
                scope.spawn(move || {
                    let far = far(chain);
                    let (payer, config) = (payer.insecure_clone(), config.clone());
                    let report = work(&mut Keeper::new(&far, payer, config, Patience::default(), &GO));
                    (report, far.calls("send"))
                })
            })
            .collect();
        keepers.into_iter().map(|keeper| keeper.join().unwrap()).collect()
    })
}

fn crew(payers: &[Keypair], cover_after: Duration) -> Config {
    let keepers = payers.iter().map(Keypair::pubkey).collect();
    // Fees that come in by the way are left alone: what there is to do is what has piled up.
    let policy = Policy { least_sweep_io: u64::MAX, ..Policy::default() };
    Config { crew: Crew { keepers, cover_after }, policy, ..Config::default() }
}

#[test]
fn a_crew_does_nothing_twice() {
    let (chain, payers) = piled_up();
    let config = crew(&payers, Crew::default().cover_after);
    let start = Instant::now();
    let reports = side_by_side(&chain, &payers, &config, |keeper| keeper.pass());
    let took = start.elapsed().as_secs_f64();
    let done: u32 = reports.iter().map(|(report, _)| report.done).sum();
    let sent: usize = reports.iter().map(|(_, sent)| *sent).sum();
    println!(
        "three keepers: {done} done of {ALL} in {sent} transactions, {:.0} a second",
        f64::from(done) / took
    );
    assert_eq!(done, ALL, "{reports:?}");
    for (report, _) in &reports {
        assert_eq!((report.failed, report.gone), (0, 0), "{reports:?}");
        assert_eq!(report.planned + report.others, ALL, "each sees all of it");
        assert!(report.done > ALL / 5, "each does its part: {reports:?}");
    }
}

#[test]
fn one_of_a_crew_that_is_dead_is_covered_for() {
    let (chain, payers) = piled_up();
    let wait = Duration::from_secs(8);
    let config = crew(&payers, wait);
    // Two of the three run, a pass every second.
    let reports = side_by_side(&chain, &payers[..2], &config, |keeper| {
        let mut all = Report::default();
        loop {
            let report = keeper.pass();
            all.done += report.done;
            all.gone += report.gone;
            all.failed += report.failed;
            if report.planned + report.others == 0 {
                return all;
            }
            thread::sleep(Duration::from_secs(1));
        }
    });
    let done: u32 = reports.iter().map(|(report, _)| report.done).sum();
    let gone: u32 = reports.iter().map(|(report, _)| report.gone).sum();
    println!("two of a crew of three: {done} done of {ALL}, {gone} found done");
    assert_eq!(done, ALL, "{reports:?}");
    assert!(reports.iter().all(|(report, _)| report.failed == 0), "{reports:?}");
}

/// Strangers do not know of each other. None does what it can see that another has done: twice is
/// done only what two of them have in hand where they meet, by as few workers as suit so few
/// orders. One after the other in the same order would do all of it three times.
#[test]
fn strangers_do_little_twice() {
    let (chain, payers) = piled_up();
    let limits = Limits { workers: 2, ..Limits::default() };
    let config = Config { limits, ..Config::default() };
    let reports = side_by_side(&chain, &payers, &config, |keeper| keeper.pass());
    let done: u32 = reports.iter().map(|(report, _)| report.done).sum();
    let sent: usize = reports.iter().map(|(_, sent)| *sent).sum();
    println!("three strangers: {done} done of {ALL} in {sent} transactions");
    assert!(reports.iter().all(|(report, _)| report.failed == 0), "{reports:?}");
    assert!((ALL..=ALL + ALL / 4).contains(&done), "{done} of {ALL}: {reports:?}");
    assert!(reports.iter().all(|(report, _)| report.done > ORDERS as u32 / 4), "{reports:?}");
}
