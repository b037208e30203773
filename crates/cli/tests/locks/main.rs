//! The locked allocations and the airdrops from end to end: genesis that was killed at every step,
//! grants in bulk, seasons from a list of points to the sweep, what circulates.

mod airdrop;
mod cold;
mod init;
mod later;
mod many;
#[path = "../shell/mod.rs"]
mod shell;
mod supply;
mod verify;
mod vesting;

use {
    io_client::economics::units::BASE_UNITS_PER_IO, io_testkit::World, shell::Shell, solana_keypair::Keypair,
};

const IO: u64 = BASE_UNITS_PER_IO;

/// Genesis done; the keys `seed`, `series-a` and `core` manage the locks, `ecosystem` and
/// `community` hold the rest, `stranger` has SOL alone.
fn after_genesis() -> (Shell, [Keypair; 5]) {
    let (mut world, owners) = World::after_genesis();
    let stranger = world.wallet();
    let shell = Shell::new(world);
    for (name, key) in ["seed", "series-a", "core", "ecosystem", "community"].into_iter().zip(&owners) {
        shell.key(name, key);
    }
    shell.key("stranger", &stranger);
    (shell, owners)
}
