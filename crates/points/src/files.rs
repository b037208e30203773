//! A season's static files, and what is read back from them.

use {
    crate::{
        text::{base58, unbase58},
        tree::{leaves, levels, per_file, sha256, siblings},
        List, Season, Tree,
    },
    io_client::{
        airdrop::{
            merkle::{climb, Hash},
            payout, Entry, MAX_LEAVES,
        },
        hex,
    },
    serde::{Deserialize, Serialize},
    solana_pubkey::Pubkey,
    std::{fs, io, path::Path},
};

/// The file that says what the others are.
pub const MANIFEST: &str = "season.json";
/// The file with the sums.
pub const RECONCILIATION: &str = "reconciliation.json";
/// The folder of the proofs.
const PROOFS: &str = "proofs";

/// What a season publishes, and where each wallet's proof is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Layout of these files.
    pub version: u8,
    /// The season's address.
    pub season: String,
    /// Who publishes it.
    pub funder: String,
    /// The funder's number for it.
    pub id: String,
    /// The cluster's genesis hash.
    pub domain: String,
    /// Root of the tree, in hexadecimal.
    pub root: String,
    /// Number of leaves.
    pub leaves: u32,
    /// Points of all leaves.
    pub points: String,
    /// Base units of IO for all points.
    pub pool: String,
    /// Leaves of a full file of proofs.
    pub leaves_per_file: u32,
    /// The first wallet of each file, `proofs/00.json` and so on: a wallet is in the last file
    /// whose first wallet is not above it, as bytes.
    pub first_wallets: Vec<String>,
}

/// The sums of a season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Wallets on the list.
    pub wallets: u32,
    /// Points of all of them.
    pub points: String,
    /// Base units of the pool.
    pub pool: String,
    /// Base units of all payouts.
    pub payouts: String,
    /// Base units of the pool that no payout reaches: less than one a wallet.
    pub remainder: String,
    /// Base units of the least payout.
    pub least_payout: String,
    /// Base units of the greatest payout.
    pub greatest_payout: String,
    /// Wallets whose points are worth less than a base unit, which nobody can claim.
    pub worth_nothing: u32,
    /// Root of the tree, in hexadecimal.
    pub root: String,
}

/// One file of proofs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// Index of its first leaf.
    pub first_index: u32,
    /// Wallets and points, by index.
    pub leaves: Vec<(String, String)>,
    /// Siblings from the top of its subtree to the root, in hexadecimal.
    pub path: Vec<String>,
}

/// Writes all files of a season into `folder`.
///
/// # Errors
/// If the folder cannot be written.
pub fn write(
    folder: &Path,
    list: &List,
    tree: &Tree,
    manifest: &Manifest,
    sums: &Reconciliation,
    mut progress: impl FnMut(),
) -> io::Result<()> {
    fs::create_dir_all(folder.join(PROOFS))?;
    let rows = list.rows().chunks(tree.per_file() as usize);
    for (file, rows) in (0u32..).zip(rows) {
        let leaf = |row: &crate::Row| (base58(&row.wallet), row.points.to_string());
        let proofs = ProofFile {
            first_index: file.saturating_mul(tree.per_file()),
            leaves: rows.iter().map(leaf).collect(),
            path: tree.path(file).iter().map(|node| hex::encode(node)).collect(),
        };
        fs::write(folder.join(PROOFS).join(name(file)), serde_json::to_vec(&proofs)?)?;
        progress();
    }
    fs::write(folder.join(RECONCILIATION), serde_json::to_vec_pretty(sums)?)?;
    // Last, so that a folder with it is whole.
    fs::write(folder.join(MANIFEST), serde_json::to_vec_pretty(manifest)?)
}

impl Manifest {
    /// What is published of a list.
    #[must_use]
    pub fn new(season: &Season, funder: &Pubkey, id: u64, list: &List, tree: &Tree, pool: u64) -> Self {
        let first = list.rows().iter().step_by(tree.per_file() as usize);
        Self {
            version: 1,
            season: base58(&season.address),
            funder: funder.to_string(),
            id: id.to_string(),
            domain: base58(&season.domain),
            root: hex::encode(&tree.root()),
            leaves: list.leaves(),
            points: list.points().to_string(),
            pool: pool.to_string(),
            leaves_per_file: tree.per_file(),
            first_wallets: first.map(|row| base58(&row.wallet)).collect(),
        }
    }
}

impl Reconciliation {
    /// The sums of a list for a pool.
    #[must_use]
    pub fn new(list: &List, tree: &Tree, pool: u64) -> Self {
        let (mut sum, mut least, mut greatest, mut nothing) = (0u64, u64::MAX, 0, 0u32);
        for row in list.rows() {
            match payout(row.points, list.points(), pool) {
                Ok(amount) => {
                    // At most the pool.
                    sum = sum.saturating_add(amount);
                    (least, greatest) = (least.min(amount), greatest.max(amount));
                }
                Err(_) => nothing = nothing.saturating_add(1),
            }
        }
        Self {
            wallets: list.leaves(),
            points: list.points().to_string(),
            pool: pool.to_string(),
            payouts: sum.to_string(),
            remainder: pool.saturating_sub(sum).to_string(),
            least_payout: least.min(greatest).to_string(),
            greatest_payout: greatest.to_string(),
            worth_nothing: nothing,
            root: hex::encode(&tree.root()),
        }
    }
}

