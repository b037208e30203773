//! The committed IDLs are complete: every instruction, account, argument and error says what it is.
//! That they are what the code says is checked by `cargo xtask idl --check`.

use {serde_json::Value, std::fs};

const IDLS: [&str; 4] = ["io_emission", "io_staking", "io_orders", "io_buyback"];

fn read(name: &str) -> Value {
    let path = format!("{}/../idl/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
        .unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn documented(what: &str, value: &Value) {
    assert!(!list(value, "docs").is_empty(), "{what} {} has no docs", value["name"]);
}

#[test]
fn everything_is_documented() {
    for name in IDLS {
        let idl = read(name);
        for instruction in list(&idl, "instructions") {
            documented("instruction", instruction);
            for account in list(instruction, "accounts") {
                let fixed = account.get("address").is_some();
                assert!(
                    fixed || !list(account, "docs").is_empty(),
                    "{name}.{}: account {} has no docs",
                    instruction["name"],
                    account["name"]
                );
            }
        }
        for definition in list(&idl, "types") {
            documented("type", definition);
            for field in list(&definition["type"], "fields") {
                documented("field", field);
            }
        }
        for error in list(&idl, "errors") {
            assert!(error["msg"].as_str().is_some_and(|msg| msg.len() > 10), "{error}");
        }
    }
}

/// The id of a program is in its code, in its IDL and in Anchor's own list.
#[test]
fn ids_agree() {
    let anchor = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Anchor.toml")).unwrap();
    let ids = [io_emission::ID, io_staking::ID, io_orders::ID, io_buyback::ID];
    for (name, id) in IDLS.iter().zip(ids) {
        assert_eq!(read(name)["address"], id.to_string());
        assert!(anchor.contains(&format!("{name} = \"{id}\"")), "{name} in Anchor.toml");
    }
}
