//! A world with airdrops: published points, their tree, a funder.

use {
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_client::airdrop::{
        self,
        merkle::{Hash, Leaf},
        page_address, pages, season_address, Entry, Page, Rest, Season, Terms,
    },
    io_economics::time::{DAY, NOTICE_SECONDS},
    io_reference::airdrop::Tree,
    solana_keypair::Keypair,
    solana_sha256_hasher::hashv,
    solana_signer::Signer,
};

/// The eight seasons as the network announced them, with their pools in whole IO: 40,000,000 in
/// all. Pools of GPU and CPU workers are apart, 95 to 5 as the rewards are; how they were divided
/// was never published.
pub const SEASONS: [(&str, u64); 8] = [
    ("season 1, GPU workers", 16_625_000),
    ("season 1, CPU workers", 875_000),
    ("season 2, GPU workers", 7_125_000),
    ("season 2, CPU workers", 375_000),
    ("season 3, GPU workers", 4_750_000),
    ("season 3, CPU workers", 250_000),
    ("season 1, creators and community", 7_500_000),
    ("season 3, Discord and Galxe", 2_500_000),
];

/// The hash of the trees.
pub fn sha256(parts: &[&[u8]]) -> Hash {
    hashv(parts).to_bytes()
}

/// A list of wallets and points for one season, with its tree.
pub struct Published {
    /// The season's address.
    pub season: Pubkey,
    /// Who publishes it.
    pub funder: Pubkey,
    /// The funder's number for it.
    pub id: u64,
    /// Wallets and points, by index.
    pub points: Vec<(Pubkey, u64)>,
    tree: Tree,
}

impl Published {
    /// The list of a funder's season, for this world's cluster.
    ///
    /// # Panics
    /// If it is empty.
    pub fn new(funder: &Pubkey, id: u64, points: Vec<(Pubkey, u64)>) -> Self {
        let season = season_address(funder, id);
        let leaf = |(index, (wallet, points)): (u32, &(Pubkey, u64))| {
            let leaf = Leaf {
                domain: &World::DOMAIN,
                season: season.as_array(),
                index,
                wallet: wallet.as_array(),
                points: *points,
            };
            leaf.hash(sha256)
        };
        let leaves: Vec<_> = (0..).zip(&points).map(leaf).collect();
        let tree = Tree::new(&leaves, |bytes| sha256(&[bytes]));
        Self { season, funder: *funder, id, points, tree }
    }

    /// A leaf with its proof.
    pub fn entry(&self, index: u32) -> Entry {
        let (wallet, points) = self.points[index as usize];
        Entry { index, wallet, points, proof: self.tree.proof(index as usize) }
    }

    /// Points of all leaves.
    pub fn all(&self) -> u64 {
        self.points.iter().map(|(_, points)| points).sum()
    }

    /// Terms that open 7 days after `now`, for 90 days.
    pub fn terms(&self, pool: u64, now: i64) -> Terms {
        Terms {
            root: self.tree.root(),
            domain: World::DOMAIN,
            leaves: u32::try_from(self.points.len()).expect("a small list"),
            points: self.all(),
            pool,
            opens_at: now + NOTICE_SECONDS,
            open_seconds: 90 * DAY as u32,
        }
    }
}

impl World {
    /// The genesis hash of this world's cluster.
    pub const DOMAIN: Hash = [0xd0; 32];

    /// Publishes a season with these terms and opens its pages; not funded.
    pub fn create_season(&mut self, funder: &Keypair, list: &Published, rest: Rest, terms: Terms) -> Receipt {
        let key = funder.pubkey();
        let receipt = self.accepted(&airdrop::create_season(&key, list.id, rest, terms), &[funder]);
        for number in 0..pages(terms.leaves) {
            self.accepted(&[airdrop::open_page(&key, &list.season, number)], &[funder]);
        }
        receipt
    }

    /// Publishes a season that opens in 7 days for 90 days, funds it, and waits until it is open.
    pub fn open_season(&mut self, funder: &Keypair, list: &Published, rest: Rest, pool: u64) {
        let terms = list.terms(pool, self.now());
        self.create_season(funder, list, rest, terms);
        self.accepted(&[airdrop::fund(&funder.pubkey(), &list.season, pool)], &[funder]);
        self.pass(NOTICE_SECONDS);
    }

    /// A season.
    ///
    /// # Panics
    /// If there is none.
    pub fn season(&self, address: &Pubkey) -> Season {
        self.read(address)
    }

    /// A page of a season.
    ///
    /// # Panics
    /// If there is none.
    pub fn page(&self, season: &Pubkey, number: u32) -> Page {
        self.read(&page_address(season, number))
    }
}
