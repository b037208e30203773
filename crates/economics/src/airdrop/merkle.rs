//! The tree over a season's leaves.
//!
//! ```text
//! leaf = H(0 | domain | season | index | wallet | points), integers little-endian
//! node = H(1 | left | right)
//! ```
//!
//! The depth is exactly `ceil(log2 leaves)`, places beyond the leaves hold 32 zero bytes, and a
//! node's side is the bit of the index: for one index there is one path. Leaf and node begin
//! differently, so that neither passes for the other. The hash is the caller's: a program calls the
//! runtime's, a tool its own.

use super::AirdropError;

/// A hash.
pub type Hash = [u8; 32];

/// What stands in the place of a leaf beyond the last one.
pub const EMPTY: Hash = [0; 32];

const LEAF: u8 = 0;
const NODE: u8 = 1;

/// What a leaf says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// The cluster: its genesis hash.
    pub domain: &'a Hash,
    /// The season's address.
    pub season: &'a Hash,
    /// Its place among the leaves.
    pub index: u32,
    /// The wallet that has the points.
    pub wallet: &'a Hash,
    /// How many points.
    pub points: u64,
}

impl Leaf<'_> {
    /// Its hash.
    pub fn hash(&self, hash: impl Fn(&[&[u8]]) -> Hash) -> Hash {
        let (index, points) = (self.index.to_le_bytes(), self.points.to_le_bytes());
        hash(&[&[LEAF], self.domain, self.season, &index, self.wallet, &points])
    }
}

/// The hash of two nodes.
pub fn node(hash: impl Fn(&[&[u8]]) -> Hash, left: &Hash, right: &Hash) -> Hash {
    hash(&[&[NODE], left, right])
}

/// Hashes on the way from a leaf to the root: `ceil(log2 leaves)`.
#[must_use]
pub const fn depth(leaves: u32) -> u32 {
    match leaves.saturating_sub(1) {
        0 => 0,
        last => u32::BITS.wrapping_sub(last.leading_zeros()),
    }
}

/// The root that `proof`, the siblings from the leaf up, leads to.
pub fn climb(hash: impl Fn(&[&[u8]]) -> Hash, leaf: Hash, index: u32, proof: &[Hash]) -> Hash {
    let (mut reached, mut side) = (leaf, index);
    for sibling in proof {
        // Picked by place, so that a claim costs the same whatever its index.
        let pair = [&reached, sibling];
        let first = (side & 1) as usize;
        reached = node(&hash, pair[first], pair[first ^ 1]);
        side >>= 1;
    }
    reached
}

/// Whether `leaf` is one of the `leaves` under `root`; `proof` holds the siblings from the leaf up,
/// 32 bytes each.
///
/// # Errors
/// `IndexOutOfRange`; `WrongProof`, also for a proof that is too short or too long.
pub fn verify(
    hash: impl Fn(&[&[u8]]) -> Hash,
    root: &Hash,
    leaves: u32,
    leaf: &Leaf,
    proof: &[u8],
) -> Result<(), AirdropError> {
    if leaf.index >= leaves {
        return Err(AirdropError::IndexOutOfRange);
    }
    let (siblings, rest) = proof.as_chunks();
    let right_length = rest.is_empty() && siblings.len() == depth(leaves) as usize;
    if !right_length || climb(&hash, leaf.hash(&hash), leaf.index, siblings) != *root {
        return Err(AirdropError::WrongProof);
    }
    Ok(())
}
