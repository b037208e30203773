//! Registers a node.
//!
//! Who: anyone, as its operator; not while paused. Moves: nothing; the operator pays the rent. Refuses: no
//! processors, a commission above its bound, a number that the operator has used.

use {
    crate::{error::refused, events::NodeRegistered, Config, HardwareClass, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::{CONFIG, NODE_SEED},
    io_economics::staking::NodeLedger,
    io_onchain::create,
};

/// Accounts of `register_node`.
#[derive(Accounts)]
#[instruction(id: u32)]
pub struct RegisterNode<'info> {
    /// The operator; pays the rent.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// Says whether entries are paused.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node's hardware class.
    pub class: Account<'info, HardwareClass>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [NODE_SEED, operator.key().as_ref(), &id.to_le_bytes()], bump)]
    pub node: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// What the operator decides.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct RegisterParams {
    /// Processors that the node has.
    pub processors: u32,
    /// The operator's part of the rewards, in bps.
    pub commission_bps: u16,
    /// The wallet that commission and pay go to.
    pub payout: Pubkey,
}

impl RegisterNode<'_> {
    /// Writes the node: offline and without stake.
    pub fn handle(ctx: Context<Self>, id: u32, params: RegisterParams) -> Result<()> {
        let Self { operator, config, class, node, .. } = ctx.accounts;
        config.require_not_paused()?;
        let multiplier = class.multiplier_at(config.now()?);
        let ledger =
            NodeLedger::new(multiplier, params.processors, params.commission_bps).map_err(refused)?;
        let contents = Node {
            version: Node::VERSION,
            padding: [0; 6],
            id,
            operator: operator.key(),
            payout: params.payout,
            class: class.key(),
            pool: class.pool,
            revision: 0,
            ledger,
            reserved: [0; 16],
        };
        let seeds: &[&[u8]] = &[NODE_SEED, operator.key.as_ref(), &id.to_le_bytes(), &[ctx.bumps.node]];
        create(operator, node, seeds, &contents)?;
        emit!(NodeRegistered {
            node: node.key(),
            operator: operator.key(),
            class: class.key(),
            payout: params.payout,
            processors: params.processors,
            commission_bps: params.commission_bps,
        });
        Ok(())
    }
}
