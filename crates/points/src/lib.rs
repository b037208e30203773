//! Lists of points for airdrop seasons.
//!
//! ```text
//! points.csv -> List -> Tree -> season.json, reconciliation.json, proofs/00.json .. ff.json
//! season.json, one of proofs/ -> Entry, which a claim takes
//! ```
//!
//! A list is read line by line and kept sorted by wallet, 48 bytes each; its order in the file does
//! not matter. The tree is never kept whole: each of at most 256 files holds a subtree's leaves and
//! the way from its top to the root, so that whoever has the file of its wallet computes the proof.

mod files;
mod list;
mod text;
mod tree;

pub use {
    files::{write, Folder, Manifest, ProofFile, Read, Reconciliation, MANIFEST, RECONCILIATION},
    list::{List, ListError, Row, Rules},
    tree::{sha256, Season, Tree, MAX_FILES},
};
