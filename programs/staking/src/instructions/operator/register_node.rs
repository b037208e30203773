//! Registers a node.
//!
//! Who: anyone, as its operator; not while paused. Moves: nothing; the operator pays the rent.
//! Refuses: no processors, a commission above its bound, a number that the operator has used, a
//! payout wallet that cannot sign for tokens.

use {
    super::set_payout::check_payout,
    crate::{error::refused, events::NodeRegistered, Config, HardwareClass, InPlace, Node, StakingError},
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
    /// The wallet that commission and pay go to.
    /// CHECK: looked at in the handler; nothing is asked of it now.
    pub payout: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl RegisterNode<'_> {
    /// Writes the node: offline and without stake.
    pub fn handle(ctx: Context<Self>, id: u32, processors: u32, commission_bps: u16) -> Result<()> {
        let Self { operator, config, class, node, payout, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        require_keys_neq!(payout.key(), node.key(), StakingError::InvalidPayout);
        check_payout(payout)?;
        let multiplier = class.multiplier_at(now);
        let ledger = NodeLedger::new(multiplier, processors, commission_bps).map_err(refused)?;
        let contents = Node {
            version: Node::VERSION,
            padding: [0; 6],
            id,
            operator: operator.key(),
            payout: payout.key(),
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
            payout: payout.key(),
            processors,
            commission_bps,
            id,
        });
        Ok(())
    }
}
