//! Swaps on a real exchange, and on one that tries everything.

use {
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{
        buyback::{self as addresses, CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback::{self, events::Swapped, BuybackError},
        token,
        token_swap::{self, Pool},
    },
    io_economics::{
        buyback::{Params, Quote, MAX_AGE_SECONDS, MAX_CONF_BPS, MAX_DAILY_CAP, MAX_OFFSET_BPS},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, Feed, PRICES},
        calls::{with_account, OTHER_PROGRAM},
        hostile::{self, script, script_twice},
        Receipt, Refusal, World, INSUFFICIENT_FUNDS, OWNER_MISMATCH,
    },
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    spl_token_interface::{instruction as spl, instruction::AuthorityType},
    std::iter,
};

const DAY: i64 = 86_400;
const EVENING: i64 = World::START + 20 * DAY + DAY * 3 / 4;
const QUARTER: i64 = 25_000_000;
/// What a swap here is given.
const GIVEN: u64 = 100 * USDC;
/// The memo program.
const MEMO: Pubkey = Pubkey::from_str_const("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const LAMPORTS: u64 = 1_000_000_000;

struct Scene {
    world: World,
    desk: BuybackRoles,
    /// Who owns the hostile exchange.
    thief: Keypair,
}

impl Scene {
    /// Evening, when the offer is 2.5% over the oracle's price; both exchanges are allowed, and the hostile one has IO to
    /// give.
    fn new() -> Self {
        let (mut world, desk) = World::with_buyback();
        world.deploy_hostile_exchange();
        world.allow_exchange(&desk.admin, hostile::ID);
        world.allow_exchange(&desk.admin, token_swap::ID);
        world.set_clock(EVENING);
        world.revenue(10_000);
        world.post_prices(QUARTER);
        let thief = world.trader(&desk, 0, 0);
        let stash = world.io_account(&hostile::stash());
        world.transfer_io(&desk.owners[4], &stash, 10_000 * IO);
        world.usdc_account(&hostile::stash());
        Self { world, desk, thief }
    }

    fn pool(&mut self) -> Pool {
        self.world.pool(&self.desk.owners[4], 4_000_000, 1_000_000)
    }

    /// The hostile exchange takes `taken` and gives `given`.
    fn trade(&self, taken: u64, given: u64) -> Vec<Instruction> {
        vec![take(taken), give(given)]
    }

    /// The IO that a swap of `GIVEN` must bring.
    fn asked(&self) -> u64 {
        self.world.offer().io_for_usdc(GIVEN).unwrap()
    }

    /// An honest trade with something else besides.
    fn trade_and(&self, mischief: impl IntoIterator<Item = Instruction>) -> Instruction {
        let mut calls = self.trade(GIVEN, self.asked());
        calls.extend(mischief);
        swap(calls)
    }

    #[track_caller]
    fn refused(&mut self, call: Instruction, error: impl Into<Refusal>) {
        self.world.refused(&[call], &[], error);
    }

    #[track_caller]
    fn fails(&mut self, call: Instruction, error: InstructionError) {
        self.fails_signed(call, &[], error);
    }

    #[track_caller]
    fn fails_signed(&mut self, call: Instruction, signers: &[&Keypair], error: InstructionError) {
        let failure = self.world.send(&[call], signers).expect_err("accepted");
        assert_eq!(failure.error, TransactionError::InstructionError(0, error), "{failure:?}");
    }

    fn accepted(&mut self, call: Instruction) -> Receipt {
        self.world.accepted(&[call], &[])
    }
}

/// A swap of `GIVEN` in which the hostile exchange makes `calls`.
fn swap(calls: Vec<Instruction>) -> Instruction {
    buyback::swap_and_burn(&PRICES, GIVEN, script(&calls))
}

fn stash_of(mint: &Pubkey) -> Pubkey {
    token::associated_address(&hostile::stash(), mint)
}

fn transfer(from: Pubkey, to: Pubkey, authority: Pubkey, amount: u64) -> Instruction {
    spl::transfer(&TOKEN_PROGRAM, &from, &to, &authority, &[], amount).unwrap()
}

/// USDC from the swapper to the hostile exchange.
fn take(amount: u64) -> Instruction {
    transfer(SWAPPER_USDC, stash_of(&USDC_MINT), SWAPPER.address, amount)
}

/// IO from the hostile exchange to the swapper.
fn give(amount: u64) -> Instruction {
    transfer(stash_of(&MINT.address), SWAPPER_IO, hostile::stash(), amount)
}

/// A line in the logs, by the memo program.
fn memo(text: &str) -> Instruction {
    Instruction { program_id: MEMO, accounts: vec![], data: text.into() }
}

fn set_authority(account: &Pubkey, kind: AuthorityType, to: Option<&Pubkey>, by: &Pubkey) -> Instruction {
    spl::set_authority(&TOKEN_PROGRAM, account, to, kind, by, &[]).unwrap()
}

#[test]
fn a_real_pool_swaps_and_what_arrives_is_burned() {
    let mut scene = Scene::new();
    let pool = scene.pool();
    let supply = scene.world.supply();
    let brings = scene.world.pool_brings(&pool, GIVEN);
    let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, GIVEN, 0);
    let receipt = scene.accepted(buyback::swap_and_burn(&PRICES, GIVEN, call));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!((swapped.io, swapped.exchange), (brings, token_swap::ID));
    assert_eq!(scene.world.supply(), supply - brings);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - swapped.usdc);
    assert_eq!(scene.world.balance(&SWAPPER_USDC), 0);
}

