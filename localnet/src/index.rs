//! `io-index` beside the chain: a process of its own, that ends with the network.

use {
    crate::{
        beside::{tool, Beside},
        chain::check_free,
        Chain, Keys, HOST,
    },
    anyhow::Result,
    std::{fs, net::SocketAddr, process::Command},
};

/// A running `io-index`.
pub struct Index {
    process: Beside,
    port: u16,
}

impl Index {
    /// Starts it on an empty database, and waits until it answers.
    ///
    /// # Errors
    /// If it was not built, or does not answer: then its log says why.
    pub fn start(chain: &Chain, keys: &Keys, port: u16) -> Result<Self> {
        // What listens there already would be taken for it.
        check_free(port, "--index")?;
        let program = tool("io-index")?;
        let database = keys.folder().join("index.sqlite");
        // The chain is another one each time.
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", database.display()));
        }
        let listen = SocketAddr::new(HOST.parse()?, port);
        let mut command = Command::new(program);
        command.args([
            "--url",
            &chain.url(),
            "--ws",
            &chain.ws_url(),
            "--listen",
            &listen.to_string(),
            "--db",
        ]);
        let mut process = Beside::start(command.arg(database), &keys.folder().join("index.log"))?;
        process.wait_for(listen)?;
        Ok(Self { process, port })
    }

    /// What to tell about it.
    #[must_use]
    pub fn welcome(&self) -> String {
        let (port, log) = (self.port, self.process.log.display());
        format!(
            "\
  io-index   http://{HOST}:{port}  history, receipts, live events; its log is {log}

  curl http://{HOST}:{port}/v1/status
  curl http://{HOST}:{port}/v1/orders
"
        )
    }
}
