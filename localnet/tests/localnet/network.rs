//! A network of its own for a test: ports, keys, process.

use {
    anyhow::{anyhow, ensure, Context, Result},
    io_client::token::associated_address,
    io_localnet::{
        faucet::{self, Amounts},
        Keys, Rpc, HOST,
    },
    io_testkit::bytecode::target,
    solana_keypair::{write_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        env,
        io::{self, BufRead, BufReader, Read},
        net::TcpListener,
        path::PathBuf,
        process::{Child, ChildStdout, Command, Output, Stdio},
    },
};

/// The network.
pub struct Network {
    process: Child,
    /// Kept open: it says more when it stops.
    out: BufReader<ChildStdout>,
    /// The port of JSON-RPC.
    pub port: u16,
    /// The folder of everybody's keys.
    pub state: PathBuf,
    /// The folder of the bytecode.
    pub programs: PathBuf,
}

impl Network {
    /// Starts one, with more arguments, and waits until it tells what to paste.
    pub fn start(name: &str, more: &[&str]) -> Result<Self> {
        let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let programs = programs();
        let port = free_ports()?;
        let mut process = io_localnet()
            .args(["--port", &port.to_string(), "--state"])
            .arg(&state)
            .arg("--programs")
            .arg(&programs)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut out = BufReader::new(process.stdout.take().context("its output")?);
        let told = out.by_ref().lines().map_while(Result::ok).any(|line| line.contains("Paste"));
        let network = Self { process, out, port, state, programs };
        ensure!(told, "the network did not start");
        Ok(network)
    }

    /// Where it answers JSON-RPC.
    pub fn url(&self) -> String {
        format!("http://{HOST}:{}", self.port)
    }

    /// A connection.
    pub fn rpc(&self) -> Rpc {
        Rpc::new(self.url())
    }

    /// Everybody's keys.
    pub fn keys(&self) -> Result<Keys> {
        Keys::of_running(&self.state)
    }

    /// Somebody new, with money of the faucet; the key is a file beside the others.
    pub fn newcomer(&self, name: &str, amounts: Amounts) -> Result<Keypair> {
        let key = Keypair::new();
        let file = self.state.join(name).with_extension("json");
        write_keypair_file(&key, file).map_err(|error| anyhow!("{error}"))?;
        faucet::give(&self.rpc(), &self.keys()?, &key.pubkey(), amounts)?;
        Ok(key)
    }

    /// Runs a command on it.
    pub fn command(&self, args: &[&str]) -> Result<String> {
        let out =
            io_localnet().args(args).args(["--url", &self.url(), "--state"]).arg(&self.state).output()?;
        ensure!(out.status.success(), "{args:?}: {}", said(&out));
        Ok(String::from_utf8(out.stdout)?)
    }

    /// Runs a command on it whose output nobody reads any more, as `| head -1` does.
    pub fn unread(&self, args: &[&str]) -> Result<()> {
        let (reader, writer) = io::pipe()?;
        drop(reader);
        let mut command = io_localnet();
        command.args(args).args(["--url", &self.url(), "--state"]).arg(&self.state);
        let out = command.stdout(writer).stderr(Stdio::piped()).output()?;
        ensure!(out.status.success(), "{args:?}: {}", said(&out));
        Ok(())
    }

    /// Interrupts it as Ctrl-C does, and waits for its end.
    pub fn stop(mut self) -> Result<()> {
        let kill = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status()?;
        ensure!(kill.success(), "it had ended already");
        let end = self.process.wait()?;
        let mut last = String::new();
        self.out.read_to_string(&mut last)?;
        ensure!(last.contains("stopping"), "it did not say that it stops: {last}");
        ensure!(end.success(), "it ended with {end}");
        TcpListener::bind((HOST, self.port)).context("its port is not free")?;
        Ok(())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // After `stop` it is gone.
        let _ = self.process.kill();
    }
}

/// The bytecode of `cargo xtask build`.
fn programs() -> PathBuf {
    env::var_os("IO_PROGRAMS").map_or_else(|| target().join("deploy"), PathBuf::from)
}

/// The command.
pub fn io_localnet() -> Command {
    Command::new(env!("CARGO_BIN_EXE_io-localnet"))
}

/// What a command complained of.
pub fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// A port that is free, and so is the next.
pub fn free_ports() -> Result<u16> {
    loop {
        let port = TcpListener::bind((HOST, 0))?.local_addr()?.port();
        if port < u16::MAX && TcpListener::bind((HOST, port + 1)).is_ok() {
            return Ok(port);
        }
    }
}

/// Base units in a wallet's token account.
pub fn balance(rpc: &Rpc, wallet: &Pubkey, mint: &Pubkey) -> Result<u64> {
    let amount = rpc.client().get_token_account_balance(&associated_address(wallet, mint))?;
    Ok(amount.amount.parse()?)
}
