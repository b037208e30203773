//! A season's files: in a folder, or on a web server.

use {
    crate::{Exit, Failure},
    io_points::Folder,
    std::{io::Read, path::Path, time::Duration},
};

/// No file is longer: one of a season of 1,048,576 wallets has a quarter of a megabyte.
const LONGEST: u64 = 4 << 20;
/// After which a server does not answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a season's files.
///
/// # Errors
/// If they are not there, or not what `io airdrop build` writes.
pub fn open(files: &str) -> Result<Folder, Failure> {
    let folder = if files.starts_with("http://") || files.starts_with("https://") {
        fetched(files)
    } else {
        Folder::open(Path::new(files))
    };
    folder.map_err(|why| wrong(&why))
}

/// What is wrong with a season's files.
pub fn wrong(why: &str) -> Failure {
    Failure::sentence(Exit::Usage, why)
        .hint("FILES is the folder that `io airdrop build` has written, or the URL where it is published.")
}

fn fetched(url: &str) -> Result<Folder, String> {
    let base = url.trim_end_matches('/').trim_end_matches("/season.json").to_owned();
    let client = reqwest::blocking::Client::builder()
        .timeout(PATIENCE)
        .build()
        .map_err(|error| format!("this machine makes no HTTP client: {error}"))?;
    Folder::new(Box::new(move |name| {
        let url = format!("{base}/{name}");
        let failed = |error: reqwest::Error| format!("{url}: {}", error.without_url());
        let answer = client.get(&url).send().and_then(reqwest::blocking::Response::error_for_status);
        let mut bytes = Vec::new();
        let read = answer.map_err(failed)?.take(LONGEST).read_to_end(&mut bytes);
        read.map_err(|error| format!("{url}: {error}"))?;
        Ok(bytes)
    }))
}
