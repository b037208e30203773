//! Notice, records, maintenance and attestations.

use {
    super::{call, ledger, mint, vault, AttestParams, Order, Record, Window},
    crate::token::associated_address,
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        orders::{ATTESTATION_SEED, CONFIG, ID, RECORD_SEED},
    },
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};

/// The address of a node's record.
pub fn record_address(node: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[RECORD_SEED, node.as_ref()], &ID).0
}

/// The address of an auditor's attestation of a node.
pub fn attestation_address(node: &Pubkey, auditor: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[ATTESTATION_SEED, node.as_ref(), auditor.as_ref()], &ID).0
}

/// Gives notice: the booked time is over once the notice is. `unclaimed` as for
/// [`settle`](super::settle).
pub fn give_notice(
    operator: &Pubkey,
    address: &Pubkey,
    order: &Order,
    unclaimed: Option<Pubkey>,
) -> Instruction {
    let accounts = accounts::GiveNotice {
        operator: *operator,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        node: order.node,
        vault: vault(order.currency),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::GiveNotice { serial: order.serial })
}

/// Opens the record of a node. Does nothing if there is one.
pub fn open_record(opener: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::OpenRecord {
        opener: *opener,
        node: *node,
        record: record_address(node),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenRecord {})
}

/// Announces maintenance of a node in `[from, to)`, Unix seconds, at least a day ahead.
pub fn announce_maintenance(operator: &Pubkey, node: &Pubkey, from: i64, to: i64) -> Instruction {
    let accounts =
        accounts::AnnounceMaintenance { operator: *operator, node: *node, record: record_address(node) };
    call(accounts, instruction::AnnounceMaintenance { from, to })
}

/// Says of a node what it has, in place of what the same auditor said before.
pub fn attest(auditor: &Pubkey, node: &Pubkey, params: AttestParams) -> Instruction {
    let accounts = accounts::Attest {
        auditor: *auditor,
        node: *node,
        attestation: attestation_address(node, auditor),
        system_program: system_program::ID,
    };
    call(accounts, instruction::Attest { params })
}

/// Takes an attestation back.
pub fn revoke_attestation(auditor: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts =
        accounts::RevokeAttestation { auditor: *auditor, attestation: attestation_address(node, auditor) };
    call(accounts, instruction::RevokeAttestation {})
}

/// What a node has done in the window of `now` and the one before: in the last 90 to 180 days.
pub fn lately(record: &Record, now: i64) -> Window {
    let mut history = record.history;
    history.reach(now);
    sum(&history.current, &history.last)
}

fn sum(one: &Window, other: &Window) -> Window {
    Window {
        served: one.served.saturating_add(other.served),
        out: one.out.saturating_add(other.out),
        fees_io: one.fees_io.saturating_add(other.fees_io),
        fees_usdc: one.fees_usdc.saturating_add(other.fees_usdc),
        orders: one.orders.saturating_add(other.orders),
        left_early: one.left_early.saturating_add(other.left_early),
        notices_broken: one.notices_broken.saturating_add(other.notices_broken),
        notices_given: one.notices_given.saturating_add(other.notices_given),
        disputes_lost: one.disputes_lost.saturating_add(other.disputes_lost),
        maintenance: one.maintenance.saturating_add(other.maintenance),
    }
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        io_economics::orders::{History, WINDOW_SECONDS},
    };

    #[test]
    fn lately_is_this_window_and_the_last_one() {
        let window = |orders| Window { orders, served: u64::from(orders) * 3_600, ..Window::default() };
        let history = History { number: 5, current: window(3), last: window(4), ..History::default() };
        let record =
            Record { version: 1, padding: [0; 7], node: Pubkey::default(), history, reserved: [0; 32] };
        let in_window = |number: i64| lately(&record, number * WINDOW_SECONDS);
        assert_eq!([4, 5, 6, 7].map(in_window), [window(7), window(7), window(3), Window::default()]);
    }
}
