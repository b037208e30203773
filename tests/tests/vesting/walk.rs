//! A random walk over everything that the deployer, managers, beneficiaries and strangers can send
//! to the locks, before genesis, in its middle and for 60 months after: no sequence moves a base
//! unit before its month, or to anybody but its beneficiary. Testkit checks the invariants after
//! every transaction.
//!
//! `IO_WALK_STEPS` sets the length (500 unless told), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::{
        prelude::{AccountMeta, Pubkey},
        AccountDeserialize,
    },
    io_addresses::{
        emission::{EMISSION, MINT},
        external::TOKEN_PROGRAM,
        vesting::{CATEGORIES, PROGRAM_DATA, VAULTS},
    },
    io_client::{
        emission,
        token::{associated_address, create_associated},
        vesting::{self, events, grant_address, Category, CategoryKind, Grant, Managers},
    },
    io_testkit::{vesting::MONTH, walk, Receipt, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::{self as spl, AuthorityType},
    std::collections::BTreeMap,
};

const PEOPLE: usize = 7;
const GRANTS: u32 = 12;
/// Months after genesis that a walk passes.
const MONTHS: i64 = 60;

/// A person, and what it sends.
type Attempt = (Keypair, Vec<Instruction>);

struct Walk {
    world: World,
    random: fastrand::Rng,
    people: Vec<Keypair>,
    steps: u64,
    /// What was accepted, by the event that it emitted.
    seen: BTreeMap<&'static str, u64>,
    /// What was refused, by the reason.
    refused: BTreeMap<String, u64>,
}

impl Walk {
    fn new(seed: u64, steps: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let world = World::new();
        let mut walk = Self {
            world,
            random,
            people: Vec::new(),
            steps,
            seen: BTreeMap::new(),
            refused: BTreeMap::new(),
        };
        walk.populate();
        walk
    }

    /// A new world, before genesis.
    fn populate(&mut self) {
        self.world = World::new();
        self.people = (0..PEOPLE).map(|_| self.world.wallet()).collect();
        self.people.push(self.world.deployer.insecure_clone());
    }

    fn person(&mut self) -> Keypair {
        let index = self.random.usize(..self.people.len());
        self.people[index].insecure_clone()
    }

    /// The person with this key, three times in four; else anybody.
    fn holder(&mut self, of: Option<Pubkey>) -> Keypair {
        let known = self.people.iter().find(|person| Some(person.pubkey()) == of);
        match known.map(Keypair::insecure_clone) {
            Some(person) if self.random.u8(..4) > 0 => person,
            _ => self.person(),
        }
    }

    fn kind(&mut self) -> CategoryKind {
        CategoryKind::ALL[self.random.usize(..3)]
    }

    fn read<T: AccountDeserialize>(&self, address: &Pubkey) -> Option<T> {
        T::try_deserialize(&mut &self.world.svm.get_account(address)?.data[..]).ok()
    }

    /// The grants of a category that there are.
    fn made(&self, kind: CategoryKind) -> Vec<Pubkey> {
        let grants = (0..GRANTS).map(|index| grant_address(kind, index));
        grants.filter(|grant| self.read::<Grant>(grant).is_some()).collect()
    }

    fn manager(&mut self, kind: CategoryKind) -> Keypair {
        let category: Option<Category> = self.read(&Category::address(kind));
        self.holder(category.map(|category| category.manager))
    }

    fn beneficiary(&mut self, grant: &Pubkey) -> Pubkey {
        let grant: Option<Grant> = self.read(grant);
        self.holder(grant.map(|grant| grant.beneficiary)).pubkey()
    }

    fn move_clock(&mut self) {
        let pace = 2 * MONTHS * MONTH / self.steps as i64;
        let now = self.world.now();
        let next = match self.random.u8(..20) {
            0..=4 => now,
            5 => now.saturating_sub(self.random.i64(0..3 * pace)),
            6 => World::START + self.random.i64(0..=MONTHS) * (now - World::START + 1).clamp(0, MONTH),
            _ => now + self.random.i64(0..pace),
        };
        self.world.set_clock(next);
    }

