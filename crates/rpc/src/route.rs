//! A swap on any exchange, as others describe it: the answer of Jupiter's `swap-instructions`, or a
//! single instruction in the same form.

use {
    crate::{lookup, Chain, Fault, Refusal},
    base64::{prelude::BASE64_STANDARD, Engine},
    io_client::addresses::buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC},
    serde::Deserialize,
    solana_instruction::{AccountMeta, Instruction},
    solana_message::AddressLookupTableAccount,
    solana_pubkey::Pubkey,
    std::str::FromStr,
};

/// A swap of the buyback's USDC for IO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The exchange's own instruction.
    pub swap: Instruction,
    /// Lookup tables that it was written for.
    pub tables: Vec<Pubkey>,
    /// Base units of IO that it is said to bring.
    pub quoted: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    swap_instruction: Call,
    #[serde(default)]
    address_lookup_table_addresses: Vec<String>,
    out_amount: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    program_id: String,
    accounts: Vec<Meta>,
    data: String,
    #[serde(default)]
    address_lookup_table_addresses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    pubkey: String,
    is_writable: bool,
}

impl FromStr for Route {
    type Err = String;

    /// Reads JSON. Of the answer nothing but the swap is taken: the buyback has its accounts
    /// already.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |error: serde_json::Error| {
            format!(
                "this is no swap: write {{\"programId\", \"accounts\", \"data\"}}, or the answer of \
                     swap-instructions: {error}"
            )
        };
        let value: serde_json::Value = serde_json::from_str(text).map_err(wrong)?;
        if let Some(error) = value["error"].as_str() {
            return Err(format!("there is no route: {error}"));
        }
        let answer = if value.get("swapInstruction").is_some() {
            serde_json::from_value(value).map_err(wrong)?
        } else {
            let mut call: Call = serde_json::from_value(value).map_err(wrong)?;
            let address_lookup_table_addresses = std::mem::take(&mut call.address_lookup_table_addresses);
            Answer { swap_instruction: call, address_lookup_table_addresses, out_amount: None }
        };
        answer.read()
    }
}

impl Answer {
    fn read(self) -> Result<Route, String> {
        let address = |text: &String| text.parse::<Pubkey>().map_err(|_| format!("\"{text}\" is no address"));
        let Call { program_id, accounts, data, .. } = self.swap_instruction;
        let metas = accounts.iter().map(|meta| {
            // Nobody but the buyback signs, whatever it says.
            let (pubkey, is_signer) = (address(&meta.pubkey)?, false);
            Ok(AccountMeta { pubkey, is_signer, is_writable: meta.is_writable })
        });
        let swap = Instruction {
            program_id: address(&program_id)?,
            accounts: metas.collect::<Result<_, String>>()?,
            data: BASE64_STANDARD.decode(data).map_err(|_| "the swap's data is no base64".to_owned())?,
        };
        let tables = self.address_lookup_table_addresses.iter().map(address).collect::<Result<_, _>>()?;
        let quoted = self.out_amount.map(|amount| amount.parse()).transpose();
        let quoted = quoted.map_err(|_| "outAmount is no number".to_owned())?;
        Ok(Route { swap, tables, quoted })
    }
}

impl Route {
    /// # Errors
    /// If it is no swap of the buyback's accounts, or names the wallet that sends it: whatever the
    /// wallet signs would be signed for the exchange, too.
    pub fn check(&self, signers: &[Pubkey]) -> Result<(), Fault> {
        let names = |address: &Pubkey| self.swap.accounts.iter().any(|meta| meta.pubkey == *address);
        if let Some(own) = signers.iter().find(|signer| names(signer)) {
            let message = format!(
                "the route names {own}, whose signature it would have: ask for a route of {} alone",
                SWAPPER.address
            );
            return Err(Refusal::of_rule(message).into());
        }
        let needed = [SWAPPER.address, SWAPPER_USDC, SWAPPER_IO];
        if let Some(missing) = needed.iter().find(|address| !names(address)) {
            let message = format!(
                "the route does not name {missing}: ask for one from {SWAPPER_USDC} to {SWAPPER_IO}, \
                 signed by {}",
                SWAPPER.address
            );
            return Err(Refusal::of_rule(message).into());
        }
        Ok(())
    }

    /// Fetches its lookup tables.
    ///
    /// # Errors
    /// If the cluster does not answer, or has not all of them.
    pub fn tables(&self, chain: &dyn Chain) -> Result<Vec<AddressLookupTableAccount>, Fault> {
        let accounts = chain.accounts(&self.tables)?;
        let read = self.tables.iter().zip(&accounts).map(|(address, account)| {
            lookup::table(address, account.as_ref())
                .ok_or_else(|| Fault::Unreadable(format!("there is no lookup table at {address}")))
        });
        read.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> Pubkey {
        Pubkey::new_from_array([n; 32])
    }

    fn answer(accounts: &[Pubkey]) -> String {
        let metas: Vec<String> = accounts
            .iter()
            .map(|key| format!(r#"{{"pubkey":"{key}","isSigner":true,"isWritable":true}}"#))
            .collect();
        format!(
            r#"{{"tokenLedgerInstruction":null,"computeBudgetInstructions":[],"setupInstructions":[],
                "swapInstruction":{{"programId":"{}","accounts":[{}],"data":"AQID"}},
                "cleanupInstruction":null,"addressLookupTableAddresses":["{}"],"outAmount":"77"}}"#,
            key(1),
            metas.join(","),
            key(9)
        )
    }

    #[test]
    fn an_answer_of_swap_instructions_is_read() {
        let own = [SWAPPER.address, SWAPPER_USDC, SWAPPER_IO];
        let route: Route = answer(&own).parse().unwrap();
        assert_eq!((route.swap.program_id, &route.swap.data[..]), (key(1), &[1, 2, 3][..]));
        assert_eq!((route.tables.as_slice(), route.quoted), (&[key(9)][..], Some(77)));
        assert!(route.swap.accounts.iter().all(|meta| !meta.is_signer && meta.is_writable));
        route.check(&[key(5)]).unwrap();
        let bare = format!(r#"{{"programId":"{}","accounts":[],"data":""}}"#, key(1));
        assert_eq!(bare.parse::<Route>().unwrap().swap.accounts.len(), 0);
    }

    #[test]
    fn a_route_that_would_use_the_senders_signature_is_refused() {
        let own = [SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, key(5)];
        let route: Route = answer(&own).parse().unwrap();
        assert!(route.check(&[key(5)]).unwrap_err().to_string().contains("whose signature it would have"));
        let route: Route = answer(&own[..2]).parse().unwrap();
        assert!(route.check(&[]).unwrap_err().to_string().contains("does not name"));
    }

    #[test]
    fn what_is_no_route_is_said() {
        for (text, word) in [
            ("", "this is no swap"),
            ("{}", "this is no swap"),
            (r#"{"error":"Could not find any route"}"#, "Could not find any route"),
            (r#"{"programId":"x","accounts":[],"data":""}"#, "no address"),
        ] {
            let said = text.parse::<Route>().unwrap_err();
            assert!(said.contains(word), "{text}: {said}");
        }
    }
}
