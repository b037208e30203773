//! Escrow of compute orders.
//!
//! A client pays an order in; an operator accepts it; anyone settles it by the second, some time
//! behind. The rules are `io_economics::orders`; this program holds the accounts, checks who may
//! call, and moves the money.

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {
    anchor_lang::prelude::*,
    io_economics::orders::{AskTerms, BidTerms, PriceRules, Rules},
};

mod awards;
mod delivery;
mod deposit;
pub mod error;
pub mod events;
pub mod instructions;
mod nodes;
mod prices;
mod refusals;
pub mod state;

pub use {error::OrdersError, instructions::*, state::*};

declare_id!("B3R3neFAosjYxJAg38fsatknTEvU11DfPBQ3mgtyw8Eq");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_orders");

/// Escrow of compute orders: asks, requests, pay by the second, fees, disputes.
// Instructions are listed by frequency: Anchor compares discriminators in this order, 6 CU each.
#[program]
pub mod io_orders {
    use super::*;

    /// Pays the provider for the time served up to the holdback. Anyone may call it.
    pub fn settle(ctx: Context<Settle>) -> Result<()> {
        Settle::handle(ctx)
    }

    /// Creates an order and pays cost and fees into escrow. Signed by the client, and by who pays.
    pub fn create(ctx: Context<Create>, id: u64, params: CreateParams) -> Result<()> {
        Create::handle(ctx, id, params)
    }

    /// Books a node at its ask: creates an order, pays it in and starts the service. Signed by the
    /// client, and by who pays.
    pub fn book(ctx: Context<Book>, id: u64, params: BookParams) -> Result<()> {
        Book::handle(ctx, id, params)
    }

    /// Accepts an order, which hires the processors and starts the service. Signed by the node's
    /// operator.
    pub fn accept(ctx: Context<Accept>, serial: u64, extendable: bool) -> Result<()> {
        Accept::handle(ctx, serial, extendable)
    }

    /// Books more time at the same rate. Signed by who pays, which may be anyone.
    pub fn extend(ctx: Context<Extend>, serial: u64, seconds: u32) -> Result<()> {
        Extend::handle(ctx, serial, seconds)
    }

    /// Stops the service and returns the cost of the time not used. Signed by the client or the
    /// operator; by anyone once the booked time is over.
    pub fn end(ctx: Context<End>, serial: u64) -> Result<()> {
        End::handle(ctx, serial)
    }

    /// Gives notice: the booked time is over once the notice is. Signed by the node's operator.
    pub fn give_notice(ctx: Context<GiveNotice>, serial: u64) -> Result<()> {
        GiveNotice::handle(ctx, serial)
    }

    /// Closes a settled order; the rent goes to its client. Anyone may call it.
    pub fn close(ctx: Context<Close>) -> Result<()> {
        Close::handle(ctx)
    }

    /// Offers a node to anyone at a price, in place of what was offered before. Signed by the
    /// node's operator.
    pub fn set_ask(ctx: Context<SetAsk>, terms: AskTerms) -> Result<()> {
        SetAsk::handle(ctx, terms)
    }

    /// Takes an ask back; the ask of a retired node closes. Signed by the node's operator.
    pub fn remove_ask(ctx: Context<RemoveAsk>) -> Result<()> {
        RemoveAsk::handle(ctx)
    }

    /// Asks operators for bids and pays in at the most rate. Signed by the client, and by who pays.
    pub fn request(ctx: Context<RequestBids>, id: u64, params: RequestParams) -> Result<()> {
        RequestBids::handle(ctx, id, params)
    }

    /// Cancels a request; everything returns to the client. Signed by the client, but not once an
    /// automatic request has a bid; by anyone once its time is over.
    pub fn cancel_request(ctx: Context<CancelRequest>, serial: u64) -> Result<()> {
        CancelRequest::handle(ctx, serial)
    }

    /// Bids on a request whose client chooses. Signed by the node's operator.
    pub fn bid(ctx: Context<PlaceBid>, serial: u64, terms: BidTerms) -> Result<()> {
        PlaceBid::handle(ctx, serial, terms)
    }

    /// Bids on an automatic request, which hires the processors and takes a bond. Signed by the
    /// node's operator.
    pub fn bid_auto(ctx: Context<PlaceBidAuto>, serial: u64, terms: BidTerms) -> Result<()> {
        PlaceBidAuto::handle(ctx, serial, terms)
    }

    /// Withdraws a bid, unless it is the best one of an automatic request. Signed by the operator.
    pub fn withdraw_bid(ctx: Context<WithdrawBid>) -> Result<()> {
        WithdrawBid::handle(ctx)
    }

    /// Awards a request to a bid, which hires the processors and starts the service. Signed by the
    /// client.
    pub fn award(ctx: Context<AwardRequest>, serial: u64, params: AwardParams) -> Result<()> {
        AwardRequest::handle(ctx, serial, params)
    }

    /// Awards an automatic request to its best bid once its time is over. Anyone may call it.
    pub fn award_auto(ctx: Context<AwardAuto>) -> Result<()> {
        AwardAuto::handle(ctx)
    }

    /// Closes a bid that can win nothing more; its rent goes to its operator. Anyone may call it.
    pub fn close_bid(ctx: Context<CloseBid>) -> Result<()> {
        CloseBid::handle(ctx)
    }

