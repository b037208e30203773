//! Command lines, run as a user types them, on a chain in process.
// Every test file uses a part of it.
#![allow(dead_code)]

#[allow(unused_imports)]
pub use io_client::economics::time::DAY;
use {
    clap::Parser,
    io_cli::{execute_with, Attached, Cli, Devices, Exit, Failure, Output, Settings},
    io_rpc::{Chain, Fault, Patience},
    io_testkit::{
        bytecode::target,
        chain::{Call, Effect, FaultyChain, WorldChain},
        World,
    },
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

    /// The same, whose blocks take their time: a blockhash lives for a minute, whatever is asked.
    pub fn in_real_time(mut self) -> Self {
        let world = self.chain.world().clone();
        self.chain = WorldChain::in_real_time(world);
        self
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
        self.run_with(chain, who, line, &Attached)
    }

    /// As [`Shell::run_on`], with these hardware wallets.
    pub fn run_with(
        &self,
        chain: &dyn Chain,
        who: &str,
        line: &str,
        devices: &dyn Devices,
    ) -> Result<Output, Failure> {
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
        execute_with(&cli, &settings, chain, Patience::NONE, devices)
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

    /// Builds a line for `who`, whose key is on a machine without a network, and signs it there:
    /// the line as it was built, and each of its messages with the signature.
    fn signed_elsewhere(&self, who: &str, line: &str, time: u32) -> (String, Vec<(String, String)>) {
        let no_network = FaultyChain::new(&self.chain, |_| Effect::Fail(Fault::Unreachable("none".into())));
        // Another one each time, even if the chain was set back.
        for _ in 0..time {
            self.chain.latest_blockhash().unwrap();
        }
        let hash = self.chain.latest_blockhash().unwrap().hash;
        let address = self.address(who);
        let line = format!("{line} --blockhash {hash} -k {address}");
        let built = self.io("nobody", &format!("{line} --sign-only"));
        let transactions = built["transactions"].as_array().unwrap_or_else(|| panic!("{line} sends nothing"));
        let sign = |transaction: &Value| {
            let message = transaction["message"].as_str().unwrap().to_owned();
            let signed = self.run_on(&no_network, who, &format!("sign {message}")).unwrap().json();
            let own = signed["transactions"][0]["signers"].as_array().unwrap().iter();
            let own = own.filter_map(Value::as_str).find(|line| line.starts_with(&address.to_string()));
            (message, own.unwrap().to_owned())
        };
        let signed = transactions.iter().map(sign).collect();
        (line, signed)
    }

    /// `who`, whose key is on a machine without a network, types a line; `io submit` sends it.
    pub fn submit(&self, who: &str, line: &str) {
        for (message, signature) in self.signed_elsewhere(who, line, 0).1 {
            self.io("nobody", &format!("submit {message} --signer {signature}"));
        }
    }

    /// The same, sent in both ways: by `io submit`, and by the same line again with the signature,
    /// whose answer this is.
    pub fn cold(&self, who: &str, line: &str) -> Value {
        let before = self.chain.world().clone();
        self.submit(who, line);
        *self.chain.world() = before;
        let (line, signed) = self.signed_elsewhere(who, line, 1);
        let signers: String = signed.iter().map(|(_, signature)| format!(" --signer {signature}")).collect();
        self.io("nobody", &format!("{line}{signers}"))
    }

    /// The cluster remembers 512 slots around its present one, by one of which a lookup table is
    /// named.
    pub fn remember_slots(&self) {
        let slot = self.chain.height().unwrap().slot;
        self.remember((slot + 256).max(512));
    }

    fn remember(&self, next: u64) {
        let hashes = io_client::addresses::external::SLOT_HASHES;
        let mut world = self.chain.world();
        let mut account = world.svm.get_account(&hashes).unwrap();
        account.data = 512u64.to_le_bytes().to_vec();
        for slot in (next - 512..next).rev() {
            account.data.extend(slot.to_le_bytes());
            account.data.extend([0; 32]);
        }
        world.svm.set_account(hashes, account).unwrap();
    }

    /// So many slots pass, of which the cluster remembers the last 512.
    pub fn pass_slots(&self, slots: u64) {
        let slot = self.chain.world().svm.get_sysvar::<solana_clock::Clock>().slot + slots;
        self.chain.world().svm.warp_to_slot(slot);
        self.remember(slot);
        while self.chain.height().unwrap().slot < slot {
            self.chain.expire_blockhashes();
        }
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

/// A cluster that takes `most` transactions and then answers none; what it answers may be lost.
pub fn tiring(shell: &Shell, most: u32, lost: bool) -> FaultyChain<'_> {
    let left = AtomicU32::new(most);
    FaultyChain::new(&shell.chain, move |call| {
        let one_less = |left: u32| left.checked_sub(1);
        match call {
            Call::Send(_) if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_err() => {
                Effect::Fail(Fault::Unreachable("it is tired".into()))
            }
            Call::Send(_) if lost => Effect::Lose,
            _ => Effect::Answer,
        }
    })
}
