//! A season from a list of points to the sweep.

pub use io_client::economics::time::DAY;
use {
    crate::{
        after_genesis,
        shell::{figure, tiring, Shell},
        IO,
    },
    io_cli::Exit,
    io_client::{
        airdrop::{page_address, season_address},
        staking::{stake_address, Stake},
        token::associated_address,
    },
    io_rpc::Chain,
    io_testkit::{
        chain::{Call, Effect, FaultyChain},
        owners::COMMUNITY,
        staking::H100,
        World,
    },
    serde_json::{json, Value},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        io::{BufRead, BufReader, Write},
        net::TcpListener,
        path::{Path, PathBuf},
        sync::atomic::{AtomicU32, Ordering},
        thread,
    },
};

pub fn wallet(number: u64) -> Keypair {
    let mut seed = [0xa1; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    Keypair::new_from_array(seed)
}

/// A list of wallets whose points are 100, 200 and so on.
fn list(count: u64) -> String {
    (0..count).map(|i| format!("{},{}\n", wallet(i).pubkey(), 100 * (i + 1))).collect()
}

/// Builds a season of the community's; the list and the files.
fn build(shell: &Shell, id: u64, count: u64, pool: &str) -> (String, String) {
    let points = shell.write(&format!("points-{id}.csv"), &list(count));
    let out = shell.file("season").with_extension(id.to_string()).display().to_string();
    shell.io("community", &format!("airdrop build {points} --pool {pool} --id {id} --out {out}"));
    (points, out)
}

/// The same, published, funded and open.
fn open(shell: &Shell, id: u64, count: u64, pool: &str, more: &str) -> (String, String) {
    let (points, files) = build(shell, id, count, pool);
    let opens = shell.chain.world().now() + 7 * DAY + 60;
    shell.io("community", &format!("airdrop create {files} --opens {opens} {more}"));
    shell.io("community", &format!("airdrop fund {id}"));
    shell.pass(7 * DAY + 60);
    (points, files)
}

/// A key with SOL and an IO account.
pub fn funded(shell: &Shell, number: u64) -> String {
    let (key, name) = (wallet(number), format!("wallet-{number}"));
    let mut world = shell.chain.world();
    world.svm.airdrop(&key.pubkey(), 1_000_000_000).unwrap();
    world.io_account(&key.pubkey());
    drop(world);
    shell.key(&name, &key);
    name
}

fn io_of(shell: &Shell, wallet: &Pubkey) -> u64 {
    figure(&shell.io("stranger", &format!("balance {wallet}")), "io")
}

#[test]
fn a_season_from_the_list_to_the_sweep() {
    let (shell, _) = after_genesis();
    let before = figure(&shell.io("stranger", "supply"), "supply");
    let (points, files) = build(&shell, 1, 10, "5500");
    let verify = format!("airdrop verify {points} --files {files}");
    shell.fails("stranger", &verify, Exit::NotThere);
    let now = shell.chain.world().now();
    let soon = format!("airdrop create {files} --opens {}", now + 6 * DAY);
    shell.fails("community", &soon, Exit::Refused);
    let create = format!("airdrop create {files} --opens {} --for 90d", now + 8 * DAY);
    shell.fails("stranger", &create, Exit::Key);
    // The season lands, the page does not.
    let failure = shell.run_on(&tiring(&shell, 1, false), "community", &create).unwrap_err();
    assert_eq!(failure.exit, Exit::Pending);
    let done = shell.io("community", &create);
    assert_eq!(done["transactions"].as_array().unwrap().len(), 1, "the page alone");
    let season: Pubkey = done["season"].as_str().unwrap().parse().unwrap();
    assert_eq!(season, season_address(&shell.address("community"), 1));
    let said = shell.run("stranger", &verify).unwrap();
    assert!(said.text().contains("one point pays 1.00000000000000 IO"), "{}", said.text());
    assert!(said.text().contains("IO. It waits for 5,500"), "{}", said.text());

    let (rich, other) = (funded(&shell, 9), funded(&shell, 4));
    let claim = format!("airdrop claim {files}");
    let early = shell.fails(&rich, &claim, Exit::TooEarly);
    assert!(early.contains("not funded in full"), "{early}");
    assert_eq!(figure(&shell.io("community", "airdrop fund 1 5,000"), "missing"), 500 * IO);
    assert_eq!(figure(&shell.io("community", "airdrop fund 1"), "missing"), 0);
    let early = shell.fails(&rich, &claim, Exit::TooEarly);
    assert!(early.contains("The season opens"), "{early}");
    shell.fails("stranger", &format!("airdrop sweep {season}"), Exit::TooEarly);

    shell.pass(8 * DAY);
    shell.fails("community", &create.replace("create", "update"), Exit::Refused);
    shell.fails("community", "airdrop cancel 1", Exit::Refused);
    shell.fails("stranger", &claim, Exit::NotThere);
    assert_eq!(figure(&shell.io(&rich, &format!("{claim} --dry-run")), "amount"), 1_000 * IO);
    assert_eq!(io_of(&shell, &wallet(9).pubkey()), 0);
    assert_eq!(figure(&shell.io(&rich, &claim), "amount"), 1_000 * IO);
    let twice = shell.fails(&rich, &claim, Exit::TooEarly);
    assert!(twice.contains("has claimed before"), "{twice}");
    assert_eq!(io_of(&shell, &wallet(9).pubkey()), 1_000 * IO);
    // To another account of one's own, and not to another's.
    let account = {
        let mut world = shell.chain.world();
        world.other_token_account(&wallet(4).pubkey(), &io_client::addresses::emission::MINT.address)
    };
    let foreign = associated_address(&wallet(9).pubkey(), &io_client::addresses::emission::MINT.address);
    shell.fails(&other, &format!("{claim} --to {foreign}"), Exit::Usage);
    shell.io(&other, &format!("{claim} --to {account}"));

    let for_them = format!("airdrop claim-for {files}");
    shell.fails("stranger", &format!("{for_them} {}", wallet(77).pubkey()), Exit::NotThere);
    shell.fails("stranger", &format!("{for_them} {}", wallet(9).pubkey()), Exit::TooEarly);
    let said = shell.io("stranger", &format!("{for_them} {}", wallet(0).pubkey()));
    assert_eq!((&said["wallets"], &said["skipped"][0]), (&0.into(), &wallet(0).pubkey().to_string().into()));
    let said = shell.io("stranger", &format!("{for_them} --open-accounts {}", wallet(0).pubkey()));
    assert_eq!(figure(&said, "paid"), 100 * IO);
    let status = shell.io("stranger", &format!("airdrop status {files} --wallet {}", wallet(0).pubkey()));
    assert_eq!((&status["wallet"]["claimed"], &status["season"]["claimed"]), (&true.into(), &3.into()));
    assert_eq!(figure(&status["season"], "paid"), 1_600 * IO);
    let all = shell.io("stranger", &format!("{for_them} --all --open-accounts"));
    assert_eq!((&all["wallets"], figure(&all, "paid")), (&7.into(), 3_900 * IO));
    shell.io("stranger", &verify);

    let (_, second) = open(&shell, 2, 3, "600", "");
    funded(&shell, 1);
    shell.io("wallet-1", &format!("airdrop claim {second}"));
    shell.pass(91 * DAY);
    let late = shell.fails(&rich, &claim, Exit::Refused);
    assert!(late.contains("is over"), "{late}");
    assert_eq!(shell.io("stranger", "airdrop status")["seasons"].as_array().unwrap().len(), 2);
    // The sweep lands, the rents do not return.
    let sweep = format!("airdrop sweep {}", season_address(&shell.address("community"), 2));
    shell.run_on(&tiring(&shell, 1, true), "stranger", &sweep).unwrap_err();
    let done = shell.io("stranger", &sweep);
    assert_eq!((done["transactions"].as_array().unwrap().len(), &done["pages_closed"]), (1, &1.into()));
    assert_eq!(figure(&shell.io("stranger", &format!("airdrop sweep {season}")), "rest"), 0);
    assert_eq!(shell.io("stranger", "airdrop status")["seasons"], json!([]));
    assert_eq!(before - figure(&shell.io("stranger", "supply"), "supply"), 400 * IO, "the rest is burned");
    shell.fails("stranger", &sweep, Exit::NotThere);
}

#[test]
fn what_was_published_can_change_until_it_opens_and_the_rest_may_return() {
    let (shell, _) = after_genesis();
    let community = shell.address("community");
    let (_, files) = build(&shell, 3, 4, "1000");
    let now = shell.chain.world().now();
    shell.io("community", &format!("airdrop create {files} --opens {} --rest return", now + 30 * DAY));
    let (_, larger) = build(&shell, 3, 5, "1500");
    assert_eq!(files, larger);
    let again = shell.fails(
        "community",
        &format!("airdrop create {files} --opens {}", now + 30 * DAY),
        Exit::Refused,
    );
    assert!(again.contains("airdrop update"), "{again}");
    shell.io("community", &format!("airdrop update {files} --opens {}", now + 9 * DAY));
    let status = shell.io("stranger", &format!("airdrop status {files} --wallet {}", wallet(0).pubkey()));
    assert_eq!((&status["season"]["leaves"], &status["season"]["rest"]), (&5.into(), &"return".into()));
    assert_eq!(figure(&status["wallet"], "amount"), 100 * IO);
    let has = io_of(&shell, &community);
    shell.io("community", "airdrop fund 3 1,000");
    shell.fails("stranger", &format!("airdrop cancel {}", season_address(&community, 3)), Exit::TooEarly);
    shell.io("community", "airdrop cancel 3");
    assert_eq!(io_of(&shell, &community), has);

    let (_, files) = open(&shell, 4, 2, "300", "--rest return");
    shell.pass(91 * DAY);
    shell.io("stranger", &format!("airdrop sweep {}", season_address(&community, 4)));
    assert_eq!(io_of(&shell, &community), has);
    shell.fails("stranger", &format!("airdrop status {files}"), Exit::NotThere);
}

#[test]
fn verify_trusts_nothing_that_differs() {
    let (shell, _) = after_genesis();
    let (points, files) = open(&shell, 5, 300, "17,500,000", "");
    let verify = |points: &str, files: &str| format!("airdrop verify {points} --files {files}");
    let said = shell.io("stranger", &verify(&points, &files));
    assert_eq!(said["trusted"], true);
    assert_eq!(said["checks"].as_array().unwrap().len(), 10);
    let text = list(300);
    for (bad, word) in [
        (text.replacen(",100\n", ",101\n", 1), "the list has 4515001 points, the season 4515000"),
        (
            text.replacen(&wallet(2).pubkey().to_string(), &wallet(999).pubkey().to_string(), 1),
            "a different root",
        ),
        (format!("{text}{},1\n", wallet(1_000).pubkey()), "the list has 301 wallets, the season 300"),
    ] {
        let bad = shell.write("bad.csv", &bad);
        let failure = shell.fails("stranger", &verify(&bad, &files), Exit::Refused);
        assert!(failure.starts_with("Do not trust this season:") && failure.contains(word), "{failure}");
    }
    // A file that was tampered with.
    let file = Path::new(&files).join("proofs/07.json");
    let good = fs::read_to_string(&file).unwrap();
    fs::write(&file, good.replacen("\"path\":[\"", "\"path\":[\"0", 1)).unwrap();
    let failure = shell.fails("stranger", &verify(&points, &files), Exit::Refused);
    assert!(failure.contains("07.json"), "{failure}");
    fs::write(&file, good).unwrap();
    // The files of another season.
    let (_, other) = build(&shell, 6, 300, "17,500,000");
    let season = season_address(&shell.address("community"), 5);
    let failure = shell.fails(
        "stranger",
        &format!("airdrop verify {points} --season {season} --files {other}"),
        Exit::Refused,
    );
    assert!(failure.contains("another season's"), "{failure}");
    shell.fails("stranger", &format!("airdrop verify {points}"), Exit::Usage);
    // Another cluster.
    let hash = Pubkey::new_from_array([1; 32]);
    let line = format!("airdrop build {points} --pool 5 --id 8 --out {other} --genesis-hash {hash}");
    shell.io("community", &line);
    let opens = shell.chain.world().now() + 8 * DAY;
    let failure = shell.fails("community", &format!("airdrop create {other} --opens {opens}"), Exit::Refused);
    assert!(failure.contains("another cluster"), "{failure}");
}

#[test]
fn a_list_that_is_wrong_is_not_built() {
    let (shell, _) = after_genesis();
    let one = wallet(1).pubkey();
    let program = Pubkey::find_program_address(&[b"pda"], &io_client::token_swap::ID).0;
    for (text, word) in [
        (format!("{one},1\n{one},2\n"), "is on the list twice"),
        (format!("{one},0\n"), "0 points are worth nothing"),
        ("nobody,1\n".into(), "no address"),
        (format!("{program},1\n"), "--allow-programs"),
        (format!("{one},{0}\n{1},{0}\n", u64::MAX, wallet(2).pubkey()), "do not fit in 64 bits"),
    ] {
        let points = shell.write("wrong.csv", &text);
        let failure = shell.fails("community", &format!("airdrop build {points} --pool 5"), Exit::Usage);
        assert!(failure.contains(word), "{failure}");
    }
    let points = shell.write("programs.csv", &format!("{program},1\n{one},1000000000\n"));
    let out = shell.file("out").display().to_string();
    let line = format!("airdrop build {points} --pool 1 --allow-programs --allow-worthless --out {out}");
    let dry = shell.io("community", &format!("{line} --dry-run"));
    assert_eq!(dry["reconciliation"]["worth_nothing"], 1);
    assert!(!PathBuf::from(&out).exists());
    shell.io("community", &line);
    shell.fails("community", &format!("airdrop build {points} --pool 0"), Exit::Usage);
    shell.fails("community", "airdrop claim /nowhere/at/all", Exit::Usage);
}

/// Serves a folder as any web server does.
fn serve(folder: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut line = String::new();
            BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
            let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches('/');
            let (head, body) = match fs::read(Path::new(&folder).join(path)) {
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    url
}

#[test]
fn a_wallet_claims_from_a_web_server_and_stakes_at_once() {
    let (mut world, cast, _) = World::with_orders();
    let (operator, node) = world.ready_node(&cast, H100, 8);
    world.set_offer(&operator, &node, 8_000);
    let stranger = world.wallet();
    let shell = Shell::new(world);
    shell.key("community", &cast.owners[COMMUNITY]);
    shell.key("stranger", &stranger);
    let (_, files) = open(&shell, 0, 300, "45,150", "");
    let url = serve(files);
    for number in [0, 99, 299] {
        let name = funded(&shell, number);
        let key = wallet(number).pubkey();
        let said = shell.io(&name, &format!("airdrop claim {url} --stake {node}"));
        assert_eq!(said["transactions"].as_array().unwrap().len(), 1, "claimed and staked in one");
        let amount = figure(&said, "amount");
        assert_eq!(amount, (number + 1) * IO);
        let stake: Stake = io_rpc::read(&shell.chain, &stake_address(&node, &key)).unwrap().unwrap();
        let shown = shell.io("stranger", &format!("stakes --owner {key}"));
        assert_eq!((stake.owner, figure(&shown["stakes"][0], "worth")), (key, amount));
        assert_eq!(io_of(&shell, &key), 0);
    }
    let wrong = shell.fails("stranger", &format!("airdrop claim {url}/not-there"), Exit::Usage);
    assert!(wrong.contains("404"), "{wrong}");
    let season: Value = shell.io("stranger", &format!("airdrop status {url}"))["season"].clone();
    assert_eq!((&season["claimed"], &season["open"]), (&3.into(), &true.into()));
    let page = page_address(&season_address(&cast.owners[COMMUNITY].pubkey(), 0), 0);
    assert!(shell.chain.account(&page).unwrap().is_some());
}

#[test]
fn somebody_claims_for_everybody_at_once() {
    let (shell, _) = after_genesis();
    let (_, files) = open(&shell, 7, 150, "11,325", "");
    for number in 0..140 {
        shell.chain.world().io_account(&wallet(number).pubkey());
    }
    // Somebody else has claimed some of them, and the cluster forgets some of the rest.
    shell.io("stranger", &format!("airdrop claim-for {files} {}", wallet(3).pubkey()));
    let count = AtomicU32::new(0);
    let forgetful = FaultyChain::new(&shell.chain, |call| match call {
        Call::Send(_) if count.fetch_add(1, Ordering::Relaxed) % 20 == 7 => Effect::Forget,
        _ => Effect::Answer,
    });
    let said = shell.run_on(&forgetful, "stranger", &format!("airdrop claim-for {files} --all")).unwrap();
    assert_eq!(said.json()["wallets"], 139);
    assert_eq!(said.json()["skipped"].as_array().unwrap().len(), 10);
    for number in 0..140 {
        assert_eq!(io_of(&shell, &wallet(number).pubkey()), (number + 1) * IO, "{number}");
    }
    let rest = shell.io("stranger", &format!("airdrop claim-for {files} --all --open-accounts"));
    assert_eq!(rest["wallets"], 10);
    shell.fails("stranger", &format!("airdrop claim-for {files} --all"), Exit::TooEarly);
}
