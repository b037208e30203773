//! From a list of points to a season's static files.

use {
    super::{genesis_hash, number, pool, season::per_point},
    crate::{session::show, values, Exit, Failure, Session},
    clap::Args,
    io_client::{airdrop::season_address, orders::Currency},
    io_points::{write, List, Manifest, Reconciliation, Rules, Season, Tree},
    solana_pubkey::Pubkey,
    std::{
        fs::File,
        io::BufReader,
        path::{Path, PathBuf},
    },
};

/// What is built.
#[derive(Args, Debug)]
pub struct Build {
    /// The list: wallet,points line by line
    #[arg(value_name = "POINTS_CSV")]
    points: PathBuf,
    /// IO for all points together
    #[arg(long, value_name = "IO", value_parser = pool)]
    pool: u64,
    /// The funder's number for the season
    #[arg(long, default_value_t = 0, value_parser = number)]
    id: u64,
    /// Who will publish the season; the signer if left out
    #[arg(long, value_name = "WALLET", value_parser = values::address)]
    funder: Option<Pubkey>,
    /// Folder for the files; `season-ID` if left out
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Take addresses of programs, of which nobody has a key, too
    #[arg(long)]
    allow_programs: bool,
    /// Take wallets whose points are worth less than a base unit, too
    #[arg(long)]
    allow_worthless: bool,
    /// Hash of the cluster's first block; the cluster is asked if left out
    #[arg(long, value_name = "HASH", value_parser = genesis_hash)]
    genesis_hash: Option<[u8; 32]>,
}

/// Reads a list.
///
/// # Errors
/// Says which line, and why.
pub fn read(path: &Path, programs: bool) -> Result<List, Failure> {
    let wrong = |why: String| Failure::new(Exit::Usage, format!("{}: {why}.", path.display()));
    let file = File::open(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    List::read(BufReader::new(file), Rules { programs }).map_err(|error| wrong(error.to_string()))
}

impl Build {
    /// Reads, hashes, writes.
    ///
    /// # Errors
    /// If a line is wrong, a wallet would get nothing, or the files cannot be written.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let list = read(&self.points, self.allow_programs)?;
        let funder = self.funder.map_or_else(|| session.me(), Ok)?;
        let domain = match self.genesis_hash {
            Some(hash) => hash,
            None => session.chain.genesis_hash()?.to_bytes(),
        };
        let address = season_address(&funder, self.id);
        let season = Season { address: address.to_bytes(), domain };
        let tree = Tree::new(&season, &list);
        let manifest = Manifest::new(&season, &funder, self.id, &list, &tree, self.pool);
        let sums = Reconciliation::new(&list, &tree, self.pool);
        if sums.worth_nothing > 0 && !self.allow_worthless {
            let message = format!(
                "{} wallets would get nothing: their points are worth less than a base unit.",
                sums.worth_nothing
            );
            return Err(Failure::new(Exit::Usage, message)
                .hint("Leave them out, raise the --pool, or take them with --allow-worthless."));
        }
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from(format!("season-{}", self.id)));
        if !session.options.dry_run {
            let files = list.leaves().div_ceil(tree.per_file());
            let bar = session.progress("proofs", files.into());
            let unwritable =
                |error| Failure::new(Exit::Other, format!("Cannot write {}: {error}.", out.display()));
            write(&out, &list, &tree, &manifest, &sums, || bar.inc(1)).map_err(unwritable)?;
            bar.finish_and_clear();
        }
        let units = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |io| show(io, Currency::Io));
        let link = session.link(&address);
        session.output.facts(&[
            ("season", link),
            ("funder", funder.to_string()),
            ("root", sums.root.clone()),
            ("wallets", sums.wallets.to_string()),
            ("points", sums.points.clone()),
            ("pool", show(self.pool, Currency::Io)),
            ("one point pays", format!("{} IO", per_point(self.pool, list.points()))),
            ("payouts", units(&sums.payouts)),
            ("  least", units(&sums.least_payout)),
            ("  greatest", units(&sums.greatest_payout)),
            ("no payout reaches", units(&sums.remainder)),
        ]);
        if sums.worth_nothing > 0 {
            session.output.say(format!(
                "{} wallets get nothing: their points are worth less than a base unit.",
                sums.worth_nothing
            ));
        }
        if session.options.dry_run {
            session.output.say("Nothing was written.");
        } else {
            session.output.say(format!(
                "Files: {}. Publish the folder as it is, with the list, then `io airdrop create {}`.",
                out.display(),
                out.display()
            ));
            session.output.set("files", out.display().to_string());
        }
        session.output.set("season", address.to_string());
        session.output.set("funder", funder.to_string());
        session.output.set("one_point_pays", per_point(self.pool, list.points()));
        let sums = serde_json::to_value(&sums);
        session.output.set("reconciliation", sums.unwrap_or_default());
        Ok(())
    }
}
