//! Genesis with the locks: killed anywhere, and on an io_vesting that others had their hands on.

use {
    crate::shell::{tiring, Shell},
    io_cli::Exit,
    io_client::{
        addresses::{
            emission::METADATA,
            loader,
            vesting::{self as addresses, CATEGORIES, VAULTS},
        },
        emission, hex,
        token::create_associated,
        vesting::{self, Category, CategoryKind, Managers},
    },
    io_rpc::{token_account, Chain},
    io_testkit::{buyback::Feed, World},
    serde_json::json,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    spl_token_interface::state::Account as TokenAccount,
};

/// Transactions of a whole genesis.
const TRANSACTIONS: u32 = 9;
/// Of which genesis without locks took so many.
const WITHOUT_LOCKS: u32 = 8;
const _: () = assert!(TRANSACTIONS <= WITHOUT_LOCKS + 3);

fn owner(seed: u8) -> Pubkey {
    Keypair::new_from_array([seed; 32]).pubkey()
}

/// A cluster before genesis, and the command that runs it.
fn bare() -> (Shell, String, Keypair) {
    let world = World::new();
    let deployer = world.deployer.insecure_clone();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    let hex = |feed: Feed| hex::encode(&feed.id());
    let genesis = json!({
        "uri": "https://io.net/io.json",
        "full_weight": { "gpu": 1_000_000_000, "cpu": 1_000_000_000 },
        "owners": {
            "seed_investors": owner(1).to_string(),
            "series_a_investors": owner(2).to_string(),
            "core_contributors": owner(3).to_string(),
            "ecosystem": owner(4).to_string(),
            "community": owner(5).to_string(),
        },
        "io_feed": hex(Feed::Io),
        "usdc_feed": hex(Feed::Usdc),
    });
    let file = shell.write("genesis.txt", &genesis.to_string());
    let line = format!("init --genesis {file} --programs target/deploy");
    (shell, line, deployer)
}

fn managers() -> Managers {
    Managers { seed: owner(1), series_a: owner(2), core: owner(3) }
}

fn is_final(shell: &Shell) -> bool {
    loader::is_final(&shell.chain.account(&addresses::PROGRAM_DATA).unwrap().unwrap().data)
}

fn category(shell: &Shell, kind: CategoryKind) -> Category {
    io_rpc::read(&shell.chain, &Category::address(kind)).unwrap().unwrap()
}

#[test]
fn genesis_goes_on_after_a_kill_at_any_step() {
    for lost in [false, true] {
        let (shell, line, _) = bare();
        let mut taken = 0;
        // Each run is killed after its first transaction.
        for step in 1.. {
            let chain = tiring(&shell, 1, lost);
            let outcome = shell.run_on(&chain, "deployer", &line);
            taken += chain.sent().len() as u32;
            match outcome {
                Ok(output) => {
                    assert_eq!(output.json()["complete"], true);
                    break;
                }
                Err(failure) => assert!(step <= TRANSACTIONS, "{failure}"),
            }
        }
        assert_eq!(taken, TRANSACTIONS, "nothing was done twice");
        assert!(is_final(&shell));
        for (kind, manager) in CategoryKind::ALL.into_iter().zip([owner(1), owner(2), owner(3)]) {
            let category = category(&shell, kind);
            assert_eq!((category.manager, category.ledger.genesis), (manager, World::START));
            let vault = shell.chain.account(&Category::vault(kind)).unwrap();
            assert_eq!(token_account(vault.as_ref()).unwrap().amount, kind.total());
        }
        assert!(shell.io("deployer", &line)["transactions"].is_null());
    }
}

#[test]
fn genesis_goes_on_whoever_has_done_a_part_of_a_step() {
    let (shell, line, deployer) = bare();
    let me = deployer.pubkey();
    let vault = |i: usize| {
        create_associated(&me, &CATEGORIES[i].address, &io_client::addresses::emission::MINT.address)
    };
    let [ecosystem, community] = [owner(4), owner(5)];
    let allocations: [Instruction; 5] =
        emission::allocations(&me, &ecosystem, &community).try_into().unwrap();
    let [one, two, rewards, allocate, _start] = allocations;
    let shell = &shell;
    let send = |call| drop(shell.chain.world().accepted(&[call], &[&deployer]));
    let complete = |line: &str| shell.io("deployer", line)["complete"].clone();
    // A vault that a stranger has created, then the categories, and nothing of the rest.
    send(emission::initialize(&me));
    send(vault(1));
    send(vesting::initialize(&me, managers()));
    assert_eq!(complete(&format!("{line} --dry-run")), false);
    // All but the last call of the allocations, of which io_emission needs no more.
    [vault(0), vault(2), vesting::make_final(&me)].into_iter().for_each(send);
    [one, two, rewards].into_iter().for_each(send);
    send(allocate);
    assert_eq!(category(shell, CategoryKind::Seed).ledger.genesis, 0, "the locks have not started");
    assert_eq!(complete(&line), true);
    assert_eq!(category(shell, CategoryKind::Seed).ledger.genesis, World::START);
}

