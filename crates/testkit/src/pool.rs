//! A pool of IO and USDC on SPL Token Swap.

use {
    crate::World,
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::token_swap::{Pool, ID},
    io_economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    solana_system_interface::instruction::create_account,
    spl_token_interface::{instruction, state::Mint},
};

/// Bytes of a pool's state.
pub const STATE_BYTES: usize = 324;

/// The instruction that makes a pool.
const INITIALIZE: u8 = 0;

/// Fees, each as numerator and denominator: 0.25% of a trade to the pool, 0.05% to its owner,
/// nothing of a withdrawal, a fifth of the owner's to a host.
const FEES: [u64; 8] = [25, 10_000, 5, 10_000, 0, 1, 20, 100];

/// The curve: constant product, without parameters.
const CURVE: [u8; 33] = [0; 33];

impl World {
    /// A pool with `io` IO of the provider and `usdc` new USDC, seen from USDC: `swap` buys IO.
    ///
    /// # Panics
    /// If the provider has less.
    pub fn pool(&mut self, provider: &Keypair, io: u64, usdc: u64) -> Pool {
        let [state, mint] = [(); 2].map(|()| self.key());
        let mut pool = Pool {
            address: state.pubkey(),
            a: Pubkey::default(),
            b: Pubkey::default(),
            mint: mint.pubkey(),
            fees: Pubkey::default(),
        };
        let authority = pool.authority();
        pool.a = self.usdc_account(&authority);
        pool.b = self.io_account(&authority);
        self.mint_usdc(&pool.a, usdc * BASE_UNITS_PER_USDC);
        self.transfer_io(provider, &pool.b, io * BASE_UNITS_PER_IO);

        let payer = self.payer.pubkey();
        let create = |key: &Keypair, bytes: usize, owner: &Pubkey| {
            create_account(&payer, &key.pubkey(), Self::rent(bytes), bytes as u64, owner)
        };
        let calls = [
            create(&mint, Mint::LEN, &TOKEN_PROGRAM),
            instruction::initialize_mint2(&TOKEN_PROGRAM, &pool.mint, &authority, None, 8).expect("a mint"),
            create(&state, STATE_BYTES, &ID),
        ];
        self.accepted(&calls, &[&mint, &state]);
        pool.fees = self.token_account(&provider.pubkey(), &pool.mint);
        self.accepted(&[initialize(&pool)], &[&state]);
        pool
    }

    /// What a swap of `amount` base units of the pool's first side brings, fees taken; as an
    /// exchange would quote it.
    pub fn pool_brings(&self, pool: &Pool, amount: u64) -> u64 {
        let (a, b) = (u128::from(self.balance(&pool.a)), u128::from(self.balance(&pool.b)));
        let fee = |rate: u64| (u128::from(amount) * u128::from(rate) / 10_000).max(1);
        let amount = u128::from(amount).saturating_sub(fee(FEES[0]) + fee(FEES[2]));
        // The program rounds what stays in the pool up.
        let stays = (a * b).div_ceil(a + amount);
        (b - stays) as u64
    }

    /// What one IO costs in the pool, in USDC, before fees.
    pub fn pool_price(&self, pool: &Pool) -> f64 {
        let side = |mint: &Pubkey| match self.token(&pool.a).mint == *mint {
            true => self.balance(&pool.a) as f64,
            false => self.balance(&pool.b) as f64,
        };
        side(&USDC_MINT) / side(&MINT.address) * (BASE_UNITS_PER_IO / BASE_UNITS_PER_USDC) as f64
    }
}

/// Makes a pool of accounts that exist; the pool's own key signs.
pub fn initialize(pool: &Pool) -> Instruction {
    let accounts = vec![
        AccountMeta::new(pool.address, true),
        AccountMeta::new_readonly(pool.authority(), false),
        AccountMeta::new_readonly(pool.a, false),
        AccountMeta::new_readonly(pool.b, false),
        AccountMeta::new(pool.mint, false),
        AccountMeta::new_readonly(pool.fees, false),
        AccountMeta::new(pool.fees, false),
        AccountMeta::new_readonly(TOKEN_PROGRAM, false),
    ];
    let mut data = vec![INITIALIZE];
    data.extend(FEES.iter().flat_map(|figure| figure.to_le_bytes()));
    data.extend(CURVE);
    Instruction { program_id: ID, accounts, data }
}
