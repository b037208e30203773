//! A list from its CSV to proofs that lead to the root, and every list that is refused.

use {
    io_client::airdrop::{
        merkle::{climb, depth, verify, Hash, Leaf},
        payout,
    },
    io_points::{sha256, write, Folder, List, Manifest, Reconciliation, Rules, Season, Tree, MAX_FILES},
    io_reference::airdrop::Tree as Reference,
    solana_pubkey::Pubkey,
    std::{
        env, fs,
        io::{BufReader, Write},
        path::PathBuf,
        process,
        time::Instant,
    },
};

const SEASON: Season = Season { address: [4; 32], domain: [3; 32] };
const ANY: Rules = Rules { programs: true };

/// A wallet of nobody, by its number.
fn wallet(i: u64) -> Pubkey {
    let seed = i.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    Pubkey::new_from_array(sha256(&[&seed]))
}

fn csv(count: u64) -> String {
    let line = |i| format!("{},{}\n", wallet(i), 1 + i % 1_000);
    (0..count).map(line).collect()
}

fn list(text: &str) -> List {
    List::read(text.as_bytes(), ANY).unwrap()
}

fn refused(text: &str, rules: Rules) -> String {
    List::read(text.as_bytes(), rules).unwrap_err().to_string()
}

fn folder(name: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("io-points-{name}-{}", process::id()));
    let _ = fs::remove_dir_all(&path);
    path
}

fn reference(list: &List) -> Reference {
    let leaf = |(index, row): (u32, &io_points::Row)| {
        let Season { address, domain } = &SEASON;
        Leaf { domain, season: address, index, wallet: &row.wallet, points: row.points }.hash(sha256)
    };
    let leaves: Vec<Hash> = (0..).zip(list.rows()).map(leaf).collect();
    Reference::new(&leaves, |bytes| sha256(&[bytes]))
}

#[test]
fn a_list_is_read_in_any_order_and_sorted() {
    let (one, other) = (wallet(1), wallet(2));
    let plain = list(&format!("{one},5\n{other},7\n"));
    let odd = list(&format!("Wallet,Points\r\n\n# season 1\n \"{other}\" , \"7\" \r\n{one},5"));
    assert_eq!((plain.points(), plain.leaves()), (12, 2));
    let of = |list: &List| list.rows().iter().map(|row| (row.wallet, row.points)).collect::<Vec<_>>();
    assert_eq!(of(&plain), of(&odd));
    assert!(plain.rows()[0].wallet < plain.rows()[1].wallet);
    assert_eq!(plain.find(&one.to_bytes()).map(|i| plain.rows()[i as usize].points), Some(5));
    assert_eq!(plain.find(&wallet(3).to_bytes()), None);
}

#[test]
fn every_wrong_line_is_named() {
    let one = wallet(1);
    for (text, rules, expected) in [
        (String::new(), ANY, "the list is empty"),
        ("wallet,points\n".into(), ANY, "the list is empty"),
        (format!("{one}\n"), ANY, "line 1: write wallet,points"),
        (format!("wallet,points\n{one},\n"), ANY, "line 2: points are a whole number"),
        (format!("{one},-1\n"), ANY, "line 1: points are a whole number"),
        (format!("{one},1.5\n"), ANY, "line 1: points are a whole number"),
        (format!("{one},1,000\n"), ANY, "line 1: points are a whole number"),
        (format!("{one},0\n"), ANY, "line 1: 0 points are worth nothing"),
        (format!("{one},18446744073709551616\n"), ANY, "line 1: points do not fit"),
        (format!("{one},{0}\n{1},{0}\n", u64::MAX, wallet(2)), ANY, "all points together do not fit"),
        ("nobody,5\n".into(), ANY, "line 1: the wallet is no address"),
        (format!("{one}1,5\n"), ANY, "line 1: the wallet is no address"),
        (format!("{},5\n", Pubkey::default()), ANY, "line 1: the wallet is the system program's"),
        (format!("{one},1\n\n{one},2\n"), ANY, "lines 1 and 3:"),
    ] {
        let message = refused(&text, rules);
        assert!(message.starts_with(expected), "{text:?}: {message}");
    }
    // Addresses off the curve, of which nobody has a key.
    let programs = (0..).map(|i| Pubkey::new_from_array(sha256(&[&[i]]))).find(|key| !key.is_on_curve());
    let text = format!("{},5\n", programs.unwrap());
    let message = refused(&text, Rules::default());
    assert!(message.contains("the address is a program's"), "{message}");
    List::read(text.as_bytes(), ANY).unwrap();
}

#[test]
fn the_tree_is_the_definition_for_every_size() {
    for count in (1..=40).chain([255, 256, 257, 511, 512, 513, 1_000, 5_000]) {
        let list = list(&csv(count));
        let tree = Tree::new(&SEASON, &list);
        let reference = reference(&list);
        assert_eq!(tree.root(), reference.root(), "{count}");
        let files = list.leaves().div_ceil(tree.per_file());
        assert!(files <= MAX_FILES);
        for file in 0..files {
            let first = (file * tree.per_file()) as usize;
            let up = depth(tree.per_file()) as usize;
            assert_eq!(tree.path(file), reference.proof(first)[up..], "{count}, {file}");
        }
    }
}

