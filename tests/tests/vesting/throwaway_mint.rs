//! The same of io_emission and io_staking: a program of the deployer's own runs at the id first,
//! makes the mint and its state, or controls the reward vault. Genesis then mints nothing.

use {
    anchor_lang::{
        prelude::{AccountMeta, Pubkey},
        system_program, AccountSerialize, Space,
    },
    io_addresses::{
        emission::{EMISSION, ID, METADATA, MINT},
        external::{METADATA_PROGRAM, TOKEN_PROGRAM},
        staking, Program,
    },
    io_client::{
        emission::{self, Emission, EmissionError},
        token::{associated_address, create_associated},
        vesting::{self, VestingError},
    },
    io_economics::{emission::TOTAL, units::IO_DECIMALS},
    io_testkit::{hostile::script_in_place_of, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_system_interface::instruction::create_account,
    solana_transaction::Transaction,
    spl_token_interface::instruction::{self as spl, AuthorityType},
};

const MINT_BYTES: usize = 82;
const STATE_BYTES: usize = 8 + Emission::INIT_SPACE;

/// Genesis of a mint that a throw-away program has made.
struct Scene {
    world: World,
    deployer: Keypair,
    attacker: Keypair,
    /// The steps of an honest genesis.
    steps: [Vec<Instruction>; 3],
}

impl Scene {
    fn new() -> Self {
        let mut world = World::new();
        let deployer = world.deployer.insecure_clone();
        let owners = [(); 5].map(|()| world.wallet().pubkey());
        let attacker = world.wallet();
        let steps = emission::genesis(&deployer.pubkey(), &owners, World::URI);
        Self { world, deployer, attacker, steps }
    }

    /// Runs other code at a program's id, with the attacker's signature.
    fn throw_away(&mut self, id: &Pubkey, calls: &[&[Instruction]]) {
        let program = Program::at(id).expect("a program of the suite");
        self.world.deploy_hostile_in_place_of(program);
        for calls in calls {
            unchecked(&mut self.world, &[script_in_place_of(program, calls)], &self.attacker);
        }
        self.world.redeploy(program);
    }

    /// The mint and its state, created by the throw-away program.
    fn create(&self, bytes: usize, state: &Emission, mint: Instruction) -> Vec<Instruction> {
        let key = self.attacker.pubkey();
        let create = |address: &Pubkey, bytes: usize, owner: &Pubkey| {
            create_account(&key, address, World::rent(bytes), bytes as u64, owner)
        };
        let mut data = Vec::new();
        state.try_serialize(&mut data).expect("memory takes it");
        let accounts = vec![AccountMeta::new(EMISSION.address, false)];
        let write = Instruction { program_id: ID, accounts, data };
        vec![
            create(&EMISSION.address, bytes, &ID),
            write,
            create(&MINT.address, MINT_BYTES, &TOKEN_PROGRAM),
            mint,
        ]
    }

    /// The honest steps after the mint's.
    #[track_caller]
    fn refused(mut self, error: EmissionError) {
        let [_, locks, allocations] = &self.steps;
        unchecked(&mut self.world, locks, &self.deployer);
        self.world.refused(allocations, &[&self.deployer], error);
    }
}

/// Sends without a look at the invariants, which such a mint breaks.
#[track_caller]
fn unchecked(world: &mut World, calls: &[Instruction], signer: &Keypair) {
    let message = Message::new(calls, Some(&world.payer.pubkey()));
    world.svm.expire_blockhash();
    let transaction = Transaction::new(&[&world.payer, signer], message, world.svm.latest_blockhash());
    world.svm.send_transaction(transaction).expect("what the attacker does works");
}

/// The mint as the honest code makes it.
fn honest_mint() -> Instruction {
    mint(&EMISSION.address, None, IO_DECIMALS)
}

fn mint(authority: &Pubkey, freezes: Option<&Pubkey>, decimals: u8) -> Instruction {
    spl::initialize_mint2(&TOKEN_PROGRAM, &MINT.address, authority, freezes, decimals).unwrap()
}

fn honest_state() -> Emission {
    Emission::new(MINT.address)
}

/// What the scenes below change is all that stops genesis.
#[test]
fn a_mint_that_is_as_the_honest_code_makes_it_goes_through_genesis() {
    let mut scene = Scene::new();
    let calls = scene.create(STATE_BYTES, &honest_state(), honest_mint());
    scene.throw_away(&ID, &[&calls]);
    for step in &scene.steps[1..] {
        scene.world.accepted(step, &[&scene.deployer]);
    }
}

#[test]
fn a_mint_that_it_makes_its_own_stops_genesis() {
    let attacker = Pubkey::new_from_array([7; 32]);
    let own = EMISSION.address;
    let give_up =
        spl::set_authority(&TOKEN_PROGRAM, &MINT.address, None, AuthorityType::FreezeAccount, &own, &[]);
    let hand_over = spl::set_authority(
        &TOKEN_PROGRAM,
        &MINT.address,
        Some(&attacker),
        AuthorityType::MintTokens,
        &own,
        &[],
    );
    let cases = [
        ("a freeze authority", mint(&own, Some(&attacker), IO_DECIMALS), None),
        ("one that was given up", mint(&own, Some(&own), IO_DECIMALS), Some(give_up.unwrap())),
        ("another authority", mint(&attacker, None, IO_DECIMALS), None),
        ("an authority handed over", honest_mint(), Some(hand_over.unwrap())),
        ("other decimals", mint(&own, None, IO_DECIMALS + 1), None),
    ];
    for (what, mint, then) in cases {
        println!("{what}");
        let mut scene = Scene::new();
        let mut calls = scene.create(STATE_BYTES, &honest_state(), mint);
        calls.extend(then);
        scene.throw_away(&ID, &[&calls]);
        scene.refused(EmissionError::MintNotPristine);
    }
}

/// 300 million IO, the whole schedule, to the attacker before genesis.
#[test]
fn what_it_mints_before_genesis_stops_genesis() {
    let mut scene = Scene::new();
    let key = scene.attacker.pubkey();
    let to = associated_address(&key, &MINT.address);
    let make = scene.create(STATE_BYTES, &honest_state(), honest_mint());
    let mint = spl::mint_to(&TOKEN_PROGRAM, &MINT.address, &to, &EMISSION.address, &[], TOTAL).unwrap();
    scene.throw_away(&ID, &[&make, &[create_associated(&key, &key, &MINT.address), mint]]);
    assert_eq!((scene.world.supply(), scene.world.balance(&to)), (TOTAL, TOTAL));
    scene.refused(EmissionError::MintNotPristine);
}

#[test]
fn a_state_that_it_writes_stops_genesis() {
    type Edit = fn(&mut Emission);
    let edits: [(&str, Edit, EmissionError); 6] = [
        ("minted", |state| state.minted = 1, EmissionError::EmissionNotPristine),
        ("the time seen", |state| state.latest_ts = i64::MAX, EmissionError::EmissionNotPristine),
        ("the mint", |state| state.mint = Pubkey::default(), EmissionError::EmissionNotPristine),
        ("padding", |state| state.padding[6] = 1, EmissionError::EmissionNotPristine),
        ("what is reserved", |state| state.reserved[31] = 1, EmissionError::EmissionNotPristine),
        ("a clock that runs", |state| state.genesis_ts = 1, EmissionError::AlreadyAllocated),
    ];
    for (what, edit, error) in edits {
        println!("{what}");
        let mut scene = Scene::new();
        let mut state = honest_state();
        edit(&mut state);
        let calls = scene.create(STATE_BYTES, &state, honest_mint());
        scene.throw_away(&ID, &[&calls]);
        scene.refused(error);
    }
    let mut scene = Scene::new();
    let calls = scene.create(STATE_BYTES + 1, &honest_state(), honest_mint());
    scene.throw_away(&ID, &[&calls]);
    scene.refused(EmissionError::EmissionNotPristine);
}

/// The metadata of the mint as a throw-away io_emission has it written.
#[derive(Clone)]
struct Name {
    name: &'static str,
    symbol: &'static str,
    fee: u16,
    is_mutable: bool,
    authority: Pubkey,
}

impl Name {
    /// The metadata program's `CreateMetadataAccountV3`, as `create_metadata` calls it.
    fn create(&self, payer: &Pubkey) -> Instruction {
        let text = |text: &str| [&(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
        let mut data = vec![33];
        data.extend([self.name, self.symbol, World::URI].iter().flat_map(|part| text(part)));
        data.extend(self.fee.to_le_bytes());
        // No creators, collection or uses; whether anybody may change it; no details.
        data.extend([0, 0, 0, u8::from(self.is_mutable), 0]);
        let accounts = vec![
            AccountMeta::new(METADATA, false),
            AccountMeta::new_readonly(MINT.address, false),
            AccountMeta::new_readonly(EMISSION.address, true),
            AccountMeta::new(*payer, true),
            AccountMeta::new_readonly(self.authority, false),
            AccountMeta::new_readonly(system_program::ID, false),
        ];
        Instruction { program_id: METADATA_PROGRAM, accounts, data }
    }
}

/// By it whoever left it would name the token, and name it anew, for ever.
#[test]
fn a_name_that_it_gives_the_mint_stops_genesis() {
    let honest =
        Name { name: "io.net", symbol: "IO", fee: 0, is_mutable: false, authority: EMISSION.address };
    let attacker = Pubkey::new_from_array([7; 32]);
    let cases = [
        ("one that can be changed", Name { is_mutable: true, ..honest.clone() }),
        ("another name", Name { name: "io.nets", ..honest.clone() }),
        ("a shorter one", Name { name: "io.ne", ..honest.clone() }),
        ("another symbol", Name { symbol: "I0", ..honest.clone() }),
        ("a fee", Name { fee: 1, ..honest.clone() }),
        ("another authority", Name { authority: attacker, ..honest.clone() }),
    ];
    let named = |name: &Name| {
        let mut scene = Scene::new();
        scene.world.accepted(&scene.steps[0][..1], &[&scene.deployer]);
        let create = name.create(&scene.attacker.pubkey());
        scene.throw_away(&ID, &[&[create]]);
        scene
    };
    for (what, name) in cases {
        println!("{what}");
        named(&name).refused(EmissionError::MetadataNotPristine);
    }
    // What it writes as the honest code does is as good, and stands once and for all.
    let mut scene = named(&honest);
    let again = emission::create_metadata(&scene.deployer.pubkey(), World::URI.into());
    scene.world.refused(&[again], &[&scene.deployer], EmissionError::MetadataExists);
    for step in &scene.steps[1..] {
        scene.world.accepted(step, &[&scene.deployer]);
    }
    let account = scene.world.svm.get_account(&METADATA).unwrap();
    assert_eq!(emission::uri_of(&account.data), Some(World::URI));
    for place in (0..65).chain([65, 68, 69, 75, 101, 105, 107, 115, 319, 320, 321, 322, 323]) {
        let mut other = account.data.clone();
        other[place] ^= 1;
        assert_eq!(emission::uri_of(&other), None, "byte {place}");
    }
    assert_eq!(emission::uri_of(&account.data[..323]), None);
}

/// A mint without metadata goes through genesis, and the deployer names it later: nobody else can.
#[test]
fn a_mint_may_be_named_after_genesis() {
    let mut scene = Scene::new();
    let [mint, locks, allocations] = scene.steps.clone();
    for step in [&mint[..1], &locks, &allocations, &mint[1..]] {
        scene.world.accepted(step, &[&scene.deployer]);
    }
}

/// By it whoever left it would take every base unit that the schedule mints.
#[test]
fn an_authority_that_a_throw_away_staking_leaves_stops_genesis() {
    let attacker = Pubkey::new_from_array([7; 32]);
    let (vault, config) = (staking::REWARD_VAULT, staking::CONFIG.address);
    let authority =
        |kind| spl::set_authority(&TOKEN_PROGRAM, &vault, Some(&attacker), kind, &config, &[]).unwrap();
    let hands = [
        ("a delegate", spl::approve(&TOKEN_PROGRAM, &vault, &attacker, &config, &[], u64::MAX).unwrap()),
        ("a close authority", authority(AuthorityType::CloseAccount)),
        ("another owner", authority(AuthorityType::AccountOwner)),
    ];
    for (what, hand) in hands {
        println!("{what}");
        let mut scene = Scene::new();
        scene.world.accepted(&scene.steps[0], &[&scene.deployer]);
        let key = scene.attacker.pubkey();
        scene.throw_away(&staking::ID, &[&[create_associated(&key, &config, &MINT.address), hand]]);
        // `allocate` alone: what creates accounts beside it would see another owner first.
        let at = scene.steps[2].iter().position(|call| call.program_id == ID).expect("allocate");
        scene.steps[2].remove(2);
        assert_eq!(at, 3);
        scene.refused(EmissionError::RewardVaultNotAlone);
    }
}

/// io_vesting, which is final, looks at the mint itself: whatever io_emission lets pass.
#[test]
fn no_lock_starts_on_a_mint_whose_accounts_somebody_can_freeze() {
    let mut scene = Scene::new();
    let [mint, locks, allocations] = scene.steps.clone();
    for step in [&mint[..], &locks, &allocations[..4]] {
        scene.world.accepted(step, &[&scene.deployer]);
    }
    let honest = scene.world.svm.get_account(&MINT.address).unwrap();
    let mut freezes = honest.clone();
    freezes.data[46] = 1;
    scene.world.svm.set_account(MINT.address, freezes).unwrap();
    scene.world.refused(&[vesting::start()], &[], VestingError::MintFreezes);
    scene.world.svm.set_account(MINT.address, honest).unwrap();
    scene.world.accepted(&[vesting::start()], &[]);
}
