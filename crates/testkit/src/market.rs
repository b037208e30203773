//! Asks, and what is booked at them.

use {
    crate::{orders::Deal, Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        self, ask_address, order_address, Ask, AskTerms, BookParams, Currency, MAX_ASK_SECONDS, MAX_SECONDS,
    },
    io_economics::{
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    solana_account::Account,
    solana_clock::Clock,
    solana_keypair::Keypair,
    solana_message::AddressLookupTableAccount,
    solana_signer::Signer,
};

impl World {
    /// The deal's operator asks for its node what [`asked`] says.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn set_ask(&mut self, deal: &Deal) -> Ask {
        let terms = asked(self.now());
        self.ask_for(deal, terms);
        self.ask(&deal.node)
    }

    /// The deal's operator asks for its node.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn ask_for(&mut self, deal: &Deal, terms: AskTerms) -> Receipt {
        let call = orders::set_ask(&deal.operator.pubkey(), &deal.node, terms);
        self.accepted(&[call], &[&deal.operator])
    }

    /// A node's ask.
    ///
    /// # Panics
    /// If there is none.
    pub fn ask(&self, node: &Pubkey) -> Ask {
        self.read(&ask_address(node))
    }

    /// Two processors of a node, for so long, at its ask as it is now.
    ///
    /// # Panics
    /// If there is no ask.
    pub fn taking(&self, node: &Pubkey, seconds: i64) -> BookParams {
        let duration = seconds.try_into().expect("seconds of an order");
        let seq = self.ask(node).seq;
        BookParams { seq, processors: 2, duration, most: u64::MAX, reference: [7; 32] }
    }

    /// The client books two processors of a node at its ask.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn book(
        &mut self,
        client: &Keypair,
        id: u64,
        node: &Pubkey,
        currency: Currency,
        seconds: i64,
    ) -> Pubkey {
        let params = self.taking(node, seconds);
        let key = client.pubkey();
        self.accepted(&[orders::book(&key, id, node, currency, params)], &[client]);
        order_address(&key, id)
    }
}

/// 1.5 whole units an hour in both currencies, an hour to 30 days, all processors, for as long as
/// an ask holds.
pub const fn asked(now: i64) -> AskTerms {
    AskTerms {
        rate_usdc: BASE_UNITS_PER_USDC * 3 / 2,
        rate_io: BASE_UNITS_PER_IO * 3 / 2,
        valid_until: now + MAX_ASK_SECONDS,
        least_seconds: HOUR as u32,
        most_seconds: MAX_SECONDS,
        oracle_seconds: DAY as u32,
        most_hired: u32::MAX,
        notice_hours: 0,
        premium_bps: 0,
        oracle_io: false,
        extendable: true,
    }
}

/// A lookup table of these addresses, made in an earlier slot.
///
/// # Panics
/// If the table is not rent-exempt.
pub fn table_of(world: &mut World, addresses: &[Pubkey]) -> AddressLookupTableAccount {
    /// Bytes before the addresses: in use, extended in the first slot, owned by nobody.
    const HEADER: usize = 56;
    const TABLES: Pubkey = Pubkey::from_str_const("AddressLookupTab1e1111111111111111111111111");
    let mut data = vec![1, 0, 0, 0];
    data.extend(u64::MAX.to_le_bytes());
    data.resize(HEADER, 0);
    data.extend(addresses.iter().flat_map(|address| address.to_bytes()));
    let account = Account { lamports: World::rent(data.len()), data, owner: TABLES, ..Account::default() };
    let key = world.key().pubkey();
    world.svm.set_account(key, account).expect("an account that is not executable");
    // Addresses that were added in this slot do not count.
    let slot = world.svm.get_sysvar::<Clock>().slot;
    world.svm.warp_to_slot(slot + 2);
    AddressLookupTableAccount { key, addresses: addresses.to_vec() }
}