/// Reads a file by its name; says in a sentence why it cannot.
pub type Read = Box<dyn Fn(&str) -> Result<Vec<u8>, String>>;

/// A season's files: in a folder, or on a server.
pub struct Folder {
    read: Read,
    /// What it says of itself.
    pub manifest: Manifest,
    season: Season,
    root: Hash,
    first: Vec<Hash>,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// In a sentence, if it has no manifest or one that cannot be read.
    pub fn open(path: &Path) -> Result<Self, String> {
        let path = path.to_owned();
        Self::new(Box::new(move |name| {
            let file = path.join(name);
            fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))
        }))
    }

    /// Opens whatever `read` finds `season.json` and `proofs/00.json` in.
    ///
    /// # Errors
    /// As [`Folder::open`].
    pub fn new(read: Read) -> Result<Self, String> {
        let manifest: Manifest = parse(&read, MANIFEST)?;
        let wrong = || format!("{MANIFEST} is not what `io airdrop build` writes");
        // Whoever publishes the files decides what they say, but not how much memory they take.
        let leaves = manifest.leaves;
        let in_bounds = (1..=MAX_LEAVES).contains(&leaves) && manifest.leaves_per_file == per_file(leaves);
        let files = leaves.div_ceil(per_file(leaves)) as usize;
        if manifest.version != 1 || !in_bounds || manifest.first_wallets.len() != files {
            return Err(wrong());
        }
        let key = |text: &String| unbase58(text).ok_or_else(wrong);
        let season = Season { address: key(&manifest.season)?, domain: key(&manifest.domain)? };
        let root = hex::decode(&manifest.root).ok_or_else(wrong)?;
        let first = manifest.first_wallets.iter().map(key).collect::<Result<_, _>>()?;
        Ok(Self { read, manifest, season, root, first })
    }

    /// The season's address.
    #[must_use]
    pub fn season(&self) -> Pubkey {
        Pubkey::new_from_array(self.season.address)
    }

    /// The cluster's genesis hash.
    #[must_use]
    pub fn domain(&self) -> Hash {
        self.season.domain
    }

    /// Root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// A wallet's leaf with its proof; none if the wallet is not on the list.
    ///
    /// # Errors
    /// In a sentence, if its file cannot be read or does not lead to the root.
    pub fn find(&self, wallet: &Pubkey) -> Result<Option<Entry>, String> {
        let bytes = wallet.to_bytes();
        let Some(file) = self.first.partition_point(|first| *first <= bytes).checked_sub(1) else {
            return Ok(None);
        };
        let entries = self.entries(file as u32)?;
        Ok(entries.into_iter().find(|entry| entry.wallet == *wallet))
    }

    /// Files of proofs.
    #[must_use]
    pub fn files(&self) -> u32 {
        self.first.len() as u32
    }

    /// Every leaf of a file with its proof.
    ///
    /// # Errors
    /// In a sentence, if it cannot be read or does not lead to the root.
    pub fn entries(&self, file: u32) -> Result<Vec<Entry>, String> {
        let name = format!("{PROOFS}/{}", name(file));
        let proofs: ProofFile = parse(&self.read, &name)?;
        let wrong = || format!("{name} does not lead to the season's root: fetch it again");
        let row = |(wallet, points): &(String, String)| Some((unbase58(wallet)?, points.parse().ok()?));
        let rows: Vec<(Hash, u64)> =
            proofs.leaves.iter().map(row).collect::<Option<_>>().ok_or_else(wrong)?;
        let path: Vec<Hash> =
            proofs.path.iter().map(|node| hex::decode(node)).collect::<Option<_>>().ok_or_else(wrong)?;
        let size = self.manifest.leaves_per_file;
        // By its first wallet a file is found.
        let first = rows.first().map(|(wallet, _)| wallet);
        let in_place = first.is_some() && first == self.first.get(file as usize);
        if !in_place || rows.len() > size as usize || proofs.first_index != file.saturating_mul(size) {
            return Err(wrong());
        }
        let levels = levels(leaves(&self.season, proofs.first_index, &rows), size);
        let top = levels.last().and_then(|level| level.first()).ok_or_else(wrong)?;
        if climb(sha256, *top, file, &path) != self.root {
            return Err(wrong());
        }
        let entry = |(place, (wallet, points)): (usize, &(Hash, u64))| Entry {
            index: proofs.first_index.saturating_add(place as u32),
            wallet: Pubkey::new_from_array(*wallet),
            points: *points,
            proof: siblings(&levels, place).into_iter().chain(path.iter().copied()).collect(),
        };
        Ok(rows.iter().enumerate().map(entry).collect())
    }
}

fn parse<T: for<'a> Deserialize<'a>>(read: &Read, name: &str) -> Result<T, String> {
    serde_json::from_slice(&read(name)?).map_err(|error| format!("{name}: {error}"))
}

/// `00.json` to `ff.json`.
fn name(file: u32) -> String {
    format!("{file:02x}.json")
}
