//! What a pass has done.

/// What a pass has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Tasks that were planned, others' left out.
    pub planned: u32,
    /// Tasks done.
    pub done: u32,
    /// Tasks that somebody else had done already.
    pub gone: u32,
    /// Tasks that failed, to be tried again.
    pub failed: u32,
    /// Tasks that wait after a refusal, or for rent.
    pub waiting: u32,
    /// Parts of the snapshot that could not be fetched.
    pub unseen: u32,
    /// Tasks that were left since the payer is out of SOL.
    pub unpaid: u32,
    /// Tasks that were left to the next pass, since this one took long.
    pub left: u32,
    /// Tasks of other keepers of the crew.
    pub others: u32,
}

impl Report {
    /// Whether the cluster was seen and everything was done.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.unseen == 0 && self.unpaid == 0
    }
}
