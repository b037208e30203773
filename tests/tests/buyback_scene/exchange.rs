//! A real exchange, and one that tries everything.

use {
    super::QUARTER,
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback, token,
        token_swap::{self, Pool},
    },
    io_economics::{
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, PRICES},
        hostile::{self, script},
        owners::COMMUNITY,
        Receipt, Refusal, World,
    },
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_keypair::Keypair,
    solana_transaction_error::TransactionError,
    spl_token_interface::instruction as spl,
};

/// When the auction of these tests opens.
pub const OPENED: i64 = World::START + 20 * DAY;

/// What a swap here is given.
pub const GIVEN: u64 = 100 * USDC;

pub struct Scene {
    pub world: World,
    pub roles: BuybackRoles,
    /// The owner of the hostile exchange.
    pub thief: Keypair,
}

impl Scene {
    /// Three quarters through an auction of 10,000 USDC, when the offer is 2.5% over the price of
    /// the oracle; both exchanges are allowed, and the hostile one has IO to give.
    pub fn new() -> Self {
        let (mut world, roles) = World::with_buyback();
        world.deploy_hostile_exchange();
        world.allow_exchange(&roles.admin, hostile::ID);
        world.allow_exchange(&roles.admin, token_swap::ID);
        world.set_clock(OPENED);
        world.revenue(10_000);
        world.open_auction();
        world.pass(HOUR * 3 / 4);
        world.post_prices(QUARTER);
        let thief = world.trader(&roles, 0, 0);
        let stash = world.io_account(&hostile::stash());
        world.transfer_io(&roles.owners[COMMUNITY], &stash, 10_000 * IO);
        world.usdc_account(&hostile::stash());
        Self { world, roles, thief }
    }

    pub fn pool(&mut self) -> Pool {
        self.world.pool(&self.roles.owners[COMMUNITY], 4_000_000, 1_000_000)
    }

    /// The hostile exchange takes `taken` and gives `given`.
    pub fn trade(&self, taken: u64, given: u64) -> Vec<Instruction> {
        vec![take(taken), give(given)]
    }

    /// The IO that a swap of `GIVEN` must bring.
    pub fn asked(&self) -> u64 {
        self.world.offer().io_for_usdc(GIVEN).unwrap()
    }

    /// An honest trade with something else besides.
    pub fn trade_and(&self, mischief: impl IntoIterator<Item = Instruction>) -> Instruction {
        let mut calls = self.trade(GIVEN, self.asked());
        calls.extend(mischief);
        swap(calls)
    }

    #[track_caller]
    pub fn refused(&mut self, call: Instruction, error: impl Into<Refusal>) {
        self.world.refused(&[call], &[], error);
    }

    #[track_caller]
    pub fn fails(&mut self, call: Instruction, error: InstructionError) {
        self.fails_signed(call, &[], error);
    }

    #[track_caller]
    pub fn fails_signed(&mut self, call: Instruction, signers: &[&Keypair], error: InstructionError) {
        let failure = self.world.send(&[call], signers).expect_err("accepted");
        assert_eq!(failure.error, TransactionError::InstructionError(0, error), "{failure:?}");
    }

    pub fn accepted(&mut self, call: Instruction) -> Receipt {
        self.world.accepted(&[call], &[])
    }
}

/// A swap of `GIVEN` in which the hostile exchange makes `calls`.
pub fn swap(calls: Vec<Instruction>) -> Instruction {
    buyback::swap_and_burn(&PRICES, GIVEN, script(&calls))
}

pub fn stash_of(mint: &Pubkey) -> Pubkey {
    token::associated_address(&hostile::stash(), mint)
}

pub fn transfer(from: Pubkey, to: Pubkey, authority: Pubkey, amount: u64) -> Instruction {
    spl::transfer(&TOKEN_PROGRAM, &from, &to, &authority, &[], amount).unwrap()
}

/// USDC from the swapper to the hostile exchange.
pub fn take(amount: u64) -> Instruction {
    transfer(SWAPPER_USDC, stash_of(&USDC_MINT), SWAPPER.address, amount)
}

/// IO from the hostile exchange to the swapper.
pub fn give(amount: u64) -> Instruction {
    transfer(stash_of(&MINT.address), SWAPPER_IO, hostile::stash(), amount)
}
