//! What operators do.

use {
    crate::shell::{figure, DAY},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    serde_json::json,
};

#[test]
fn an_operator_runs_a_node() {
    let shell = town();
    let node = ready_node(&shell);
    let shown = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(shown["node"]["ready"], true);
    assert_eq!(shown["node"]["class"], "H100");
    assert_eq!(shown["node"]["commission_bps"], 1_000);
    assert_eq!(shell.io("stranger", "node list --ready")["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(shell.io("operator", "node list --mine")["nodes"][0]["address"], json!(node));
    assert_eq!(shell.io("stranger", "node list --mine")["nodes"], json!([]));
    assert_eq!(
        figure(&shell.io("stranger", "node stake-needed --class B200 --processors 2"), "minimum_stake"),
        12_000 * IO
    );
    assert_eq!(figure(&shell.io("operator", "node stake-needed 0"), "missing_stake"), 0);

    shell.io("operator", "node commission 0 5%");
    let wallet = shell.io("operator", "node show 0")["node"]["operator"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("node payout 0 {wallet}"));
    shell.pass(2 * DAY);
    let lapsed = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(lapsed["node"]["obstacle"], "offline");
    shell.io("stranger", &format!("node sync {node}"));
    shell.io("operator", "node hardware 0 --class h200 --processors 4");
    assert_eq!(shell.io("operator", "node show 0")["node"]["class"], "H200");
    shell.io("operator", "node retire 0");
    assert_eq!(shell.io("operator", "node show 0")["node"]["obstacle"], "retired");
    let again = shell.fails("operator", "node register --class h100 --processors 8", Exit::Refused);
    assert!(again.contains("--id"), "{again}");
    shell.io("operator", "node register --class rtx-4090 --processors 1 --id 1");
}
