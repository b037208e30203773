//! The parameters of a path, checked once for all paths.

use {
    super::{
        cursor::{self, Place},
        Problem,
    },
    sha2::{Digest, Sha256},
    solana_pubkey::Pubkey,
    std::collections::BTreeMap,
    url::form_urlencoded,
};

/// Rows of a page, unless it says otherwise.
pub const PAGE: u16 = 100;
/// Rows of a page at most.
pub const LARGEST_PAGE: u16 = 1_000;
/// Names or addresses in one list.
const LIST: usize = 16;
/// Bytes of a name.
const NAME: usize = 64;

/// The kind of a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// An address in base58.
    Address,
    /// A transaction's signature in base58.
    Signature,
    /// Unix seconds.
    Time,
    /// Rows of a page.
    Limit,
    /// Where a page begins.
    Cursor,
    /// `true` or `false`.
    Flag,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A name of the IDL.
    Name,
    /// Up to 16 names or addresses, with commas between them.
    List,
    /// The place of an event.
    Place,
}

/// A parameter of a path.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// The kind of its value.
    pub takes: ParamKind,
    /// What it means.
    pub doc: &'static str,
    /// Whether it is a part of the path.
    pub in_path: bool,
    /// Whether it cannot be left out.
    pub required: bool,
}

impl Param {
    /// A query parameter.
    #[must_use]
    pub const fn new(name: &'static str, takes: ParamKind, doc: &'static str) -> Self {
        Self { name, takes, doc, in_path: false, required: false }
    }

    /// A part of the path.
    #[must_use]
    pub const fn path(name: &'static str, takes: ParamKind, doc: &'static str) -> Self {
        Self { name, takes, doc, in_path: true, required: true }
    }
}

/// How many rows a page has.
pub const LIMIT: Param =
    Param::new("limit", ParamKind::Limit, "Rows of the page: 1 to 1,000, 100 if left out.");
/// Where a page begins.
pub const CURSOR: Param =
    Param::new("cursor", ParamKind::Cursor, "`next` of the page before, with the same query.");
/// The start of a span of time.
pub const FROM: Param = Param::new("from", ParamKind::Time, "From this time on, in Unix seconds.");
/// The end of a span of time.
pub const TO: Param = Param::new("to", ParamKind::Time, "Before this time, in Unix seconds.");

/// The checked parameters of a request.
#[derive(Clone, Debug, Default)]
pub struct Params {
    path: &'static str,
    values: BTreeMap<&'static str, String>,
}

impl Params {
    /// Checks the parameters: those of the path, then those of the query.
    ///
    /// # Errors
    /// If a parameter is unknown, given twice, or has a value that it does not take.
    pub fn parse<'a>(
        path: &'static str,
        params: &[Param],
        in_path: impl Iterator<Item = (&'a str, &'a str)>,
        query: &str,
    ) -> Result<Self, Problem> {
        let mut values = BTreeMap::new();
        let in_path = in_path.map(|(name, value)| (true, name.to_owned(), value.to_owned()));
        let pairs = form_urlencoded::parse(query.as_bytes());
        let pairs = pairs.map(|(name, value)| (false, name.into_owned(), value.into_owned()));
        for (is_path, name, value) in in_path.chain(pairs) {
            let param = params.iter().find(|param| param.name == name && param.in_path == is_path);
            let Some(param) = param else {
                let names: Vec<&str> =
                    params.iter().filter(|param| !param.in_path).map(|param| param.name).collect();
                let has = match names.as_slice() {
                    [] => "no parameters".to_owned(),
                    _ => names.join(", "),
                };
                return Err(Problem::query(format!("This path takes {has}, and nothing else.")));
            };
            check(param, &value)?;
            if values.insert(param.name, value).is_some() {
                return Err(Problem::query(format!("`{}` is given twice.", param.name)));
            }
        }
        Ok(Self { path, values })
    }

    /// The text of a parameter.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The items of a list.
    pub fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.text(name).into_iter().flat_map(|text| text.split(','))
    }

    /// A time.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// A flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.text(name).map(|text| text == "true")
    }

    /// Rows of the page.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.text("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE).into()
    }

    /// Where the page begins; none at the start.
    ///
    /// # Errors
    /// If the cursor is of another query, or was changed.
    pub fn cursor(&self) -> Result<Option<Place>, Problem> {
        self.text("cursor").map(|text| cursor::read(text, self.tag())).transpose()
    }

    /// The cursor of the page after the one that ends at `place`.
    #[must_use]
    pub fn next(&self, place: &Place) -> String {
        cursor::write(place, self.tag())
    }

    /// What a cursor belongs to: the path and all of the query that chooses rows.
    fn tag(&self) -> [u8; 8] {
        let mut hash = Sha256::new().chain_update(self.path);
        for (name, value) in self.values.iter().filter(|(name, _)| !matches!(**name, "cursor" | "limit")) {
            hash.update([0]);
            hash.update(name);
            hash.update([0]);
            hash.update(value);
        }
        let hash: [u8; 32] = hash.finalize().into();
        hash.first_chunk().copied().unwrap_or_default()
    }
}

fn is_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !text.is_empty() && text.len() <= NAME && text.bytes().all(is_plain)
}

fn is_address(text: &str) -> bool {
    text.len() <= 44 && text.parse::<Pubkey>().is_ok()
}

fn check(param: &Param, value: &str) -> Result<(), Problem> {
    let name = param.name;
    let refused = |takes: &str| Err(Problem::query(format!("`{name}` takes {takes}.")));
    match param.takes {
        ParamKind::Address if !is_address(value) => Err(Problem::address(name)),
        ParamKind::Signature
            if value.len() > 88 || bs58::decode(value).into_vec().map_or(0, |bytes| bytes.len()) != 64 =>
        {
            refused("a signature in base58")
        }
        ParamKind::Time if value.parse::<u32>().is_err() => refused("Unix seconds"),
        ParamKind::Limit if !value.parse().is_ok_and(|limit| (1..=LARGEST_PAGE).contains(&limit)) => {
            refused("a number from 1 to 1,000")
        }
        ParamKind::Flag if !matches!(value, "true" | "false") => refused("true or false"),
        ParamKind::OneOf(words) if !words.contains(&value) => refused(&words.join(", ")),
        ParamKind::Name if !is_name(value) => refused("a name of letters, digits and _"),
        ParamKind::List if value.split(',').count() > LIST || !value.split(',').all(is_name) => {
            refused("up to 16 names or addresses, with commas between them")
        }
        ParamKind::Place if value.parse::<crate::Place>().is_err() => refused("the `id` of an event"),
        _ => Ok(()),
    }
}