/// Seen from its other side a pool takes IO: there is none.
#[test]
fn a_swap_the_wrong_way_round_is_refused() {
    let mut scene = Scene::new();
    let pool = scene.pool().reversed();
    let call = pool.swap(&SWAPPER.address, SWAPPER_IO, SWAPPER_USDC, 1_000, 0);
    scene.refused(buyback::swap_and_burn(&PRICES, GIVEN, call), INSUFFICIENT_FUNDS);
}

#[test]
fn a_pool_dearer_than_the_offer_is_refused() {
    let mut scene = Scene::new();
    let pool = scene.pool();
    let call = |usdc| {
        let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
        buyback::swap_and_burn(&PRICES, usdc, swap)
    };
    // The offer is 2.5% over the oracle's price; the pool takes 0.3% and moves by what it sells.
    scene.world.revenue(1_000_000);
    scene.refused(call(25_000 * USDC), BuybackError::TooLittleIo);
    scene.accepted(call(GIVEN));
    // The next day begins 5% under it.
    scene.world.set_clock(EVENING + DAY / 4);
    scene.world.post_prices(QUARTER);
    scene.refused(call(GIVEN), BuybackError::TooLittleIo);
}

#[test]
fn an_honest_exchange_of_any_kind_works() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    let receipt = scene.accepted(scene.trade_and([]));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!((swapped.usdc, swapped.io, swapped.stray_io), (GIVEN, asked, 0));
    assert_eq!(scene.world.balance(&stash_of(&USDC_MINT)), GIVEN);
}

#[test]
fn what_the_exchange_leaves_goes_back() {
    let mut scene = Scene::new();
    let asked = scene.world.offer().io_for_usdc(GIVEN / 4).unwrap();
    let receipt = scene.accepted(swap(scene.trade(GIVEN / 4, asked)));
    assert_eq!(receipt.events::<Swapped>()[0].usdc, GIVEN / 4);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - GIVEN / 4);
    assert_eq!(scene.world.buyback().ledger.spent, GIVEN / 4);
}

#[test]
fn an_exchange_that_keeps_the_money_is_refused() {
    let mut scene = Scene::new();
    scene.refused(swap(vec![take(GIVEN)]), BuybackError::TooLittleIo);
    scene.refused(swap(scene.trade(GIVEN, 1)), BuybackError::TooLittleIo);
}

#[test]
fn one_base_unit_less_than_a_fill_asks_for_is_refused() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    scene.refused(swap(scene.trade(GIVEN, asked - 1)), BuybackError::TooLittleIo);
    scene.accepted(swap(scene.trade(GIVEN, asked)));
}