    fn attempt(&mut self) -> Attempt {
        let kind = self.kind();
        let index = self.random.u32(..GRANTS);
        let grant = grant_address(kind, index);
        match self.random.u8(..32) {
            0..=3 => self.grant(kind, index),
            4..=13 => {
                let mut grants = self.made(kind);
                self.random.shuffle(&mut grants);
                grants.truncate(self.random.usize(1..=4));
                if self.random.u8(..8) == 0 {
                    grants.push(grant);
                }
                let grants: Vec<_> =
                    grants.into_iter().map(|grant| (grant, self.beneficiary(&grant))).collect();
                (self.person(), vec![vesting::release(kind, &grants)])
            }
            14..=20 => self.hand_over(kind, &grant),
            21 | 22 => {
                let manager = self.manager(CategoryKind::Core);
                let key = manager.pubkey();
                let mut calls = vec![vesting::revoke(&key, &grant_address(CategoryKind::Core, index))];
                // Both in one transaction, which no clock parts.
                if self.random.bool() {
                    let (other, amount) = (self.random.u32(..GRANTS), self.random.u64(1..=kind.total()));
                    calls.push(vesting::grant(&key, &key, CategoryKind::Core, other, &key, amount));
                }
                (manager, calls)
            }
            23..=26 => self.genesis(),
            27..=29 => self.token_program(kind),
            _ => {
                let person = self.person();
                let create = create_associated(&person.pubkey(), &self.person().pubkey(), &MINT.address);
                (person, vec![create])
            }
        }
    }

    fn grant(&mut self, kind: CategoryKind, index: u32) -> Attempt {
        let (manager, to) = (self.manager(kind), self.person().pubkey());
        let (key, all) = (manager.pubkey(), kind.total());
        let amount = [1, self.random.u64(1..=all), all / 7, all][self.random.usize(..4)];
        (manager, vec![vesting::grant(&key, &key, kind, index, &to, amount)])
    }

    fn hand_over(&mut self, kind: CategoryKind, grant: &Pubkey) -> Attempt {
        let to = self.person().pubkey();
        let category: Option<Category> = self.read(&Category::address(kind));
        let next_manager = category.map(|category| category.next_manager);
        let of_grant: Option<Grant> = self.read(grant);
        let next_beneficiary = of_grant.map(|grant| grant.next_beneficiary);
        type Call = fn(Pubkey, CategoryKind, Pubkey, Pubkey) -> Instruction;
        let (person, call): (Keypair, Call) = match self.random.u8(..4) {
            0 => (self.manager(kind), |key, kind, _, to| vesting::propose_manager(&key, kind, to)),
            1 => (self.holder(next_manager), |key, kind, _, _| vesting::accept_manager(&key, kind)),
            2 => {
                let beneficiary = of_grant.map(|grant| grant.beneficiary);
                (self.holder(beneficiary), |key, _, grant, to| vesting::propose_beneficiary(&key, &grant, to))
            }
            _ => {
                let accept = |key, _, grant, _| vesting::accept_beneficiary(&key, &grant);
                (self.holder(next_beneficiary), accept)
            }
        };
        let key = person.pubkey();
        (person, vec![call(key, kind, *grant, to)])
    }

    /// Steps of genesis by anybody, at any time.
    fn genesis(&mut self) -> Attempt {
        let person = self.person();
        let key = person.pubkey();
        let calls = match self.random.u8(..4) {
            0 => vec![vesting::start()],
            1 => vec![vesting::initialize(&key, Managers { seed: key, series_a: key, core: key })],
            2 => vec![vesting::make_final(&key)],
            _ => emission::allocations(&key, &self.person().pubkey(), &self.person().pubkey()),
        };
        (person, calls)
    }

    /// The token program's own calls on a vault.
    fn token_program(&mut self, kind: CategoryKind) -> Attempt {
        let person = self.person();
        let (key, vault, mint) = (person.pubkey(), Category::vault(kind), MINT.address);
        let to = associated_address(&key, &mint);
        let call = match self.random.u8(..5) {
            0 => spl::transfer_checked(&TOKEN_PROGRAM, &vault, &mint, &to, &key, &[], 1, 8),
            1 => spl::burn(&TOKEN_PROGRAM, &vault, &mint, &key, &[], 1),
            2 => spl::approve(&TOKEN_PROGRAM, &vault, &key, &key, &[], u64::MAX),
            3 => spl::close_account(&TOKEN_PROGRAM, &vault, &key, &key, &[]),
            _ => {
                let authority = [AuthorityType::AccountOwner, AuthorityType::CloseAccount];
                let authority = authority[self.random.usize(..2)].clone();
                spl::set_authority(&TOKEN_PROGRAM, &vault, Some(&key), authority, &key, &[])
            }
        };
        (person, vec![call.expect("a call")])
    }

