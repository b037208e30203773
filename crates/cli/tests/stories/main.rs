//! The tool from end to end: what a holder, an operator, a client and a deployer type, on the
//! programs' bytecode.

mod allowance;
mod buyback;
mod clusters;
mod cold;
mod genesis;
mod holder;
mod market;
mod mistakes;
mod operator;
mod orders;
mod records;
mod requests;
mod sending;
#[path = "../shell/mod.rs"]
mod shell;
mod supply;
mod table;

use {
    io_client::economics::units::BASE_UNITS_PER_IO,
    io_testkit::World,
    shell::{figure, Shell},
};

const IO: u64 = BASE_UNITS_PER_IO;

/// Genesis done, staking and orders running, with these people: admin, oracle, operator, holder,
/// client, nobody (without SOL), stranger (with SOL alone).
pub fn town() -> Shell {
    let (mut world, cast, roles) = World::with_orders();
    let operator = world.client(&cast, 80_000, 0);
    let holder = world.holder(&cast, 5_000);
    let client = world.client(&cast, 1_000, 1_000);
    let (stranger, nobody) = (world.wallet(), world.key());
    let sponsor = world.client(&cast, 0, 1_000);
    let shell = Shell::new(world);
    for (name, key) in [
        ("admin", &cast.admin),
        ("oracle", &cast.oracle),
        ("slasher", &cast.slasher),
        ("outages", &roles.oracle),
        ("arbiter", &roles.arbiter),
        ("operator", &operator),
        ("holder", &holder),
        ("client", &client),
        ("sponsor", &sponsor),
        ("stranger", &stranger),
        ("nobody", &nobody),
    ] {
        shell.key(name, key);
    }
    shell
}

/// Registers a node of 8 H100, stakes its minimum, offers others half of it, reports it available;
/// its address.
fn ready_node(shell: &Shell) -> String {
    let registered = shell.io("operator", "node register --class h100 --processors 8 --commission 10%");
    assert_eq!(figure(&registered, "minimum_stake"), 16_000 * IO);
    let node = registered["node"]["address"].as_str().unwrap().to_owned();
    shell.io("operator", "stake 0 16,000");
    let offered = shell.io("operator", "node offer 0 8,000");
    assert_eq!(figure(&offered, "most_delegated"), 8_000 * IO);
    shell.io("oracle", &format!("node attest {node}"));
    node
}
