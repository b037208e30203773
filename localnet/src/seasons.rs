//! The eight airdrop seasons, as the network announced them, published and funded by the
//! community's wallet. Their lists and files lie beside the keys, as `io airdrop build` writes
//! them.

use {
    crate::{Keys, Rpc},
    anyhow::{anyhow, Context, Result},
    io_client::{
        airdrop::{self, season_address, Rest, Terms},
        economics::{
            time::{DAY, NOTICE_SECONDS},
            units::BASE_UNITS_PER_IO,
        },
    },
    io_points::{write, List, Manifest, Reconciliation, Rules, Season, Tree},
    io_testkit::airdrop::SEASONS,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{fs, path::PathBuf},
};

/// Wallets of nobody on each list, beside the operator, the holder and the client.
const OTHERS: u8 = 40;
/// How long a season is open, in days.
const OPEN_DAYS: u32 = 180;

/// Publishes and funds all of them; they open after a week.
///
/// # Errors
/// If the chain refuses a step, or the files cannot be written.
pub fn publish(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let [.., funder] = &keys.owners;
    let me = funder.pubkey();
    let domain = rpc.client().get_genesis_hash()?.to_bytes();
    // The clock of a chain that has just begun runs ahead of this machine's.
    let opens_at = rpc.now()? + NOTICE_SECONDS + 60;
    for ((id, (name, pool)), seed) in (1u64..).zip(SEASONS).zip(1u8..) {
        let address = season_address(&me, id);
        let season = Season { address: address.to_bytes(), domain };
        let folder = folder(keys, id);
        fs::create_dir_all(&folder)?;
        let csv = csv(keys, seed);
        fs::write(folder.join("points.csv"), &csv)?;
        let list =
            List::read(csv.as_bytes(), Rules::default()).map_err(|error| anyhow!("{name}: {error}"))?;
        let (tree, pool) = (Tree::new(&season, &list), pool * BASE_UNITS_PER_IO);
        let manifest = Manifest::new(&season, &me, id, &list, &tree, pool);
        write(&folder, &list, &tree, &manifest, &Reconciliation::new(&list, &tree, pool), || ())?;
        let terms = Terms {
            root: tree.root(),
            domain,
            leaves: list.leaves(),
            points: list.points(),
            pool,
            opens_at,
            open_seconds: OPEN_DAYS * DAY as u32,
        };
        let mut calls = airdrop::create_season(&me, id, Rest::Burn, terms).to_vec();
        calls.push(airdrop::open_page(&me, &address, 0));
        calls.push(airdrop::fund(&me, &address, pool));
        rpc.send(&calls, funder, &[]).context(name)?;
    }
    Ok(())
}

/// Where the list and the files of a season are.
pub fn folder(keys: &Keys, id: u64) -> PathBuf {
    keys.folder().join(format!("season-{id}"))
}

/// The people of this network and some others, with points.
fn csv(keys: &Keys, seed: u8) -> String {
    let people = [&keys.operator, &keys.holder, &keys.client].map(Signer::pubkey);
    let others = (0..OTHERS).map(|i| {
        let mut key = [seed; 32];
        key[0] = i;
        Keypair::new_from_array(key).pubkey()
    });
    let line = |(points, wallet): (u64, Pubkey)| format!("{wallet},{points}\n");
    std::iter::once("wallet,points\n".to_owned())
        .chain((1_000..).step_by(250).zip(people.into_iter().chain(others)).map(line))
        .collect()
}
