//! A random walk over everything that the deployer, managers, beneficiaries and strangers can send
//! to the locks, before genesis, in its middle and for 60 months after: no sequence moves a base
//! unit before its month, or to anybody but its beneficiary. Testkit checks the invariants after
//! every transaction.
//!
//! `IO_WALK_STEPS` sets the length (500 unless told), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{
        emission::{EMISSION, MINT},
        external::TOKEN_PROGRAM,
        vesting::{CATEGORIES, PROGRAM_DATA, VAULTS},
    },
    io_client::{
        emission,
        token::{associated_address, create_associated},
        vesting::{self, grant_address, CategoryKind, Managers},
    },
    io_testkit::{vesting::MONTH, walk, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction as spl,
};

const PEOPLE: usize = 7;
const GRANTS: u32 = 12;
/// Months after genesis that a walk passes.
const MONTHS: i64 = 60;

struct Walk {
    world: World,
    random: fastrand::Rng,
    people: Vec<Keypair>,
    steps: u64,
    released: u64,
    grants: u64,
    refusals: u64,
}

impl Walk {
    fn new(seed: u64, steps: u64) -> Self {
        let mut world = World::new();
        let mut people: Vec<_> = (0..PEOPLE).map(|_| world.wallet()).collect();
        people.push(world.deployer.insecure_clone());
        let random = fastrand::Rng::with_seed(seed);
        Self { world, random, people, steps, released: 0, grants: 0, refusals: 0 }
    }

    fn person(&mut self) -> Keypair {
        let index = self.random.usize(..self.people.len());
        self.people[index].insecure_clone()
    }

    fn kind(&mut self) -> CategoryKind {
        CategoryKind::ALL[self.random.usize(..3)]
    }

    fn grant(&mut self) -> (CategoryKind, Pubkey) {
        let kind = self.kind();
        (kind, grant_address(kind, self.random.u32(..GRANTS)))
    }

    fn beneficiary(&mut self, grant: &Pubkey) -> Pubkey {
        let known = self.world.svm.get_account(grant).filter(|account| account.data.len() > 64);
        match known {
            Some(account) if self.random.u8(..8) > 0 => {
                Pubkey::try_from(&account.data[32..64]).expect("a key")
            }
            _ => self.person().pubkey(),
        }
    }

    fn move_clock(&mut self) {
        let pace = 2 * MONTHS * MONTH / self.steps as i64;
        let now = self.world.now();
        let next = match self.random.u8(..20) {
            0..=4 => now,
            5 => now.saturating_sub(self.random.i64(0..3 * pace)),
            6 => World::START + self.random.i64(0..=MONTHS) * MONTH.min(now - World::START + 1),
            _ => now + self.random.i64(0..pace),
        };
        self.world.set_clock(next);
    }

    fn call(&mut self, key: Pubkey) -> Vec<Instruction> {
        let (kind, grant) = self.grant();
        match self.random.u8(..24) {
            0..=3 => {
                let index = self.random.u32(..GRANTS);
                let to = self.person().pubkey();
                let all = kind.total();
                let amount = [1, self.random.u64(1..=all), all / 7, all][self.random.usize(..4)];
                vec![vesting::grant(&key, &key, kind, index, &to, amount)]
            }
            4..=11 => {
                let count = self.random.usize(1..=4);
                let grants: Vec<_> = (0..count)
                    .map(|_| {
                        let grant = grant_address(kind, self.random.u32(..GRANTS));
                        (grant, self.beneficiary(&grant))
                    })
                    .collect();
                vec![vesting::release(kind, &grants)]
            }
            12 => vec![vesting::revoke(&key, &grant)],
            13 => {
                // Both in one transaction, which no clock parts.
                let index = self.random.u32(..GRANTS);
                let amount = self.random.u64(1..=CategoryKind::Core.total());
                vec![
                    vesting::revoke(&key, &grant_address(CategoryKind::Core, self.random.u32(..GRANTS))),
                    vesting::grant(&key, &key, CategoryKind::Core, index, &key, amount),
                ]
            }
            14 => vec![vesting::propose_beneficiary(&key, &grant, self.person().pubkey())],
            15 => vec![vesting::accept_beneficiary(&key, &grant)],
            16 => vec![vesting::propose_manager(&key, kind, self.person().pubkey())],
            17 => vec![vesting::accept_manager(&key, kind)],
            18 => vec![vesting::start()],
            19 => {
                let managers = Managers { seed: key, series_a: key, core: key };
                vec![vesting::initialize(&key, managers)]
            }
            20 => vec![vesting::make_final(&key)],
            21 => {
                let (ecosystem, community) = (self.person().pubkey(), self.person().pubkey());
                emission::allocations(&key, &ecosystem, &community)
            }
            22 => {
                let vault = VAULTS[self.random.usize(..3)];
                let to = associated_address(&key, &MINT.address);
                vec![spl::transfer(&TOKEN_PROGRAM, &vault, &to, &key, &[], 1).unwrap()]
            }
            _ => vec![create_associated(&key, &self.person().pubkey(), &MINT.address)],
        }
    }

