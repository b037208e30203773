//! The list: a CSV of wallets and points.

use {
    io_client::airdrop::MAX_LEAVES,
    solana_pubkey::Pubkey,
    std::{
        fmt,
        io::{self, BufRead},
    },
};

/// A wallet and its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The wallet's bytes.
    pub wallet: [u8; 32],
    /// Its points.
    pub points: u64,
    /// Its line in the file, for what is said about it.
    pub line: u32,
}

/// What a list may hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules {
    /// Addresses of programs too: nobody has a key of them, so that a typing error or a pool's
    /// account would lock its points for ever.
    pub programs: bool,
}

/// Why a list is refused. Lines are counted from 1.
#[derive(Debug)]
pub enum ListError {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// A line is not `wallet,points`.
    Malformed {
        /// The line.
        line: u32,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A wallet is on the list twice.
    Twice {
        /// The wallet.
        wallet: Pubkey,
        /// Both lines.
        lines: [u32; 2],
    },
    /// There is no line with points.
    Empty,
    /// There are more lines than a season has leaves.
    TooLong,
    /// All points together do not fit in 64 bits.
    Overflow,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "the list cannot be read: {error}"),
            Self::Malformed { line, problem } => write!(f, "line {line}: {problem}"),
            Self::Twice { wallet, lines: [one, other] } => {
                write!(f, "lines {one} and {other}: {wallet} is on the list twice; add its points up")
            }
            Self::Empty => write!(f, "the list is empty"),
            Self::TooLong => {
                write!(f, "the list has more than {MAX_LEAVES} wallets; make it two seasons")
            }
            Self::Overflow => write!(f, "all points together do not fit in 64 bits; use larger points"),
        }
    }
}

impl std::error::Error for ListError {}

/// Wallets and points, sorted by wallet.
#[derive(Clone, Debug)]
pub struct List {
    rows: Vec<Row>,
    points: u64,
}

impl List {
    /// Reads `wallet,points` line by line; a first line of `wallet,points` is a header, empty lines
    /// and those that begin with `#` are skipped.
    ///
    /// # Errors
    /// Says which line and why.
    pub fn read(mut csv: impl BufRead, rules: Rules) -> Result<Self, ListError> {
        let (mut rows, mut points, mut text, mut line) = (Vec::new(), 0u64, String::new(), 0u32);
        loop {
            text.clear();
            if csv.read_line(&mut text).map_err(ListError::Unreadable)? == 0 {
                break;
            }
            line = line.saturating_add(1);
            let content = text.trim();
            let header = line == 1 && content.eq_ignore_ascii_case("wallet,points");
            if header || content.is_empty() || content.starts_with('#') {
                continue;
            }
            let row = parse(content, line, rules)?;
            points = points.checked_add(row.points).ok_or(ListError::Overflow)?;
            rows.push(row);
            if rows.len() > MAX_LEAVES as usize {
                return Err(ListError::TooLong);
            }
        }
        Self::new(rows, points)
    }

    fn new(mut rows: Vec<Row>, points: u64) -> Result<Self, ListError> {
        if rows.is_empty() {
            return Err(ListError::Empty);
        }
        rows.shrink_to_fit();
        rows.sort_unstable_by_key(|row| row.wallet);
        if let Some([one, other]) = rows.array_windows().find(|[one, other]| one.wallet == other.wallet) {
            let lines = [one.line.min(other.line), one.line.max(other.line)];
            return Err(ListError::Twice { wallet: Pubkey::new_from_array(one.wallet), lines });
        }
        Ok(Self { rows, points })
    }

    /// The rows, sorted by wallet: a row's place is its index in the season.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The points of all rows.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.points
    }

    /// How many wallets.
    #[must_use]
    pub fn leaves(&self) -> u32 {
        // At most MAX_LEAVES.
        self.rows.len() as u32
    }

    /// The place of a wallet.
    #[must_use]
    pub fn find(&self, wallet: &[u8; 32]) -> Option<u32> {
        self.rows.binary_search_by(|row| row.wallet.cmp(wallet)).ok().map(|place| place as u32)
    }
}

fn parse(content: &str, line: u32, rules: Rules) -> Result<Row, ListError> {
    let malformed = |problem| ListError::Malformed { line, problem };
    let (wallet, points) = content.split_once(',').ok_or(malformed("write wallet,points"))?;
    let mut key = [0; 32];
    let read = bs58::decode(wallet.trim().trim_matches('"')).onto(&mut key);
    if read != Ok(32) {
        return Err(malformed("the wallet is no address"));
    }
    let points = points.trim().trim_matches('"');
    if points.is_empty() || !points.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed("points are a whole number, without signs and separators"));
    }
    let points: u64 = points.parse().map_err(|_| malformed("points do not fit in 64 bits"))?;
    if points == 0 {
        return Err(malformed("0 points are worth nothing; leave the wallet out"));
    }
    if key == [0; 32] {
        return Err(malformed("the wallet is the system program's address: a placeholder"));
    }
    if !rules.programs && !Pubkey::new_from_array(key).is_on_curve() {
        return Err(malformed(
            "the address is a program's, of which nobody has a key; --allow-programs takes it",
        ));
    }
    Ok(Row { wallet: key, points, line })
}
