//! Runs other programs, with their output or with a spinner.

use {
    crate::{progress, workspace},
    anyhow::{bail, Context, Result},
    std::{
        env,
        ffi::OsStr,
        io::{self, BufRead, BufReader, Write},
        path::Path,
        process::{Command, Stdio},
    },
};

/// One command to run in the workspace.
pub struct Step(Command);

/// Cargo, the one that runs this.
pub fn cargo(args: &[&str]) -> Step {
    Step::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).args(args)
}

/// Whether a command is on the PATH.
pub fn installed(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

impl Step {
    /// A command without arguments.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        Self(command)
    }

    /// Adds arguments.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.0.args(args);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs it in another folder than the workspace's.
    pub fn within(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Tells something on the side.
    pub fn note(text: &str) {
        eprintln!("note: {text}");
    }

    /// Runs it with its output shown.
    pub fn run(mut self) -> Result<()> {
        let status = self.0.status().with_context(|| format!("cannot start {:?}", self.0))?;
        if !status.success() {
            bail!("{:?} failed ({status})", self.0.get_program());
        }
        Ok(())
    }

    /// Runs it beside others: shows its output in one piece, when it has ended.
    pub fn run_aside(mut self) -> Result<()> {
        let output =
            self.0.stdin(Stdio::null()).output().with_context(|| format!("cannot start {:?}", self.0))?;
        io::stdout().write_all(&output.stdout)?;
        io::stderr().write_all(&output.stderr)?;
        if !output.status.success() {
            bail!("{:?} failed ({})", self.0, output.status);
        }
        Ok(())
    }

    /// Runs it behind a spinner that shows its last line; on failure shows all of its output.
    pub fn run_quietly(mut self, title: &str) -> Result<()> {
        let spinner = progress::spinner(title);
        let mut child = self
            .0
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {:?}", self.0.get_program()))?;
        let mut output = String::new();
        let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        for line in lines.map_while(Result::ok) {
            spinner.set_message(line.trim().to_owned());
            output.push_str(&line);
            output.push('\n');
        }
        let status = child.wait()?;
        if !status.success() {
            spinner.abandon();
            eprint!("{output}");
            bail!("{title} failed ({status})");
        }
        spinner.finish_and_clear();
        Ok(())
    }
}
