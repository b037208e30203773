//! Before the honest code, the deployer runs a program of its own at io_vesting's id, which signs
//! for the categories and writes what it likes into accounts: whatever it leaves behind stops
//! genesis or is worth nothing.

use {
    anchor_lang::{
        prelude::{AccountMeta, Pubkey},
        AccountSerialize,
    },
    io_addresses::{
        emission::MINT,
        external::TOKEN_PROGRAM,
        vesting::{CATEGORIES, ID, VAULTS},
        Program,
    },
    io_client::{
        emission::{self, EmissionError},
        token::associated_address,
        vesting::{self, Category, CategoryKind, Grant, GrantLedger, VestingError},
    },
    io_testkit::{hostile::script_in_place_of, vesting::MONTH, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    solana_system_interface::instruction::create_account,
    spl_token_interface::instruction::{self as spl, AuthorityType},
};

/// A world in which the mint exists and the throw-away program runs, with the vaults created.
struct Scene {
    world: World,
    deployer: Keypair,
    owners: [Keypair; 5],
    attacker: Keypair,
}

impl Scene {
    fn new() -> Self {
        let mut world = World::new();
        let deployer = world.deployer.insecure_clone();
        let owners = [(); 5].map(|()| world.wallet());
        let attacker = world.wallet();
        let mut scene = Self { world, deployer, owners, attacker };
        let [mint, ..] = scene.genesis();
        scene.world.accepted(&mint, &[&scene.deployer]);
        scene.world.deploy_hostile_in_place_of(program());
        let vaults = vesting::create_vaults(&scene.deployer.pubkey());
        scene.world.accepted(&vaults, &[&scene.deployer]);
        scene
    }

    fn genesis(&self) -> [Vec<Instruction>; 3] {
        let keys = self.owners.each_ref().map(|owner| owner.pubkey());
        emission::genesis(&self.deployer.pubkey(), &keys, World::URI)
    }

    /// Runs the throw-away program, then puts the honest one in its place.
    fn prepare(&mut self, calls: &[Instruction], signers: &[&Keypair]) {
        self.world.accepted(&[script_in_place_of(program(), calls)], signers);
        self.world.redeploy(program());
    }
}

fn program() -> &'static Program {
    Program::at(&ID).expect("a program of the suite")
}

/// The throw-away program's own call: writes into an account.
fn write(account: Pubkey, contents: &impl AccountSerialize) -> Instruction {
    let mut data = Vec::new();
    contents.try_serialize(&mut data).expect("memory takes it");
    Instruction { program_id: ID, accounts: vec![AccountMeta::new(account, false)], data }
}

#[test]
fn an_authority_that_it_leaves_on_a_vault_stops_genesis() {
    for (category, vault) in CATEGORIES.map(|category| category.address).into_iter().zip(VAULTS) {
        let attacker = Pubkey::new_from_array([7; 32]);
        let authority =
            |kind| spl::set_authority(&TOKEN_PROGRAM, &vault, Some(&attacker), kind, &category, &[]).unwrap();
        let authorities = [
            (
                "a delegate",
                spl::approve(&TOKEN_PROGRAM, &vault, &attacker, &category, &[], u64::MAX).unwrap(),
            ),
            ("a close authority", authority(AuthorityType::CloseAccount)),
            ("another owner", authority(AuthorityType::AccountOwner)),
        ];
        for (what, authority) in authorities {
            println!("{what}");
            let mut scene = Scene::new();
            scene.prepare(&[authority], &[]);
            let [_, locks, allocations] = scene.genesis();
            // The vaults are there.
            scene.world.accepted(&locks[3..], &[&scene.deployer]);
            scene.world.refused(&allocations, &[&scene.deployer], EmissionError::VaultNotAlone);
        }
    }
}

/// The category exists before `initialize`, with a clock that has run for years.
#[test]
fn a_category_that_it_opens_stops_genesis() {
    let mut scene = Scene::new();
    let attacker = scene.attacker.insecure_clone();
    let mut calls = Vec::new();
    for kind in CategoryKind::ALL {
        let mut open = Category::new(kind, attacker.pubkey());
        open.ledger.genesis = World::START - 48 * MONTH;
        let (address, bytes) = (Category::address(kind), Category::BYTES);
        calls.push(create_account(&attacker.pubkey(), &address, World::rent(bytes), bytes as u64, &ID));
        calls.push(write(address, &open));
    }
    scene.prepare(&calls, &[&attacker]);
    assert_eq!(scene.world.category(CategoryKind::Core).manager, attacker.pubkey());
    let [_, mut locks, allocations] = scene.genesis();
    scene.world.refused(&locks, &[&scene.deployer], VestingError::AlreadyInitialized);
    let make_final = locks.pop().expect("the last step");
    scene.world.accepted(&[make_final], &[&scene.deployer]);
    scene.world.refused(&allocations, &[&scene.deployer], EmissionError::CategoryNotPristine);
    assert_eq!(scene.world.supply(), 0);
}

/// Of every kind a grant of all to the attacker, in accounts of the attacker's keys.
#[test]
fn a_grant_that_it_forges_is_worth_nothing() {
    let mut scene = Scene::new();
    let attacker = scene.attacker.insecure_clone();
    let forged = CategoryKind::ALL.map(|kind| {
        let ledger = GrantLedger {
            amount: kind.total(),
            released: 0,
            kind,
            first_tranche: 0,
            revoked: true,
            padding: [0; 5],
        };
        let grant = Grant {
            version: Grant::VERSION,
            padding: [0; 3],
            index: 0,
            seal: [0; 16],
            beneficiary: attacker.pubkey(),
            account: associated_address(&attacker.pubkey(), &MINT.address),
            next_beneficiary: Pubkey::default(),
            ledger,
            reserved: [0; 16],
        };
        (kind, scene.world.key(), grant)
    });
    let bytes = 8 + size_of::<Grant>();
    for (_, key, grant) in &forged {
        let create = create_account(&attacker.pubkey(), &key.pubkey(), World::rent(bytes), bytes as u64, &ID);
        let script = script_in_place_of(program(), &[create, write(key.pubkey(), grant)]);
        scene.world.accepted(&[script], &[&attacker, key]);
    }
    scene.world.redeploy(program());
    let [_, locks, allocations] = scene.genesis();
    scene.world.accepted(&locks, &[&scene.deployer]);
    scene.world.accepted(&allocations, &[&scene.deployer]);
    scene.world.io_account(&attacker.pubkey());
    for month in [0, 13, 48] {
        scene.world.at_month(month, 0);
        for (kind, key, _) in &forged {
            let release = vesting::release(*kind, &[(key.pubkey(), attacker.pubkey())]);
            scene.world.refused(&[release], &[], VestingError::ForeignGrant);
        }
    }
}
