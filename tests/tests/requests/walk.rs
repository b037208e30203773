//! Random calls on requests and bids, with the invariants checked after each; and at the end
//! everybody has its own back.

use {
    crate::scene::Scene,
    anchor_lang::prelude::Pubkey,
    io_client::orders::{self, Choice, Currency, RequestParams, Stage},
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        requests::{asked_for, bid_of},
        walk,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::collections::BTreeMap,
};

/// Clients' numbers of requests.
const REQUESTS: u64 = 3;

struct Walk {
    scene: Scene,
    dice: fastrand::Rng,
    /// How often each step was accepted.
    made: BTreeMap<&'static str, u32>,
}

impl Walk {
    fn request(&self) -> Pubkey {
        orders::request_address(&self.scene.client.pubkey(), self.number())
    }

    /// As the dice fall now.
    fn number(&self) -> u64 {
        self.dice.clone().u64(0..REQUESTS)
    }

    fn order(&self) -> Pubkey {
        orders::order_address(&self.scene.client.pubkey(), self.number())
    }

    /// A step and who signs it; none if there is nothing to do it on.
    fn call(&mut self, step: &str) -> Option<(Instruction, Option<Keypair>)> {
        self.dice.u64(..);
        let (address, order) = (self.request(), self.order());
        let who = self.dice.usize(0..3);
        let Scene { client, bidders, world, currency, stranger, .. } = &self.scene;
        let own = |key: &Keypair| Some(key.insecure_clone());
        let key = client.pubkey();
        if step == "request" {
            let choice = if self.dice.bool() { Choice::Client } else { Choice::Lowest };
            let params =
                RequestParams { open_seconds: self.dice.u32(600..3_600), ..asked_for(*currency, choice) };
            let class = io_client::staking::class_address(io_testkit::staking::H100);
            let call = orders::request(&key, &key, self.number(), &class, *currency, params);
            return Some((call, own(client)));
        }
        let bid = orders::bid_address(&address, &bidders[who].node);
        let there = |key: &Pubkey| self.scene.exists(key);
        if ["close", "dispute", "end", "resolve", "settle"].contains(&step) {
            let there = there(&order) && !there(&address);
            let state = there.then(|| world.order(&order))?;
            if step == "close" {
                return Some((orders::close(&order, &state), None));
            }
            match step {
                "settle" => return Some((orders::settle(&order, &state, [None; 2]), None)),
                "dispute" => return Some((orders::dispute(&key, &order, &state), own(client))),
                "resolve" => {
                    let share_bps = [0, 0, 1, 5_000, 10_000][self.dice.usize(0..5)];
                    let arbiter = &self.scene.roles.arbiter;
                    let call = orders::resolve(&arbiter.pubkey(), &order, &state, share_bps, [None; 2]);
                    return Some((call, own(arbiter)));
                }
                _ => {}
            }
            let enders = [client, &bidders[who].operator, stranger];
            let ender = enders[self.dice.usize(0..3)];
            return Some((orders::end(&ender.pubkey(), &order, &state, None), own(ender)));
        }
        if ["withdraw", "close a bid", "return a bond"].contains(&step) {
            let state = there(&bid).then(|| world.bid_at(&bid))?;
            return Some(match step {
                "withdraw" => (orders::withdraw_bid(&bid, &state), own(&bidders[who].operator)),
                "close a bid" => (orders::close_bid(&bid, &state), None),
                _ => {
                    let won = (state.won && state.bond > 0).then(|| world.order(&order));
                    let won = won.as_ref().map(|state| (&order, state));
                    (orders::return_bond(&bid, &state, won, None), None)
                }
            });
        }
        let state = there(&address).then(|| world.request_at(&address))?;
        let percent = self.dice.u64(50..=101);
        let best = if state.tender.best_rate > 0 { state.tender.best_rate } else { state.tender.escrow.rate };
        Some(match step {
            "bid" => {
                let terms = bid_of(best * percent / 100);
                let (operator, node) = (&bidders[who].operator, &bidders[who].node);
                let call = match state.tender.choice {
                    Choice::Client => orders::bid(&operator.pubkey(), &address, &state, node, terms),
                    Choice::Lowest => orders::bid_auto(&operator.pubkey(), &address, &state, node, terms),
                };
                (call, own(operator))
            }
            "cancel" => {
                let by = if self.dice.u8(..) < 64 { client } else { stranger };
                (orders::cancel_request(&by.pubkey(), &address, &state, None), own(by))
            }
            "award" => {
                let there = there(&bid).then(|| world.bid_at(&bid))?;
                (orders::award(&address, &state, &bid, &there, None), own(client))
            }
            _ => {
                let best = state.best != Pubkey::default();
                best.then(|| (orders::award_auto(&address, &state, None), None))?
            }
        })
    }

