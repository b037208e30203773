//! Airdrops against exact rational arithmetic, the tree against its definition, and what no proof
//! can do.

#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    airdrop::{
        is_claimed,
        merkle::{climb, depth, node, verify, Hash, Leaf, EMPTY},
        page_of, payout, AirdropError, Bitmap, Rest, SeasonLedger, Terms, CLAIMS_PER_PAGE, MAX_LEAVES,
        MAX_OPEN_SECONDS, MAX_WAIT_SECONDS, MIN_OPEN_SECONDS, NOTICE_SECONDS, PAGE_BYTES,
    },
    units::BASE_UNITS_PER_IO,
};
use io_reference::airdrop::{self as reference, Tree};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use solana_sha256_hasher::hashv;

const NOW: i64 = 1_767_225_600;
const IO: u64 = BASE_UNITS_PER_IO;

fn sha256(parts: &[&[u8]]) -> Hash {
    hashv(parts).to_bytes()
}

const TERMS: Terms = Terms {
    root: [1; 32],
    domain: [2; 32],
    leaves: 10,
    points: 1_000,
    pool: 90 * IO,
    opens_at: NOW + NOTICE_SECONDS,
    open_seconds: MIN_OPEN_SECONDS as u32,
};

fn season() -> SeasonLedger {
    SeasonLedger::new(&TERMS, Rest::Burn, NOW).unwrap()
}

/// A season whose claims have just begun.
fn open() -> SeasonLedger {
    let mut season = season();
    season.fund(TERMS.pool, NOW).unwrap();
    season
}

#[test]
fn terms_are_within_their_bounds() {
    let at = |change: fn(&mut Terms)| {
        let mut terms = TERMS;
        change(&mut terms);
        terms.check(NOW)
    };
    assert_eq!(at(|_| ()), Ok(()));
    assert_eq!(at(|terms| terms.leaves = 0), Err(AirdropError::InvalidLeaves));
    assert_eq!(at(|terms| terms.leaves = MAX_LEAVES), Ok(()));
    assert_eq!(at(|terms| terms.leaves = MAX_LEAVES + 1), Err(AirdropError::InvalidLeaves));
    assert_eq!(at(|terms| terms.points = 0), Err(AirdropError::InvalidPoints));
    assert_eq!(at(|terms| terms.pool = 0), Err(AirdropError::InvalidPool));
    assert_eq!(at(|terms| terms.opens_at -= 1), Err(AirdropError::NoticeTooShort));
    assert_eq!(at(|terms| terms.opens_at = i64::MIN), Err(AirdropError::NoticeTooShort));
    assert_eq!(at(|terms| terms.opens_at = NOW + MAX_WAIT_SECONDS), Ok(()));
    assert_eq!(at(|terms| terms.opens_at = NOW + MAX_WAIT_SECONDS + 1), Err(AirdropError::OpensTooLate));
    assert_eq!(at(|terms| terms.opens_at = i64::MAX), Err(AirdropError::OpensTooLate));
    assert_eq!(at(|terms| terms.open_seconds -= 1), Err(AirdropError::InvalidWindow));
    assert_eq!(at(|terms| terms.open_seconds = MAX_OPEN_SECONDS as u32), Ok(()));
    assert_eq!(
        at(|terms| terms.open_seconds = MAX_OPEN_SECONDS as u32 + 1),
        Err(AirdropError::InvalidWindow)
    );
}

#[test]
fn claims_begin_funded_and_on_time_and_end() {
    let mut season = season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::NotFunded));
    let mut season = open();
    assert_eq!(season.claim(1, TERMS.opens_at - 1), Err(AirdropError::NotOpen));
    assert_eq!(season.claim(1, TERMS.opens_at), Ok(9_000_000));
    assert_eq!(season.claim(1, season.closes_at - 1), Ok(9_000_000));
    assert_eq!(season.claim(1, season.closes_at), Err(AirdropError::Closed));
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::Closed), "a clock that went back");
    assert_eq!(season.sweep(TERMS.opens_at), Ok(TERMS.pool - 18_000_000));
    assert_eq!(season.held(), 0);
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::Over));
    assert_eq!(season.sweep(i64::MAX), Err(AirdropError::Over));
    assert_eq!(season.fund(1, i64::MAX), Err(AirdropError::Over));
    assert_eq!(season.cancel(true, i64::MAX), Err(AirdropError::Over));
}

