//! The treasury's wallets, as its own file names them.

use {
    crate::{Exit, Failure},
    serde_json::{Map, Value},
    solana_pubkey::Pubkey,
    std::{fs, path::Path},
};

/// Names with wallets, each wallet once.
///
/// # Errors
/// If the file cannot be read, names no address, or names one twice.
pub fn read(path: &Path) -> Result<Vec<(String, Pubkey)>, Failure> {
    let wrong = |why: String| Failure::new(Exit::Usage, format!("{}: {why}.", path.display()));
    let text = fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let names: Map<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let mut wallets: Vec<(String, Pubkey)> = Vec::new();
    for (name, of_name) in &names {
        let list = match of_name {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        for text in list {
            let address = text.as_str().and_then(|text| text.parse().ok());
            let address: Pubkey = address.ok_or_else(|| wrong(format!("{name}: {text} is no wallet")))?;
            if let Some((other, _)) = wallets.iter().find(|(_, wallet)| *wallet == address) {
                return Err(wrong(format!("{address} is in {other} and in {name}: it would count twice")));
            }
            wallets.push((name.clone(), address));
        }
    }
    Ok(wallets)
}
