//! What happens in the world: operations, and random steps whose figures depend on the world they
//! meet.

/// An operation with its figures.
#[derive(Clone, Debug)]
pub enum Op {
    Sync {
        node: usize,
    },
    Claim {
        node: usize,
        holder: usize,
    },
    ClaimCommission {
        node: usize,
    },
    Stake {
        node: usize,
        holder: usize,
        amount: u64,
    },
    Unstake {
        node: usize,
        holder: usize,
        amount: u64,
    },
    Withdraw {
        node: usize,
        holder: usize,
    },
    /// The class has `multiplier` by then; the node's own if it is left out.
    Report {
        node: usize,
        bps: u16,
        reported_at: i64,
        multiplier: Option<u16>,
    },
    /// Announced for the node's pool.
    FullWeight {
        node: usize,
        full_weight: u64,
    },
    ChangeHardware {
        node: usize,
        kind: usize,
        multiplier: u16,
        processors: u32,
    },
    Announce {
        node: usize,
        bps: u16,
    },
    Offer {
        node: usize,
        amount: u64,
    },
    Propose {
        node: usize,
        bps: u16,
    },
    Raise {
        node: usize,
        bps: u16,
    },
    Cancel {
        node: usize,
    },
    Execute {
        node: usize,
    },
    /// Up to `seconds` from now.
    Hire {
        node: usize,
        processors: u32,
        seconds: i64,
    },
    Release {
        node: usize,
        processors: u32,
    },
    Retire {
        node: usize,
    },
}

impl Op {
    pub fn node(&self) -> usize {
        match *self {
            Self::Sync { node }
            | Self::Claim { node, .. }
            | Self::ClaimCommission { node }
            | Self::Stake { node, .. }
            | Self::Unstake { node, .. }
            | Self::Withdraw { node, .. }
            | Self::Report { node, .. }
            | Self::FullWeight { node, .. }
            | Self::ChangeHardware { node, .. }
            | Self::Announce { node, .. }
            | Self::Offer { node, .. }
            | Self::Propose { node, .. }
            | Self::Raise { node, .. }
            | Self::Cancel { node }
            | Self::Execute { node }
            | Self::Hire { node, .. }
            | Self::Release { node, .. }
            | Self::Retire { node } => node,
        }
    }

    pub fn syncs(&self) -> bool {
        !matches!(
            self,
            Self::Withdraw { .. }
                | Self::Offer { .. }
                | Self::Propose { .. }
                | Self::Raise { .. }
                | Self::Cancel { .. }
                | Self::Hire { .. }
                | Self::Release { .. }
        )
    }
}

/// A random step; its figures depend on the world it meets.
#[derive(Clone, Debug)]
pub enum Step {
    Wait(i64),
    /// To `offset` seconds after day 30 of the node's last proposal.
    WaitForSlash {
        node: usize,
        offset: i64,
    },
    /// Fresh reports on all nodes.
    ReportAll {
        bps: u16,
    },
    /// `permille` of the node's minimum and `units` base units.
    Stake {
        node: usize,
        holder: usize,
        permille: u64,
        units: u64,
    },
    /// `permille` of the worth; 1000 is all of it, 1001 one base unit more.
    Unstake {
        node: usize,
        holder: usize,
        permille: u64,
    },
    /// A report `age` seconds old, on a class that has `multiplier` by then.
    Report {
        node: usize,
        bps: u16,
        age: i64,
        multiplier: Option<u16>,
    },
    /// `percent` of the full weight in force.
    FullWeight {
        node: usize,
        percent: u64,
    },
    /// `permille` of the node's minimum.
    Offer {
        node: usize,
        permille: u64,
    },
    /// To the next slasher.
    HandOver,
    /// Of the slasher in force.
    VoidEpoch,
    Do(Op),
}
