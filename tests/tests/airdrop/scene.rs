//! A season of five wallets.

use {
    io_client::airdrop::{self, AirdropError, Entry, Rest, Terms},
    io_economics::units::BASE_UNITS_PER_IO,
    io_testkit::{airdrop::Published, owners::COMMUNITY, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

pub const IO: u64 = BASE_UNITS_PER_IO;
pub const POOL: u64 = 107 * IO;

pub struct Scene {
    pub world: World,
    pub funder: Keypair,
    pub wallets: Vec<Keypair>,
    pub list: Published,
}

/// A list of five wallets that have accounts; no season yet.
pub fn listed() -> Scene {
    let (mut world, owners) = World::after_genesis();
    let funder = owners[COMMUNITY].insecure_clone();
    let wallets: Vec<_> = (0..5).map(|_| world.wallet()).collect();
    for wallet in &wallets {
        world.io_account(&wallet.pubkey());
    }
    let points = wallets.iter().map(Keypair::pubkey).zip([10, 20, 30, 40, 7]).collect();
    let list = Published::new(&funder.pubkey(), 1, points);
    Scene { world, funder, wallets, list }
}

/// The same, open.
pub fn open() -> Scene {
    let mut scene = listed();
    scene.world.open_season(&scene.funder, &scene.list, Rest::Burn, POOL);
    scene
}

impl Scene {
    pub fn create(&self, terms: Terms) -> [Instruction; 2] {
        airdrop::create_season(&self.funder.pubkey(), self.list.id, Rest::Burn, terms)
    }

    pub fn terms(&self) -> Terms {
        self.list.terms(POOL, self.world.now())
    }

    pub fn claim(&self, entry: &Entry) -> [Instruction; 1] {
        [airdrop::claim(&self.list.season, entry)]
    }

    #[track_caller]
    pub fn refused(&mut self, calls: &[Instruction], signer: usize, error: AirdropError) {
        let signer = self.wallets[signer].insecure_clone();
        self.world.refused(calls, &[&signer], error);
    }
}