    /// Returns the bond of a bid to its operator, or to the client if the order has stopped within
    /// its first hour and nothing is paid for it. Anyone may call it.
    pub fn return_bond(ctx: Context<ReturnBond>) -> Result<()> {
        ReturnBond::handle(ctx)
    }

    /// Cancels an order that was not accepted; everything returns to the client. Signed by the
    /// client; by anyone once the window for accepting is over.
    pub fn cancel(ctx: Context<Cancel>, serial: u64) -> Result<()> {
        Cancel::handle(ctx, serial)
    }

    /// Reports a time in which the node did not serve, in Unix seconds; what lies in the service
    /// and within the holdback counts. Signed by the oracle.
    pub fn report_outage(ctx: Context<ReportOutage>, serial: u64, from: i64, to: i64) -> Result<()> {
        ReportOutage::handle(ctx, serial, from, to)
    }

    /// Sends earned fees to buyback. Anyone may call it.
    pub fn sweep_fees(ctx: Context<SweepFees>) -> Result<()> {
        SweepFees::handle(ctx)
    }

    /// Disputes the pay that is held back, which takes a bond, and stops the service. Signed by the
    /// client.
    pub fn dispute(ctx: Context<Dispute>, serial: u64) -> Result<()> {
        Dispute::handle(ctx, serial)
    }

    /// Decides a dispute: the provider's share, in bps. Signed by the arbiter.
    pub fn resolve(ctx: Context<Resolve>, serial: u64, share_bps: u16) -> Result<()> {
        Resolve::handle(ctx, serial, share_bps)
    }

    /// Opens the record of a node, unless it exists. Anyone may call it.
    pub fn open_record(ctx: Context<OpenRecord>) -> Result<()> {
        OpenRecord::handle(ctx)
    }

    /// Announces maintenance `[from, to)`, in Unix seconds, in the record of a node. Signed by the
    /// node's operator.
    pub fn announce_maintenance(ctx: Context<AnnounceMaintenance>, from: i64, to: i64) -> Result<()> {
        AnnounceMaintenance::handle(ctx, from, to)
    }

    /// Says of a node what it has. Signed by the auditor, which anyone may be.
    pub fn attest(ctx: Context<Attest>, params: AttestParams) -> Result<()> {
        Attest::handle(ctx, params)
    }

    /// Takes an attestation back. Signed by its auditor.
    pub fn revoke_attestation(ctx: Context<RevokeAttestation>) -> Result<()> {
        RevokeAttestation::handle(ctx)
    }

    /// Opens an account for money that the payee's token account cannot take, unless it exists.
    /// Anyone may call it.
    pub fn open_unclaimed(ctx: Context<OpenUnclaimed>, payee: Pubkey) -> Result<()> {
        OpenUnclaimed::handle(ctx, payee)
    }

    /// Delivers what waited for a payee to its associated token account, once that can take it.
    /// Anyone may call it.
    pub fn deliver_unclaimed(ctx: Context<DeliverUnclaimed>) -> Result<()> {
        DeliverUnclaimed::handle(ctx)
    }

    /// Takes what could not be delivered. Signed by the payee.
    pub fn take_unclaimed(ctx: Context<TakeUnclaimed>) -> Result<()> {
        TakeUnclaimed::handle(ctx)
    }

    /// Creates the config, once. Signed by the upgrade authority.
    pub fn initialize(ctx: Context<Initialize>, params: InitializeParams) -> Result<()> {
        Initialize::handle(ctx, params)
    }

    /// Creates the ledger and the vault of a currency, once each. Anyone may call it.
    pub fn open_ledger(ctx: Context<OpenLedger>) -> Result<()> {
        OpenLedger::handle(ctx)
    }

    /// Sets fees, windows and least costs of new orders. Signed by the admin.
    pub fn set_rules(ctx: Context<SetRules>, rules: Rules) -> Result<()> {
        SetRules::handle(ctx, rules)
    }

    /// Announces the oracle's feeds, and how old and how wide a price may be, from 7 days later on.
    /// Signed by the admin.
    pub fn announce_price_rules(ctx: Context<AnnouncePriceRules>, rules: PriceRules) -> Result<()> {
        AnnouncePriceRules::handle(ctx, rules)
    }

    /// Pauses new orders, acceptances and extensions for 14 days at most, or lifts the pause.
    /// Signed by the admin.
    pub fn set_paused(ctx: Context<SetPaused>, paused: bool) -> Result<()> {
        SetPaused::handle(ctx, paused)
    }

    /// Announces the key that holds a role from 7 days later on. Signed by the admin.
    pub fn announce_role(ctx: Context<AnnounceRole>, role: Role, key: Pubkey) -> Result<()> {
        AnnounceRole::handle(ctx, role, key)
    }

    /// Proposes the next admin. Signed by the admin.
    pub fn propose_admin(ctx: Context<ProposeAdmin>, next_admin: Pubkey) -> Result<()> {
        ProposeAdmin::handle(ctx, next_admin)
    }

    /// Takes over as admin. Signed by the proposed admin.
    pub fn accept_admin(ctx: Context<AcceptAdmin>) -> Result<()> {
        AcceptAdmin::handle(ctx)
    }
}
