//! Deploying programs over a cluster that fails half way, and telling whether those on a cluster
//! are the ones built here.

mod shell;

use {
    io_cli::{deploy, Exit, Failure, Options, Session, Settings},
    io_client::{
        addresses::{emission, external::UPGRADEABLE_LOADER, Program, PROGRAMS},
        hex,
    },
    io_rpc::{Chain, Patience},
    io_testkit::{
        bytecode::{self, target},
        World,
    },
    shell::{tiring, Shell},
    solana_account::Account,
    solana_keypair::{write_keypair_file, Keypair},
    solana_loader_v3_interface::instruction::set_upgrade_authority,
    solana_pubkey::Pubkey,
    solana_sha256_hasher::hash,
    solana_signer::Signer,
    std::fs,
};

fn shell() -> (Shell, Keypair) {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    world.svm.airdrop(&deployer.pubkey(), 100_000_000_000).unwrap();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    (shell, deployer)
}

/// A genesis file for one who holds every role, and the command that names it, without
/// `--programs`.
fn init(shell: &Shell) -> String {
    let owners: Vec<String> =
        ["seed_investors", "series_a_investors", "core_contributors", "ecosystem", "community"]
            .iter()
            .map(|name| format!("\"{name}\": \"{}\"", Keypair::new().pubkey()))
            .collect();
    let owners = owners.join(", ");
    let full_weight = "{ \"gpu\": 1000000000, \"cpu\": 1000000000 }";
    let text = format!(
        "{{ \"uri\": \"https://io.net/io.json\", \"full_weight\": {full_weight}, \
         \"owners\": {{ {owners} }} }}"
    );
    format!("init --genesis {}", shell.write("genesis.txt", &text))
}

/// Deploys with a cluster that takes `most` transactions; how many it took.
fn deployed(shell: &Shell, most: u32, program: &Keypair, code: &[u8]) -> (Result<(), Failure>, u32) {
    deployed_by(shell, most, program, code, &Options::default())
}

fn deployed_by(
    shell: &Shell,
    most: u32,
    program: &Keypair,
    code: &[u8],
    options: &Options,
) -> (Result<(), Failure>, u32) {
    let chain = tiring(shell, most, false);
    let settings = Settings {
        url: "http://localhost:8899".into(),
        keypair: shell.file("deployer").display().to_string(),
    };
    let mut session = Session::new(&chain, options, &settings, Patience::NONE);
    let outcome = deploy(&mut session, "io_probe", program, code);
    drop(session);
    (outcome, chain.sent().len() as u32)
}

#[test]
fn a_deployment_that_stops_goes_on_where_it_was() {
    let (shell, deployer) = shell();
    let (program, code) = (Keypair::new(), bytecode::read("io_probe"));
    let pieces = code.len().div_ceil(800) as u32;
    assert!(pieces > 20);

    // A dry run sends nothing, neither before nor half way.
    let dry = Options { dry_run: true, ..Options::default() };
    let (outcome, taken) = deployed_by(&shell, u32::MAX, &program, &code, &dry);
    assert_eq!((outcome.is_ok(), taken), (true, 0));
    // The buffer and ten pieces.
    let (outcome, taken) = deployed(&shell, 11, &program, &code);
    assert_eq!((outcome.unwrap_err().exit, taken), (Exit::Unreachable, 11));
    let (outcome, taken) = deployed_by(&shell, u32::MAX, &program, &code, &dry);
    assert_eq!((outcome.is_ok(), taken), (true, 0));
    // The other pieces and the deployment itself.
    let (outcome, taken) = deployed(&shell, u32::MAX, &program, &code);
    outcome.unwrap_or_else(|failure| panic!("{failure}\n{:#?}", failure.logs));
    assert_eq!(taken, pieces - 10 + 1);

    let account = shell.chain.account(&program.pubkey()).unwrap().unwrap();
    assert!(account.executable);
    let data = io_client::addresses::loader::program_data(&program.pubkey());
    let data = shell.chain.account(&data).unwrap().unwrap().data;
    assert_eq!(io_client::addresses::loader::upgrade_authority(&data), Some(deployer.pubkey()));
    assert!(data.ends_with(&code));

    let (outcome, taken) = deployed(&shell, u32::MAX, &program, &code);
    assert!(outcome.is_ok());
    assert_eq!(taken, 0, "it is there");
    let other = bytecode::read("io_hostile_exchange");
    let (outcome, _) = deployed(&shell, u32::MAX, &program, &other);
    assert_eq!(outcome.unwrap_err().exit, Exit::Refused);
}