#[test]
fn only_the_upgrade_authority_of_io_vesting_goes_on_before_it_is_final() {
    let (shell, line, deployer) = bare();
    let stranger = shell.chain.world().wallet();
    shell.key("stranger", &stranger);
    let (me, mut world) = (deployer.pubkey(), shell.chain.world());
    world.accepted(&[emission::initialize(&me)], &[&deployer]);
    world.accepted(&vesting::create_vaults(&me), &[&deployer]);
    world.accepted(&[vesting::initialize(&me, managers())], &[&deployer]);
    // io_vesting was handed over by mistake.
    let hand_over = solana_loader_v3_interface::instruction::set_upgrade_authority(
        &addresses::ID,
        &me,
        Some(&stranger.pubkey()),
    );
    world.accepted(&[hand_over], &[&deployer]);
    drop(world);
    let failure = shell.fails("deployer", &line, Exit::Key);
    assert!(failure.contains("upgrade authority of io_vesting"), "{failure}");
    let state: io_client::emission::Emission =
        io_rpc::read(&shell.chain, &io_client::addresses::emission::EMISSION.address).unwrap().unwrap();
    assert_eq!(state.genesis_ts, 0, "nothing was allocated");
}

#[test]
fn an_io_vesting_that_others_have_touched_is_refused_before_it_is_final() {
    let (shell, line, deployer) = bare();
    let me = deployer.pubkey();
    let mut world = shell.chain.world();
    world.accepted(&[emission::initialize(&me)], &[&deployer]);
    world.accepted(&vesting::create_vaults(&me), &[&deployer]);
    world.accepted(&[vesting::initialize(&me, managers())], &[&deployer]);
    drop(world);
    let refuse = |address: Pubkey, word: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let good = shell.chain.account(&address).unwrap().unwrap();
        let mut bad = good.clone();
        change(&mut bad.data);
        shell.chain.world().svm.set_account(address, bad).unwrap();
        let failure = shell.fails("deployer", &line, Exit::Refused);
        assert!(failure.contains(word), "{word}: {failure}");
        assert!(!is_final(&shell));
        shell.chain.world().svm.set_account(address, good).unwrap();
    };
    let token = |change: fn(&mut TokenAccount)| {
        move |data: &mut Vec<u8>| {
            use solana_program_pack::Pack;
            let mut token = TokenAccount::unpack(data).unwrap();
            change(&mut token);
            TokenAccount::pack(token, data).unwrap();
        }
    };
    let key = || solana_pubkey::Pubkey::new_from_array([9; 32]);
    let others = "Others can move what is in the vault of the category series-a";
    refuse(VAULTS[1], others, &token(|token| token.delegate = Some(Pubkey::new_from_array([9; 32])).into()));
    refuse(
        VAULTS[1],
        others,
        &token(|token| token.close_authority = Some(Pubkey::new_from_array([9; 32])).into()),
    );
    refuse(VAULTS[1], others, &token(|token| token.owner = Pubkey::new_from_array([9; 32])));
    refuse(VAULTS[2], "The vault of the category core is not empty", &token(|token| token.amount = 1));
    let manager = 8 + std::mem::offset_of!(Category, manager);
    let next = 8 + std::mem::offset_of!(Category, next_manager);
    let has = format!("The category seed has the manager {}", key());
    refuse(CATEGORIES[0].address, &has, &move |data| data[manager..manager + 32].fill(9));
    let changed = "The category core was changed before its lock started";
    refuse(CATEGORIES[2].address, changed, &move |data| data[next] = 1);
    assert_eq!(shell.io("deployer", &line)["complete"], true);
}

