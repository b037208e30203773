//! The tree of a season against its definition, what no proof can do, and the bits of claims.

#![allow(clippy::arithmetic_side_effects)]

use io_economics::airdrop::{
    is_claimed,
    merkle::{climb, depth, node, verify, Hash, Leaf, EMPTY},
    page_of, AirdropError, Bitmap, CLAIMS_PER_PAGE, MAX_LEAVES, PAGE_BYTES,
};
use io_reference::airdrop::Tree;
use proptest::prelude::*;
use solana_sha256_hasher::hashv;

fn sha256(parts: &[&[u8]]) -> Hash {
    hashv(parts).to_bytes()
}

#[test]
fn depth_is_the_logarithm() {
    for (leaves, expected) in
        [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (100_000, 17), (MAX_LEAVES, 20)]
    {
        assert_eq!(depth(leaves), expected, "{leaves}");
    }
    for leaves in 1..5_000u32 {
        assert_eq!(1u32 << depth(leaves), leaves.next_power_of_two());
    }
}

/// Wallets and points of a small season.
struct Published {
    domain: Hash,
    season: Hash,
    entries: Vec<(Hash, u64)>,
    tree: Tree,
}

impl Published {
    fn new(entries: Vec<(Hash, u64)>) -> Self {
        let (domain, season) = ([3; 32], [4; 32]);
        let leaves: Vec<Hash> = (0..)
            .zip(&entries)
            .map(|(index, (wallet, points))| {
                // From the definition, byte by byte.
                let mut bytes = vec![0];
                bytes.extend_from_slice(&domain);
                bytes.extend_from_slice(&season);
                bytes.extend_from_slice(&u32::to_le_bytes(index));
                bytes.extend_from_slice(wallet);
                bytes.extend_from_slice(&points.to_le_bytes());
                sha256(&[&bytes])
            })
            .collect();
        let tree = Tree::new(&leaves, |bytes| sha256(&[bytes]));
        Self { domain, season, entries, tree }
    }

    fn proof(&self, index: usize) -> Vec<u8> {
        self.tree.proof(index).concat()
    }

    fn leaf(&self, index: usize) -> Leaf<'_> {
        let (wallet, points) = &self.entries[index];
        Leaf { domain: &self.domain, season: &self.season, index: index as u32, wallet, points: *points }
    }

    fn verify(&self, leaf: &Leaf, proof: &[u8]) -> Result<(), AirdropError> {
        verify(sha256, &self.tree.root(), self.entries.len() as u32, leaf, proof)
    }
}

fn published(leaves: usize) -> Published {
    Published::new((0..leaves).map(|i| ([i as u8 + 1; 32], 10 + i as u64)).collect())
}

#[test]
fn every_leaf_is_proved_and_no_other_index_with_its_proof() {
    for leaves in 1..=33 {
        let season = published(leaves);
        for index in 0..leaves {
            let (leaf, proof) = (season.leaf(index), season.proof(index));
            assert_eq!(season.verify(&leaf, &proof), Ok(()));
            assert_eq!(proof.len(), 32 * depth(leaves as u32) as usize);
            // Bits of the index above the depth would name the same path again.
            let places = (leaves as u32).next_power_of_two();
            for other in (0..4 * places).filter(|other| *other != index as u32) {
                let alias = Leaf { index: other, ..leaf };
                let expected = match other < leaves as u32 {
                    true => AirdropError::WrongProof,
                    false => AirdropError::IndexOutOfRange,
                };
                assert_eq!(season.verify(&alias, &proof), Err(expected), "{index} as {other} of {leaves}");
            }
        }
    }
}

/// Neither an inner node nor an empty place passes for a leaf, nor does a longer or a shorter
/// proof.
#[test]
fn nothing_but_a_leaf_is_a_leaf() {
    let season = published(5);
    let proof = season.proof(2);
    for wrong in
        [&proof[..64], &proof[..95], &[&proof[..], &[0; 32]].concat(), &[], &[&proof[..], &[0]].concat()]
    {
        assert_eq!(season.verify(&season.leaf(2), wrong), Err(AirdropError::WrongProof), "{}", wrong.len());
    }
    // The empty place 5 is under the root, and no leaf hashes to it.
    assert_eq!(climb(sha256, EMPTY, 5, &season.tree.proof(5)), season.tree.root());
    // A parent has the same root with the upper siblings; as a leaf it would need the prefix 0.
    let parent = node(sha256, &season.leaf(0).hash(sha256), &season.leaf(1).hash(sha256));
    assert_eq!(climb(sha256, parent, 0, &season.tree.proof(0)[1..]), season.tree.root());
    assert_ne!(season.leaf(0).hash(sha256), parent);
}

#[test]
fn any_flipped_bit_breaks_a_proof() {
    let season = published(21);
    let (index, proof) = (13, season.proof(13));
    for bit in 0..proof.len() * 8 {
        let mut flipped = proof.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(season.verify(&season.leaf(index), &flipped), Err(AirdropError::WrongProof));
    }
    let leaf = season.leaf(index);
    for bit in 0..256 {
        let flip = |key: &Hash| {
            let mut flipped = *key;
            flipped[bit / 8] ^= 1 << (bit % 8);
            flipped
        };
        let (domain, address, wallet) = (flip(leaf.domain), flip(leaf.season), flip(leaf.wallet));
        for other in [
            Leaf { domain: &domain, ..leaf },
            Leaf { season: &address, ..leaf },
            Leaf { wallet: &wallet, ..leaf },
        ] {
            assert_eq!(season.verify(&other, &proof), Err(AirdropError::WrongProof));
        }
    }
    for bit in 0..64 {
        let other = Leaf { points: leaf.points ^ (1 << bit), ..leaf };
        assert_eq!(season.verify(&other, &proof), Err(AirdropError::WrongProof));
    }
}

#[test]
fn a_bit_is_set_once() {
    let mut bits = [0; PAGE_BYTES];
    for index in 0..CLAIMS_PER_PAGE {
        assert!(!is_claimed(&bits, index));
        assert_eq!(Bitmap(&mut bits).claim(index), Ok(()));
        assert!(is_claimed(&bits, index));
        assert_eq!(Bitmap(&mut bits).claim(index), Err(AirdropError::AlreadyClaimed));
        // The same place of another page is another claim, which the page's number tells apart.
        assert_eq!(Bitmap(&mut bits).claim(index + CLAIMS_PER_PAGE), Err(AirdropError::AlreadyClaimed));
        assert_ne!(page_of(index), page_of(index + CLAIMS_PER_PAGE));
        let set: u32 = bits.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(set, index + 1);
    }
    assert_eq!(page_of(MAX_LEAVES - 1), 127);
}

proptest! {
    #[test]
    fn trees_are_the_definition(
        entries in prop::collection::vec((any::<Hash>(), 1..=u64::MAX), 1..200), chosen in any::<usize>()
    ) {
        let season = Published::new(entries);
        let index = chosen % season.entries.len();
        prop_assert_eq!(season.verify(&season.leaf(index), &season.proof(index)), Ok(()));
        let other = (index + 1) % season.entries.len();
        if other != index {
            prop_assert!(season.verify(&season.leaf(other), &season.proof(index)).is_err());
        }
    }
}
