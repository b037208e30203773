//! A request.

use {
    crate::{Attestation, Ledger, OrdersError, Record},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::orders::{Attributes, Currency, LeastRecord, Tender},
    io_onchain::raw_account,
    io_staking::Node,
};

/// What a client asks operators to bid for. It closes as it is awarded or cancelled.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Request {
    /// Layout of this account.
    pub version: u8,
    /// Currency of the request, its bonds and its order.
    pub currency: Currency,
    /// Bump of the client's associated token account, where refunds go.
    pub client_bump: u8,
    /// Fills the layout.
    pub padding: u8,
    /// What the auditor must say of the node.
    pub attributes: Attributes,
    /// Serial number, which its order takes over: no two requests or orders share one.
    pub serial: u64,
    /// The client, who gets back what is not used, whoever paid it.
    pub client: Pubkey,
    /// Hardware class that is asked for.
    pub class: Pubkey,
    /// Address of the order that it becomes, reserved for it.
    pub order: Pubkey,
    /// Node of the best bid on an automatic request; the default key before the first one.
    pub best: Pubkey,
    /// The auditor whom the client trusts; the default key if no attestation is asked for.
    pub auditor: Pubkey,
    /// What the node must have done.
    pub least_record: LeastRecord,
    /// The client's note, for the order.
    pub reference: [u8; 32],
    /// Terms, time and the best rate.
    pub tender: Tender,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Request);

/// What an operator shows of its node, where a request asks for it; read where it lies, without a
/// copy.
pub struct Evidence<'a, 'info> {
    /// The node's record.
    pub record: Option<&'a AccountInfo<'info>>,
    /// The auditor's word on the node.
    pub attestation: Option<&'a AccountInfo<'info>>,
}

impl Request {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// The request at an address; none if it is over and closed.
    ///
    /// # Errors
    /// If the account is another one of this program's.
    pub fn at(account: &AccountInfo) -> Result<Option<Self>> {
        if *account.owner != crate::ID {
            return Ok(None);
        }
        Self::try_deserialize(&mut &account.try_borrow_data()?[..]).map(Some)
    }

    /// # Errors
    /// `WrongLedger`.
    pub fn check_ledger(&self, ledger: &Ledger) -> Result<()> {
        require!(self.currency == ledger.currency, OrdersError::WrongLedger);
        Ok(())
    }

    /// # Errors
    /// `RequestChanged`.
    pub fn check_serial(&self, serial: u64) -> Result<()> {
        require!(self.serial == serial, OrdersError::RequestChanged);
        Ok(())
    }

    /// Checks that a node has what is asked for at `now`: its class, and by the accounts that were
    /// passed, if they are needed, its record and the auditor's word.
    ///
    /// # Errors
    /// `WrongClass`, `RecordMissing`, `WrongRecord`, `RecordTooLow`, `AttestationMissing`, and as
    /// [`Attestation::check`].
    pub fn check_node(&self, node: &Account<Node>, evidence: &Evidence, now: i64) -> Result<()> {
        let Evidence { record, attestation } = *evidence;
        require_keys_eq!(node.class, self.class, OrdersError::WrongClass);
        if self.least_record != LeastRecord::default() {
            let record = record.ok_or(OrdersError::RecordMissing)?;
            let record = Record::load_mut(record).map_err(|error| error.with_account_name("record"))?;
            require_keys_eq!(record.node, node.key(), OrdersError::WrongRecord);
            let enough = self.least_record.is_met_by(&record.history, now);
            require!(enough, OrdersError::RecordTooLow);
        }
        if self.auditor != Pubkey::default() {
            let attestation = attestation.ok_or(OrdersError::AttestationMissing)?;
            let attestation =
                Attestation::load_mut(attestation).map_err(|error| error.with_account_name("attestation"))?;
            require_keys_eq!(attestation.auditor, self.auditor, OrdersError::WrongAttestation);
            attestation.check(&node.key(), node.revision, &self.attributes, now)?;
        }
        Ok(())
    }

    /// The node of the best bid, out of what the caller passed: none before the first bid.
    ///
    /// # Errors
    /// `WrongBestNode`.
    pub fn best_among<'a, 'info>(
        &self,
        passed: Option<&'a AccountInfo<'info>>,
    ) -> Result<Option<&'a AccountInfo<'info>>> {
        let key = passed.map_or(Pubkey::default(), |node| node.key());
        require_keys_eq!(key, self.best, OrdersError::WrongBestNode);
        Ok(passed)
    }
}
