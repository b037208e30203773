//! Registers a node.
//!
//! Who: anyone, as its operator; not while paused. Moves: nothing; the operator pays the rent. Refuses: no
//! processors, a commission above its bound, a number that the operator has used.

use {
    crate::{error::refused, events::NodeRegistered, Config, HardwareClass, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::{CONFIG, NODE_SEED},
    io_economics::staking::NodeLedger,
};

/// Accounts of `register_node`.
#[derive(Accounts)]
#[instruction(id: u32)]
pub struct RegisterNode<'info> {
    /// Runs the node; pays the rent.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// Says whether entries are paused.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node's hardware class.
    pub class: Account<'info, HardwareClass>,
    /// Created here.
    #[account(
        init,
        payer = operator,
        space = 8 + Node::INIT_SPACE,
        seeds = [NODE_SEED, operator.key().as_ref(), &id.to_le_bytes()],
        bump,
    )]
    pub node: Box<Account<'info, Node>>,
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
        let accounts = ctx.accounts;
        accounts.config.must_run()?;
        let multiplier = accounts.class.multiplier_at(accounts.config.now()?);
        let ledger =
            NodeLedger::new(multiplier, params.processors, params.commission_bps).map_err(refused)?;
        accounts.node.set_inner(Node {
            version: Node::VERSION,
            padding: [0; 6],
            id,
            operator: accounts.operator.key(),
            payout: params.payout,
            class: accounts.class.key(),
            pool: accounts.class.pool,
            revision: 0,
            ledger,
            reserved: [0; 32],
        });
        emit!(NodeRegistered {
            node: accounts.node.key(),
            operator: accounts.operator.key(),
            class: accounts.class.key(),
            payout: params.payout,
            processors: params.processors,
            commission_bps: params.commission_bps,
        });
        Ok(())
    }
}
