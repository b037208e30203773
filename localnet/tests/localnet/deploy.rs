//! A program is deployed over RPC as `io init` deploys those of the suite, and runs.

use {
    crate::network::Network,
    anyhow::{anyhow, ensure, Context, Result},
    base64::{prelude::BASE64_STANDARD, Engine},
    io_addresses::loader::{program_data, upgrade_authority},
    io_cli::{deploy, Options, Session, Settings},
    io_rpc::{Patience, RpcChain},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::{fs, time::Duration},
};

#[test]
fn a_program_is_deployed_over_rpc_and_runs() -> Result<()> {
    let network = Network::start("deploy", &[])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    let code = fs::read(network.programs.join("io_probe.so"))?;
    let program = Keypair::new();
    let chain = RpcChain::new(&network.url(), Duration::from_secs(30)).map_err(|fault| anyhow!("{fault}"))?;
    let settings = Settings { url: network.url(), keypair: keys.path("deployer").display().to_string() };
    let options = Options::default();
    // The second time it is there.
    for _ in 0..2 {
        let mut session = Session::new(&chain, &options, &settings, Patience::default());
        let deployed = deploy(&mut session, "io_probe", &program, &code);
        deployed.map_err(|failure| anyhow!("{failure}"))?;
    }
    let data = rpc.client().get_account_data(&program_data(&program.pubkey()))?;
    ensure!(data.ends_with(&code), "the program's code differs");
    assert_eq!(upgrade_authority(&data), Some(keys.deployer.pubkey()));

    // Its first operation multiplies.
    let operands = [6u128, 7].map(u128::to_le_bytes).concat();
    let call = Instruction::new_with_bytes(program.pubkey(), &[&[0][..], &operands].concat(), Vec::new());
    let message = Message::new(&[call], Some(&keys.deployer.pubkey()));
    let transaction = Transaction::new(&[&keys.deployer], message, rpc.client().get_latest_blockhash()?);
    let answer = rpc.client().simulate_transaction(&transaction)?.value;
    ensure!(answer.err.is_none(), "{:?}: {:?}", answer.err, answer.logs);
    let (product, _) = answer.return_data.context("the program returns a number")?.data;
    assert_eq!(BASE64_STANDARD.decode(product)?[0], 42);
    network.stop()
}
