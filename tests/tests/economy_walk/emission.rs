//! Moves of io_emission, and of what happens once.

use {
    crate::{Move, Walk},
    io_addresses::emission::MINT,
    io_client::{buyback, emission, orders, staking, token, vesting},
    io_economics::staking::MIN_FULL_WEIGHT,
    io_testkit::{
        buyback::{Feed, PARAMS},
        orders::{CURRENCIES, PRICE_RULES, RULES},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

impl Walk {
    pub fn emission_move(&mut self) -> Move {
        match self.once_in(12) {
            true => self.once_more(),
            false => Move::new(emission::crank(), &self.people.staker(&mut self.random)),
        }
    }

    /// A step of genesis or an initialization again, by the deployer or a stranger that would have
    /// all roles.
    fn once_more(&mut self) -> Move {
        let signer = match self.random.bool() {
            true => self.world.deployer.insecure_clone(),
            false => self.people.staker(&mut self.random),
        };
        let key = signer.pubkey();
        let call = match self.random.u8(..9) {
            0 => emission::initialize(&key),
            1 => emission::create_metadata(&key, World::URI.into()),
            2 => {
                let [.., ecosystem, community] = self.people.cast.owners.each_ref();
                let account = |owner: &Keypair| token::associated_address(&owner.pubkey(), &MINT.address);
                emission::allocate(&key, &account(ecosystem), &account(community))
            }
            3 => {
                let params = staking::InitializeParams {
                    admin: key,
                    oracle: key,
                    slasher: key,
                    gpu_full_weight: MIN_FULL_WEIGHT,
                    cpu_full_weight: MIN_FULL_WEIGHT,
                };
                staking::initialize(&key, params)
            }
            4 => {
                let (rules, prices) = (RULES, PRICE_RULES);
                let params =
                    orders::InitializeParams { admin: key, oracle: key, arbiter: key, rules, prices };
                orders::initialize(&key, params)
            }
            5 => orders::open_ledger(&key, self.one(&CURRENCIES)),
            6 => vesting::initialize(&key, vesting::Managers { seed: key, series_a: key, core: key }),
            7 => vesting::start(),
            _ => {
                let (io_feed, usdc_feed) = (Feed::Io.id(), Feed::Usdc.id());
                let params = buyback::InitializeParams { admin: key, io_feed, usdc_feed, params: PARAMS };
                buyback::initialize(&key, params)
            }
        };
        Move::new(call, &signer)
    }
}
