//! Command lines, run as a user types them, on a chain in process.
// Every test file uses a part of it.
#![allow(dead_code)]

use {
    clap::Parser,
    io_cli::{execute, Cli, Exit, Failure, Output, Settings},
    io_rpc::{Chain, Patience},
    io_testkit::{bytecode::target, chain::WorldChain, World},
    serde_json::Value,
    solana_keypair::{read_keypair_file, write_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        path::PathBuf,
        sync::atomic::{AtomicU32, Ordering},
    },
};

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// A terminal: a chain, and a folder with key files.
pub struct Shell {
    pub chain: WorldChain,
    folder: PathBuf,
}

impl Shell {
    /// A terminal on a world.
    pub fn new(world: World) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("io-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self { chain: WorldChain::new(world), folder }
    }

    /// Writes a key to `name.json`.
    pub fn key(&self, name: &str, key: &Keypair) {
        write_keypair_file(key, self.file(name)).unwrap();
    }

    /// The address of a key that was written.
    pub fn address(&self, name: &str) -> Pubkey {
        read_keypair_file(self.file(name)).unwrap().pubkey()
    }

    /// Writes a file; returns its path.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Where a key is.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension("json")
    }

    /// `who` types `io line`; `*.json` names a file of the folder, `target/deploy` the programs.
    pub fn run(&self, who: &str, line: &str) -> Result<Output, Failure> {
        self.run_on(&self.chain, who, line)
    }

    /// As [`Shell::run`], on another view of the chain.
    pub fn run_on(&self, chain: &dyn Chain, who: &str, line: &str) -> Result<Output, Failure> {
        let mut args = vec!["io".to_owned()];
        args.extend(words(line).into_iter().map(|word| {
            let in_folder = word.ends_with(".json") && !word.contains('/');
            match word.as_str() {
                _ if in_folder => self.file(&word).display().to_string(),
                "target/deploy" => target().join("deploy").display().to_string(),
                _ => word,
            }
        }));
        let cli = Cli::try_parse_from(args).map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
        let keypair = cli.options.keypair.clone().unwrap_or_else(|| self.file(who).display().to_string());
        let settings = Settings { url: "http://localhost:8899".into(), keypair };
        execute(&cli, &settings, chain, Patience::NONE)
    }

    /// A line that must be done; what it says to machines.
    #[track_caller]
    pub fn io(&self, who: &str, line: &str) -> Value {
        match self.run(who, line) {
            Ok(output) => output.json(),
            Err(failure) => panic!("{who}$ io {line}\n{failure}\n{:#?}", failure.logs),
        }
    }

    /// A line that must fail with this exit code; what it says.
    #[track_caller]
    pub fn fails(&self, who: &str, line: &str, exit: Exit) -> String {
        match self.run(who, line) {
            Ok(output) => panic!("{who}$ io {line}\n{}", output.text()),
            Err(failure) => {
                assert_eq!(failure.exit, exit, "{who}$ io {line}\n{failure}\n{:#?}", failure.logs);
                let message = failure.message.clone();
                assert!(!message.contains("0x") && !message.contains("Custom("), "no words: {message}");
                failure.to_string()
            }
        }
    }

    /// The cluster remembers its last 512 slots, by one of which a lookup table is named.
    pub fn remember_slots(&self) {
        let hashes = io_client::addresses::external::SLOT_HASHES;
        let mut world = self.chain.world();
        let mut account = world.svm.get_account(&hashes).unwrap();
        account.data = 512u64.to_le_bytes().to_vec();
        for slot in (0..512u64).rev() {
            account.data.extend(slot.to_le_bytes());
            account.data.extend([0; 32]);
        }
        world.svm.set_account(hashes, account).unwrap();
    }

    /// Time passes.
    pub fn pass(&self, seconds: i64) {
        self.chain.world().pass(seconds);
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A line as a shell splits it.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut begun) = (false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// A base-unit figure in JSON.
#[track_caller]
pub fn figure(json: &Value, key: &str) -> u64 {
    json[key].as_str().unwrap_or_else(|| panic!("no {key} in {json:#}")).parse().unwrap()
}
