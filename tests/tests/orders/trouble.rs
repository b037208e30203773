//! What can go wrong in the middle of an order, and how a stranger brings it to its end all the
//! same.

use {
    crate::scene::{Scene, BOOKED},
    anchor_lang::prelude::Pubkey,
    io_addresses::external::TOKEN_PROGRAM,
    io_client::{
        orders::{self, mint, Balances, Currency, Stage, ARBITER_SECONDS},
        staking,
    },
    io_economics::{
        staking::{BPS, SLASH_OPENS_SECONDS},
        time::{DAY, HOUR},
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::{self as spl, AuthorityType},
};

use Trouble::*;

/// What goes wrong in the middle of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Nothing,
    ClientFrozen,
    ProviderFrozen,
    BothFrozen,
    VaultFrozen,
    ClientClosed,
    ProviderClosed,
    BothClosed,
    ClientSoldItsAccount,
    ProviderSoldItsAccount,
    BothBecamePrograms,
    OrdersPaused,
    StakingPaused,
    Slashed,
    Offline,
    Retired,
}

pub const TROUBLES: [Trouble; 15] = [
    ClientFrozen,
    ProviderFrozen,
    BothFrozen,
    VaultFrozen,
    ClientClosed,
    ProviderClosed,
    BothClosed,
    ClientSoldItsAccount,
    ProviderSoldItsAccount,
    BothBecamePrograms,
    OrdersPaused,
    StakingPaused,
    Slashed,
    Offline,
    Retired,
];

