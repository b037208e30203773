//! Airdrops: what points are worth, and the tree over all leaves from its definition.

use {num_bigint::BigInt, num_rational::BigRational, num_traits::ToPrimitive};

/// Base units of `pool` for `points` of `all`, before rounding.
pub fn exact_payout(points: u64, all: u64, pool: u64) -> BigRational {
    BigRational::new(BigInt::from(points) * BigInt::from(pool), BigInt::from(all))
}

/// The same, rounded down.
pub fn payout(points: u64, all: u64, pool: u64) -> u64 {
    exact_payout(points, all, pool).floor().to_integer().to_u64().expect("at most the pool")
}

/// A hash.
pub type Hash = [u8; 32];

/// A tree with every node written down: leaves first, the root last.
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree over `leaves`, filled up with zeros to a power of two.
    ///
    /// # Panics
    /// If there are none.
    pub fn new(leaves: &[Hash], hash: impl Fn(&[u8]) -> Hash) -> Self {
        assert!(!leaves.is_empty(), "a tree has a leaf");
        let mut level = leaves.to_vec();
        level.resize(leaves.len().next_power_of_two(), [0; 32]);
        let mut levels = vec![level];
        while levels[levels.len() - 1].len() > 1 {
            let below = &levels[levels.len() - 1];
            let parent = |pair: &[Hash]| hash(&[&[1][..], &pair[0], &pair[1]].concat());
            levels.push(below.chunks(2).map(parent).collect());
        }
        Self { levels }
    }

    /// The root.
    ///
    /// # Panics
    /// Never: a tree has a root.
    pub fn root(&self) -> Hash {
        self.levels.last().expect("a root")[0]
    }

    /// The siblings on the way from a leaf to the root.
    pub fn proof(&self, index: usize) -> Vec<Hash> {
        let up = self.levels.len() - 1;
        (0..up).map(|level| self.levels[level][(index >> level) ^ 1]).collect()
    }
}
