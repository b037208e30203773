//! Keys that are elsewhere: every command that moves money, with the key on a machine without a
//! network, and keys on a hardware wallet.

use {
    crate::shell::{figure, Shell, DAY},
    crate::{ready_node, town, IO},
    io_cli::{Devices, Exit},
    io_client::{
        orders::{mint, Currency},
        token::associated_address,
    },
    io_rpc::{BadKey, Chain},
    io_testkit::{
        buyback::PRICES,
        chain::{Call, Effect, FaultyChain},
        owners::COMMUNITY,
        World,
    },
    serde_json::json,
    solana_keypair::{read_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::{Signer, SignerError},
    std::sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

#[test]
fn what_holders_operators_and_slashers_do() {
    let shell = town().in_real_time();
    let register = "node register --class h100 --processors 8 --commission 10%";
    let node = shell.cold("operator", register)["node"]["address"].as_str().unwrap().to_owned();
    assert_eq!(figure(&shell.cold("operator", "stake 0 16,000"), "amount"), 16_000 * IO);
    shell.cold("operator", "node offer 0 8,000");
    shell.cold("oracle", &format!("node attest {node}"));
    shell.cold("operator", "node commission 0 5%");
    shell.cold("operator", &format!("node payout 0 {}", shell.address("operator")));
    shell.cold("holder", &format!("stake {node} 1,000"));
    shell.cold("holder", &format!("stake {node} 500"));
    shell.pass(DAY / 2);
    shell.cold("stranger", "crank");
    assert!(figure(&shell.cold("holder", "claim"), "claimed") > 0);
    shell.pass(7_200);
    shell.io("stranger", "crank");
    assert!(figure(&shell.cold("holder", &format!("restake {node}")), "restaked") > 0);
    assert!(figure(&shell.cold("operator", "node claim-commission 0"), "paid") > 0);
    shell.cold("holder", &format!("unstake {node} 100"));
    shell.cold("holder", &format!("unstake {node} all"));
    shell.pass(14 * DAY);
    assert!(figure(&shell.cold("holder", &format!("withdraw {node}")), "withdrawn") > 1_500 * IO);
    shell.cold("holder", &format!("close-stake {node}"));
    shell.cold("stranger", &format!("node sync {node}"));

    shell.cold("slasher", &format!("slash propose {node} 10%"));
    shell.cold("slasher", &format!("slash raise {node} 20%"));
    shell.pass(30 * DAY);
    assert!(figure(&shell.cold("stranger", &format!("slash execute {node}")), "burned") > 0);
    shell.pass(60 * DAY);
    shell.cold("slasher", &format!("slash propose {node} 1%"));
    shell.cold("slasher", &format!("slash cancel {node}"));
    shell.cold("admin", "slash void 0");
    shell.cold("operator", "node hardware 0 --class h200 --processors 4");
    shell.cold("operator", "node retire 0");
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn what_clients_providers_and_the_arbiter_do() {
    let shell = town().in_real_time();
    let node = ready_node(&shell);
    let create = |id: u32| {
        shell.pass(60);
        shell.io("oracle", &format!("node attest {node}"));
        let terms = "--processors 2 --rate \"1.5 USDC\" --for 2d --note job";
        let created = shell.cold("client", &format!("order create --node {node} {terms} --id {id}"));
        created["order"]["address"].as_str().unwrap().to_owned()
    };
    let order = create(7);
    shell.cold("operator", &format!("order accept {order}"));
    shell.cold("client", "order extend 7 12h");
    shell.pass(DAY * 3 / 2);
    assert!(figure(&shell.cold("stranger", &format!("order settle {order}")), "provider") > 0);
    let now = shell.chain.world().now();
    shell.cold("outages", &format!("order outage {order} --from {} --to {}", now - 7_200, now - 3_600));
    assert!(figure(&shell.cold("client", "order dispute 7"), "bond") > 0);
    let resolve = format!("order resolve {order} --provider-share 50%");
    assert!(figure(&shell.cold("arbiter", &resolve), "client") > 0);
    shell.cold("stranger", &format!("order close {order}"));
    assert!(figure(&shell.cold("stranger", "sweep usdc"), "USDC") > 0);

    let account = associated_address(&shell.address("client"), &mint(Currency::Usdc));
    for (id, who, line) in [
        (8, "client", "order take-unclaimed usdc".to_owned()),
        (9, "stranger", format!("order deliver-unclaimed usdc {}", shell.address("client"))),
    ] {
        create(id);
        shell.chain.world().freeze(&account);
        let cancelled = shell.cold("client", &format!("order cancel {id}"));
        assert_eq!(cancelled["waiting_for"], json!([shell.address("client").to_string()]));
        shell.chain.world().thaw(&account);
        assert!(figure(&shell.cold(who, &line), "amount") > 0);
    }
    let order = create(10);
    shell.cold("operator", &format!("order accept {order}"));
    shell.pass(7_200);
    shell.cold("client", "order end 10");
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn what_sellers_and_keepers_of_the_buyback_do() {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.allow_exchange(&roles.admin, io_client::token_swap::ID);
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.revenue(5_000);
    world.transfer_io(&roles.owners[COMMUNITY], &io_client::addresses::buyback::IO_VAULT, 25 * IO);
    world.post_prices(25_000_000);
    let shell = Shell::new(world).in_real_time();
    shell.key("trader", &trader);
    let prices = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    assert_eq!(figure(&shell.cold("trader", "buyback burn"), "burned"), 25 * IO);
    shell.cold("trader", "buyback open");
    let filled = shell.cold("trader", &format!("buyback fill 100 --at-least \"20 USDC\" {prices}"));
    assert!(figure(&filled, "usdc") > 0);
    // The offer has climbed over the pool's price.
    shell.pass(3_540);
    shell.chain.world().post_prices(25_000_000);
    let swap = format!("buyback swap \"100 USDC\" --pool {} {prices}", pool.address);
    assert!(figure(&shell.cold("trader", &swap), "io") > 300 * IO);
}

/// What was signed lasts until it is sent: nothing of it depends on whether somebody has cranked.
#[test]
fn a_crank_between_signing_and_sending_spoils_no_claim() {
    let shell = town().in_real_time();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 1,000"));
    shell.pass(DAY / 2);
    let holder = shell.address("holder");
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let line = format!("claim --blockhash {hash}");
    let said = shell.io("holder", &format!("{line} --sign-only"));
    let own = said["transactions"][0]["signers"][0].as_str().unwrap().to_owned();
    shell.io("stranger", "crank");
    let sent = shell.io("nobody", &format!("{line} -k {holder} --signer {own}"));
    assert!(figure(&sent, "claimed") > 0, "{sent}");
    // Nor does one that comes when it is sent.
    shell.pass(7_200);
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let cranked = AtomicBool::new(false);
    let busy = FaultyChain::new(&shell.chain, |call| {
        if matches!(call, Call::Send(_)) && !cranked.swap(true, Ordering::Relaxed) {
            shell.chain.world().crank();
        }
        Effect::Answer
    });
    let sent = shell.run_on(&busy, "holder", &format!("claim --blockhash {hash}"));
    assert!(figure(&sent.unwrap_or_else(|failure| panic!("{failure}")).json(), "claimed") > 0);
}

/// A hardware wallet with one key, whose owner may refuse.
struct Ledger {
    key: Keypair,
    refuses: AtomicBool,
    signed: AtomicU32,
}

/// Its key, as the tools hold it.
struct OnLedger(&'static Ledger);

impl Signer for OnLedger {
    fn try_pubkey(&self) -> Result<Pubkey, SignerError> {
        Ok(self.0.key.pubkey())
    }

    fn try_sign_message(&self, message: &[u8]) -> Result<Signature, SignerError> {
        if self.0.refuses.load(Ordering::Relaxed) {
            return Err(SignerError::UserCancel("its owner has refused".into()));
        }
        self.0.signed.fetch_add(1, Ordering::Relaxed);
        self.0.key.try_sign_message(message)
    }

    fn is_interactive(&self) -> bool {
        true
    }
}

impl Devices for &'static Ledger {
    fn open(&self, url: &str) -> Result<Box<dyn Signer + Sync>, BadKey> {
        match url {
            "usb://ledger?key=0/0" => Ok(Box::new(OnLedger(self))),
            other => Err(BadKey(format!("{other}: there is no such key"))),
        }
    }
}

#[test]
fn a_hardware_wallet_signs_what_it_is_asked_for() {
    let shell = town();
    let node = ready_node(&shell);
    let key = read_keypair_file(shell.file("holder")).unwrap();
    let ledger = Ledger { key, refuses: AtomicBool::new(false), signed: AtomicU32::new(0) };
    let ledger: &'static Ledger = Box::leak(Box::new(ledger));
    let run = |line: &str| shell.run_with(&shell.chain, "nobody", line, &ledger);
    let own = "-k usb://ledger?key=0/0";
    // What only reads asks for its address alone.
    assert_eq!(figure(&run(&format!("balance {own}")).unwrap().json(), "io"), 5_000 * IO);
    assert_eq!(ledger.signed.load(Ordering::Relaxed), 0);
    run(&format!("stake {node} 10 {own}")).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(ledger.signed.load(Ordering::Relaxed), 1, "its owner is asked once");
    assert_eq!(figure(&shell.io("holder", "stakes")["stakes"][0], "worth"), 10 * IO);
    // It pays for another's transaction, too.
    let client = shell.file("client").display().to_string();
    let paid = format!("stake {node} 5 -k {client} --fee-payer usb://ledger?key=0/0");
    run(&paid).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(ledger.signed.load(Ordering::Relaxed), 2);

    ledger.refuses.store(true, Ordering::Relaxed);
    let refused = run(&format!("stake {node} 10 {own}")).unwrap_err();
    assert_eq!(refused.exit, Exit::Key);
    assert!(refused.message.contains("does not sign") && refused.message.contains("refused"), "{refused}");
    let other = run("balance -k usb://ledger?key=9/9").unwrap_err();
    assert_eq!(other.exit, Exit::Key);
    assert!(other.message.contains("no such key"), "{other}");
}
