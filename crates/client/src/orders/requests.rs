//! Requests: what their clients, the operators that bid, and anyone do.

use {
    super::{attestation_address, call, ledger, mint, order_address, record_address, vault, Currency},
    crate::token::associated_address,
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        orders::{BID_SEED, CONFIG, ID, REQUEST_SEED},
        staking,
    },
    io_economics::orders::{BidTerms, LeastRecord},
    io_orders::{accounts, instruction, AwardParams, Bid, Order, Request, RequestParams},
    solana_instruction::Instruction,
};

/// The address of a client's request; its order has the same number.
pub fn request_address(client: &Pubkey, id: u64) -> Pubkey {
    Pubkey::find_program_address(&[REQUEST_SEED, client.as_ref(), &id.to_le_bytes()], &ID).0
}

/// The address of a node's bid on a request.
pub fn bid_address(request: &Pubkey, node: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[BID_SEED, request.as_ref(), node.as_ref()], &ID).0
}

/// Asks operators with hardware of `class`, a class's address, for bids. `payer` pays from its
/// associated token account: the client itself, or another that signs too.
pub fn request(
    client: &Pubkey,
    payer: &Pubkey,
    id: u64,
    class: &Pubkey,
    currency: Currency,
    params: RequestParams,
) -> Instruction {
    let accounts = accounts::RequestBids {
        client: *client,
        payer: *payer,
        config: CONFIG.address,
        ledger: ledger(currency),
        class: *class,
        request: request_address(client, id),
        order: order_address(client, id),
        source: associated_address(payer, &mint(currency)),
        vault: vault(currency),
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Request { id, params })
}

/// Cancels a request. `unclaimed` as for [`super::settle`].
pub fn cancel_request(
    canceller: &Pubkey,
    address: &Pubkey,
    request: &Request,
    unclaimed: Option<Pubkey>,
) -> Instruction {
    let accounts = accounts::CancelRequest {
        canceller: *canceller,
        client: request.client,
        config: CONFIG.address,
        ledger: ledger(request.currency),
        request: *address,
        order: request.order,
        best_node: best_node(request),
        vault: vault(request.currency),
        client_account: associated_address(&request.client, &mint(request.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
        staking_program: staking::ID,
    };
    call(accounts, instruction::CancelRequest { serial: request.serial })
}

/// Bids on a request whose client chooses.
pub fn bid(
    operator: &Pubkey,
    address: &Pubkey,
    request: &Request,
    node: &Pubkey,
    terms: BidTerms,
) -> Instruction {
    let (record, attestation) = evidence(request, node);
    let accounts = accounts::PlaceBid {
        operator: *operator,
        config: CONFIG.address,
        request: *address,
        node: *node,
        bid: bid_address(address, node),
        system_program: system_program::ID,
        record,
        attestation,
    };
    call(accounts, instruction::Bid { serial: request.serial, terms })
}

/// Bids on an automatic request; the bond comes from the operator's associated token account.
pub fn bid_auto(
    operator: &Pubkey,
    address: &Pubkey,
    request: &Request,
    node: &Pubkey,
    terms: BidTerms,
) -> Instruction {
    let (record, attestation) = evidence(request, node);
    let accounts = accounts::PlaceBidAuto {
        operator: *operator,
        config: CONFIG.address,
        ledger: ledger(request.currency),
        request: *address,
        node: *node,
        best_node: best_node(request),
        bid: bid_address(address, node),
        source: associated_address(operator, &mint(request.currency)),
        vault: vault(request.currency),
        staking_config: staking::CONFIG.address,
        staking_program: staking::ID,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
        record,
        attestation,
    };
    call(accounts, instruction::BidAuto { serial: request.serial, terms })
}

/// Withdraws a bid.
pub fn withdraw_bid(address: &Pubkey, bid: &Bid) -> Instruction {
    let accounts = accounts::WithdrawBid { operator: bid.operator, bid: *address, request: bid.request };
    call(accounts, instruction::WithdrawBid {})
}

/// Awards a request to a bid as it is now. `unclaimed` as for [`super::settle`].
pub fn award(
    address: &Pubkey,
    request: &Request,
    bid_address: &Pubkey,
    bid: &Bid,
    unclaimed: Option<Pubkey>,
) -> Instruction {
    let accounts = accounts::AwardRequest {
        client: request.client,
        config: CONFIG.address,
        ledger: ledger(request.currency),
        request: *address,
        bid: *bid_address,
        node: bid.node,
        order: request.order,
        staking_config: staking::CONFIG.address,
        staking_program: staking::ID,
        vault: vault(request.currency),
        client_account: associated_address(&request.client, &mint(request.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    let params = AwardParams { terms: bid.terms(), revision: bid.revision };
    call(accounts, instruction::Award { serial: request.serial, params })
}

/// Awards an automatic request to its best bid. `unclaimed` as for [`super::settle`].
pub fn award_auto(address: &Pubkey, request: &Request, unclaimed: Option<Pubkey>) -> Instruction {
    let accounts = accounts::AwardAuto {
        client: request.client,
        config: CONFIG.address,
        ledger: ledger(request.currency),
        request: *address,
        bid: bid_address(address, &request.best),
        node: request.best,
        order: request.order,
        vault: vault(request.currency),
        client_account: associated_address(&request.client, &mint(request.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::AwardAuto {})
}

/// Closes a bid that can win nothing any more.
pub fn close_bid(address: &Pubkey, bid: &Bid) -> Instruction {
    let accounts = accounts::CloseBid { operator: bid.operator, bid: *address, request: bid.request };
    call(accounts, instruction::CloseBid {})
}

/// Returns the bond of a bid. `order` is the one that it has won, with its address; the bond is the
/// client's if that has stopped within its first hour and nothing is paid for it. `unclaimed` is
/// the payee's, as for [`super::settle`].
pub fn return_bond(
    address: &Pubkey,
    bid: &Bid,
    order: Option<(&Pubkey, &Order)>,
    unclaimed: Option<Pubkey>,
) -> Instruction {
    let forfeited = order.filter(|(_, order)| order.escrow.forfeits_bond());
    let payee = forfeited.map_or(bid.operator, |(_, order)| order.client);
    let accounts = accounts::ReturnBond {
        config: CONFIG.address,
        ledger: ledger(bid.currency),
        bid: *address,
        request: bid.request,
        order: order.map(|(address, _)| *address),
        vault: vault(bid.currency),
        payee_account: associated_address(&payee, &mint(bid.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::ReturnBond {})
}

/// The accounts that show what a request asks for.
fn evidence(request: &Request, node: &Pubkey) -> (Option<Pubkey>, Option<Pubkey>) {
    let record = request.least_record != LeastRecord::default();
    let attested = request.auditor != Pubkey::default();
    (record.then(|| record_address(node)), attested.then(|| attestation_address(node, &request.auditor)))
}

fn best_node(request: &Request) -> Option<Pubkey> {
    (request.best != Pubkey::default()).then_some(request.best)
}