#[test]
fn a_change_gives_seven_days_and_none_comes_after_the_opening() {
    let mut season = open();
    let soon = Terms { opens_at: NOW + 1 + NOTICE_SECONDS - 1, ..TERMS };
    assert_eq!(season.update(&soon, NOW + 1), Err(AirdropError::NoticeTooShort));
    let later = Terms { opens_at: NOW + 1 + NOTICE_SECONDS, pool: TERMS.pool + 1, ..TERMS };
    season.update(&later, NOW + 1).unwrap();
    let smaller = Terms { pool: TERMS.pool - 1, ..later };
    assert_eq!(season.update(&smaller, NOW), Err(AirdropError::PoolBelowFunded));
    assert_eq!(season.claim(1, later.opens_at), Err(AirdropError::NotFunded));
    season.fund(1, later.opens_at).unwrap();
    for now in [later.opens_at, i64::MAX, i64::MIN] {
        assert_eq!(season.update(&later, now), Err(AirdropError::AlreadyOpen));
        assert_eq!(season.cancel(true, now), Err(AirdropError::AlreadyOpen));
    }
}

#[test]
fn late_money_moves_the_opening_and_takes_no_time_from_claimants() {
    let mut season = season();
    season.fund(1, TERMS.opens_at).unwrap();
    let late = TERMS.opens_at + 40 * 86_400;
    assert_eq!(season.fund(TERMS.pool, late), Err(AirdropError::AbovePool));
    assert_eq!(season.fund(0, late), Err(AirdropError::ZeroAmount));
    season.fund(TERMS.pool - 1, late).unwrap();
    assert_eq!((season.opens_at, season.closes_at), (late, late + MIN_OPEN_SECONDS));
    assert_eq!(season.fund(1, late), Err(AirdropError::AbovePool));
    assert_eq!(season.update(&TERMS, late), Err(AirdropError::AlreadyOpen));
    season.claim(1, late).unwrap();
    assert_eq!(season.sweep(late + MIN_OPEN_SECONDS - 1), Err(AirdropError::StillOpen));
}

#[test]
fn a_season_that_never_opened_is_its_funders_to_cancel_and_in_the_end_anyones() {
    let mut season = season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.sweep(i64::MAX), Err(AirdropError::NeverOpen));
    let mut season = self::season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.cancel(false, season.closes_at - 1), Err(AirdropError::NotFunderYet));
    let mut stale = season;
    assert_eq!(stale.cancel(false, season.closes_at), Ok(TERMS.pool - 1));
    assert_eq!(season.cancel(true, NOW), Ok(TERMS.pool - 1));
    assert_eq!(season.update(&TERMS, NOW), Err(AirdropError::Over));
}

