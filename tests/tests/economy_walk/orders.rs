//! Moves of io_orders.

use {
    crate::{Move, Walk, DAY, HOUR},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{
            self, mint, order_address, unclaimed_address, CreateParams, Currency, FeeRates, Order,
            PriceRules, Role, Rules, Stage, UnclaimedBalance, MAX_SECONDS,
        },
        staking, token,
    },
    io_economics::staking::NodeLedger,
    io_testkit::orders::{terms, CURRENCIES, PRICE_RULES, RULES},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::state::{Account as TokenAccount, AccountState},
};

/// How many numbers a client uses, again and again.
const NUMBERS: u64 = 6;

impl Walk {
    pub fn orders_move(&mut self) -> Move {
        match self.random.u8(..40) {
            0..=7 => self.create_move(),
            8..=13 => self.accept_move(),
            14..=15 => self.extend_move(),
            16..=20 => self.settle_move(),
            21..=22 => self.outage_move(),
            23..=26 => self.end_move(),
            27 => self.cancel_move(),
            28..=29 => self.dispute_move(),
            30..=31 => self.resolve_move(),
            32..=34 => self.close_move(),
            35 => self.unclaimed_move(),
            36 => self.sweep_move(),
            37 => self.record_move(),
            _ => self.orders_admin_move(),
        }
    }

    /// An order, mostly in this stage, and if open not for too long.
    pub fn order(&mut self, stage: Stage) -> Option<(Pubkey, Order)> {
        let now = self.world.now();
        let all: Vec<_> = self.orders.iter().map(|address| (*address, self.world.order(address))).collect();
        let fits = |order: &Order| {
            let fresh = now - order.escrow.at <= i64::from(order.escrow.accept_seconds);
            order.escrow.stage == stage && (stage != Stage::Open || fresh)
        };
        let fit: Vec<_> = all.iter().filter(|(_, order)| fits(order)).copied().collect();
        let from = if fit.is_empty() || self.once_in(8) { all } else { fit };
        (!from.is_empty()).then(|| self.one(&from))
    }

    /// A node that could be hired, mostly.
    pub fn ready_node(&mut self) -> Pubkey {
        let ready = |ledger: NodeLedger| {
            !ledger.retired
                && !ledger.slash.is_pending()
                && ledger.counted() >= ledger.minimum()
                && ledger.hired < ledger.processors
        };
        let some = [(); 4].map(|()| self.node());
        *some.iter().find(|node| ready(self.world.node(node).ledger)).unwrap_or(&some[0])
    }

    fn create_move(&mut self) -> Move {
        let (client, node) = (self.people.client(&mut self.random), self.ready_node());
        let currency = self.one(&CURRENCIES);
        let good = terms(currency, 0);
        let params = CreateParams {
            processors: if self.once_in(8) { self.random.u32(..4) } else { 1 },
            rate: match self.random.u8(..20) {
                0 => 0,
                1 => u64::MAX,
                2 => self.random.u64(1..100),
                _ => self.random.u64(good.rate / 2..good.rate * 2),
            },
            duration: match self.random.u8(..10) {
                0 => self.one(&[0, 3_599, MAX_SECONDS, MAX_SECONDS + 1, u32::MAX]),
                1..=4 => self.random.u32(HOUR as u32..12 * HOUR as u32),
                _ => self.random.u32(HOUR as u32..4 * DAY as u32),
            },
            revision: self.world.node(&node).revision,
            most: if self.once_in(16) { self.random.u64(..good.rate) } else { u64::MAX },
            reference: [self.random.u8(..); 32],
        };
        let used = |id: &u64| self.orders.contains(&order_address(&client.pubkey(), *id));
        let free = (0..NUMBERS).find(|id| !used(id));
        let id = free.filter(|_| self.random.u8(..8) > 0).unwrap_or(self.random.u64(..NUMBERS));
        Move::new(orders::create(&client.pubkey(), id, &node, currency, params), &client)
    }

    fn accept_move(&mut self) -> Move {
        let Some((address, mut order)) = self.order(Stage::Open) else { return self.create_move() };
        let operator = self.operator_of(&order.node);
        order.serial += u64::from(self.once_in(20));
        let accept = orders::accept(&operator.pubkey(), &address, &order, !self.once_in(4));
        if self.once_in(3) {
            return Move::new(accept, &operator);
        }
        // The node was just seen to be there.
        let oracle = self.availability_oracle();
        let report = self.world.report(&order.node, 10_000, 0);
        let report = staking::report_availability(&oracle.pubkey(), &[report]);
        let mut chosen = Move::of(vec![report, accept], &operator);
        chosen.signers.push(oracle);
        chosen
    }

    fn extend_move(&mut self) -> Move {
        let Some((address, order)) = self.order(Stage::Running) else { return self.create_move() };
        let client = self.people.key(&order.client);
        let seconds = match self.random.u8(..8) {
            0 => self.one(&[0, 1, MAX_SECONDS, u32::MAX]),
            _ => self.random.u32(1..2 * DAY as u32),
        };
        Move::new(orders::extend(&client.pubkey(), &address, &order, seconds), &client)
    }

