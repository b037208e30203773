//! What can be asked.

use {
    crate::{
        commands::{
            admin::AdminCommand,
            airdrop::AirdropCommand,
            attest::AttestCommand,
            balance::Balance,
            buyback::BuybackCommand,
            cluster::ClusterCommand,
            hand_over::HandOver,
            init::Init,
            lut::LutCommand,
            market::{AskCommand, Book, Market},
            node::NodeCommand,
            order::OrderCommand,
            request::{BidCommand, RequestCommand},
            schedule::Schedule,
            signing::{Confirm, Sign, Submit},
            slash::SlashCommand,
            stake,
            supply::Supply,
            verify::Verify,
            vesting::Vesting,
        },
        session::Signing,
        values,
    },
    clap::{Args, Parser, Subcommand},
    clap_complete::Shell,
    io_client::orders::Currency,
    solana_pubkey::Pubkey,
    std::path::PathBuf,
};

const AFTER: &str = "\
Amounts are written as people write them: 1234.5, 1,234.5, 0.25; prices with their currency: \"1.5 USDC\".
Durations: 90m, 12h, 3d, 1w, 1d12h. Shares: 5%, 0.25%, 25bps. In JSON every amount is a string of base units
(10^-8 IO, 10^-6 USDC), every time in Unix seconds.

Exit codes:
  0  done
  1  something else
  2  the command line is wrong
  3  a program's rules refuse it
  4  its time has not come, or nothing is left to do
  5  the cluster does not answer
  6  it is not on this cluster: programs, node, order
  7  the key is missing, or may not do this
  8  too little SOL, IO or USDC
  9  it was sent and may still land, or has in part: look at its signature before you repeat it
130  a signal has stopped it, and nothing is on its way";

/// The IO token economy: supply, nodes, stake, rewards, compute orders.
#[derive(Parser, Debug)]
#[command(name = "io", version, about, after_help = AFTER, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to do it.
    #[command(flatten)]
    pub options: Options,
}

/// Options of every command.
#[derive(Args, Debug, Clone, Default)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// Cluster: a URL, or mainnet-beta, testnet, devnet, localhost; else what the Solana CLI's
    /// config says
    #[arg(short = 'u', long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// Key that signs: a file of `solana-keygen` or of a wallet, `-` for the standard input, or an
    /// address that signs elsewhere; else what the Solana CLI's config says
    #[arg(short = 'k', long, global = true, value_name = "KEY")]
    pub keypair: Option<String>,
    /// The Solana CLI's config file
    #[arg(short = 'C', long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Key that pays the fees, and the rents that the signer has too little SOL for
    #[arg(long, global = true, value_name = "KEY")]
    pub fee_payer: Option<String>,
    /// How transactions are signed.
    #[command(flatten)]
    pub signing: Signing,
    /// Lookup table that makes transactions shorter: `io lut create` makes one
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = values::address)]
    pub lookup_table: Vec<Pubkey>,
    /// Sign nothing: print what this vault of a multisig is to sign, as an unsigned message to
    /// import there
    #[arg(long, global = true, value_name = "VAULT", value_parser = values::address)]
    pub multisig: Option<Pubkey>,
    /// Priority fee, in micro-lamports per compute unit
    #[arg(long, global = true, value_name = "MICRO_LAMPORTS", default_value_t = 0)]
    pub priority_fee: u64,
    /// Only simulate: show compute units, fee and logs; send nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Print one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Print addresses and signatures as links to explorer.solana.com
    #[arg(long, global = true)]
    pub explorer: bool,
    /// Seconds after which a call of the cluster has failed, with all its repetitions
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
}

/// A command.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Take the deployed programs through genesis: whatever is missing, and nothing twice
    Init(Init),
    /// How much IO there is, and why
    Supply(Supply),
    /// The emission, month by month
    Schedule(Schedule),
    /// Nodes: register, show, change, retire
    #[command(subcommand)]
    Node(NodeCommand),
    /// Stake IO to a node
    Stake(stake::Stake),
    /// Take IO out of a node; it cools down for 14 days
    Unstake(stake::Unstake),
    /// Pay out stake that has cooled down
    Withdraw(stake::OneNode),
    /// Pay out rewards, of one node or of all
    Claim(stake::Claim),
    /// Stake the rewards of a stake to the same node
    Restake(stake::OneNode),
    /// Close an empty stake; its rent comes back
    CloseStake(stake::OneNode),
    /// Every stake of a wallet: worth, rewards, what cools down
    Stakes(stake::Stakes),
    /// Compute orders: quote, create, accept, end, settle
    #[command(subcommand)]
    Order(OrderCommand),
    /// Nodes that anyone can book at once: price, processors free, what they have done
    Market(Market),
    /// Book the cheapest nodes that fit, all of them or none
    Book(Book),
    /// Orders with the same note, taken as one: show, extend, end, settle
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// Ask operators for bids: create, list, show, award, cancel
    #[command(subcommand)]
    Request(RequestCommand),
    /// Bid on requests with a node that you run
    #[command(subcommand)]
    Bid(BidCommand),
    /// Say of nodes what they have, as an auditor
    #[command(subcommand)]
    Attest(AttestCommand),
    /// What you ask for a node: set, remove, show
    #[command(subcommand)]
    Ask(AskCommand),
    /// Send the fees earned to buyback's vaults
    Sweep {
        /// Only of this currency
        #[arg(value_parser = values::currency)]
        currency: Option<Currency>,
    },
    /// Slashes: propose, raise, cancel, void, execute, list
    #[command(subcommand)]
    Slash(SlashCommand),
    /// Fee revenue that buys and burns IO
    #[command(subcommand)]
    Buyback(BuybackCommand),
    /// The locked parts of genesis: what unlocks when, grants, releases
    Vesting(Vesting),
    /// Airdrop seasons: build, verify, publish, claim
    #[command(subcommand)]
    Airdrop(AirdropCommand),
    /// Mint what the schedule has reached to the reward vault
    Crank,
    /// What the vaults hold and owe, and whether everything is covered
    Status,
    /// Whether the programs on the cluster are those built here, and who may replace them
    Verify(Verify),
    /// Give the upgrade authority of every program to another key, such as a multisig's vault
    HandOver(HandOver),
    /// What the admin may do: pause, tune within bounds, announce roles and exchanges, hand over
    #[command(subcommand)]
    Admin(AdminCommand),
    /// SOL, IO and USDC of a wallet, and what waits for it
    Balance(Balance),
    /// Lookup tables, which make long transactions short enough
    #[command(subcommand)]
    Lut(LutCommand),
    /// Show what a message does, and sign it: for a key on a machine without a network
    Sign(Sign),
    /// Send a message with signatures that were made elsewhere
    Submit(Submit),
    /// Whether a transaction has landed
    Confirm(Confirm),
    /// Print a shell's completions; for bash: `io completions bash > /etc/bash_completion.d/io`,
    /// for zsh: `io completions zsh > "${fpath[1]}/_io"`, for fish: `io completions fish >
    /// ~/.config/fish/completions/io.fish`
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write manual pages
    Man {
        /// To this folder
        folder: PathBuf,
    },
}