#[test]
fn an_exchange_that_does_nothing_is_refused() {
    let mut scene = Scene::new();
    scene.refused(swap(vec![]), BuybackError::NothingSwapped);
    scene.refused(swap(vec![give(1_000 * IO)]), BuybackError::NothingSwapped);
    // Or gives USDC on top.
    scene.world.mint_usdc(&stash_of(&USDC_MINT), 5);
    let gift = transfer(stash_of(&USDC_MINT), SWAPPER_USDC, hostile::stash(), 5);
    scene.refused(swap(vec![gift, give(1_000 * IO)]), BuybackError::NothingSwapped);
}

/// The most that an admin can do: the rule at its bounds, an exchange of its own whose notice has ended, the last second
/// of a day, and prices without any confidence. It gets a day's budget, for IO that is worth 10% less at most.
#[test]
fn an_admin_with_an_exchange_gets_a_tenth_over_the_oracles_price() {
    let mut scene = Scene::new();
    let admin = scene.desk.admin.insecure_clone();
    let params = Params {
        daily_cap: MAX_DAILY_CAP,
        max_age: MAX_AGE_SECONDS,
        max_conf_bps: MAX_CONF_BPS,
        under_bps: 0,
        over_bps: MAX_OFFSET_BPS,
    };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.world.transfer_io(&scene.desk.owners[4], &stash_of(&MINT.address), 40_000 * IO);
    scene.world.set_clock(EVENING - EVENING % DAY + DAY - 1);
    for (feed, price) in [(Feed::Io, QUARTER), (Feed::Usdc, 100_000_000)] {
        scene.world.post(feed, Quote { conf: 0, ..scene.world.usd(price) });
    }

    let budget = 10_000 * USDC;
    let asked = scene.world.offer().io_for_usdc(budget).unwrap();
    let trade = |usdc, io| buyback::swap_and_burn(&PRICES, usdc, script(&[take(usdc), give(io)]));
    scene.refused(trade(budget, asked - 1), BuybackError::TooLittleIo);
    scene.accepted(trade(budget, asked));
    let taken = scene.world.balance(&stash_of(&USDC_MINT));
    assert_eq!(taken, budget);
    // 400 base units of IO are worth one of USDC.
    assert!(taken * 400 * 100 <= asked * 110, "{taken} for {asked}");
    assert!(taken * 400 * 1_000 > asked * 1_099, "{taken} for {asked}");
    scene.world.revenue(1_000);
    scene.refused(trade(1, asked), BuybackError::OverBudget);
}

#[test]
fn amounts_have_bounds() {
    let mut scene = Scene::new();
    let trade = script(&scene.trade(GIVEN, scene.asked()));
    let call = |usdc| buyback::swap_and_burn(&PRICES, usdc, trade.clone());
    scene.refused(call(0), BuybackError::ZeroAmount);
    scene.refused(call(10_000 * USDC + 1), BuybackError::OverBudget);
    scene.refused(call(u64::MAX), BuybackError::OverBudget);
    // More than it is given it cannot take, unless a donation lies there.
    scene.refused(call(GIVEN - 1), INSUFFICIENT_FUNDS);
    scene.world.mint_usdc(&SWAPPER_USDC, 1);
    scene.refused(call(GIVEN - 1), BuybackError::TookTooMuch);
    scene.accepted(call(GIVEN));
}

#[test]
fn a_donated_unit_blocks_nothing() {
    let mut scene = Scene::new();
    let pool = scene.pool();
    scene.world.mint_usdc(&SWAPPER_USDC, 7);
    scene.world.transfer_io(&scene.desk.owners[4], &SWAPPER_IO, 9);
    scene.world.svm.airdrop(&SWAPPER.address, 1_000_000_000).unwrap();
    let brings = scene.world.pool_brings(&pool, GIVEN);
    let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, GIVEN, 0);
    let receipt = scene.accepted(buyback::swap_and_burn(&PRICES, GIVEN, call));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!(
        (swapped.io, swapped.stray_io),
        (brings, 9),
        "only what the exchange brought counts as bought"
    );
    let totals = scene.world.buyback().totals;
    assert_eq!((totals.io_bought, totals.io_burned), (brings, 9));
    assert_eq!(scene.world.balance(&SWAPPER_USDC) + scene.world.balance(&SWAPPER_IO), 0);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - swapped.usdc + 7);
}