    /// Whether a payment to a wallet would arrive.
    pub fn takes(&self, wallet: &Pubkey, currency: Currency) -> bool {
        let good = |address: &Pubkey, owner: &Pubkey| {
            let account = self.world.svm.get_account(address);
            let token = account.and_then(|account| TokenAccount::unpack(&account.data).ok());
            token.is_some_and(|token| token.state == AccountState::Initialized && token.owner == *owner)
        };
        let own = token::associated_address(wallet, &mint(currency));
        let vault = orders::vault(currency);
        good(&own, wallet) && good(&vault, &io_addresses::orders::CONFIG.address)
    }

    /// Unclaimed balances for what these payees' accounts cannot take, and the calls that open
    /// them; sometimes forgotten.
    pub fn unclaimed_for(
        &mut self,
        order: &Order,
        payees: [Pubkey; 2],
    ) -> (Vec<Instruction>, [Option<Pubkey>; 2]) {
        let (mut calls, mut unclaimed_balances) = (Vec::new(), [None; 2]);
        let payer = self.world.payer.pubkey();
        for (payee, unclaimed) in payees.into_iter().zip(&mut unclaimed_balances) {
            if !self.takes(&payee, order.currency) && self.random.u8(..10) > 0 {
                calls.push(orders::open_unclaimed(&payer, &payee, order.currency));
                *unclaimed = Some(unclaimed_address(&payee, order.currency));
            }
        }
        if unclaimed_balances[0] == unclaimed_balances[1] && self.random.u8(..10) > 0 {
            unclaimed_balances[1] = None;
        }
        (calls, unclaimed_balances)
    }

    fn settle_move(&mut self) -> Move {
        let stage = self.one(&[Stage::Running, Stage::Ended, Stage::Ended, Stage::Disputed]);
        let Some((address, order)) = self.order(stage) else { return self.create_move() };
        let (mut calls, unclaimed_balances) = self.unclaimed_for(&order, [order.provider, order.client]);
        calls.push(orders::settle(&address, &order, unclaimed_balances));
        Move::of(calls, &self.people.staker(&mut self.random))
    }

    fn outage_move(&mut self) -> Move {
        let stage = self.one(&[Stage::Running, Stage::Ended, Stage::Disputed]);
        let Some((address, order)) = self.order(stage) else { return self.create_move() };
        let oracle = self.people.key(&self.world.orders_config().oracle.at(self.world.now()));
        // Mostly of time that counts: within the holdback, after the last one.
        let escrow = order.escrow;
        let held_back = self.world.now() - i64::from(escrow.holdback_seconds);
        let last = escrow.at + i64::from(escrow.outages.last.to);
        let from = held_back.max(last) + self.random.i64(-60..HOUR);
        let to = from + self.random.i64(-60..6 * HOUR);
        Move::new(orders::report_outage(&oracle.pubkey(), &address, order.serial, from, to), &oracle)
    }

    fn end_move(&mut self) -> Move {
        let Some((address, mut order)) = self.order(Stage::Running) else { return self.create_move() };
        let ender = match self.random.u8(..4) {
            0 => self.people.key(&order.client),
            1 => self.operator_of(&order.node),
            _ => self.people.staker(&mut self.random),
        };
        order.serial += u64::from(self.once_in(20));
        let (mut calls, [unclaimed, _]) = self.unclaimed_for(&order, [order.client; 2]);
        calls.truncate(1);
        calls.push(orders::end(&ender.pubkey(), &address, &order, unclaimed));
        Move::of(calls, &ender)
    }

    fn cancel_move(&mut self) -> Move {
        let Some((address, order)) = self.order(Stage::Open) else { return self.create_move() };
        let canceller = match self.random.bool() {
            true => self.people.key(&order.client),
            false => self.people.staker(&mut self.random),
        };
        let (mut calls, [unclaimed, _]) = self.unclaimed_for(&order, [order.client; 2]);
        calls.truncate(1);
        calls.push(orders::cancel(&canceller.pubkey(), &address, &order, unclaimed));
        Move::of(calls, &canceller)
    }

    fn dispute_move(&mut self) -> Move {
        let stage = self.one(&[Stage::Running, Stage::Ended]);
        let Some((address, order)) = self.order(stage) else { return self.create_move() };
        let client = self.people.key(&order.client);
        Move::new(orders::dispute(&client.pubkey(), &address, &order), &client)
    }