#[test]
fn a_wallet_finds_its_proof_in_one_file() {
    for count in [1, 2, 3, 300, 5_000] {
        let path = folder(&format!("find-{count}"));
        let list = list(&csv(count));
        let tree = Tree::new(&SEASON, &list);
        let funder = wallet(1_000_000);
        let pool = 17_500_000 * 100_000_000;
        let manifest = Manifest::new(&SEASON, &funder, 7, &list, &tree, pool);
        let sums = Reconciliation::new(&list, &tree, pool);
        write(&path, &list, &tree, &manifest, &sums, || ()).unwrap();

        let there = Folder::open(&path).unwrap();
        assert_eq!((there.manifest.clone(), there.root()), (manifest, tree.root()));
        for i in (0..count).step_by(1 + count as usize / 50) {
            let entry = there.find(&wallet(i)).unwrap().expect("on the list");
            assert_eq!(entry.points, 1 + i % 1_000);
            let bytes = entry.wallet.to_bytes();
            let leaf = Leaf {
                domain: &SEASON.domain,
                season: &SEASON.address,
                index: entry.index,
                wallet: &bytes,
                points: entry.points,
            };
            verify(sha256, &tree.root(), list.leaves(), &leaf, &entry.proof.concat()).unwrap();
            assert_eq!(climb(sha256, leaf.hash(sha256), entry.index, &entry.proof), tree.root());
        }
        for i in count..count + 20 {
            assert_eq!(there.find(&wallet(i)).unwrap(), None);
        }
        let paid: u64 = list.rows().iter().map(|row| payout(row.points, list.points(), pool).unwrap()).sum();
        assert_eq!(sums.payouts, paid.to_string());
        assert_eq!(sums.remainder, (pool - paid).to_string());
        assert!(pool - paid <= u64::from(list.leaves()));
        fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
fn a_file_that_was_tampered_with_is_told() {
    let path = folder("tampered");
    let list = list(&csv(700));
    let tree = Tree::new(&SEASON, &list);
    let manifest = Manifest::new(&SEASON, &wallet(9), 0, &list, &tree, 1_000_000);
    write(&path, &list, &tree, &manifest, &Reconciliation::new(&list, &tree, 1_000_000), || ()).unwrap();
    let file = path.join("proofs/03.json");
    let good = fs::read_to_string(&file).unwrap();
    let there = Folder::open(&path).unwrap();
    there.entries(3).unwrap();
    let points = &list.rows()[(3 * tree.per_file()) as usize].points.to_string();
    for bad in [
        good.replacen(&format!("\"{points}\""), "\"999999\"", 1),
        good.replacen("\"first_index\":", "\"first_index\":1", 1),
        good.replacen("\"path\":[\"", "\"path\":[\"00", 1),
        fs::read_to_string(path.join("proofs/04.json")).unwrap(),
        "{}".into(),
        good[..good.len() / 2].into(),
    ] {
        assert_ne!(bad, good);
        fs::write(&file, bad).unwrap();
        assert!(there.entries(3).is_err());
    }
    // A manifest that would take gigabytes, or names too few files.
    let file = path.join("season.json");
    let good = fs::read_to_string(&file).unwrap();
    for (from, to) in [
        ("\"leaves\": 700", "\"leaves\": 4294967295"),
        ("\"leaves\": 700", "\"leaves\": 0"),
        ("\"leaves\": 700", "\"leaves\": 1048577"),
        ("\"leaves\": 700", "\"leaves\": 699"),
        ("\"version\": 1", "\"version\": 2"),
    ] {
        let mut bad: serde_json::Value = serde_json::from_str(&good.replacen(from, to, 1)).unwrap();
        if to.ends_with("699") {
            bad["first_wallets"].as_array_mut().unwrap().pop();
        }
        fs::write(&file, bad.to_string()).unwrap();
        assert!(Folder::open(&path).is_err(), "{to}");
    }
    fs::remove_dir_all(&path).unwrap();
    assert!(Folder::open(&path).is_err());
}

/// A season of 2^20 wallets: prints time and memory.
#[test]
fn a_million_rows_in_bounded_memory() {
    const COUNT: u64 = 1 << 20;
    let path = folder("million");
    fs::create_dir_all(&path).unwrap();
    let file = path.join("points.csv");
    let mut out = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    for i in 0..COUNT {
        writeln!(out, "{},{}", wallet(i), 1 + i % 1_000_000).unwrap();
    }
    drop(out);
    let start = Instant::now();
    let list = List::read(BufReader::new(fs::File::open(&file).unwrap()), ANY).unwrap();
    let read = start.elapsed();
    let tree = Tree::new(&SEASON, &list);
    let hashed = start.elapsed();
    let pool = 1_750_000_000_000_000;
    let manifest = Manifest::new(&SEASON, &wallet(COUNT), 1, &list, &tree, pool);
    write(&path, &list, &tree, &manifest, &Reconciliation::new(&list, &tree, pool), || ()).unwrap();
    let written = start.elapsed();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no peak known");
    let kilobytes: u64 = peak.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    assert!(kilobytes < 128 * 1_024, "{peak}");
    println!("{COUNT} rows: read {read:?}, hashed {hashed:?}, written {written:?}; {peak}");
    assert_eq!(list.leaves() as u64, COUNT);
    let too_long = format!("{}{},1\n", fs::read_to_string(&file).unwrap(), wallet(COUNT));
    assert!(refused(&too_long, ANY).contains("make it two seasons"));
    fs::remove_dir_all(&path).unwrap();
}