/// IO that lies in the swapper's account is not the exchange's to count, nor to take.
#[test]
fn donated_io_pays_for_nothing() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    scene.world.transfer_io(&scene.desk.owners[4], &SWAPPER_IO, asked);
    scene.refused(swap(vec![take(GIVEN)]), BuybackError::TooLittleIo);
    let back = transfer(SWAPPER_IO, stash_of(&MINT.address), SWAPPER.address, asked);
    scene.refused(swap(vec![take(GIVEN), back.clone()]), BuybackError::TooLittleIo);
    scene.refused(swap(vec![take(GIVEN), back, give(asked)]), BuybackError::TooLittleIo);
    let receipt = scene.accepted(scene.trade_and([]));
    assert_eq!(receipt.events::<Swapped>()[0].stray_io, asked);
}

#[test]
fn a_second_hand_on_the_swappers_accounts_is_refused() {
    let mut scene = Scene::new();
    let (thief, swapper) = (scene.thief.pubkey(), SWAPPER.address);
    for account in [SWAPPER_USDC, SWAPPER_IO] {
        let approve = spl::approve(&TOKEN_PROGRAM, &account, &thief, &swapper, &[], u64::MAX).unwrap();
        let close = set_authority(&account, AuthorityType::CloseAccount, Some(&thief), &swapper);
        let own = set_authority(&account, AuthorityType::AccountOwner, Some(&thief), &swapper);
        for mischief in [approve, close, own] {
            let call = scene.trade_and([mischief]);
            scene.refused(call, BuybackError::SwapperAccountChanged);
        }
    }
    // With nothing in it an account can be closed.
    let close = spl::close_account(&TOKEN_PROGRAM, &SWAPPER_USDC, &thief, &swapper, &[]).unwrap();
    let call = scene.trade_and([close]);
    scene.refused(call, BuybackError::SwapperAccountChanged);
    let close = spl::close_account(&TOKEN_PROGRAM, &SWAPPER_IO, &thief, &swapper, &[]).unwrap();
    scene.refused(swap(vec![take(GIVEN), close]), BuybackError::SwapperAccountChanged);
}

/// Whatever is put back afterwards has changed nothing; the balances count.
#[test]
fn a_second_hand_that_is_gone_again_has_won_nothing() {
    let mut scene = Scene::new();
    let (stash, swapper) = (hostile::stash(), SWAPPER.address);
    let own =
        |to: &Pubkey, by: &Pubkey| set_authority(&SWAPPER_IO, AuthorityType::AccountOwner, Some(to), by);
    let asked = scene.asked();
    let rob = transfer(SWAPPER_IO, stash_of(&MINT.address), stash, 1);
    let there_and_back = [own(&stash, &swapper), rob, own(&swapper, &stash)];
    let call = scene.trade_and(there_and_back);
    scene.refused(call, BuybackError::TooLittleIo);
    let call = scene.trade_and([own(&stash, &swapper), own(&swapper, &stash)]);
    let receipt = scene.accepted(call);
    assert_eq!(receipt.events::<Swapped>()[0].io, asked);
}

/// The swapper's signature also burns its IO: what the exchange burned it has not brought.
#[test]
fn io_that_the_exchange_burns_counts_for_nothing() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    let burn = spl::burn(&TOKEN_PROGRAM, &SWAPPER_IO, &MINT.address, &SWAPPER.address, &[], 1).unwrap();
    let call = scene.trade_and([burn.clone()]);
    scene.refused(call, BuybackError::TooLittleIo);
    scene.world.burned_by_holders += 1;
    let receipt = scene.accepted(swap(vec![take(GIVEN), give(asked + 1), burn]));
    assert_eq!(receipt.events::<Swapped>()[0].io, asked);
}

/// An empty account that is closed and created again is as it was, and the exchange has paid the rent that it got.
#[test]
fn an_account_that_is_closed_and_created_again_has_changed_nothing() {
    let mut scene = Scene::new();
    let (stash, swapper, asked) = (hostile::stash(), SWAPPER.address, scene.asked());
    scene.world.svm.airdrop(&stash, LAMPORTS).unwrap();
    let again = |account, mint| {
        let close = spl::close_account(&TOKEN_PROGRAM, account, &stash, &swapper, &[]).unwrap();
        [close, token::create_associated(&stash, &swapper, mint)]
    };
    let usdc = again(&SWAPPER_USDC, &USDC_MINT);
    let io = again(&SWAPPER_IO, &MINT.address);
    let call = swap([&[take(GIVEN)][..], &usdc, &io, &[give(asked)]].concat());
    let receipt = scene.accepted(call);
    assert_eq!(receipt.events::<Swapped>()[0].io, asked);
    assert_eq!(scene.world.svm.get_balance(&stash), Some(LAMPORTS));
}