/// Code that ran at the id of io_emission before may have named the mint.
#[test]
fn a_mint_that_others_have_named_is_refused() {
    let (shell, line, deployer) = bare();
    let me = deployer.pubkey();
    let uri = "https://io.net/io.json";
    let first =
        [emission::initialize(&me), emission::create_metadata(&me, "https://else.where/io.json".into())];
    shell.chain.world().accepted(&first, &[&deployer]);
    let failure = shell.fails("deployer", &line, Exit::Refused);
    assert!(failure.contains("described by https://else.where/io.json, the genesis file says"), "{failure}");

    let good = {
        let mut account = shell.chain.account(&METADATA).unwrap().unwrap();
        let at = account.data.windows(5).position(|bytes| bytes == b"https").unwrap();
        account.data[at..at + 200].fill(0);
        account.data[at..at + uri.len()].copy_from_slice(uri.as_bytes());
        account
    };
    let set = |account| shell.chain.world().svm.set_account(METADATA, account).unwrap();
    // Another authority, another name, and one that somebody can change.
    for place in [1, 69, 323] {
        let mut foreign = good.clone();
        foreign.data[place] ^= 1;
        set(foreign);
        let failure = shell.fails("deployer", &line, Exit::Refused);
        assert!(failure.contains("another name or authority, or somebody can change it"), "{failure}");
        assert!(!is_final(&shell), "nothing was sent");
    }
    set(good.clone());
    let done = shell.io("deployer", &line);
    assert_eq!((&done["complete"], &done["uri"]), (&true.into(), &uri.into()));
    // After genesis `io verify` says it too.
    let mut foreign = good.clone();
    foreign.data[323] ^= 1;
    set(foreign);
    let failure = shell.fails("deployer", "verify --programs target/deploy", Exit::Refused);
    assert!(failure.contains("the metadata of the IO mint: it has another name"), "{failure}");
    set(good);
    assert_eq!(shell.io("deployer", "verify --programs target/deploy")["uri"], uri);
}

#[test]
fn an_io_vesting_that_is_final_too_early_is_refused() {
    let (shell, line, deployer) = bare();
    shell.chain.world().accepted(&[vesting::make_final(&deployer.pubkey())], &[&deployer]);
    let failure = shell.fails("deployer", &line, Exit::Refused);
    assert!(failure.contains("made final before its categories were created"), "{failure}");
}

#[test]
fn io_vesting_is_made_final_only_after_its_code_was_compared() {
    let (shell, line, _) = bare();
    let unseen = line.replace(" --programs target/deploy", "");
    for line in [unseen.clone(), format!("{unseen} --dry-run")] {
        let failure = shell.fails("deployer", &line, Exit::Usage);
        assert!(failure.contains("--programs target/deploy"), "{failure}");
    }
    // Somebody has deployed code of their own at the address.
    let good = shell.chain.account(&addresses::PROGRAM_DATA).unwrap().unwrap();
    let mut other = good.clone();
    *other.data.last_mut().unwrap() ^= 1;
    shell.chain.world().svm.set_account(addresses::PROGRAM_DATA, other).unwrap();
    let failure = shell.fails("deployer", &line, Exit::Refused);
    assert!(failure.contains("io_vesting") && failure.contains("other code"), "{failure}");
    assert!(!is_final(&shell));
    let mint = io_client::addresses::emission::MINT.address;
    assert!(shell.chain.account(&mint).unwrap().is_none(), "nothing was sent");
    shell.chain.world().svm.set_account(addresses::PROGRAM_DATA, good).unwrap();
    assert_eq!(shell.io("deployer", &line)["complete"], true);
    assert_eq!(shell.io("deployer", &unseen)["complete"], true, "it is final");
}

#[test]
fn genesis_ends_with_a_look_at_every_vault() {
    use {io_client::addresses::buyback::IO_VAULT, solana_program_pack::Pack};
    let (shell, line, _) = bare();
    assert_eq!(shell.io("deployer", &line)["vaults"].as_array().unwrap().len(), 11);
    let mut account = shell.chain.account(&IO_VAULT).unwrap().unwrap();
    let mut token = TokenAccount::unpack(&account.data).unwrap();
    token.delegate = Some(Pubkey::new_from_array([9; 32])).into();
    TokenAccount::pack(token, &mut account.data).unwrap();
    shell.chain.world().svm.set_account(IO_VAULT, account).unwrap();
    let failure = shell.fails("deployer", &line, Exit::Refused);
    assert!(failure.contains("do not use this cluster: io_buyback: IO: the delegate"), "{failure}");
}
