//! The lines of the README for the command line, run as they are printed.

use {
    crate::{
        network::{io_localnet, said, Network},
        tools,
        totals::wait_until_idle,
    },
    anyhow::{ensure, Context, Result},
    io_localnet::HOST,
    std::{
        fs,
        net::TcpListener,
        path::Path,
        process::{Command, Stdio},
    },
};

const SECTION: &str = "## From the command line";

#[test]
fn the_lines_of_the_readme_work() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("README.md"))?;
    let section = text.split_once(SECTION).context(SECTION)?.1;
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let mut blocks = section.split("```sh\n").skip(1).filter_map(|block| Some(block.split_once("```")?.0));
    let setup = blocks.next().context("lines that build and start")?;
    ensure!(setup.contains("\ncargo xtask localnet"), "the first lines start the network: {setup}");
    let lines = blocks.next().context("lines to paste")?;

    let network = Network::start("readme", &[])?;
    let health = TcpListener::bind((HOST, 0))?.local_addr()?;
    // The same lines, but for a network at another port, and tools that are built already.
    let lines = lines
        .replace("target/localnet/env", &network.state.join("env").display().to_string())
        .replace("$PWD/target/release", "$TOOLS")
        .replace("-u l ", "-u $URL ")
        .replace("http://localhost:8899", "$URL")
        .replace("127.0.0.1:9464", &health.to_string());
    let (lines, keeper) = lines.trim_end().rsplit_once('\n').context("a last line")?;
    let names = lines.lines().next().context("a first line")?;
    let shell = |script: String| {
        let mut shell = Command::new("sh");
        let cargo = "cargo() { shift 2; $LOCALNET \"$@\" --url $URL --state $STATE; }";
        shell.arg("-c").arg(format!("set -eux\n{cargo}\n{script}\n")).current_dir(&root);
        shell.env("TOOLS", tools::folder()).env("URL", network.url()).env("STATE", &network.state);
        shell.env("LOCALNET", io_localnet().get_program());
        shell
    };
    let out = shell(lines.to_owned()).output()?;
    ensure!(out.status.success(), "{}\n{}", String::from_utf8_lossy(&out.stdout), said(&out));
    ensure!(lines.lines().filter(|line| line.starts_with("io ")).count() >= 6, "few lines: {lines}");

    let mut keeper = shell(format!("{names}\nexec {keeper}")).stderr(Stdio::null()).spawn()?;
    let done = wait_until_idle(&network.rpc());
    keeper.kill()?;
    keeper.wait()?;
    done?;
    network.stop()
}
