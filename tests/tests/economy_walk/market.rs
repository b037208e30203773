//! Moves of the market: asks, what is booked at them, clusters, and what others pay for.

use {
    crate::{Move, Walk, DAY, HOUR},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_client::{
        orders::{
            self, ask_address, order_address, Ask, AskTerms, BookParams, CreateParams, Currency, MAX_SECONDS,
        },
        staking,
    },
    io_economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    io_testkit::{
        buyback::PRICES,
        market::asked,
        orders::{terms, CURRENCIES},
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Numbers that a client uses for what it books, beside those of its other orders.
const FIRST: u64 = 100;
const LAST: u64 = 105;

impl Walk {
    pub fn market_move(&mut self) -> Move {
        match self.random.u8(..16) {
            0..=3 => self.set_ask_move(),
            4 => self.remove_ask_move(),
            5..=11 => self.book_move(),
            12 => self.cluster_move(),
            13 => self.gift_move(),
            _ => self.longer_gift_move(),
        }
    }

    fn ask(&self, node: &Pubkey) -> Option<Ask> {
        let account = self.world.svm.get_account(&ask_address(node))?;
        Ask::try_deserialize(&mut &account.data[..]).ok()
    }

    /// A node that could be hired and has an ask, mostly.
    fn asked_node(&mut self) -> Pubkey {
        let (now, some) = (self.world.now(), [(); 6].map(|()| self.ready_node()));
        let offers = |node: &&Pubkey| self.ask(node).is_some_and(|ask| ask.terms.valid_until > now);
        *some.iter().find(offers).unwrap_or(&some[0])
    }

    fn set_ask_move(&mut self) -> Move {
        let node = self.ready_node();
        let operator = self.operator_of(&node);
        let now = self.world.now();
        let rate = |walk: &mut Self, unit: u64| walk.one(&[0, unit, unit * 3 / 2, unit * 2, unit / 100]);
        let (least, most) = (self.random.u32(1..3), self.random.u32(2..31 * 24));
        let (rate_usdc, rate_io) = (rate(self, BASE_UNITS_PER_USDC), rate(self, BASE_UNITS_PER_IO));
        let good = AskTerms {
            rate_usdc,
            rate_io,
            valid_until: now + self.random.i64(HOUR..30 * DAY),
            least_seconds: least * 3_600,
            most_seconds: most * 3_600,
            most_hired: self.random.u32(1..5),
            notice_hours: self.one(&[0, 0, 1, 24, 72]),
            extendable: self.random.bool(),
            ..asked(now)
        };
        let terms = match self.random.u8(..12) {
            0 => AskTerms { valid_until: now + self.one(&[0, -1, 31 * DAY]), ..good },
            1 => AskTerms { notice_hours: 73, ..good },
            2 => AskTerms { most_hired: 0, ..good },
            3 => AskTerms { rate_usdc: u64::MAX, ..good },
            4..=6 => AskTerms { rate_io: 0, oracle_io: true, oracle_seconds: most * 3_600, ..good },
            _ => good,
        };
        Move::new(orders::set_ask(&operator.pubkey(), &node, terms), &operator)
    }

    fn remove_ask_move(&mut self) -> Move {
        let node = self.asked_node();
        let operator = self.operator_of(&node);
        Move::new(orders::remove_ask(&operator.pubkey(), &node), &operator)
    }

    /// What a client books of a node, mostly as its ask says.
    fn booking(&mut self, node: &Pubkey, used: u64) -> BookParams {
        let ask = self.ask(node);
        let terms = ask.map_or(asked(self.world.now()), |ask| ask.terms);
        let most = terms.most_seconds.min(terms.least_seconds.saturating_add(3 * DAY as u32));
        let duration = match self.random.u8(..10) {
            0 => self.one(&[0, 3_599, MAX_SECONDS, u32::MAX]),
            _ => self.random.u32(terms.least_seconds..=most.max(terms.least_seconds)),
        };
        BookParams {
            seq: ask.map_or(1, |ask| ask.seq) + u64::from(self.once_in(12)),
            processors: if self.once_in(8) { self.random.u32(..4) } else { 1 },
            duration,
            most: if self.once_in(20) { 1 } else { u64::MAX },
            reference: [used as u8; 32],
        }
    }

    /// A currency that a node is mostly offered for.
    fn currency_of(&mut self, node: &Pubkey) -> Currency {
        let terms = self.ask(node).map_or(AskTerms::default(), |ask| ask.terms);
        let takes = |currency: &Currency| terms.rate(*currency).is_ok() || terms.at_oracle(*currency);
        let taken: Vec<_> = CURRENCIES.into_iter().filter(takes).collect();
        if taken.is_empty() || self.once_in(10) {
            return self.one(&CURRENCIES);
        }
        self.one(&taken)
    }

    /// A number that the client does not use, mostly.
    fn number_of(&mut self, client: &Pubkey) -> u64 {
        let free = (FIRST..=LAST).find(|id| !self.orders.contains(&order_address(client, *id)));
        free.filter(|_| !self.once_in(8)).unwrap_or(self.random.u64(FIRST..=LAST))
    }

    /// Who pays for a client: mostly itself.
    pub fn payer_for(&mut self, client: &Keypair) -> Keypair {
        if self.once_in(5) {
            return self.people.client(&mut self.random);
        }
        client.insecure_clone()
    }

    /// The node was just seen to be there, mostly.
    pub fn seen(&mut self, nodes: &[Pubkey], calls: Vec<Instruction>, signers: Vec<Keypair>) -> Move {
        let mut chosen = Move { calls, signers, strict: true, free: None };
        if !self.once_in(3) {
            let oracle = self.availability_oracle();
            let reports: Vec<_> = nodes.iter().map(|node| self.world.report(node, 10_000, 0)).collect();
            chosen.calls.insert(0, staking::report_availability(&oracle.pubkey(), &reports));
            chosen.signers.push(oracle);
        }
        chosen
    }

    fn book_move(&mut self) -> Move {
        let node = self.asked_node();
        if self.ask(&node).is_none() && !self.once_in(10) {
            return self.set_ask_move();
        }
        let client = self.people.client(&mut self.random);
        let (payer, id) = (self.payer_for(&client), self.number_of(&client.pubkey()));
        let (params, currency) = (self.booking(&node, id), self.currency_of(&node));
        let book = orders::book_paid_by(&payer.pubkey(), &client.pubkey(), id, &node, currency, params);
        let book = self.priced(&node, currency, book);
        self.seen(&[node], vec![book], vec![client, payer])
    }

    /// A booking with prices, where the ask takes them: mostly of this second.
    fn priced(&mut self, node: &Pubkey, currency: Currency, book: Instruction) -> Instruction {
        if !self.ask(node).is_some_and(|ask| ask.terms.at_oracle(currency)) {
            return book;
        }
        if !self.once_in(4) {
            let price = self.random.i64(5_000_000..100_000_000);
            self.world.post_prices(price);
        }
        orders::at_oracle_price(book, &PRICES)
    }

    /// Two or three nodes at once, all or none.
    fn cluster_move(&mut self) -> Move {
        let client = self.people.client(&mut self.random);
        let count = self.random.u64(2..4);
        let (mut calls, mut nodes) = (vec![], vec![]);
        for id in FIRST..FIRST + count {
            let node = self.asked_node();
            let (params, currency) = (self.booking(&node, id), self.currency_of(&node));
            let book = orders::book(&client.pubkey(), id, &node, currency, params);
            calls.push(self.priced(&node, currency, book));
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        self.seen(&nodes, calls, vec![client])
    }

    /// A client creates an order that another pays for.
    fn gift_move(&mut self) -> Move {
        let (client, payer) = (self.people.client(&mut self.random), self.people.client(&mut self.random));
        let (node, currency, id) =
            (self.ready_node(), self.one(&CURRENCIES), self.number_of(&client.pubkey()));
        let revision = self.world.node(&node).revision;
        let seconds = self.random.u32(3_600..3 * DAY as u32);
        let params = CreateParams { processors: 1, revision, ..terms(currency, seconds) };
        let create = orders::create_paid_by(&payer.pubkey(), &client.pubkey(), id, &node, currency, params);
        Move { calls: vec![create], signers: vec![client, payer], strict: true, free: None }
    }

    /// Anybody extends an order.
    fn longer_gift_move(&mut self) -> Move {
        let Some((address, order)) = self.order(orders::Stage::Running) else { return self.book_move() };
        let payer = self.people.client(&mut self.random);
        let seconds = self.random.u32(1..2 * DAY as u32);
        Move::new(orders::extend(&payer.pubkey(), &address, &order, seconds), &payer)
    }
}