    fn step(&mut self) {
        const STEPS: [&str; 18] = [
            "request",
            "request",
            "bid",
            "bid",
            "bid",
            "bid",
            "cancel",
            "award",
            "award_auto",
            "award_auto",
            "withdraw",
            "close a bid",
            "return a bond",
            "end",
            "dispute",
            "resolve",
            "settle",
            "close",
        ];
        let step = STEPS[self.dice.usize(..STEPS.len())];
        match self.dice.u8(..) {
            0..3 => self.scene.world.pass(DAY + HOUR),
            3..40 => {
                let most = [30, 60, 300, 600, HOUR / 2, HOUR][self.dice.usize(0..6)];
                self.scene.world.pass(self.dice.i64(0..=most));
            }
            40.. => {}
        }
        if let Some((call, signer)) = self.call(step) {
            let signers: Vec<&Keypair> = signer.iter().collect();
            if self.scene.world.send(&[call], &signers).is_ok() {
                *self.made.entry(step).or_default() += 1;
            }
        }
    }

    /// Each makes what it can until nothing is left.
    fn finish(&mut self) {
        let scene = &mut self.scene;
        let (client, stranger, bidders) =
            (scene.client.clone(), scene.stranger.clone(), scene.bidders.clone());
        for id in 0..REQUESTS {
            let (request, order) =
                (orders::request_address(&client.pubkey(), id), orders::order_address(&client.pubkey(), id));
            if scene.exists(&request) {
                scene.world.set_clock(
                    scene.world.request_at(&request).tender.ends_at().max(scene.world.now()) + HOUR + 1,
                );
                let call = orders::cancel_request(
                    &stranger.pubkey(),
                    &request,
                    &scene.world.request_at(&request),
                    None,
                );
                scene.world.accepted(&[call], &[&stranger]);
            }
            let runs = scene.exists(&order);
            if runs && scene.world.stage(&order) == Stage::Running {
                scene.world.pass(2 * DAY);
                let end = orders::end(&stranger.pubkey(), &order, &scene.world.order(&order), None);
                scene.world.accepted(&[end], &[&stranger]);
            }
            if runs {
                scene.settle(&order);
            }
            scene.world.pass(DAY);
            for bidder in bidders.iter() {
                let bid = orders::bid_address(&request, &bidder.node);
                if scene.exists(&bid) {
                    let there = scene.world.bid_at(&bid);
                    if there.bond > 0 {
                        scene.world.return_bond(&bid, there.won.then_some(&order));
                    }
                    scene.world.accepted(&[orders::close_bid(&bid, &scene.world.bid_at(&bid))], &[]);
                }
            }
            if runs {
                scene.finish(&order);
            }
        }
    }
}

#[test]
fn whatever_happens_everybody_has_its_own_in_the_end() {
    let (steps, seed) = (4 * walk::steps(), walk::seed());
    println!("IO_WALK_SEED={seed}");
    let mut made = BTreeMap::new();
    for (seed, currency) in (seed..).zip([Currency::Io, Currency::Usdc]) {
        let scene = Scene::new(currency);
        let cast = scene.cast.clone();
        let lamports = |scene: &Scene| {
            [scene.client.pubkey(), scene.operator(0), scene.operator(1), scene.operator(2)]
                .map(|key| scene.lamports(&key))
        };
        let before = lamports(&scene);
        let mut all = Walk { scene, dice: fastrand::Rng::with_seed(seed), made: BTreeMap::new() };
        for step in 0..steps {
            if step % 10 == 0 {
                for who in 0..3 {
                    let node = all.scene.bidders[who].node;
                    all.scene.world.attest(&cast, &node);
                }
            }
            all.step();
        }
        all.finish();
        let ledger = all.scene.world.ledger(currency).balances;
        assert_eq!((ledger.escrowed, ledger.bonds, ledger.unclaimed), (0, 0, 0));
        assert_eq!([0, 1, 2].map(|who| all.scene.hired(who)), [0; 3]);
        assert_eq!(lamports(&all.scene), before, "all rent returned to who it belongs to");
        all.made.into_iter().for_each(|(step, times)| *made.entry(step).or_insert(0) += times);
    }
    println!("{made:?}");
    assert!(steps < 2_000 || made.len() == 13, "every step was made: {made:?}");
}
