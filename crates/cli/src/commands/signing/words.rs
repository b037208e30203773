//! The arguments of an instruction in words, read by its program's IDL.

use {io_client::hex, serde_json::Value, solana_pubkey::Pubkey};

/// Types within types; those of the IDLs are not deeper.
const DEPTH: u32 = 8;

/// `rate: 5, node: ..`: the fields of `data`; none unless they are all of it.
pub fn fields(idl: &Value, fields: &Value, data: &[u8]) -> Option<String> {
    let mut rest = data;
    let text = named(idl, fields, &mut rest, DEPTH)?;
    rest.is_empty().then_some(text)
}

fn named(idl: &Value, fields: &Value, rest: &mut &[u8], depth: u32) -> Option<String> {
    let read = |field: &Value| {
        let value = one(idl, &field["type"], rest, depth)?;
        Some(format!("{}: {value}", field["name"].as_str()?))
    };
    let all: Option<Vec<String>> = fields.as_array()?.iter().map(read).collect();
    Some(all?.join(", "))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*bytes)
}

/// One value of a type.
fn one(idl: &Value, kind: &Value, rest: &mut &[u8], depth: u32) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    if let Some(name) = kind.as_str() {
        return primitive(name, rest);
    }
    if let Some([of, count]) = kind["array"].as_array().map(Vec::as_slice) {
        let count = usize::try_from(count.as_u64()?).ok()?;
        return several(idl, of, count, rest, depth);
    }
    if !kind["vec"].is_null() {
        let count = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
        return several(idl, &kind["vec"], count, rest, depth);
    }
    if !kind["option"].is_null() {
        return match take(rest)? {
            [0] => Some("none".into()),
            [1] => one(idl, &kind["option"], rest, depth),
            _ => None,
        };
    }
    let name = kind["defined"]["name"].as_str()?;
    let defined = idl["types"].as_array()?.iter().find(|entry| entry["name"] == name)?;
    let defined = &defined["type"];
    if defined["kind"] == "struct" {
        return Some(format!("{{{}}}", named(idl, &defined["fields"], rest, depth)?));
    }
    let [variant] = take(rest)?;
    let variant = defined["variants"].as_array()?.get(usize::from(variant))?;
    // Variants with fields are hexadecimal digits, as all that is not known.
    variant["fields"].is_null().then(|| variant["name"].as_str().map(str::to_owned))?
}

fn primitive(name: &str, rest: &mut &[u8]) -> Option<String> {
    Some(match name {
        "bool" => match take(rest)? {
            [0] => "no".into(),
            [1] => "yes".into(),
            _ => return None,
        },
        "u8" => u8::from_le_bytes(take(rest)?).to_string(),
        "u16" => u16::from_le_bytes(take(rest)?).to_string(),
        "u32" => u32::from_le_bytes(take(rest)?).to_string(),
        "u64" => u64::from_le_bytes(take(rest)?).to_string(),
        "u128" => u128::from_le_bytes(take(rest)?).to_string(),
        "i64" => i64::from_le_bytes(take(rest)?).to_string(),
        "pubkey" => Pubkey::new_from_array(take(rest)?).to_string(),
        "string" | "bytes" => {
            let count = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
            text(slice(rest, count)?)
        }
        _ => return None,
    })
}

fn slice<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (bytes, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(bytes)
}

fn several(idl: &Value, of: &Value, count: usize, rest: &mut &[u8], depth: u32) -> Option<String> {
    if of == "u8" {
        return Some(text(slice(rest, count)?));
    }
    // Each takes a byte at least.
    if count > rest.len() {
        return None;
    }
    let all: Option<Vec<String>> = (0..count).map(|_| one(idl, of, rest, depth)).collect();
    Some(format!("[{}]", all?.join(", ")))
}

/// Bytes as a text in quotes where they are one, else in hexadecimal.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    let shown = bytes.get(..end).unwrap_or_default();
    let printable = |byte: &u8| *byte == b' ' || byte.is_ascii_graphic() && *byte != b'"';
    match std::str::from_utf8(shown) {
        Ok(text) if shown.iter().all(printable) => format!("\"{text}\""),
        _ => hex::encode(bytes),
    }
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        io_client::{
            addresses::Program,
            orders::{self, AskTerms, BookParams, Currency},
        },
    };

    fn said(call: &solana_instruction::Instruction) -> Option<String> {
        let idl: Value = serde_json::from_str(Program::at(&call.program_id)?.idl).ok()?;
        let is = |entry: &&Value| {
            let bytes = entry["discriminator"].as_array().into_iter().flatten();
            bytes.filter_map(Value::as_u64).eq(call.data.iter().take(8).map(|byte| u64::from(*byte)))
        };
        let entry = idl["instructions"].as_array()?.iter().find(is)?;
        fields(&idl, &entry["args"], &call.data[8..])
    }

    #[test]
    fn instructions_of_the_market_in_words() {
        let (key, node) = (Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32]));
        let mut reference = [0; 32];
        reference[..5].copy_from_slice(b"run 7");
        let params = BookParams { seq: 4, processors: 8, duration: 3_600, most: 99, reference };
        let book = said(&orders::book(&key, 3, &node, Currency::Usdc, params)).unwrap();
        let expected =
            "id: 3, params: {seq: 4, processors: 8, duration: 3600, most: 99, reference: \"run 7\"}";
        assert_eq!(book, expected);
        let terms = AskTerms { rate_usdc: 7, extendable: true, ..AskTerms::default() };
        let ask = said(&orders::set_ask(&key, &node, terms)).unwrap();
        assert!(ask.contains("rate_usdc: 7") && ask.contains("extendable: yes"), "{ask}");
        assert!(said(&orders::announce_maintenance(&key, &node, 5, 6)).unwrap().contains("from: 5, to: 6"));
        // What is longer or shorter than the IDL says stays as it is.
        let mut longer = orders::set_ask(&key, &node, terms);
        longer.data.push(0);
        assert_eq!(said(&longer), None);
        longer.data.truncate(20);
        assert_eq!(said(&longer), None);
    }
}
