//! What the token, system and metadata programs let pass without a signature. docs/auditor.md has
//! the table; here is each line of it on bytecode.

use {
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{
        buyback::{IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::{EMISSION, METADATA, MINT},
        external::{METADATA_PROGRAM, TOKEN_PROGRAM, USDC_MINT},
        orders, staking, vesting,
    },
    io_client::{
        airdrop::{self, vault_address, AirdropError, Rest},
        buyback::{self, BuybackError},
        emission,
        orders::{self as orders_client, CreateParams, Currency, OrdersError},
        staking::{self as staking_client, StakingError},
        token,
    },
    io_economics::{
        genesis::CATEGORIES,
        price::Quote,
        time::DAY,
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        airdrop::Published,
        buyback::{Feed, PRICES},
        calls::with_account,
        hostile::INCINERATOR,
        orders::terms,
        owners::COMMUNITY,
        World, OWNER_MISMATCH,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_system_interface::instruction as system,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    spl_token_interface::instruction::{self as spl, AuthorityType},
};

/// The system program's own address, as an owner of token accounts.
const SYSTEM: Pubkey = Pubkey::new_from_array([0; 32]);

/// Owners for whom nobody signs.
const NOBODY: [Pubkey; 2] = [INCINERATOR, SYSTEM];

/// A world with 1,000 IO in an account of each owner for whom nobody signs, and a stranger without
/// IO.
fn world() -> (World, [Keypair; 5], [Pubkey; 2], Keypair) {
    let (mut world, owners) = World::after_genesis();
    let accounts = NOBODY.map(|owner| {
        let account = world.io_account(&owner);
        world.transfer_io(&owners[COMMUNITY], &account, 1_000 * IO);
        account
    });
    let stranger = world.wallet();
    world.io_account(&stranger.pubkey());
    (world, owners, accounts, stranger)
}

/// A season that is published and not funded.
fn season(world: &mut World, funder: &Keypair) -> Pubkey {
    let list = Published::new(&funder.pubkey(), 1, vec![(funder.pubkey(), 1)]);
    let terms = list.terms(1_000 * IO, world.now());
    world.create_season(funder, &list, Rest::Return, terms);
    list.season
}

#[test]
fn the_token_program_burns_and_closes_for_anyone_what_nobody_owns() {
    let (mut world, owners, accounts, stranger) = world();
    let key = stranger.pubkey();
    let own = token::associated_address(&key, &MINT.address);
    for account in accounts {
        let (program, mint) = (&TOKEN_PROGRAM, &MINT.address);
        for call in [
            spl::transfer(program, &account, &own, &key, &[], 1),
            spl::transfer_checked(program, &account, mint, &own, &key, &[], 1, 8),
            spl::approve(program, &account, &key, &key, &[], 1),
            spl::set_authority(program, &account, Some(&key), AuthorityType::AccountOwner, &key, &[]),
            spl::set_authority(program, &account, Some(&key), AuthorityType::CloseAccount, &key, &[]),
        ] {
            world.refused(&[call.unwrap()], &[&stranger], OWNER_MISMATCH);
        }
        world.burned_by_holders += 1_000 * IO;
        let half = 500 * IO;
        let calls = [
            spl::burn(program, &account, mint, &key, &[], half).unwrap(),
            spl::burn_checked(program, &account, mint, &key, &[], half, 8).unwrap(),
        ];
        world.accepted(&calls, &[&stranger]);
        // What is empty then is closed by anyone, and its rent goes to the incinerator alone.
        let close = |to: &Pubkey| [spl::close_account(program, &account, to, &key, &[]).unwrap()];
        let failure = world.send(&close(&key), &[&stranger]).unwrap_err();
        let error = TransactionError::InstructionError(0, InstructionError::InvalidAccountData);
        assert_eq!(failure.error, error);
        world.accepted(&close(&INCINERATOR), &[&stranger]);
    }
    // Of a wallet's account neither passes.
    let wallets = token::associated_address(&owners[COMMUNITY].pubkey(), &MINT.address);
    let burn = spl::burn(&TOKEN_PROGRAM, &wallets, &MINT.address, &key, &[], 1).unwrap();
    world.refused(&[burn], &[&stranger], OWNER_MISMATCH);
}

/// A caller with no IO was paid 427.5 USDC for 1,000 IO of the incinerator's.
#[test]
fn a_fill_pays_nothing_for_what_nobody_owns() {
    let (mut world, _, accounts, stranger) = world();
    world.start_buyback();
    world.revenue(10_000);
    world.open_auction();
    for (feed, price) in [(Feed::Io, 45_000_000), (Feed::Usdc, 100_000_000)] {
        let quote = Quote { conf: 0, ..world.usd(price) };
        world.post(feed, quote);
    }
    world.usdc_account(&stranger.pubkey());
    assert_eq!(world.offer().usdc_for_io(1_000 * IO), Ok(427_500_000));
    let fill = buyback::fill(&stranger.pubkey(), &PRICES, 1_000 * IO, 0);
    let own = token::associated_address(&stranger.pubkey(), &MINT.address);
    for account in accounts {
        let call = with_account(fill.clone(), own, account);
        world.refused(&[call], &[&stranger], BuybackError::NotOwner);
    }
    assert_eq!(world.balance(&USDC_VAULT), 10_000 * USDC);
}

/// Money that is paid in moves by a transfer, for which the token program always asks the owner;
/// and the programs ask first, where they promise anything for it.
#[test]
fn nobody_pays_in_from_what_nobody_owns() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    let order = world.order(&address);
    let client = deal.client.pubkey();
    let revision = world.node(&deal.node).revision;
    let params = CreateParams { revision, ..terms(Currency::Io, DAY as u32) };
    let create = orders_client::create(&client, 1, &deal.node, Currency::Io, params);
    let stake = staking_client::first_stake(&client, &deal.node, IO);
    let season = season(&mut world, &cast.owners[COMMUNITY]);
    let fund = airdrop::fund(&client, &season, IO);
    for owner in NOBODY {
        let account = world.io_account(&owner);
        world.transfer_io(&cast.owners[COMMUNITY], &account, 1_000 * IO);
        let own = token::associated_address(&client, &MINT.address);
        let with = |call: &Instruction| with_account(call.clone(), own, account);
        let extend = orders_client::extend(&client, &address, &order, 3_600);
        let staked = [stake[0].clone(), with(&stake[1])];
        let by = [&deal.client];
        world.refused(&[with(&create)], &by, OrdersError::WrongSource);
        world.refused(&[with(&extend)], &by, OrdersError::WrongSource);
        world.refused(&staked, &by, StakingError::NotOwnersTokenAccount);
        world.refused(&[with(&fund)], &by, AirdropError::WrongSource);
    }
}

/// Every instruction of the token program, by its number, on every token account of the programs
/// and on the mint: without the signature of its authority nothing there changes but by what comes
/// in.
#[test]
fn without_its_signature_nothing_of_ours_moves() {
    let (mut world, roles) = World::with_buyback();
    world.start_staking(roles.owners.each_ref().map(Keypair::insecure_clone));
    world.start_orders();
    let stranger = world.trader(&roles, 100, 100);
    let key = stranger.pubkey();
    let season = season(&mut world, &roles.owners[COMMUNITY]);
    let locks = vesting::VAULTS.into_iter().zip(vesting::CATEGORIES.map(|category| category.address));
    let ours = [
        (vault_address(&season), season, MINT.address),
        (staking::STAKE_VAULT.address, staking::CONFIG.address, MINT.address),
        (staking::REWARD_VAULT, staking::CONFIG.address, MINT.address),
        (orders::IO_VAULT.address, orders::CONFIG.address, MINT.address),
        (orders::USDC_VAULT.address, orders::CONFIG.address, USDC_MINT),
        (IO_VAULT, io_addresses::buyback::CONFIG.address, MINT.address),
        (USDC_VAULT, io_addresses::buyback::CONFIG.address, USDC_MINT),
        (SWAPPER_IO, SWAPPER.address, MINT.address),
        (SWAPPER_USDC, SWAPPER.address, USDC_MINT),
    ];
    let is_it = |meta: &AccountMeta, is_signer| AccountMeta { is_signer, ..meta.clone() };
    let (mut tried, mut accepted) = (0, 0);
    let locks = locks.map(|(vault, category)| (vault, category, MINT.address));
    for (account, authority, mint) in ours.into_iter().chain(locks) {
        let other = token::associated_address(&key, &mint);
        let [account_meta, other_meta, mint_meta, authority_meta, stranger_meta] =
            [account, other, mint, authority, key].map(|key| AccountMeta::new(key, false));
        let by = is_it(&stranger_meta, true);
        let arrangements = [
            vec![account_meta.clone(), other_meta.clone(), by.clone()],
            vec![account_meta.clone(), other_meta.clone(), authority_meta.clone()],
            vec![account_meta.clone(), mint_meta.clone(), other_meta.clone(), by.clone()],
            vec![account_meta.clone(), mint_meta.clone(), by.clone()],
            vec![account_meta.clone(), mint_meta.clone(), authority_meta.clone()],
            vec![account_meta.clone(), stranger_meta.clone(), by.clone()],
            vec![account_meta.clone(), by.clone()],
            vec![account_meta.clone(), authority_meta.clone()],
            vec![account_meta.clone()],
            vec![mint_meta.clone(), account_meta.clone(), by.clone()],
            vec![mint_meta.clone(), other_meta.clone(), authority_meta.clone()],
            vec![mint_meta.clone(), account_meta, authority_meta],
        ];
        let mut payloads = vec![vec![], [&1u64.to_le_bytes()[..], &[8]].concat(), key.to_bytes().to_vec()];
        payloads.extend((0..4).map(|kind| [&[kind, 1][..], key.as_ref()].concat()));
        let before = [account, mint].map(|key| world.svm.get_account(&key).unwrap());
        for number in (0..=50).chain([255]) {
            for (accounts, payload) in arrangements.iter().flat_map(|a| payloads.iter().map(move |p| (a, p)))
            {
                let signs = accounts.iter().any(|meta| meta.is_signer);
                let signers = if signs { vec![&stranger] } else { vec![] };
                let data = [&[number][..], payload].concat();
                let call = Instruction { program_id: TOKEN_PROGRAM, accounts: accounts.clone(), data };
                tried += 1;
                let Some(after) = world.simulate(&[call], &signers) else { continue };
                accepted += 1;
                for (key, before) in [account, mint].iter().zip(&before) {
                    // What the call does not name it cannot change.
                    let Some(after) = after.account(key) else { continue };
                    assert!(same(before, after), "instruction {number} on {key}: {before:?}, {after:?}");
                }
            }
        }
    }
    println!(
        "{tried} calls of the token program, {accepted} accepted, none of which changed an account of ours"
    );
    assert!(accepted > 100);
}

fn same(before: &Account, after: &Account) -> bool {
    (before.lamports, &before.data, before.owner) == (after.lamports, &after.data, after.owner)
}

/// The system program creates, assigns and takes lamports with a signature of the account alone:
/// what is at an address of a program's is the program's.
#[test]
fn nobody_takes_an_address_of_ours_ahead() {
    let mut world = World::new();
    let stranger = world.wallet();
    let key = stranger.pubkey();
    let singletons = [
        EMISSION.address,
        MINT.address,
        METADATA,
        staking::CONFIG.address,
        staking::STAKE_VAULT.address,
        orders::CONFIG.address,
        orders::IO_VAULT.address,
        io_addresses::buyback::CONFIG.address,
        vesting::CATEGORIES[0].address,
        vesting::VAULTS[0],
    ];
    for address in singletons {
        world.svm.airdrop(&address, 1_000_000_000).unwrap();
        for mut call in [
            system::create_account(&key, &address, 1_000_000, 8, &TOKEN_PROGRAM),
            system::allocate(&address, 8),
            system::assign(&address, &TOKEN_PROGRAM),
            system::transfer(&address, &key, 1),
        ] {
            let ours = call.accounts.iter_mut().filter(|meta| meta.pubkey == address);
            ours.for_each(|meta| meta.is_signer = false);
            let signs = call.accounts.iter().any(|meta| meta.pubkey == key && meta.is_signer);
            let signers = if signs { vec![&stranger] } else { vec![] };
            assert!(world.simulate(&[call.clone()], &signers).is_none(), "{call:?}");
        }
    }
    // The lamports stop nothing.
    let owners = [(); CATEGORIES].map(|()| world.wallet());
    world.genesis(&owners);
    world.start_staking(owners);
    world.start_orders();
    world.start_buyback();
}

/// The associated token program creates an account of anybody's for anyone: of a wallet, of a PDA
/// that is not there yet. It is its owner's all the same, and stops nothing.
#[test]
fn anyone_creates_the_vaults_and_wins_nothing() {
    let (mut world, owners) = World::after_genesis();
    let stranger = world.wallet();
    let key = stranger.pubkey();
    let season = airdrop::season_address(&owners[COMMUNITY].pubkey(), 1);
    let mut calls = buyback::create_accounts(&key);
    calls.push(token::create_associated(&key, &season, &MINT.address));
    calls.extend(io_client::vesting::create_vaults(&key));
    world.accepted(&calls, &[&stranger]);
    let vaults = [
        (IO_VAULT, io_addresses::buyback::CONFIG.address),
        (USDC_VAULT, io_addresses::buyback::CONFIG.address),
        (SWAPPER_IO, SWAPPER.address),
        (SWAPPER_USDC, SWAPPER.address),
        (vault_address(&season), season),
        (vesting::VAULTS[0], vesting::CATEGORIES[0].address),
    ];
    for (vault, owner) in vaults {
        let token = world.token(&vault);
        assert_eq!(token.owner, owner);
        assert!(token.delegate.is_none() && token.close_authority.is_none());
    }
    world.start_buyback();
    assert_eq!(self::season(&mut world, &owners[COMMUNITY]), season);
}

/// `CreateMetadataAccountV3` for the IO mint, mutable.
fn create_metadata(mint_authority: AccountMeta, payer: &Pubkey) -> Instruction {
    let text = |text: &str| [&(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
    let data =
        [&[33][..], &text("IO"), &text("IO"), &text("https://else.where"), &[0, 0, 0, 0, 0, 1, 0]].concat();
    let accounts = vec![
        AccountMeta::new(METADATA, false),
        AccountMeta::new_readonly(MINT.address, false),
        mint_authority,
        AccountMeta::new(*payer, true),
        AccountMeta::new_readonly(*payer, false),
        AccountMeta::new_readonly(SYSTEM, false),
    ];
    Instruction { program_id: METADATA_PROGRAM, accounts, data }
}

/// Metaplex asks for the mint authority's signature, which is the emission's; but its own authority
/// may name any mint that has no name yet. So genesis makes and names the mint in one transaction.
#[test]
fn the_metadata_program_takes_a_name_from_the_mint_authority_or_metaplex() {
    /// AqH29mZfQFgRpfwaPoTMWSKJ5kqauoc1FwVBRksZyQrt, of Metaplex.
    const SEED_AUTHORITY: Pubkey = Pubkey::from_str_const("AqH29mZfQFgRpfwaPoTMWSKJ5kqauoc1FwVBRksZyQrt");
    let mut world = World::new().trusting_signatures();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let key = stranger.pubkey();
    world.accepted(&[emission::initialize(&deployer.pubkey())], &[&deployer]);
    for authority in [
        AccountMeta::new_readonly(EMISSION.address, false),
        AccountMeta::new_readonly(key, true),
        AccountMeta::new_readonly(SEED_AUTHORITY, false),
    ] {
        let failure = world.send(&[create_metadata(authority, &key)], &[&stranger]).unwrap_err();
        assert_eq!(failure.program(), Some(METADATA_PROGRAM), "{failure:?}");
    }
    // As if Metaplex had signed it.
    let mut named = world.clone();
    let call = create_metadata(AccountMeta::new_readonly(SEED_AUTHORITY, true), &key);
    let mut message = Message::new(&[call], Some(&named.payer.pubkey()));
    message.recent_blockhash = named.svm.latest_blockhash();
    named.submit(Transaction::new_unsigned(message)).unwrap();
    let metadata = named.svm.get_account(&METADATA).unwrap();
    assert_eq!(metadata.data[1..33], *EMISSION.address.as_ref(), "its update authority signs nothing");
    let ours = emission::create_metadata(&deployer.pubkey(), World::URI.to_owned());
    named.refused(&[ours], &[&deployer], emission::EmissionError::MetadataExists);

    let [first, ..] = emission::genesis(&deployer.pubkey(), &[key; 5], World::URI);
    assert_eq!(first.len(), 2, "the mint and its name, in one transaction");
}

/// Every instruction of the metadata program, by its number, on the name of the IO mint: without a
/// signature that nobody can give it stays as it is.
#[test]
fn the_metadata_program_changes_no_name_unsigned() {
    let (world, _) = World::after_genesis();
    let mut world = world.trusting_signatures();
    let stranger = world.wallet();
    let key = stranger.pubkey();
    let [metadata, mint, emission] =
        [METADATA, MINT.address, EMISSION.address].map(|key| AccountMeta::new(key, false));
    let (own, by) = (AccountMeta::new(world.io_account(&key), false), AccountMeta::new(key, true));
    let [system, none] = [SYSTEM, METADATA_PROGRAM].map(|key| AccountMeta::new_readonly(key, false));
    let arrangements = [
        vec![metadata.clone(), by.clone(), mint.clone()],
        vec![metadata.clone(), emission.clone(), by.clone()],
        vec![metadata.clone(), mint.clone(), by.clone(), by.clone(), system.clone()],
        vec![metadata.clone(), mint.clone(), emission.clone(), by.clone(), system.clone()],
        vec![metadata.clone(), none.clone(), mint.clone(), by.clone(), by.clone(), own.clone(), system],
        vec![by.clone(), none.clone(), own, mint.clone(), metadata.clone(), none, by.clone()],
        vec![mint, metadata, by.clone(), by, emission],
    ];
    let payloads = [vec![], vec![0], vec![1; 8], [&[1][..], key.as_ref()].concat(), vec![0; 64]];
    let before = [METADATA, MINT.address].map(|key| world.svm.get_account(&key).unwrap());
    let (mut tried, mut accepted) = (0, 0);
    for number in (0..=64).chain([255]) {
        for (accounts, payload) in arrangements.iter().flat_map(|a| payloads.iter().map(move |p| (a, p))) {
            let data = [&[number][..], payload].concat();
            let call = Instruction { program_id: METADATA_PROGRAM, accounts: accounts.clone(), data };
            tried += 1;
            let Some(after) = world.simulate(&[call], &[&stranger]) else { continue };
            accepted += 1;
            for (key, before) in [METADATA, MINT.address].iter().zip(&before) {
                let Some(after) = after.account(key) else { continue };
                assert!(same(before, after), "instruction {number} on {key}: {before:?}, {after:?}");
            }
        }
    }
    println!("{tried} calls of the metadata program, {accepted} accepted, none of which changed the name");
}