/// Lamports beyond its rent are no money of the buyback: the token program gives them to whoever signs for the account.
#[test]
fn an_exchange_takes_only_lamports_that_were_sent_by_mistake() {
    const WITHDRAW_EXCESS_LAMPORTS: u8 = 38;
    let mut scene = Scene::new();
    let (stash, asked) = (hostile::stash(), scene.asked());
    let rents = [SWAPPER_USDC, SWAPPER_IO].map(|account| {
        let rent = scene.world.svm.get_balance(&account);
        scene.world.svm.airdrop(&account, LAMPORTS).unwrap();
        (account, rent)
    });
    let withdraw = |account| Instruction {
        program_id: TOKEN_PROGRAM,
        accounts: vec![
            AccountMeta::new(account, false),
            AccountMeta::new(stash, false),
            AccountMeta::new_readonly(SWAPPER.address, true),
        ],
        data: vec![WITHDRAW_EXCESS_LAMPORTS],
    };
    let call = scene.trade_and([SWAPPER_USDC, SWAPPER_IO].map(withdraw));
    let receipt = scene.accepted(call);
    assert_eq!(receipt.events::<Swapped>()[0].io, asked);
    assert_eq!(scene.world.svm.get_balance(&stash), Some(2 * LAMPORTS));
    for (account, rent) in rents {
        assert_eq!(scene.world.svm.get_balance(&account), rent);
    }
    let call = scene.trade_and([withdraw(USDC_VAULT)]);
    scene.refused(call, BuybackError::ExchangeAccountForbidden);
}

/// An exchange that has the event of an earlier swap written into the logs.
#[test]
fn a_memo_is_no_event() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    let receipt = scene.accepted(call);
    let line = receipt.logs.iter().find(|line| line.starts_with("Program data: ")).unwrap();
    let call = scene.trade_and([memo(line), memo(&format!("\n{line}"))]);
    let receipt = scene.accepted(call);
    assert!(receipt.logs.iter().any(|log| log.contains(line) && log != line), "{:?}", receipt.logs);
    assert_eq!(receipt.events::<Swapped>().len(), 1);
}

/// The runtime cuts logs off after 10,000 bytes. An exchange can so hide the event of a swap, and change nothing else.
#[test]
fn a_flood_of_logs_hides_the_event_and_changes_nothing() {
    let mut scene = Scene::new();
    let mut flooded = scene.world.clone();
    let call = scene.trade_and(vec![memo("much ado about nothing"); 50]);
    let message = Message::new(&[call], Some(&flooded.payer.pubkey()));
    let transaction = Transaction::new(&[&flooded.payer], message, flooded.svm.latest_blockhash());
    let logs = flooded.svm.send_transaction(transaction).unwrap().logs;
    assert!(logs.contains(&"Log truncated".to_owned()), "{logs:?}");

    let call = scene.trade_and([]);
    scene.accepted(call);
    let [was, is] = [&flooded, &scene.world].map(|world| {
        let config = world.buyback();
        let accounts = [USDC_VAULT, SWAPPER_USDC, SWAPPER_IO, stash_of(&USDC_MINT), stash_of(&MINT.address)];
        (config.ledger, config.totals, world.supply(), accounts.map(|account| world.token(&account)))
    });
    assert_eq!(was, is);
}

#[test]
fn an_exchange_sees_neither_the_config_nor_the_vaults_nor_the_program() {
    let mut scene = Scene::new();
    for account in [CONFIG.address, USDC_VAULT, IO_VAULT, addresses::ID] {
        let mut call = scene.trade_and([]);
        call.accounts.push(AccountMeta::new_readonly(account, false));
        scene.refused(call.clone(), BuybackError::ExchangeAccountForbidden);
        call.accounts.last_mut().unwrap().is_writable = true;
        if account != addresses::ID {
            scene.refused(call, BuybackError::ExchangeAccountForbidden);
        }
    }
    let drain = transfer(USDC_VAULT, stash_of(&USDC_MINT), CONFIG.address, 1_000 * USDC);
    let call = scene.trade_and([drain]);
    scene.refused(call, BuybackError::ExchangeAccountForbidden);
}

