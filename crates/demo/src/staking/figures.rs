//! Figures of a month's end, and what the reward vault owes.

use {
    super::{Economy, Solvency, Year},
    anyhow::{ensure, Result},
    io_client::{
        addresses::staking::REWARD_VAULT,
        staking::{self, events},
    },
    io_economics::{emission, staking::ACCRUAL_LAG_SECONDS},
    io_testkit::World,
    solana_signer::Signer,
};

impl Economy {
    /// Takes the figures of a month's end, and of a year's.
    pub(super) fn month_ends(&mut self, world: &World) {
        let bonded = self.nodes.iter().map(|node| world.node(&node.address).ledger.bonded.assets).sum();
        self.bonded_samples.push(bonded);
        if self.month % 12 == 0 {
            let pool = world.staking().pools.gpu;
            let elapsed = pool.synced_at - pool.genesis - ACCRUAL_LAG_SECONDS;
            let distributed = emission::accrued(elapsed).saturating_sub(carried(world));
            self.story.years.push(Year {
                year: self.month / 12,
                bonded: self.bonded_samples.iter().sum::<u64>() / 12,
                rewards: distributed.saturating_sub(self.distributed),
            });
            self.distributed = distributed;
            self.bonded_samples.clear();
        }
    }

    /// Everyone claims but one in ten; then the vault must hold what is owed and carried, and no
    /// more beyond them than fractions of a base unit.
    pub fn settle(&mut self, world: &mut World) -> Result<()> {
        for index in 0..self.nodes.len() {
            let (address, payout) = (self.nodes[index].address, self.nodes[index].operator.pubkey());
            if let Ok(receipt) = world.send(&[staking::claim_commission(&address, &payout)], &[]) {
                let paid: u64 =
                    receipt.events::<events::CommissionClaimed>().iter().map(|event| event.amount).sum();
                self.story.classes[self.nodes[index].class].operators += paid;
            }
            self.claim(world, index, None)?;
            for place in 0..self.nodes[index].stakers.len() {
                if self.random.u8(..10) > 0 {
                    self.claim(world, index, Some(place))?;
                }
            }
        }
        self.story.solvency = self.solvency(world)?;
        Ok(())
    }

    fn solvency(&self, world: &World) -> Result<Solvency> {
        let held = world.balance(&REWARD_VAULT);
        let mut owed = 0;
        let mut fractions = 0u64;
        for node in &self.nodes {
            let on_chain = world.node(&node.address);
            owed += (on_chain.ledger.commission_owed >> 64) as u64;
            fractions += 2;
            for key in node.stakers.iter().map(|staker| staker.key.pubkey()).chain([node.operator.pubkey()]) {
                let mut position = world.stake_of(&node.address, &key).position;
                let mut ledger = on_chain.ledger;
                let settled = position.settle(&mut ledger, on_chain.holder(&key));
                settled.map_err(|error| anyhow::anyhow!("{error:?}"))?;
                owed += (position.owed >> 64) as u64;
                fractions += 1;
            }
        }
        let carried = carried(world);
        let dust = held.checked_sub(owed + carried).ok_or_else(|| {
            anyhow::anyhow!("the vault holds {held}, {owed} are owed and {carried} carried")
        })?;
        // Every stake that was ever closed may have left a fraction.
        let most = fractions + self.story.left + 2;
        ensure!(dust <= most, "{dust} base units of dust, of at most {most}");
        Ok(Solvency { held, owed, carried, dust })
    }
}

/// What both pools carry, in whole base units.
fn carried(world: &World) -> u64 {
    let pools = world.staking().pools;
    pools.gpu.carried.units + pools.cpu.carried.units
}