    /// Runs what the walk has not yet found of genesis.
    fn finish_genesis(&mut self) {
        let deployer = self.world.deployer.insecure_clone();
        let owners: Vec<_> = self.people.iter().take(5).map(Keypair::pubkey).collect();
        for step in emission::genesis(&deployer.pubkey(), &owners.try_into().expect("five"), World::URI) {
            if self.world.send(&step, &[&deployer]).is_err() {
                // The walk has done a part of it.
                for call in step {
                    let signers = if signs(&call, &deployer) { vec![&deployer] } else { vec![] };
                    let _ = self.world.send(&[call], &signers);
                }
            }
        }
        let started: Option<Category> = self.read(&CATEGORIES[0].address);
        if started.is_none_or(|category| category.ledger.genesis == 0) {
            // io_vesting was made final before it was initialized: it gets nothing, ever.
            assert_eq!(self.world.supply(), 0);
            self.populate();
            return self.finish_genesis();
        }
        for person in 0..PEOPLE - 1 {
            let owner = self.people[person].pubkey();
            self.world.io_account(&owner);
        }
    }

    /// Replaces accounts of the call at random, duplicates included.
    fn corrupt(&mut self, calls: &mut [Instruction]) {
        let mut pool: Vec<Pubkey> = CATEGORIES.iter().map(|category| category.address).collect();
        pool.extend(VAULTS);
        pool.extend([PROGRAM_DATA, MINT.address, EMISSION.address]);
        // What people do with their own accounts by the token program is their own affair.
        for call in calls.iter_mut().filter(|call| call.program_id != TOKEN_PROGRAM) {
            let place = self.random.usize(..call.accounts.len());
            let by = match self.random.u8(..3) {
                0 => grant_address(self.kind(), self.random.u32(..GRANTS)),
                1 => associated_address(&self.person().pubkey(), &MINT.address),
                _ => pool[self.random.usize(..pool.len())],
            };
            let meta = &mut call.accounts[place];
            if !meta.is_signer {
                *meta = AccountMeta { pubkey: by, ..meta.clone() };
            }
        }
    }

    fn step(&mut self, step: u64) {
        // Genesis takes minutes; years pass after it.
        if step > self.steps / 20 {
            self.move_clock();
        } else {
            self.world.pass(self.random.i64(0..60));
        }
        if step == self.steps / 20 {
            self.finish_genesis();
        }
        let (person, mut calls) = self.attempt();
        if self.random.u8(..5) == 0 {
            self.corrupt(&mut calls);
        }
        let named = calls.iter().any(|call| signs(call, &person));
        let signers = if named { vec![&person] } else { vec![] };
        match self.world.send(&calls, &signers) {
            Ok(receipt) => self.note(&receipt),
            Err(failure) => *self.refused.entry(failure.reason()).or_default() += 1,
        }
    }

    fn note(&mut self, receipt: &Receipt) {
        let mut note = |what, count: usize| *self.seen.entry(what).or_default() += count as u64;
        note("granted", receipt.events::<events::Granted>().len());
        note("released", receipt.events::<events::Released>().len());
        note("revoked", receipt.events::<events::Revoked>().len());
        note("manager handed over", receipt.events::<events::ManagerAccepted>().len());
        note("beneficiary handed over", receipt.events::<events::BeneficiaryAccepted>().len());
    }
}

/// Whether a call needs this signature.
fn signs(call: &Instruction, person: &Keypair) -> bool {
    call.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == person.pubkey())
}

#[test]
fn no_sequence_moves_a_base_unit_before_its_month() {
    let (seed, steps) = (walk::seed(), walk::steps().max(400));
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
    let mut walk = Walk::new(seed, steps);
    for step in 0..steps {
        walk.step(step);
    }
    println!("{:?}\nrefused: {:?}", walk.seen, walk.refused);
    assert!(walk.seen["granted"] > 2 && walk.seen["released"] > 2, "the walk went nowhere");
    assert!(walk.refused.len() > 10, "few reasons");

    // In the end every grant is whole, to the base unit.
    walk.world.at_month(1_000, 0);
    for kind in CategoryKind::ALL {
        for index in 0..GRANTS {
            let address = grant_address(kind, index);
            let Some(grant) = walk.read::<Grant>(&address) else { continue };
            walk.world.io_account(&grant.beneficiary);
            let _ = walk.world.send(&[vesting::release(kind, &[(address, grant.beneficiary)])], &[]);
            let ledger = walk.world.grant_of(kind, index).ledger;
            assert_eq!(ledger.released, ledger.amount, "{kind:?} {index}");
        }
    }
}