#[test]
fn lamports_that_a_stranger_sends_ahead_stop_no_deployment() {
    let (shell, deployer) = shell();
    let code = bytecode::read("io_probe");
    let seed = hex::encode(&hash(&code).to_bytes()[..16]);
    let buffer = Pubkey::create_with_seed(&deployer.pubkey(), &seed, &UPGRADEABLE_LOADER).unwrap();
    // Less and more than the rents.
    for lamports in [1_000_000, 5_000_000_000] {
        let program = Keypair::new();
        for address in [buffer, program.pubkey()] {
            shell.chain.world().svm.airdrop(&address, lamports).unwrap();
        }
        let (outcome, _) = deployed(&shell, 11, &program, &code);
        assert_eq!(outcome.unwrap_err().exit, Exit::Unreachable);
        let (outcome, _) = deployed(&shell, u32::MAX, &program, &code);
        outcome.unwrap_or_else(|failure| panic!("{failure}\n{:#?}", failure.logs));
        let account = shell.chain.account(&program.pubkey()).unwrap().unwrap();
        assert!(account.executable);
    }
    // Where the loader creates an account itself nothing helps.
    let program = Keypair::new();
    let data = io_client::addresses::loader::program_data(&program.pubkey());
    shell.chain.world().svm.airdrop(&data, 1_000_000).unwrap();
    let (outcome, taken) = deployed(&shell, u32::MAX, &program, &code);
    let failure = outcome.unwrap_err();
    assert_eq!((failure.exit, taken), (Exit::Refused, 0), "before the code is written");
    assert!(failure.to_string().contains("Make new keys"), "{failure}");
}

#[test]
fn programs_are_deployed_at_the_addresses_they_were_built_for() {
    let (shell, _) = shell();
    let from = target().join("deploy");
    let folder = shell.file("genesis").with_file_name("programs");
    let keys = folder.with_file_name("keys");
    for folder in [&folder, &keys] {
        fs::create_dir(folder).unwrap();
    }
    for Program { name, .. } in PROGRAMS {
        fs::copy(from.join(name).with_extension("so"), folder.join(name).with_extension("so")).unwrap();
    }
    // What is there needs no key.
    let init = format!("{} --programs {}", init(&shell), folder.display());
    shell.io("deployer", &format!("{init} --dry-run"));
    fs::write(folder.join("io_orders.so"), bytecode::read("io_probe")).unwrap();
    let failure = shell.fails("deployer", &init, Exit::Refused);
    assert!(failure.contains("io_orders is deployed at") && failure.contains("other code"), "{failure}");
    let data = io_client::addresses::orders::PROGRAM_DATA;
    shell.chain.world().svm.set_account(data, Account::default()).unwrap();
    let failure = shell.fails("deployer", &init, Exit::Usage);
    assert!(failure.contains("io_orders-keypair.json"), "{failure}");
    write_keypair_file(&Keypair::new(), folder.join("io_orders-keypair.json")).unwrap();
    let failure = shell.fails("deployer", &init, Exit::Key);
    assert!(failure.contains("was built for"), "{failure}");
    let init = format!("{init} --keys {}", keys.display());
    let failure = shell.fails("deployer", &init, Exit::Usage);
    assert!(failure.contains("keys/io_orders-keypair.json"), "{failure}");
}