    /// Runs what the walk has not yet found of genesis.
    fn finish_genesis(&mut self) {
        let deployer = self.world.deployer.insecure_clone();
        let owners: Vec<_> = self.people.iter().take(5).map(Keypair::pubkey).collect();
        for step in emission::genesis(&deployer.pubkey(), &owners.try_into().expect("five"), World::URI) {
            if self.world.send(&step, &[&deployer]).is_err() {
                // The walk has done a part of it.
                for call in step {
                    let _ = self.world.send(&[call], &[&deployer]);
                }
            }
        }
        for person in 0..3 {
            let owner = self.people[person].pubkey();
            self.world.io_account(&owner);
        }
    }

    /// Replaces accounts of the call at random, duplicates included.
    fn corrupt(&mut self, calls: &mut [Instruction]) {
        let mut pool: Vec<Pubkey> = CATEGORIES.iter().map(|category| category.address).collect();
        pool.extend(VAULTS);
        pool.extend([PROGRAM_DATA, MINT.address, EMISSION.address]);
        for call in calls {
            let place = self.random.usize(..call.accounts.len());
            let by = match self.random.u8(..3) {
                0 => self.grant().1,
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
        self.move_clock();
        if step == self.steps / 20 {
            self.finish_genesis();
        }
        let person = self.person();
        let mut calls = self.call(person.pubkey());
        if self.random.u8(..4) == 0 {
            self.corrupt(&mut calls);
        }
        let signs = |call: &Instruction| {
            call.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == person.pubkey())
        };
        let signers = if calls.iter().any(signs) { vec![&person] } else { vec![] };
        match self.world.send(&calls, &signers) {
            Ok(receipt) => {
                self.released += receipt.events::<vesting::events::Released>().len() as u64;
                self.grants += receipt.events::<vesting::events::Granted>().len() as u64;
            }
            Err(_) => self.refusals += 1,
        }
    }
}

#[test]
fn no_sequence_moves_a_base_unit_before_its_month() {
    let (seed, steps) = (walk::seed(), walk::steps().max(300));
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
    let mut walk = Walk::new(seed, steps);
    for step in 0..steps {
        walk.step(step);
    }
    println!("{} grants, {} releases, {} refusals", walk.grants, walk.released, walk.refusals);
    assert!(walk.grants > 2 && walk.released > 2, "the walk went nowhere");
    assert!(walk.refusals > steps / 10, "only {} refusals", walk.refusals);

    // In the end every grant is whole, to the base unit.
    walk.world.at_month(1_000, 0);
    for kind in CategoryKind::ALL {
        for index in 0..GRANTS {
            let address = grant_address(kind, index);
            if walk.world.svm.get_account(&address).is_none_or(|account| account.data.is_empty()) {
                continue;
            }
            let beneficiary = walk.world.grant_of(kind, index).beneficiary;
            walk.world.io_account(&beneficiary);
            let _ = walk.world.send(&[vesting::release(kind, &[(address, beneficiary)])], &[]);
            let ledger = walk.world.grant_of(kind, index).ledger;
            assert_eq!(ledger.released, ledger.amount, "{kind:?} {index}");
        }
    }
}
