//! What auditors say of nodes.

use {
    crate::{
        time,
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::{Args, Subcommand},
    io_client::{
        economics::time::DAY,
        orders::{
            attest, attestation_address, revoke_attestation, AttestParams, Attestation, Attributes,
            MAX_ATTESTATION_SECONDS,
        },
    },
    serde_json::{json, Value},
    std::str::FromStr,
};

/// Commands of auditors. Anyone can be one: clients choose whom they trust.
#[derive(Subcommand, Debug)]
pub enum AttestCommand {
    /// Say of a node what it has, in place of what you said before
    Set {
        /// The node: its address, or your number for it
        node: Reference,
        /// What it has
        #[command(flatten)]
        has: Has,
        /// SHA-256 of the evidence that you publish: 64 hexadecimal digits
        #[arg(long, value_name = "SHA-256", value_parser = hash)]
        evidence: Option<Hash>,
        /// How long it holds, at most 366 days
        #[arg(long = "for", value_name = "TIME", value_parser = values::duration, default_value = "90d")]
        time: u32,
    },
    /// Take back what you said of a node
    Revoke {
        /// The node: its address, or your number for it
        node: Reference,
    },
}

/// Attributes of a node.
#[derive(Args, Debug, Clone, Copy, Default)]
pub struct Has {
    /// Where it stands, by ISO 3166: DE, US-CA
    #[arg(long)]
    region: Option<Region>,
    /// Bandwidth tier, as the auditor publishes them: a higher one is faster
    #[arg(long, value_name = "TIER")]
    bandwidth: Option<u8>,
    /// Storage in gigabytes
    #[arg(long, value_name = "GIGABYTES")]
    storage: Option<u32>,
    /// It computes confidentially
    #[arg(long)]
    confidential: bool,
}

/// A region.
#[derive(Clone, Copy, Debug)]
struct Region([u8; 6]);

impl FromStr for Region {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut region = [0; 6];
        let upper = text.trim().to_ascii_uppercase();
        let wrong = "write a region by ISO 3166: DE, US-CA";
        region.get_mut(..upper.len()).ok_or(wrong)?.copy_from_slice(upper.as_bytes());
        let attributes = Attributes { region, ..Attributes::default() };
        attributes.check().map_err(|_| wrong)?;
        Ok(Self(region))
    }
}

/// A hash.
#[derive(Clone, Copy, Debug)]
pub struct Hash([u8; 32]);

fn hash(text: &str) -> Result<Hash, String> {
    io_client::hex::decode(text).map(Hash).ok_or_else(|| "a SHA-256 has 64 hexadecimal digits".into())
}

impl Has {
    /// As the program has them.
    pub fn attributes(&self) -> Attributes {
        Attributes {
            storage: self.storage.unwrap_or_default(),
            region: self.region.map_or([0; 6], |region| region.0),
            bandwidth: self.bandwidth.unwrap_or_default(),
            confidential: self.confidential.into(),
        }
    }
}

/// Attributes in words.
pub fn words(attributes: &Attributes) -> String {
    let Attributes { storage, region, bandwidth, confidential } = *attributes;
    let region = String::from_utf8_lossy(&region).trim_end_matches('\0').to_owned();
    let mut words: Vec<String> = Vec::new();
    words.extend((!region.is_empty()).then_some(region));
    words.extend((bandwidth > 0).then(|| format!("bandwidth tier {bandwidth}")));
    words.extend((storage > 0).then(|| format!("{storage} GB")));
    words.extend((confidential == 1).then(|| "confidential computing".to_owned()));
    if words.is_empty() {
        return "nothing".into();
    }
    words.join(", ")
}

/// Attributes for machines.
pub fn json_of(attributes: &Attributes) -> Value {
    let Attributes { storage, region, bandwidth, confidential } = *attributes;
    json!({
        "region": String::from_utf8_lossy(&region).trim_end_matches('\0'),
        "bandwidth": bandwidth,
        "storage_gigabytes": storage,
        "confidential": confidential == 1,
    })
}

/// Runs a command of auditors.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &AttestCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        AttestCommand::Set { node, has, evidence, time } => {
            let (address, node) = session.node(*node)?;
            if i64::from(*time) > MAX_ATTESTATION_SECONDS {
                let days = MAX_ATTESTATION_SECONDS / DAY;
                return Err(Failure::new(Exit::Usage, format!("It holds for at most {days} days.")));
            }
            let expires_at = session.now()?.saturating_add((*time).into());
            let params = AttestParams {
                revision: node.revision,
                attributes: has.attributes(),
                evidence: evidence.map_or([0; 32], |evidence| evidence.0),
                expires_at,
            };
            session.send("attest", &[attest(&session.me()?, &address, params)])?;
            session.output.facts(&[
                ("node", session.link(&address)),
                ("has", words(&params.attributes)),
                ("holds until", time::utc(expires_at)),
            ]);
            session.output.set("expires_at", expires_at);
            Ok(())
        }
        AttestCommand::Revoke { node } => {
            let address = session.node_at(*node)?;
            let me = session.me()?;
            let place = attestation_address(&address, &me);
            let _: Attestation = session.must(&place, "attestation of yours of this node")?;
            session.send("revoke", &[revoke_attestation(&me, &address)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_words() {
        let region = |text: &str| text.parse::<Region>().map(|region| region.0);
        assert_eq!(region("us-ca"), Ok(*b"US-CA\0"));
        for wrong in ["Germany", "D E", "DÄ", "de_1"] {
            assert!(region(wrong).is_err(), "{wrong}");
        }
        let has =
            Has { region: "de".parse().ok(), bandwidth: Some(3), storage: Some(2_000), confidential: true };
        assert_eq!(words(&has.attributes()), "DE, bandwidth tier 3, 2000 GB, confidential computing");
        assert_eq!(words(&Attributes::default()), "nothing");
    }
}
