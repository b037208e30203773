//! An exchange that tries everything takes nothing but what the rule pays for.

mod buyback_scene;

use {
    anchor_lang::prelude::{AccountMeta, Pubkey},
    buyback_scene::exchange::{give, stash_of, swap, take, transfer, Scene, GIVEN},
    io_addresses::{
        buyback::{self as addresses, CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback::{self, events::Swapped, BuybackError},
        token,
    },
    io_economics::units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    io_testkit::{
        buyback::PRICES,
        hostile::{self, script_twice},
        owners::COMMUNITY,
        INSUFFICIENT_FUNDS, OWNER_MISMATCH,
    },
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
    spl_token_interface::{instruction as spl, instruction::AuthorityType},
};

/// The memo program.
const MEMO: Pubkey = Pubkey::from_str_const("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const LAMPORTS: u64 = 1_000_000_000;

/// A line in the logs, by the memo program.
fn memo(text: &str) -> Instruction {
    Instruction { program_id: MEMO, accounts: vec![], data: text.into() }
}

fn set_authority(account: &Pubkey, kind: AuthorityType, to: Option<&Pubkey>, by: &Pubkey) -> Instruction {
    spl::set_authority(&TOKEN_PROGRAM, account, to, kind, by, &[]).unwrap()
}

#[test]
fn an_exchange_that_keeps_the_money_is_refused() {
    let mut scene = Scene::new();
    scene.refused(swap(vec![take(GIVEN)]), BuybackError::TooLittleIo);
    scene.refused(swap(scene.trade(GIVEN, 1)), BuybackError::TooLittleIo);
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

#[test]
fn a_second_authority_on_the_swappers_accounts_is_refused() {
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
fn a_second_authority_that_is_gone_again_has_won_nothing() {
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

/// An empty account that is closed and created again is as it was, and the exchange has paid the
/// rent that it got.
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

/// Lamports beyond its rent are no money of the buyback: the token program gives them to whoever
/// signs for the account.
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

/// The runtime cuts logs off after 10,000 bytes. An exchange can so hide the event of a swap, and
/// change nothing else.
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
        (config.auction, config.totals, world.supply(), accounts.map(|account| world.token(&account)))
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
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &IO_VAULT, IO);
    let inner = scene.trade_and([]);
    for back in [buyback::burn(), buyback::fill(&key, &PRICES, IO, 0), inner] {
        let call = scene.trade_and([back]);
        scene.refused(call, BuybackError::ExchangeAccountForbidden);
    }
    // Without the program among its accounts there is nothing to call: so the runtime's own refusal
    // of reentry is out of reach.
    let mut call = scene.trade_and([Instruction { accounts: vec![], ..buyback::burn() }]);
    let at = call.accounts.iter().position(|meta| meta.pubkey == addresses::ID).unwrap();
    call.accounts[at].pubkey = scene.thief.pubkey();
    scene.fails(call, InstructionError::UnsupportedProgramId);
}

#[test]
fn an_exchange_has_no_signature_but_the_swappers() {
    let mut scene = Scene::new();
    // The payer of the transaction signs it, and has USDC; the exchange is not shown that
    // signature.
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
    let other = scene.world.trader(&scene.roles, 100, 100);
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

/// The swapper's signature is lent to every exchange: whoever makes it the delegate of an account
/// gives that account away, and the buyback loses nothing.
#[test]
fn an_account_whose_delegate_is_the_swapper_is_drained() {
    let mut scene = Scene::new();
    let other = scene.world.trader(&scene.roles, 0, 100);
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
