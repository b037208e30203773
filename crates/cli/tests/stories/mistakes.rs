//! One sentence for each common mistake.

use {
    crate::shell::{Shell, DAY},
    crate::{genesis::genesis, ready_node, town},
    io_cli::Exit,
    io_testkit::World,
};

#[test]
fn each_common_mistake_gets_one_clear_sentence() {
    let shell = town();
    let node = ready_node(&shell);
    let terms = "--processors 1 --rate \"1 USDC\" --for 1d";
    let poor = shell.fails("stranger", &format!("stake {node} 5"), Exit::Funds);
    assert!(poor.contains("has 0.00000000 IO, less than 5.00000000 IO"), "{poor}");
    let no_sol = shell.fails("nobody", "node register --class h100 --processors 8", Exit::Funds);
    assert!(no_sol.contains("no SOL"), "{no_sol}");
    let no_usdc = shell.fails("operator", &format!("order create --node {node} {terms}"), Exit::Funds);
    assert!(no_usdc.contains("0.000000 USDC"), "{no_usdc}");
    let no_file = shell.fails("ghost", &format!("stake {node} 5"), Exit::Key);
    assert!(no_file.contains("solana-keygen new"), "{no_file}");
    let not_yours = shell.fails("holder", &format!("node retire {node}"), Exit::Key);
    assert!(not_yours.contains("operator's key"), "{not_yours}");
    let not_oracle = shell.fails("holder", &format!("node attest {node}"), Exit::Key);
    assert!(not_oracle.contains("oracle is"), "{not_oracle}");
    let no_node = shell.fails(
        "client",
        "order create --node 4 --processors 1 --rate \"1 USDC\" --for 1d",
        Exit::NotThere,
    );
    assert!(no_node.contains("There is no node at"), "{no_node}");
    let config = io_client::addresses::staking::CONFIG.address;
    let no_node = shell.fails("client", &format!("node show {config}"), Exit::NotThere);
    assert!(no_node.contains("is of another type"), "{no_node}");
    shell.fails("client", "order quote --processors 1 --rate 1 --for 1d", Exit::Usage);
    let short = shell.fails("client", "order quote --processors 1 --rate \"1 USDC\" --for 5m", Exit::Refused);
    assert!(short.contains("Book at least one hour"), "{short}");
    let many = shell.fails(
        "client",
        &format!("order create --node {node} --processors 9 --rate \"1 USDC\" --for 1d"),
        Exit::Refused,
    );
    assert!(many.contains("Ask for fewer processors"), "{many}");
    shell.pass(2 * DAY);
    let offline = shell.fails("client", &format!("order create --node {node} {terms}"), Exit::Refused);
    assert!(
        offline.contains("Wait for a newer report") && offline.contains("io node list --ready"),
        "{offline}"
    );
}

#[test]
fn on_a_cluster_without_the_programs_it_says_so() {
    let mut world = World::new();
    let wallet = world.wallet();
    let shell = Shell::new(world);
    shell.key("holder", &wallet);
    let supply = shell.fails("holder", "supply", Exit::NotThere);
    assert!(supply.contains("genesis is not complete"), "{supply}");
    let mut bare = World::new();
    bare.svm = litesvm::LiteSVM::new();
    let shell = Shell::new(bare);
    shell.key("holder", &wallet);
    for line in ["supply", "status", "node list", "crank"] {
        let failure = shell.fails("holder", line, Exit::NotThere);
        assert!(failure.contains("is not on the cluster at http://localhost:8899"), "{failure}");
    }
    let init = shell.fails(
        "holder",
        &format!("init --genesis {}", shell.write("g.json", &genesis(&[]))),
        Exit::NotThere,
    );
    assert!(init.contains("solana program deploy --program-id io_emission-keypair.json"), "{init}");
}