#[test]
fn what_was_done_before_a_failure_is_said() {
    let (shell, _) = shell();
    let chain = tiring(&shell, 2, false);
    let line = format!("{} --programs target/deploy", init(&shell));
    let failure = shell.run_on(&chain, "deployer", &line).unwrap_err();
    let json = failure.json();
    let sent: Vec<&str> =
        json["transactions"].as_array().unwrap().iter().map(|t| t["signature"].as_str().unwrap()).collect();
    assert_eq!((sent.len(), &json["error"]["exit"]), (2, &(failure.exit as u8).into()));
    assert!(sent.iter().all(|signature| failure.before.text().contains(signature)), "{json:#}");
}

#[test]
fn the_programs_are_handed_over_to_a_vault() {
    let (shell, deployer) = shell();
    let [vault, stranger] = [(); 2].map(|()| shell.chain.world().wallet());
    shell.key("stranger", &stranger);
    let line = format!("hand-over --to {}", vault.pubkey());
    let authorities = || {
        let folder = target().join("deploy");
        let said = shell.io("stranger", &format!("verify --programs {}", folder.display()));
        let programs = said["programs"].as_array().unwrap().clone();
        programs
            .iter()
            .map(|program| program["upgrade_authority"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };

    let wrong = shell.fails("stranger", &line, Exit::Key);
    assert!(wrong.contains(&format!("io_emission is {}", deployer.pubkey())), "{wrong}");
    let config = emission::PROGRAM_DATA;
    let wrong = shell.fails("deployer", &format!("hand-over --to {config}"), Exit::Usage);
    assert!(wrong.contains("the multisig's vault"), "{wrong}");
    shell.io("deployer", &format!("{line} --dry-run"));
    assert_eq!(authorities(), vec![deployer.pubkey().to_string(); PROGRAMS.len()], "nothing was sent");

    let said = shell.io("deployer", &line);
    assert_eq!(said["transactions"].as_array().unwrap().len(), 1);
    assert_eq!(authorities(), vec![vault.pubkey().to_string(); PROGRAMS.len()]);
    assert!(shell.io("deployer", &line)["transactions"].is_null(), "nothing is done twice");
    // The vault can hand them on, or make them final.
    let on = format!("hand-over --to {} --multisig {}", stranger.pubkey(), vault.pubkey());
    assert!(shell.io("deployer", &on)["transactions"][0]["message"].is_string());
    for program in PROGRAMS {
        let last = set_upgrade_authority(&program.id, &vault.pubkey(), None);
        shell.chain.world().accepted(&[last], &[&vault]);
    }
    let last = shell.fails("deployer", &line, Exit::Refused);
    assert!(last.contains("io_emission is final"), "{last}");
}

#[test]
fn verify_tells_other_code() {
    let (shell, deployer) = shell();
    let folder = target().join("deploy").display().to_string();
    let programs = shell.io("deployer", &format!("verify --programs {folder}"))["programs"].clone();
    let programs = programs.as_array().unwrap();
    assert_eq!(programs.len(), PROGRAMS.len());
    for program in programs {
        assert_eq!(program["verdict"], "the same");
        assert_eq!(program["upgrade_authority"], deployer.pubkey().to_string());
        assert_eq!(program["sha256"].as_str().unwrap().len(), 64);
    }
    let address = io_client::addresses::orders::PROGRAM_DATA;
    let mut account = shell.chain.account(&address).unwrap().unwrap();
    *account.data.last_mut().unwrap() ^= 1;
    shell.chain.world().svm.set_account(address, account).unwrap();
    let verify = format!("verify --programs {folder}");
    let failure = shell.fails("deployer", &verify, Exit::Refused);
    assert!(failure.contains("io_orders") && !failure.contains("io_staking"), "{failure}");
    let failure = shell.run("deployer", &verify).unwrap_err();
    assert!(failure.before.text().contains("OTHER CODE"), "{}", failure.before.text());
    let failure = shell.fails("deployer", "verify --programs /nowhere", Exit::Usage);
    assert!(failure.contains("cargo xtask build"), "{failure}");
}
