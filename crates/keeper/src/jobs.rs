//! A task with the account it is about, and the calls that do it.

use {
    crate::{
        grants::LockedGrant,
        market::{Deal, MarketStep},
        plan::{can_be_slashed, needs_sync, step, Node, Policy, Snapshot, Step, Task, Unclaimed},
        rents::Rent,
        top_up::TopUp,
    },
    io_client::{
        addresses, buyback,
        economics::staking::Epochs,
        emission,
        orders::{self, mint, Currency, Ender, Order, UnclaimedBalance},
        staking,
        token::{associated_address, create_associated},
        vesting::{self, Grant},
    },
    io_rpc::{decode, takes, Delivery, UnclaimedBalances},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Tasks in one transaction; if that is too large, half of them, and so on.
const BATCH: usize = 6;

/// A task by its name and the account it is about, across passes.
pub type Key = (&'static str, Pubkey);

/// A task with what its calls need.
#[derive(Clone, Debug)]
pub struct Job {
    /// The task.
    pub key: Key,
    target: Target,
}

#[derive(Clone, Debug)]
enum Target {
    Crank,
    Sync,
    Order { step: Step, order: Box<Order> },
    Market(Box<Deal>),
    TopUp(Box<TopUp>),
    Deliver(Unclaimed),
    Sweep(Currency),
    Burn,
    ExecuteSlash(Epochs),
    Release(LockedGrant),
}

/// A job with its calls.
#[derive(Clone, Debug)]
pub struct Work {
    /// The task.
    pub key: Key,
    /// Its calls, in this order, in one transaction.
    pub calls: Vec<Instruction>,
    /// Rent among them.
    pub rent: Rent,
}

/// The key of a task; none if the snapshot does not have what it is about.
pub fn key_of(snapshot: &Snapshot, task: Task) -> Option<Key> {
    let about = match task {
        Task::Crank => addresses::emission::EMISSION.address,
        Task::Burn => addresses::buyback::CONFIG.address,
        Task::Sweep(currency) => orders::ledger(currency),
        Task::Sync(place) | Task::ExecuteSlash(place) => snapshot.nodes.get(place)?.address,
        Task::Market(MarketStep::Award | MarketStep::Cancel, place) => snapshot.requests.get(place)?.0,
        Task::Market(_, place) => snapshot.bids.get(place)?.0,
        Task::Deliver(place) => snapshot.unclaimed.get(place)?.address,
        Task::Release(place) => snapshot.grants.get(place)?.address,
        Task::Order(_, place) | Task::TopUp(place, _) => snapshot.orders.get(place)?.0,
    };
    Some((task.name(), about))
}

impl Job {
    /// The job of a task; none if the snapshot does not have what it is about.
    pub fn new(snapshot: &Snapshot, task: Task) -> Option<Self> {
        let target = match task {
            Task::Crank => Target::Crank,
            Task::Burn => Target::Burn,
            Task::Sweep(currency) => Target::Sweep(currency),
            Task::Sync(_) => Target::Sync,
            Task::Market(step, place) => Target::Market(Box::new(Deal::new(snapshot, step, place)?)),
            Task::TopUp(order, allowance) => {
                Target::TopUp(Box::new(TopUp::new(snapshot, (order, allowance))?))
            }
            Task::Deliver(place) => Target::Deliver(*snapshot.unclaimed.get(place)?),
            Task::Release(place) => Target::Release(*snapshot.grants.get(place)?),
            Task::ExecuteSlash(_) => Target::ExecuteSlash(snapshot.epochs),
            Task::Order(step, place) => {
                Target::Order { step, order: Box::new(snapshot.orders.get(place)?.1) }
            }
        };
        Some(Self { key: key_of(snapshot, task)?, target })
    }

    /// How many of its kind go into one transaction.
    pub fn batch(&self) -> usize {
        match self.target {
            Target::Release(_) => vesting::RELEASES_PER_TRANSACTION,
            Target::TopUp(_) => 1,
            _ => BATCH,
        }
    }

    /// What parts a kind of tasks: releases of one category share a call.
    pub fn part(&self) -> u8 {
        match self.target {
            Target::Release(grant) => grant.ledger.kind as u8,
            _ => 0,
        }
    }

    /// The accounts to read before it is done. Orders and nodes are many, and other keepers do them
    /// too.
    pub fn accounts(&self) -> Vec<Pubkey> {
        match &self.target {
            Target::Market(deal) => deal.accounts(self.key.1),
            Target::TopUp(top_up) => top_up.accounts(self.key.1),
            Target::Order { .. } | Target::Sync | Target::Deliver(_) | Target::ExecuteSlash(_) => {
                vec![self.key.1]
            }
            // A release pays nobody whose account cannot take it.
            Target::Release(grant) => {
                vec![self.key.1, associated_address(&grant.beneficiary, &mint(Currency::Io))]
            }
            Target::Crank | Target::Sweep(_) | Target::Burn => Vec::new(),
        }
    }

    /// The same job of `keeper` by its accounts as they are now; none if nothing of it is left to
    /// do.
    pub fn refreshed<'a>(
        mut self,
        now: i64,
        (keeper, policy): (&Pubkey, &Policy),
        at: impl Fn(Pubkey) -> Option<&'a Account>,
    ) -> Option<Self> {
        let address = self.key.1;
        let account = at(address);
        let needed = match &mut self.target {
            Target::Order { step: planned, order } => match decode::<Order>(&address, account) {
                Ok(Some(fresh)) => {
                    **order = fresh;
                    step(now, order, policy) == Some(*planned)
                }
                Ok(None) => false,
                // The program says what is wrong with it.
                Err(_) => true,
            },
            Target::Sync => match decode::<staking::Node>(&address, account) {
                Ok(Some(node)) => needs_sync(now, &Node::new(address, &node)),
                Ok(None) => false,
                Err(_) => true,
            },
            Target::Deliver(unclaimed) => match decode::<UnclaimedBalance>(&address, account) {
                Ok(Some(fresh)) => {
                    unclaimed.balance = fresh;
                    unclaimed.is_worth(keeper, policy)
                }
                Ok(None) => false,
                Err(_) => true,
            },
            Target::TopUp(top_up) => {
                **top_up = top_up.refreshed(now, address, &at)?;
                true
            }
            Target::Market(deal) => match deal.refreshed(now, address, &at) {
                Some(fresh) => {
                    **deal = fresh;
                    true
                }
                None => false,
            },
            Target::ExecuteSlash(epochs) => match decode::<staking::Node>(&address, account) {
                Ok(Some(node)) => can_be_slashed(now, &Node::new(address, &node), epochs),
                Ok(None) => false,
                Err(_) => true,
            },
            Target::Release(grant) => {
                if let Ok(fresh) = decode::<Grant>(&address, account) {
                    grant.ledger = fresh?.ledger;
                }
                let mint = mint(Currency::Io);
                let beneficiary = grant.beneficiary;
                grant.is_due(now) && takes(at(associated_address(&beneficiary, &mint)), &mint, &beneficiary)
            }
            Target::Crank | Target::Sweep(_) | Target::Burn => true,
        };
        needed.then_some(self)
    }

    /// The rent that it needs, with what its delivery does.
    pub fn rent(&self, needs: &UnclaimedBalances) -> Rent {
        match &self.target {
            Target::Deliver(unclaimed) if unclaimed.creates => Rent::account(unclaimed.balance.payee),
            _ => Rent::of(needs),
        }
    }

    /// The money that it delivers at `now`: to those alone who get some. A payee gets a token
    /// account for so much as the policy says, and never for money that bore no fee.
    pub fn delivery(&self, now: i64, policy: &Policy) -> Delivery {
        let nothing = Delivery { currency: Currency::Io, payees: Vec::new(), creates: Vec::new() };
        if let Target::Market(deal) = &self.target {
            // What returns has borne no fee: no account is created for it.
            let payee = deal.payee(now).map(|(currency, payee)| (currency, vec![payee]));
            return payee.map_or(nothing, |(currency, payees)| Delivery {
                currency,
                payees,
                creates: Vec::new(),
            });
        }
        let Target::Order { step, order } = &self.target else { return nothing };
        let mut escrow = order.escrow;
        let outcome = match step {
            Step::Close => return nothing,
            Step::Cancel => escrow.cancel(now, false),
            Step::End => escrow.end(now, Ender::Stranger),
            Step::Settle => escrow.settle(now),
        };
        let outcome = outcome.unwrap_or_default();
        let parts = [(order.provider, outcome.provider), (order.client, outcome.to_client())];
        let payees: Vec<Pubkey> =
            parts.into_iter().filter(|(_, amount)| *amount > 0).map(|(payee, _)| payee).collect();
        let amount = |to: &Pubkey| parts.iter().filter(|(payee, _)| payee == to).map(|(_, part)| *part).sum();
        let creates =
            |payee: &Pubkey| *step != Step::Cancel && policy.creates_for(order.currency, amount(payee));
        let creates = payees.iter().filter(|payee| creates(payee)).copied().collect();
        Delivery { currency: order.currency, payees, creates }
    }

    /// Its calls by `keeper`, with what its delivery needs.
    pub fn calls(&self, keeper: &Pubkey, unclaimed_balances: UnclaimedBalances) -> Vec<Instruction> {
        let UnclaimedBalances { open: mut calls, pass, .. } = unclaimed_balances;
        let address = &self.key.1;
        if let Target::Deliver(Unclaimed { balance, creates: true, .. }) = &self.target {
            calls.push(create_associated(keeper, &balance.payee, &balance.mint));
        }
        calls.push(match &self.target {
            Target::TopUp(top_up) => {
                calls.extend(top_up.calls(keeper, address));
                return calls;
            }
            Target::Crank => emission::crank(),
            Target::Burn => buyback::burn(),
            Target::Deliver(Unclaimed { balance, .. }) => {
                orders::deliver_unclaimed(&balance.payee, &balance.opener, currency_of(&balance.mint))
            }
            Target::Sweep(currency) => orders::sweep_fees(*currency),
            Target::ExecuteSlash(_) => staking::execute_slash(address),
            Target::Release(grant) => {
                vesting::release(grant.ledger.kind, &[(grant.address, grant.beneficiary)])
            }
            Target::Sync => staking::sync_node(address),
            Target::Market(deal) => deal.call(keeper, address, pass[0]),
            Target::Order { step, order } => match step {
                Step::Cancel => orders::cancel(keeper, address, order, pass[0]),
                Step::End => orders::end_over(keeper, address, order, pass[0]),
                Step::Settle => orders::settle(address, order, pass),
                Step::Close => orders::close(address, order),
            },
        });
        calls
    }
}

/// The currency of a mint.
pub fn currency_of(of: &Pubkey) -> Currency {
    if *of == mint(Currency::Io) {
        Currency::Io
    } else {
        Currency::Usdc
    }
}
