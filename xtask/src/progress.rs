//! What people see while they wait.

use {
    indicatif::{MultiProgress, ProgressBar, ProgressStyle},
    std::{io::IsTerminal, sync::LazyLock, time::Duration},
};

/// All spinners, one below the other.
static SPINNERS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// A spinner with a title, the time it has run and a last line. Without a terminal, one line.
pub fn spinner(title: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        eprintln!("{title} ...");
    }
    let spinner = SPINNERS.add(ProgressBar::new_spinner().with_prefix(title.to_owned()));
    spinner.set_style(
        ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg:.dim}")
            .expect("a fixed template"),
    );
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}