#[test]
fn an_exchange_calls_nothing_back() {
    let mut scene = Scene::new();
    let key = scene.thief.pubkey();
    scene.world.transfer_io(&scene.desk.owners[4], &IO_VAULT, IO);
    let inner = scene.trade_and([]);
    for back in [buyback::burn(), buyback::fill(&key, &PRICES, IO, 0), inner] {
        let call = scene.trade_and([back]);
        scene.refused(call, BuybackError::ExchangeAccountForbidden);
    }
    // Without the program among its accounts there is nothing to call: so the runtime's own refusal of reentry is out of reach.
    let mut call = scene.trade_and([Instruction { accounts: vec![], ..buyback::burn() }]);
    let at = call.accounts.iter().position(|meta| meta.pubkey == addresses::ID).unwrap();
    call.accounts[at].pubkey = scene.thief.pubkey();
    scene.fails(call, InstructionError::UnsupportedProgramId);
}

#[test]
fn an_exchange_has_no_signature_but_the_swappers() {
    let mut scene = Scene::new();
    // The payer of the transaction signs it, and has USDC; the exchange is not shown that signature.
    let payer = scene.world.payer.pubkey();
    let own = scene.world.usdc_account(&payer);
    scene.world.mint_usdc(&own, 1_000 * USDC);
    let rob = transfer(own, stash_of(&USDC_MINT), payer, 1_000 * USDC);
    let call = scene.trade_and([rob]);
    scene.fails(call, InstructionError::PrivilegeEscalation);
    let rob = solana_system_interface::instruction::transfer(&payer, &hostile::stash(), 1);
    let call = scene.trade_and([rob]);
    scene.fails(call, InstructionError::PrivilegeEscalation);
}

/// Lamports on the swapper's own address are of no use to an exchange: it is read-only.
#[test]
fn the_swapper_itself_is_read_only() {
    let mut scene = Scene::new();
    scene.world.svm.airdrop(&SWAPPER.address, 1_000_000_000).unwrap();
    use solana_system_interface::instruction::{assign, transfer};
    for call in
        [transfer(&SWAPPER.address, &hostile::stash(), 1_000_000_000), assign(&SWAPPER.address, &hostile::ID)]
    {
        let call = scene.trade_and([call]);
        scene.fails(call, InstructionError::PrivilegeEscalation);
    }
}

#[test]
fn a_second_account_is_not_drained() {
    let mut scene = Scene::new();
    let other = scene.world.trader(&scene.desk, 100, 100);
    let account = token::associated_address(&other.pubkey(), &USDC_MINT);
    let rob = transfer(account, stash_of(&USDC_MINT), SWAPPER.address, USDC);
    let call = scene.trade_and([rob]);
    scene.refused(call, OWNER_MISMATCH);
    // Nor if its owner signs the swap: the exchange is not shown that signature.
    let rob = transfer(account, stash_of(&USDC_MINT), other.pubkey(), USDC);
    let mut call = scene.trade_and([rob]);
    let signers = call.accounts.iter_mut().filter(|meta| meta.pubkey == other.pubkey());
    signers.for_each(|meta| meta.is_signer = true);
    scene.fails_signed(call, &[&other], InstructionError::PrivilegeEscalation);
}

/// The swapper's signature is lent to every exchange: whoever makes it the delegate of an account gives that account
/// away, and the buyback loses nothing.
#[test]
fn an_account_whose_delegate_is_the_swapper_is_drained() {
    let mut scene = Scene::new();
    let other = scene.world.trader(&scene.desk, 0, 100);
    let account = token::associated_address(&other.pubkey(), &USDC_MINT);
    let (swapper, owner) = (SWAPPER.address, other.pubkey());
    let approve = spl::approve(&TOKEN_PROGRAM, &account, &swapper, &owner, &[], 5 * USDC).unwrap();
    scene.world.accepted(&[approve], &[&other]);
    let rob = |amount| transfer(account, stash_of(&USDC_MINT), swapper, amount);
    let call = scene.trade_and([rob(5 * USDC)]);
    let receipt = scene.accepted(call);
    assert_eq!(scene.world.balance(&account), 95 * USDC);
    assert_eq!(receipt.events::<Swapped>()[0].usdc, GIVEN);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - GIVEN);
    let call = scene.trade_and([rob(1)]);
    scene.refused(call, OWNER_MISMATCH);
}

