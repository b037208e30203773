//! A season's tree, subtree by subtree.

use {
    crate::List,
    io_client::airdrop::merkle::{depth, node, Hash, Leaf, EMPTY},
    solana_sha256_hasher::hashv,
};

/// A season has at most this many files of proofs.
pub const MAX_FILES: u32 = 256;

/// The hash of the trees.
pub fn sha256(parts: &[&[u8]]) -> Hash {
    hashv(parts).to_bytes()
}

/// Whose leaves they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Season {
    /// The season's address.
    pub address: Hash,
    /// The cluster's genesis hash.
    pub domain: Hash,
}

/// A tree over a list: the top of each subtree, and what is above.
pub struct Tree {
    /// Leaves of a full subtree: a power of two.
    per_file: u32,
    /// Nodes from the subtrees' tops to the root, level by level.
    above: Vec<Vec<Hash>>,
}

impl Tree {
    /// Hashes a list. Holds one subtree at a time.
    #[must_use]
    pub fn new(season: &Season, list: &List) -> Self {
        let per_file = per_file(list.leaves());
        let files = list.rows().chunks(per_file as usize);
        let mut above: Vec<Vec<Hash>> = Vec::new();
        let mut level: Vec<Hash> = (0u32..)
            .zip(files)
            .map(|(file, rows)| {
                let first = file.saturating_mul(per_file);
                let rows: Vec<_> = rows.iter().map(|row| (row.wallet, row.points)).collect();
                top(levels(leaves(season, first, &rows), per_file))
            })
            .collect();
        let empty = empty_top(per_file);
        level.resize(level.len().next_power_of_two(), empty);
        while level.len() > 1 {
            let parents = pairs(&level);
            above.push(std::mem::replace(&mut level, parents));
        }
        above.push(level);
        Self { per_file, above }
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.above.last().and_then(|level| level.first()).copied().unwrap_or(EMPTY)
    }

    /// Leaves of a full file.
    #[must_use]
    pub fn per_file(&self) -> u32 {
        self.per_file
    }

    /// The siblings from a file's subtree up to the root.
    #[must_use]
    pub fn path(&self, file: u32) -> Vec<Hash> {
        let up = self.above.len().saturating_sub(1);
        let levels = self.above.iter().take(up).enumerate();
        levels.filter_map(|(height, level)| level.get((file as usize >> height) ^ 1).copied()).collect()
    }
}

/// Leaves in a file of a season of so many: so that there are at most [`MAX_FILES`].
pub fn per_file(leaves: u32) -> u32 {
    1 << depth(leaves).saturating_sub(depth(MAX_FILES))
}

/// The hashes of a file's leaves.
pub fn leaves(season: &Season, first: u32, rows: &[(Hash, u64)]) -> Vec<Hash> {
    (first..)
        .zip(rows)
        .map(|(index, (wallet, points))| {
            let Season { address, domain } = season;
            Leaf { domain, season: address, index, wallet, points: *points }.hash(sha256)
        })
        .collect()
}

/// Every level of a subtree over `leaves`, filled up to `size`, a power of two.
pub fn levels(mut leaves: Vec<Hash>, size: u32) -> Vec<Vec<Hash>> {
    leaves.resize(size as usize, EMPTY);
    let mut levels = vec![leaves];
    while let Some(below) = levels.last().filter(|level| level.len() > 1) {
        levels.push(pairs(below));
    }
    levels
}

/// The siblings of a leaf within a subtree.
pub fn siblings(levels: &[Vec<Hash>], place: usize) -> Vec<Hash> {
    let up = levels.len().saturating_sub(1);
    let below = levels.iter().take(up).enumerate();
    below.filter_map(|(height, level)| level.get((place >> height) ^ 1).copied()).collect()
}

fn top(levels: Vec<Vec<Hash>>) -> Hash {
    levels.last().and_then(|level| level.first()).copied().unwrap_or(EMPTY)
}

/// The top of a subtree without leaves.
fn empty_top(size: u32) -> Hash {
    top(levels(Vec::new(), size))
}

fn pairs(level: &[Hash]) -> Vec<Hash> {
    let (pairs, _) = level.as_chunks();
    pairs.iter().map(|[left, right]| node(sha256, left, right)).collect()
}
