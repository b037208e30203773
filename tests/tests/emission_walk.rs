//! A random walk over everything that anyone, admin and deployer included, can send to the mint: no
//! sequence mints one base unit more than the schedule. Testkit checks the invariant after every
//! transaction.
//!
//! `IO_WALK_STEPS` sets the length (500 unless told), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::{EMISSION, MINT, PROGRAM_DATA},
        external::TOKEN_PROGRAM,
        staking::REWARD_VAULT,
    },
    io_client::{emission, token},
    io_economics::emission::{MONTHS, MONTH_SECONDS},
    io_reference::emission as reference,
    io_testkit::{walk, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::{self as spl, AuthorityType},
};

const END: i64 = (MONTHS * MONTH_SECONDS) as i64;

struct Walk {
    world: World,
    random: fastrand::Rng,
    people: Vec<Keypair>,
    accounts: Vec<Pubkey>,
    steps: u64,
    step: u64,
    cranks: u64,
    refusals: u64,
}

impl Walk {
    fn new(seed: u64, steps: u64) -> Self {
        let mut world = World::new();
        let mut people: Vec<_> = (0..7).map(|_| world.wallet()).collect();
        people.push(world.deployer.insecure_clone());
        let foreign_mint = world.mint(8);
        let mut accounts: Vec<_> = people
            .iter()
            .map(|person| token::associated_address(&person.pubkey(), &MINT.address))
            .chain([EMISSION.address, MINT.address, REWARD_VAULT, PROGRAM_DATA, TOKEN_PROGRAM, foreign_mint])
            .collect();
        let owner = people[0].pubkey();
        accounts.push(world.token_account(&owner, &foreign_mint));
        accounts.push(owner);
        Self {
            world,
            random: fastrand::Rng::with_seed(seed),
            people,
            accounts,
            steps,
            step: 0,
            cranks: 0,
            refusals: 0,
        }
    }

    fn person(&mut self) -> Keypair {
        let index = self.random.usize(..self.people.len());
        self.people[index].insecure_clone()
    }

    fn account(&mut self) -> Pubkey {
        self.accounts[self.random.usize(..self.accounts.len())]
    }

    fn move_clock(&mut self) {
        let now = self.world.now();
        // Most of the emission passes in steps; the last tenth of the walk leaps.
        let pace = 2 * END / self.steps as i64;
        let leaps = self.step > self.steps * 9 / 10;
        let next = match self.random.u8(..20) {
            0..=3 => now,
            4 => now.saturating_sub(self.random.i64(0..2 * pace)),
            5 if leaps => World::START.saturating_add(self.random.i64(-END..END)),
            6 if leaps => self.random.i64(..),
            _ => now.saturating_add(self.random.i64(0..pace)),
        };
        self.world.set_clock(next);
    }

    fn call(&mut self, person: &Keypair) -> Vec<Instruction> {
        let key = person.pubkey();
        let mine = token::associated_address(&key, &MINT.address);
        let mint = &MINT.address;
        match self.random.u8(..14) {
            0..=4 => vec![emission::crank(); self.random.usize(1..=2)],
            5 => vec![emission::initialize(&key)],
            6 => {
                let [ecosystem, community] = [(); 2].map(|()| self.account());
                vec![emission::allocate(&key, &ecosystem, &community)]
            }
            7 => {
                let owners: Vec<_> = self.people.iter().take(5).map(|person| person.pubkey()).collect();
                let steps = emission::genesis(&key, &owners.try_into().expect("five"), World::URI);
                steps[self.random.usize(..steps.len())].clone()
            }
            8 => vec![spl::mint_to(&TOKEN_PROGRAM, mint, &mine, &key, &[], self.random.u64(..)).unwrap()],
            9 => {
                let kind =
                    [AuthorityType::MintTokens, AuthorityType::FreezeAccount][self.random.usize(..2)].clone();
                vec![spl::set_authority(&TOKEN_PROGRAM, mint, Some(&key), kind, &key, &[]).unwrap()]
            }
            10 => vec![spl::initialize_mint2(&TOKEN_PROGRAM, mint, &key, Some(&key), 8).unwrap()],
            11 => {
                let to = self.account();
                let amount =
                    [0, 1, self.random.u64(..1_000_000_000_000_000), u64::MAX][self.random.usize(..4)];
                vec![spl::transfer_checked(&TOKEN_PROGRAM, &mine, mint, &to, &key, &[], amount, 8).unwrap()]
            }
            12 => vec![token::create_associated(&self.world.payer.pubkey(), &key, mint)],
            _ => vec![emission::create_reward_vault(&self.world.payer.pubkey())],
        }
    }

    /// Runs what the walk has not yet found of genesis.
    fn finish_genesis(&mut self) {
        let deployer = self.world.deployer.insecure_clone();
        let owners: Vec<_> = self.people.iter().take(5).map(|person| person.pubkey()).collect();
        for step in emission::genesis(&deployer.pubkey(), &owners.try_into().expect("five"), World::URI) {
            // Refused where the walk was first.
            let _ = self.world.send(&step, &[&deployer]);
        }
    }

    /// Replaces accounts of the call at random, duplicates included.
    fn corrupt(&mut self, calls: &mut [Instruction]) {
        for call in calls {
            for _ in 0..self.random.usize(1..=2) {
                let slot = self.random.usize(..call.accounts.len());
                if !call.accounts[slot].is_signer {
                    call.accounts[slot].pubkey = self.account();
                }
            }
        }
    }

    fn step(&mut self) {
        self.step += 1;
        self.move_clock();
        if self.step == self.steps / 20 {
            self.finish_genesis();
        }
        let person = self.person();
        let mut calls = self.call(&person);
        if self.random.u8(..3) == 0 {
            self.corrupt(&mut calls);
        }
        let signs = calls
            .iter()
            .flat_map(|call| &call.accounts)
            .any(|meta| meta.is_signer && meta.pubkey == person.pubkey());
        let signers = if signs { vec![&person] } else { vec![] };
        let before = self.world.supply();
        match self.world.send(&calls, &signers) {
            Ok(_) if self.world.supply() > before => self.cranks += 1,
            Ok(_) => {}
            Err(_) => self.refusals += 1,
        }
        if self.random.u8(..50) == 0 && self.world.supply() > 0 {
            let account = token::associated_address(&person.pubkey(), &MINT.address);
            let held = self.world.balance(&account);
            if held > 0 {
                let amount = self.random.u64(1..=held);
                self.world.burn(&person, amount);
            }
        }
    }
}

#[test]
fn no_sequence_mints_more_than_the_schedule() {
    let (seed, steps) = (walk::seed(), walk::steps());
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
    let mut walk = Walk::new(seed, steps);
    for _ in 0..steps {
        walk.step();
    }
    assert!(walk.cranks > steps / 20, "only {} transactions minted: the walk went nowhere", walk.cranks);
    assert!(walk.refusals > steps / 10, "only {} refusals", walk.refusals);

    let state = walk.world.emission();
    walk.world.set_clock(i64::MAX);
    if state.minted < reference::cumulative(i64::MAX) {
        walk.world.crank();
    }
    assert_eq!(walk.world.emission().minted, reference::cumulative(i64::MAX));
}