#[test]
fn accounts_passed_twice_count_once() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    let twice = |mut call: Instruction| {
        for account in [SWAPPER_USDC, SWAPPER_IO, SWAPPER_IO, MINT.address, SWAPPER.address] {
            call.accounts.push(AccountMeta::new(account, false));
        }
        call
    };
    let half = vec![take(GIVEN / 2), take(GIVEN / 2), give(asked / 2)];
    scene.refused(twice(swap(half)), BuybackError::TooLittleIo);
    // A transfer to itself moves nothing.
    let itself = transfer(SWAPPER_IO, SWAPPER_IO, SWAPPER.address, asked - 1);
    scene.refused(twice(swap(vec![take(GIVEN), give(asked - 1), itself])), BuybackError::TooLittleIo);
    let call = twice(scene.trade_and([]));
    let receipt = scene.accepted(call);
    assert_eq!(receipt.events::<Swapped>()[0].io, asked);
}

/// The exchange names one copy of an account and then the other.
#[test]
fn a_second_copy_is_the_same_account() {
    let mut scene = Scene::new();
    let (asked, thief, swapper) = (scene.asked(), scene.thief.pubkey(), SWAPPER.address);
    let swap = |calls: &[Instruction]| buyback::swap_and_burn(&PRICES, GIVEN, script_twice(calls));
    scene.refused(swap(&[take(GIVEN), give(asked - 1)]), BuybackError::TooLittleIo);
    scene.refused(swap(&[take(GIVEN), take(1)]), INSUFFICIENT_FUNDS);
    let back = transfer(SWAPPER_IO, stash_of(&MINT.address), swapper, 1);
    scene.refused(swap(&[take(GIVEN), give(asked - 1), give(1), back]), BuybackError::TooLittleIo);
    for account in [SWAPPER_USDC, SWAPPER_IO] {
        for kind in [AuthorityType::AccountOwner, AuthorityType::CloseAccount] {
            let mischief = set_authority(&account, kind, Some(&thief), &swapper);
            let calls = [take(GIVEN), give(asked - 1), give(1), mischief];
            scene.refused(swap(&calls), BuybackError::SwapperAccountChanged);
        }
    }
    let receipt = scene.accepted(swap(&[take(GIVEN), give(asked)]));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!((swapped.usdc, swapped.io), (GIVEN, asked));
}

#[test]
fn money_reaches_no_accounts_but_the_swappers() {
    let mut scene = Scene::new();
    let key = scene.thief.pubkey();
    let (usdc, io) =
        (token::associated_address(&key, &USDC_MINT), token::associated_address(&key, &MINT.address));
    let pool = scene.pool();
    let honest = |source, destination| {
        let swap = pool.swap(&SWAPPER.address, source, destination, GIVEN, 0);
        buyback::swap_and_burn(&PRICES, GIVEN, swap)
    };
    scene.refused(honest(SWAPPER_USDC, io), BuybackError::TooLittleIo);
    for (of, by) in [(SWAPPER_USDC, usdc), (SWAPPER_IO, io)] {
        let mut call = honest(SWAPPER_USDC, SWAPPER_IO);
        call.accounts.iter_mut().filter(|meta| meta.pubkey == of).for_each(|meta| meta.pubkey = by);
        scene.refused(call, BuybackError::WrongSwapperAccount);
    }
    let mut exchanged = honest(SWAPPER_USDC, SWAPPER_IO);
    exchanged.accounts.swap(3, 4);
    scene.refused(exchanged, BuybackError::WrongSwapperAccount);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), SWAPPER.address, key);
    scene.refused(call, BuybackError::WrongSwapper);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), USDC_VAULT, usdc);
    scene.refused(call, BuybackError::WrongUsdcVault);
    let foreign = scene.world.mint(8);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), MINT.address, foreign);
    scene.refused(call, BuybackError::WrongMint);
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(&CONFIG.address).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), CONFIG.address, copy);
    scene.refused(call, BuybackError::WrongConfig);
}

