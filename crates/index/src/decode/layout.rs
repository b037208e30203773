//! Layouts of bytes, and their JSON.

use {
    io_client::hex,
    serde_json::{Map, Number, Value},
};

/// The layout of a value, as Borsh writes it.
#[derive(Clone, Debug)]
pub enum Layout {
    Unsigned(usize),
    Signed(usize),
    Bool,
    Key,
    Text,
    /// Bytes, as many as are said or as many as their length says.
    Bytes(Option<usize>),
    Array(Box<Layout>, usize),
    Vec(Box<Layout>),
    Option(Box<Layout>),
    Struct(Vec<Field>),
    Enum(Vec<String>),
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub layout: Layout,
    /// Whether it is padding or reserved.
    pub hidden: bool,
}

/// Called with each address, and the name of its field.
pub type Found<'a> = &'a mut dyn FnMut(&str, &str);

impl Layout {
    /// ParamKind a value from the front of `bytes`; none if they are not laid out like this.
    pub fn read(&self, name: &str, bytes: &mut &[u8], found: Found) -> Option<Value> {
        Some(match self {
            Self::Unsigned(size) => {
                let value = unsigned(bytes, *size)?;
                match u32::try_from(value) {
                    Ok(value) if *size <= 4 => Value::from(value),
                    _ => Value::from(value.to_string()),
                }
            }
            Self::Signed(size) => signed(bytes, *size)?,
            Self::Bool => Value::from(take(bytes, 1)? != [0]),
            Self::Key => {
                let key = bs58::encode(take(bytes, 32)?).into_string();
                found(name, &key);
                Value::from(key)
            }
            Self::Text => {
                let size = length(bytes)?;
                Value::from(String::from_utf8_lossy(take(bytes, size)?))
            }
            Self::Bytes(size) => {
                let size = match size {
                    Some(size) => *size,
                    None => length(bytes)?,
                };
                Value::from(hex::encode(take(bytes, size)?))
            }
            Self::Array(of, count) => list(of, *count, name, bytes, found)?,
            Self::Vec(of) => {
                let count = length(bytes)?;
                list(of, count, name, bytes, found)?
            }
            Self::Option(of) => match take(bytes, 1)? {
                [0] => Value::Null,
                _ => of.read(name, bytes, found)?,
            },
            Self::Struct(fields) => {
                let mut map = Map::with_capacity(fields.len());
                for field in fields {
                    if field.hidden {
                        field.layout.read(&field.name, bytes, &mut |_, _| {})?;
                    } else {
                        map.insert(field.name.clone(), field.layout.read(&field.name, bytes, found)?);
                    }
                }
                Value::Object(map)
            }
            Self::Enum(names) => Value::from(names.get(usize::from(*take(bytes, 1)?.first()?))?.as_str()),
        })
    }
}

/// Values one after another. Each takes a byte at least, so that a false length ends soon.
fn list(of: &Layout, count: usize, name: &str, bytes: &mut &[u8], found: Found) -> Option<Value> {
    if count > bytes.len() {
        return None;
    }
    let mut values = Vec::with_capacity(count);
    for _ in 0..count {
        values.push(of.read(name, bytes, found)?);
    }
    Some(Value::Array(values))
}

fn take<'a>(bytes: &mut &'a [u8], size: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(size)?;
    *bytes = rest;
    Some(taken)
}

fn unsigned(bytes: &mut &[u8], size: usize) -> Option<u128> {
    let mut word = [0; 16];
    word.get_mut(..size)?.copy_from_slice(take(bytes, size)?);
    Some(u128::from_le_bytes(word))
}

/// Signed numbers are times and exponents: a JSON number holds them.
fn signed(bytes: &mut &[u8], size: usize) -> Option<Value> {
    let value = unsigned(bytes, size)?;
    let unused = 128_u32.checked_sub(u32::try_from(size).ok()?.checked_mul(8)?)?;
    let value = (value.cast_signed() << unused) >> unused;
    Some(match i64::try_from(value) {
        Ok(value) => Value::Number(Number::from(value)),
        Err(_) => Value::from(value.to_string()),
    })
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(unsigned(bytes, 4)?).ok()
}