/// A state by its name, and how an order comes to it.
pub type State = (&'static str, fn(Scene) -> Scene);

/// In which states it does.
pub fn states() -> [State; 8] {
    [
        ("open", |open| open),
        ("within the first hour", |open| open.accepted().at(60)),
        ("running", |open| open.accepted().at(BOOKED * 3 / 4).after("settle")),
        ("just accepted, for 30 days", |open| open.accepted().extended(28 * DAY as u32)),
        ("over", |open| open.accepted().at(BOOKED)),
        ("ended", |open| open.accepted().at(60).after("end by the client")),
        ("disputed at once", |open| open.accepted().at(60).after("dispute")),
        ("disputed", |open| open.accepted().at(BOOKED).after("dispute")),
    ]
}

pub fn freeze(scene: &mut Scene, wallet: Pubkey) {
    let account = scene.account(&wallet);
    scene.world.freeze(&account);
}

/// A holder sends all it has elsewhere and closes its account.
pub fn close_account(scene: &mut Scene, wallet: &Keypair) {
    let (key, account) = (wallet.pubkey(), scene.account(&wallet.pubkey()));
    let elsewhere = scene.world.wallet().pubkey();
    let elsewhere = scene.world.token_account(&elsewhere, &mint(scene.currency));
    let all = scene.world.balance(&account);
    let send = spl::transfer(&TOKEN_PROGRAM, &account, &elsewhere, &key, &[], all).unwrap();
    let close = spl::close_account(&TOKEN_PROGRAM, &account, &key, &key, &[]).unwrap();
    scene.world.accepted(&[send, close], &[wallet]);
}

/// A holder makes its account another's.
pub fn sell_account(scene: &mut Scene, wallet: &Keypair) {
    let (key, account) = (wallet.pubkey(), scene.account(&wallet.pubkey()));
    let buyer = scene.world.wallet().pubkey();
    let owner = AuthorityType::AccountOwner;
    let sell = spl::set_authority(&TOKEN_PROGRAM, &account, Some(&buyer), owner, &key, &[]).unwrap();
    scene.world.accepted(&[sell], &[wallet]);
}

/// Whoever has the key of a wallet deploys a program there, for good. Older runtimes let nobody
/// send lamports to a program: there, a rent that is owed to one would have held up all else.
pub fn become_program(scene: &mut Scene, wallet: &Pubkey) {
    let program = scene.world.svm.get_account(&io_addresses::orders::ID).expect("a program");
    assert!(program.executable);
    scene.world.svm.set_account(*wallet, program).expect("a program at the wallet's address");
}

impl Trouble {
    pub fn is_of(self, currency: Currency) -> bool {
        let freezes = matches!(self, ClientFrozen | ProviderFrozen | BothFrozen | VaultFrozen);
        !freezes || currency == Currency::Usdc
    }

    pub fn happens(self, scene: &mut Scene) {
        let (deal, cast, roles) = (scene.deal.clone(), scene.cast.clone(), scene.roles.clone());
        let (client, operator) = (scene.client(), scene.operator());
        match self {
            Nothing => {}
            ClientFrozen => freeze(scene, client),
            ProviderFrozen => freeze(scene, operator),
            BothFrozen => [client, operator].into_iter().for_each(|wallet| freeze(scene, wallet)),
            VaultFrozen => scene.world.freeze(&orders::vault(scene.currency)),
            ClientClosed => close_account(scene, &deal.client),
            ProviderClosed => close_account(scene, &deal.operator),
            BothClosed => [&deal.client, &deal.operator].iter().for_each(|key| close_account(scene, key)),
            ClientSoldItsAccount => sell_account(scene, &deal.client),
            ProviderSoldItsAccount => sell_account(scene, &deal.operator),
            BothBecamePrograms => {
                [client, operator].iter().for_each(|wallet| become_program(scene, wallet));
            }
            OrdersPaused => {
                scene.world.accepted(&[orders::set_paused(&roles.admin.pubkey(), true)], &[&roles.admin]);
            }
            StakingPaused => {
                scene.world.accepted(&[staking::set_paused(&cast.admin.pubkey(), true)], &[&cast.admin]);
            }
            Slashed => {
                let propose = staking::propose_slash(&cast.slasher.pubkey(), &deal.node, BPS);
                scene.world.accepted(&[propose], &[&cast.slasher]);
                scene.world.pass(SLASH_OPENS_SECONDS);
                scene.world.accepted(&[staking::execute_slash(&deal.node)], &[]);
            }
            Offline => {
                let report = scene.world.report(&deal.node, 0, -1);
                scene.world.pass(1);
                let call = staking::report_availability(&cast.oracle.pubkey(), &[report]);
                scene.world.accepted(&[call], &[&cast.oracle]);
                let availability = scene.world.node(&deal.node).ledger.availability;
                assert_eq!((availability.reported_at, availability.bps), (scene.world.now(), 0));
            }
            Retired => {
                scene.world.accepted(&[staking::retire_node(&operator, &deal.node)], &[&deal.operator]);
            }
        }
    }

    /// What can be mended is.
    pub fn passes(self, scene: &mut Scene) {
        if self == VaultFrozen {
            scene.world.thaw(&orders::vault(scene.currency));
        }
    }
}

/// A stranger alone, in the least time, with a place for whatever cannot be delivered opened in the
/// same transaction.
pub fn finish(scene: &mut Scene) {
    let stranger = scene.stranger.clone();
    let key = stranger.pubkey();
    loop {
        let stage = scene.world.stage(&scene.address);
        scene.look();
        let (address, order, escrow) = (scene.address, scene.order, scene.order.escrow);
        let unclaimed_balances = scene.unclaimed_balances();
        let (waits, call) = match stage {
            Stage::Open => (
                i64::from(escrow.accept_seconds) + 1,
                orders::cancel(&key, &address, &order, unclaimed_balances[0]),
            ),
            Stage::Running => {
                (i64::from(escrow.duration), orders::end(&key, &address, &order, unclaimed_balances[0]))
            }
            Stage::Ended => {
                let until = i64::from(escrow.billed()) + i64::from(escrow.holdback_seconds);
                (until, orders::settle(&address, &order, unclaimed_balances))
            }
            Stage::Disputed => {
                let until = i64::from(escrow.disputed_at) + i64::from(ARBITER_SECONDS);
                (until, orders::settle(&address, &order, unclaimed_balances))
            }
            Stage::Settled => break,
        };
        scene.world.set_clock(scene.world.now().max(escrow.at + waits));
        let open = |payee: &Pubkey| orders::open_unclaimed(&key, payee, scene.currency);
        let calls = [open(&order.client), open(&scene.operator()), call];
        let receipt = scene.world.accepted(&calls, &[&stranger]);
        assert!(receipt.bytes <= 1_232, "{} bytes", receipt.bytes);
    }
    let early = scene.order.escrow.close(scene.world.now()).is_err();
    scene.world.pass(if early { HOUR } else { 0 });
    scene.make("close");
}

/// The ways of the parties and the arbiter.
pub const WAYS: [&[&str]; 6] = [
    &["cancel"],
    &["end by the client"],
    &["end by the operator"],
    &["end by the client", "dispute"],
    &["dispute"],
    &["dispute", "resolve"],
];

/// Goes a way, if it is open, with places for whatever cannot be delivered; a refusal otherwise.
pub fn go(scene: &mut Scene, way: &[&str]) -> Result<(), String> {
    for name in way {
        scene.open_unclaimed();
        let mut calls = scene.calls_into(scene.unclaimed_balances()).into_iter();
        let call = calls.find(|call| call.name == *name).expect("a call of this name");
        let outcome = scene.world.send(std::slice::from_ref(&call.instruction), &call.signers());
        outcome.map_err(|failure| failure.reason())?;
        scene.look();
    }
    Ok(())
}

/// What client and operator gain on their way and until all is over.
pub fn gains(mut scene: Scene, trouble: Trouble, way: &[&str]) -> Result<[u64; 2], String> {
    let wallets = [scene.client(), scene.operator()];
    let lamports = scene.world.svm.get_balance(&wallets[0]).unwrap();
    let before = wallets.map(|wallet| scene.worth(&wallet));
    go(&mut scene, way)?;
    finish(&mut scene);
    assert!(scene.world.svm.get_balance(&wallets[0]).unwrap() > lamports, "the rent returns");
    assert_eq!(scene.world.node(&scene.deal.node).ledger.hired, 0, "the processors are free");
    assert_eq!(scene.world.ledger(scene.currency).balances.escrowed, 0);
    let after = wallets.map(|wallet| scene.worth(&wallet));

    trouble.passes(&mut scene);
    take_all(&mut scene);
    Ok([after[0] - before[0], after[1] - before[1]])
}

/// The same as gained by a stranger's steps alone.
pub fn gains_alone(scene: Scene, trouble: Trouble) -> [u64; 2] {
    gains(scene, trouble, &[]).expect("nothing is refused")
}

/// Both payees take what waits for them to other accounts of theirs; then the vault holds nothing
/// but fees.
pub fn take_all(scene: &mut Scene) {
    let (deal, opener) = (scene.deal.clone(), scene.stranger.pubkey());
    for payee in [&deal.client, &deal.operator] {
        let key = payee.pubkey();
        let waiting = scene.world.unclaimed(&key, scene.currency).amount;
        let account = scene.world.other_token_account(&key, &mint(scene.currency));
        let take = orders::take_unclaimed(&key, &opener, scene.currency, &account);
        scene.world.accepted(&[take], &[payee]);
        assert_eq!(scene.world.balance(&account), waiting);
    }
    let balances = scene.world.ledger(scene.currency).balances;
    assert_eq!(balances, Balances { fees: balances.fees, ..Balances::default() });
    assert_eq!(scene.world.balance(&orders::vault(scene.currency)), balances.fees);
}

/// A world with a trouble, and one without at the same time.
pub fn with_and_without(scene: &Scene, trouble: Trouble) -> [Scene; 2] {
    let mut troubled = scene.clone();
    trouble.happens(&mut troubled);
    let mut untroubled = scene.clone();
    untroubled.world.set_clock(troubled.world.now());
    [troubled, untroubled]
}
