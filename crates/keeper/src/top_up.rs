//! Orders that are extended out of an allowance: their client lets this keeper draw so much a
//! period from its token account, by the Solana Foundation's subscriptions program. The allowance's
//! number is the order's serial number. What is drawn goes into the order in the same transaction,
//! so the keeper gains nothing by it and pays its fee alone.

use {
    crate::plan::Snapshot,
    io_client::{
        economics::time::HOUR,
        orders::{self, mint, Order, Stage},
        subscriptions::{allowance_address, draw, Allowance, ID, RECURRING, TO_OFFSET},
        token::{associated_address, create_associated},
    },
    io_rpc::{decode, drawable, Chain, Fault, Filter},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// The name of the task.
pub const NAME: &str = "top_up";

/// An order is extended once it ends within so many seconds: 6 hours.
const BEFORE: i64 = 6 * HOUR;
/// By so many seconds at once, at most: a day.
const MOST: u32 = 24 * SECONDS;
const SECONDS: u32 = HOUR as u32;

/// An extension with what its calls need.
#[derive(Clone, Copy, Debug)]
pub struct TopUp {
    order: Order,
    address: Pubkey,
    allowance: Allowance,
    seconds: u32,
    amount: u64,
}

/// The allowances of a keeper.
///
/// # Errors
/// If the cluster does not answer.
pub fn fetch(chain: &dyn Chain, keeper: &Pubkey) -> Result<Vec<(Pubkey, Allowance)>, Fault> {
    let filters = [Filter::Bytes(0, vec![RECURRING]), Filter::Bytes(TO_OFFSET, keeper.to_bytes().to_vec())];
    let accounts = chain.program_accounts(&ID, &filters)?;
    Ok(accounts.iter().filter_map(|(at, account)| Some((*at, Allowance::read(&account.data)?))).collect())
}

/// The orders to extend at `now`: the place of each, and of its allowance.
pub fn steps(now: i64, snapshot: &Snapshot) -> Vec<(usize, usize)> {
    if snapshot.allowances.is_empty() {
        return Vec::new();
    }
    let allowances = snapshot.allowances.iter().enumerate();
    let places: HashMap<Pubkey, usize> = allowances.map(|(place, (address, _))| (*address, place)).collect();
    let orders = snapshot.orders.iter().enumerate();
    let step = |(place, (_, order)): (usize, &(Pubkey, Order))| {
        if !ends_soon(now, order) {
            return None;
        }
        let mint = mint(order.currency);
        let address = allowance_address(&order.client, &mint, &snapshot.keeper, order.serial);
        let allowance = *places.get(&address)?;
        extension(now, order, &snapshot.allowances.get(allowance)?.1)?;
        Some((place, allowance))
    };
    orders.filter_map(step).collect()
}

fn ends_soon(now: i64, order: &Order) -> bool {
    let end = order.escrow.at.saturating_add(order.escrow.duration.into());
    order.escrow.stage == Stage::Running && end.saturating_sub(now) <= BEFORE
}

/// By how long an order can be extended out of an allowance, in whole hours or up to its longest
/// time, and what that costs.
fn extension(now: i64, order: &Order, allowance: &Allowance) -> Option<(u32, u64)> {
    let available = allowance.available(now);
    let room = order.escrow.longest.saturating_sub(order.escrow.duration).min(MOST);
    let hours = (1..=room / SECONDS).rev().map(|hours| hours * SECONDS);
    std::iter::once(room).chain(hours).find_map(|seconds| {
        let mut longer = order.escrow;
        let amount = longer.extend(now, seconds).ok()?.total().ok()?;
        (amount <= available).then_some((seconds, amount))
    })
}

impl TopUp {
    /// Of an order and an allowance in a snapshot, at no time yet: [`TopUp::refreshed`] says how
    /// much.
    pub fn new(snapshot: &Snapshot, (order, allowance): (usize, usize)) -> Option<Self> {
        let (_, order) = *snapshot.orders.get(order)?;
        let (address, allowance) = *snapshot.allowances.get(allowance)?;
        Some(Self { order, address, allowance, seconds: 0, amount: 0 })
    }

    /// The accounts to read before it is done, that of the order at `order` among them.
    pub fn accounts(&self, order: Pubkey) -> Vec<Pubkey> {
        vec![order, self.address, self.source()]
    }

    /// Whose token account is drawn from.
    fn source(&self) -> Pubkey {
        associated_address(&self.allowance.from, &self.allowance.mint)
    }

    /// The same by its accounts as they are now; none if nothing of it is left to do.
    pub fn refreshed<'a>(
        &self,
        now: i64,
        order: Pubkey,
        at: impl Fn(Pubkey) -> Option<&'a Account>,
    ) -> Option<Self> {
        let fresh = decode::<Order>(&order, at(order)).ok()??;
        let allowance = Allowance::read(&at(self.address).filter(|account| account.owner == ID)?.data)?;
        if fresh.serial != self.order.serial || !ends_soon(now, &fresh) {
            return None;
        }
        let (seconds, amount) = extension(now, &fresh, &allowance)?;
        // Whoever allows what it does not have, or no longer lets the program draw, is no failure.
        if drawable(at(self.source()), &allowance.authority) < amount {
            return None;
        }
        Some(Self { order: fresh, allowance, seconds, amount, ..*self })
    }

    /// Draws what it costs, and pays it in.
    pub fn calls(&self, keeper: &Pubkey, order: &Pubkey) -> [Instruction; 3] {
        [
            create_associated(keeper, keeper, &self.allowance.mint),
            draw(&self.address, &self.allowance, self.amount),
            orders::extend(keeper, order, &self.order, self.seconds),
        ]
    }
}