#[test]
fn points_that_were_summed_wrong_stop_at_the_pool() {
    let mut season = open();
    let now = TERMS.opens_at;
    season.claim(600, now).unwrap();
    season.claim(399, now).unwrap();
    assert_eq!(season.claim(2, now), Err(AirdropError::PoolExhausted));
    season.claim(1, now).unwrap();
    assert_eq!(season.paid, TERMS.pool);
    assert_eq!(season.claim(1, now), Err(AirdropError::PoolExhausted));
    assert_eq!(season.claim(0, now), Err(AirdropError::ZeroPoints));
    assert_eq!(season.claim(1_001, now), Err(AirdropError::TooManyPoints));
    assert_eq!(payout(1, 3, 2), Err(AirdropError::WorthNothing));
    assert_eq!(payout(u64::MAX, u64::MAX, u64::MAX), Ok(u64::MAX));
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

/// Points of leaves whose sum fits.
fn points() -> impl Strategy<Value = Vec<u64>> {
    prop_oneof![
        prop::collection::vec(1..=50u64, 1..60),
        prop::collection::vec(1..=u64::MAX / 64, 1..60),
        prop::collection::vec(prop_oneof![1..=3u64, 1..=10_000_000_000u64], 1..60),
    ]
}

proptest! {
    #[test]
    fn payouts_are_the_exact_share_rounded_down(
        points in 1..=u64::MAX, more in any::<u64>(), pool in 1..=u64::MAX
    ) {
        let all = points.saturating_add(more);
        let exact = reference::payout(points, all, pool);
        prop_assert_eq!(payout(points, all, pool).unwrap_or_default(), exact);
    }

    /// All claims together leave less than a base unit a leaf, in any order, and what is left is
    /// burned or returned.
    #[test]
    fn a_season_pays_its_pool_but_for_less_than_a_base_unit_a_leaf(
        points in points(), pool in 1..=800_000_000 * IO, order in any::<u64>()
    ) {
        let all: u64 = points.iter().sum();
        let terms = Terms { leaves: points.len() as u32, points: all, pool, ..TERMS };
        let mut season = SeasonLedger::new(&terms, Rest::Return, NOW).unwrap();
        season.fund(pool, NOW).unwrap();
        let mut turn: Vec<_> = points.clone();
        turn.rotate_left(order as usize % points.len());
        let mut exact = BigRational::from_integer(BigInt::from(0));
        for points in &turn {
            let paid = season.claim(*points, TERMS.opens_at);
            prop_assert!(matches!(paid, Ok(_) | Err(AirdropError::WorthNothing)), "{:?}", paid);
            exact += reference::exact_payout(*points, all, pool);
        }
        prop_assert_eq!(exact, BigRational::from_integer(BigInt::from(pool)));
        let rest = season.sweep(season.closes_at).unwrap();
        prop_assert!(rest < points.len() as u64, "{rest} left of {} leaves", points.len());
        prop_assert_eq!(season.paid + rest, pool);
    }

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

    /// Any calls in any order: never more paid than the pool, nothing changed once open, no claim
    /// out of time.
    #[test]
    fn no_walk_pays_more_than_the_pool(
        calls in prop::collection::vec((0..6u8, any::<u64>(), -1_000_000..9_000_000i64), 1..80)
    ) {
        let mut season = season();
        let (mut now, mut opened, mut paid, mut returned) = (NOW, None, 0u64, 0u64);
        for (call, figure, pass) in calls {
            now += pass;
            let before = season;
            match call {
                0 => drop(season.fund(1 + figure % season.pool, now)),
                1 => drop(season.fund(season.pool - season.funded.min(season.pool), now)),
                2 => {
                    let terms = Terms { pool: 1 + figure % IO, opens_at: now + 2 * NOTICE_SECONDS, ..TERMS };
                    let _ = season.update(&terms, now);
                }
                3 => {
                    let amount = season.claim(1 + figure % 1_100, now).unwrap_or_default();
                    paid += amount;
                    if amount > 0 {
                        prop_assert!(before.is_funded() && !before.over);
                        prop_assert!((before.opens_at..before.closes_at).contains(&now.max(before.seen)));
                    }
                }
                4 => returned += season.cancel(figure % 2 == 0, now).unwrap_or_default(),
                _ => returned += season.sweep(now).unwrap_or_default(),
            }
            let terms = (season.points, season.pool, season.leaves, season.opens_at, season.closes_at);
            if let Some(first) = opened {
                prop_assert_eq!(terms, first, "changed while open");
            } else if season.has_opened(now) && !season.over {
                opened = Some(terms);
                prop_assert!(season.closes_at - season.opens_at >= MIN_OPEN_SECONDS);
            }
            prop_assert_eq!(season.paid, paid);
            prop_assert!(paid <= season.pool && season.funded <= season.pool);
            prop_assert_eq!(season.funded, paid + returned + season.held());
        }
    }
}