    fn resolve_move(&mut self) -> Move {
        let disputed = |address| self.world.stage(address) == Stage::Disputed;
        if !self.orders.iter().any(disputed) && !self.once_in(4) {
            return self.dispute_move();
        }
        let Some((address, order)) = self.order(Stage::Disputed) else { return self.dispute_move() };
        let arbiter = self.people.key(&self.world.orders_config().arbiter.at(self.world.now()));
        let share = self.one(&[0, 1, 2_500, 5_000, 9_999, 10_000, 10_001]);
        let (mut calls, unclaimed_balances) = self.unclaimed_for(&order, [order.provider, order.client]);
        calls.push(orders::resolve(&arbiter.pubkey(), &address, &order, share, unclaimed_balances));
        Move::of(calls, &arbiter)
    }

    /// Fees are swept, mostly where there are some.
    fn sweep_move(&mut self) -> Move {
        let earned = |currency: &Currency| self.world.ledger(*currency).balances.fees > 0;
        let swept: Vec<_> = CURRENCIES.into_iter().filter(earned).collect();
        let currency = match swept.len() {
            0 if !self.once_in(4) => return self.settle_move(),
            0 => self.one(&CURRENCIES),
            _ => self.one(&swept),
        };
        Move::new(orders::sweep_fees(currency), &self.people.staker(&mut self.random))
    }

    fn close_move(&mut self) -> Move {
        let Some((address, order)) = self.order(Stage::Settled) else { return self.settle_move() };
        Move::new(orders::close(&address, &order), &self.people.staker(&mut self.random))
    }

    /// Opens an unclaimed balance that nobody needs yet, or takes or delivers what is in one.
    fn unclaimed_move(&mut self) -> Move {
        let open: Vec<(UnclaimedBalance, Currency)> = self
            .people
            .clients
            .iter()
            .chain(&self.people.operators)
            .map(Keypair::pubkey)
            .flat_map(|payee| CURRENCIES.map(|currency| (payee, currency)))
            .filter(|(payee, currency)| {
                let account = self.world.svm.get_account(&unclaimed_address(payee, *currency));
                account.is_some_and(|account| !account.data.is_empty())
            })
            .map(|(payee, currency)| (self.world.unclaimed(&payee, currency), currency))
            .collect();
        if open.is_empty() || self.once_in(4) {
            let (payee, currency) = (self.people.client(&mut self.random), self.one(&CURRENCIES));
            let opener = self.people.staker(&mut self.random);
            return Move::new(orders::open_unclaimed(&opener.pubkey(), &payee.pubkey(), currency), &opener);
        }
        let (unclaimed, currency) = self.one(&open);
        if self.random.bool() {
            let deliver = orders::deliver_unclaimed(&unclaimed.payee, &unclaimed.opener, currency);
            return Move::new(deliver, &self.people.staker(&mut self.random));
        }
        let own = token::associated_address(&unclaimed.payee, &mint(currency));
        let take = orders::take_unclaimed(&unclaimed.payee, &unclaimed.opener, currency, &own);
        // A payee may take it anywhere, but testkit expects it to take it to an account of its own.
        Move { free: Some(6), ..Move::new(take, &self.people.key(&unclaimed.payee)) }
    }

    fn orders_admin_move(&mut self) -> Move {
        let config = self.world.orders_config();
        let admin = self.people.key(&config.admin);
        let key = admin.pubkey();
        if config.pause.is_on(self.world.now()) && self.random.bool() {
            return Move::new(orders::set_paused(&key, false), &admin);
        }
        let operator = self.people.operator(&mut self.random).pubkey();
        match self.random.u8(..16) {
            0..=5 => {
                let paused = !config.pause.is_on(self.world.now()) && self.once_in(4);
                Move::new(orders::set_paused(&key, paused), &admin)
            }
            6..=9 => Move::new(orders::set_rules(&key, self.rules()), &admin),
            10 => {
                let max_age = self.one(&[0, 10, 30, 60]);
                let rules = PriceRules { max_age, ..PRICE_RULES };
                Move::new(orders::announce_price_rules(&key, rules), &admin)
            }
            11 => {
                let role = self.one(&[Role::Oracle, Role::Arbiter]);
                Move::new(orders::announce_role(&key, role, operator), &admin)
            }
            12 => Move::new(orders::propose_admin(&key, operator), &admin),
            _ => match config.next_admin {
                nobody if nobody == Pubkey::default() => {
                    Move::new(orders::propose_admin(&key, operator), &admin)
                }
                next => Move::new(orders::accept_admin(&next), &self.people.key(&next)),
            },
        }
    }

    /// Rules within their bounds, mostly.
    fn rules(&mut self) -> Rules {
        Rules {
            least_io: self.one(&[1, RULES.least_io, RULES.least_io, 0]),
            least_usdc: self.one(&[1, RULES.least_usdc]),
            accept_seconds: self.one(&[600, 86_400, 86_400, 604_800, 604_800]),
            holdback_seconds: self.one(&[3_600, 7_200, 86_400, 604_800, 604_801]),
            fees: FeeRates {
                booking_bps: self.random.u16(..=100),
                payment_bps: self.random.u16(..=500),
                provider_payment_bps: self.random.u16(..=500),
            },
            ..RULES
        }
    }
}