/// The config is `dup`: in every other place it is refused.
#[test]
fn the_config_passes_for_nothing_else() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    let own: [Refusal; 9] = [
        BuybackError::WrongUsdcVault.into(),
        BuybackError::WrongSwapper.into(),
        BuybackError::WrongSwapperAccount.into(),
        BuybackError::WrongSwapperAccount.into(),
        BuybackError::WrongMint.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::ExchangeNotAllowed.into(),
        OTHER_PROGRAM.into(),
    ];
    let of_the_exchange = iter::repeat(BuybackError::ExchangeAccountForbidden.into());
    for (place, error) in (1..call.accounts.len()).zip(own.into_iter().chain(of_the_exchange)) {
        let mut call = call.clone();
        call.accounts[place].pubkey = CONFIG.address;
        scene.refused(call, error);
    }
}

#[test]
fn a_program_that_is_not_allowed_is_refused() {
    let mut scene = Scene::new();
    let admin = scene.desk.admin.insecure_clone();
    let call = scene.trade_and([]);
    scene.world.accepted(&[buyback::remove_exchange(&admin.pubkey(), hostile::ID)], &[&admin]);
    scene.refused(call.clone(), BuybackError::ExchangeNotAllowed);
    for program in [TOKEN_PROGRAM, addresses::ID, io_addresses::staking::ID, Pubkey::default()] {
        let call = with_account(call.clone(), hostile::ID, program);
        scene.refused(call, BuybackError::ExchangeNotAllowed);
    }
}

#[test]
fn an_exchange_is_refused_a_second_before_its_notice_ends() {
    let mut scene = Scene::new();
    let admin = scene.desk.admin.insecure_clone();
    for call in [buyback::remove_exchange, buyback::announce_exchange] {
        scene.world.accepted(&[call(&admin.pubkey(), hostile::ID)], &[&admin]);
    }
    scene.world.set_clock(EVENING + 7 * DAY - 1);
    scene.world.post_prices(QUARTER);
    let call = scene.trade_and([]);
    scene.refused(call.clone(), BuybackError::ExchangeTooEarly);
    scene.world.pass(1);
    scene.accepted(call);
}

#[test]
fn a_pause_stops_swaps() {
    let mut scene = Scene::new();
    let admin = scene.desk.admin.insecure_clone();
    scene.world.accepted(&[buyback::set_paused(&admin.pubkey(), true)], &[&admin]);
    let call = scene.trade_and([]);
    scene.refused(call, BuybackError::Paused);
}

#[test]
fn without_the_swappers_accounts_there_is_no_swap() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    for account in [SWAPPER_USDC, SWAPPER_IO] {
        let there = scene.world.svm.get_account(&account).unwrap();
        scene.world.svm.set_account(account, Default::default()).unwrap();
        scene.refused(call.clone(), BuybackError::SwapperAccountMissing);
        scene.world.svm.set_account(account, there).unwrap();
    }
    scene.world.freeze(&SWAPPER_USDC);
    scene.refused(call.clone(), BuybackError::SwapperAccountMissing);
    scene.world.thaw(&SWAPPER_USDC);
    scene.accepted(call);
}

#[test]
fn fills_and_swaps_share_one_budget() {
    let mut scene = Scene::new();
    let holder = scene.world.trader(&scene.desk, 100_000, 0);
    let io = scene.world.offer().io_for_usdc(10_000 * USDC - GIVEN + 1).unwrap();
    let fill = buyback::fill(&holder.pubkey(), &PRICES, io, 0);
    let call = scene.trade_and([]);
    scene.world.refused(&[fill.clone(), call.clone()], &[&holder], BuybackError::OverBudget);
    scene.world.refused(&[call.clone(), fill], &[&holder], BuybackError::OverBudget);
    let fill = buyback::fill(&holder.pubkey(), &PRICES, io - 10, 0);
    scene.world.accepted(&[call, fill], &[&holder]);
    assert!(scene.world.balance(&USDC_VAULT) < 10);
}
