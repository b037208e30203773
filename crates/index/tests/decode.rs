//! Every event and account of the IDLs has a layout that is read, and its JSON is what the API
//! promises.

mod memory;

use {
    io_addresses::{orders, PROGRAMS},
    io_client::orders::events::OrderSettled,
    io_index::{account_json, events, is_truncated, Place},
    memory::{key, log, settled},
    serde_json::{json, Value},
};

fn named(idl: &Value, list: &str) -> Vec<(String, Vec<u8>)> {
    let entry = |value: &Value| {
        let bytes = value["discriminator"].as_array().unwrap();
        let bytes = bytes.iter().map(|byte| byte.as_u64().unwrap().try_into().unwrap()).collect();
        (value["name"].as_str().unwrap().to_owned(), bytes)
    };
    idl[list].as_array().map_or(vec![], |all| all.iter().map(entry).collect())
}

#[test]
fn every_event_and_account_is_read() {
    use base64::{engine::general_purpose::STANDARD, Engine as _};
    let (mut read, zeros) = (0, [0; 20_000]);
    for program in PROGRAMS {
        let idl: Value = serde_json::from_str(program.idl).unwrap();
        for (name, discriminator) in named(&idl, "events") {
            let data = STANDARD.encode([&discriminator[..], &zeros[..1_000]].concat());
            let logs = [format!("Program {} invoke [1]", program.id), format!("Program data: {data}")];
            let all: Vec<_> = events(&logs).collect();
            assert_eq!(all.len(), 1, "{name}");
            assert_eq!((all[0].program, all[0].name), (program.name, name.as_str()));
            assert!(all[0].addresses.is_empty(), "the address of nobody is none");
            read += 1;
        }
        for (name, discriminator) in named(&idl, "accounts") {
            let (kind, json, keys) =
                account_json(program.name, &[&discriminator[..], &zeros].concat()).unwrap();
            assert_eq!((kind, json["version"].as_u64(), keys.len()), (name.as_str(), Some(0), 0));
            assert!(json.get("padding").is_none() && json.get("reserved").is_none());
            assert!(account_json(program.name, &discriminator).is_none(), "{name} without its bytes");
            read += 1;
        }
    }
    assert!(read > 100);
}

#[test]
fn numbers_keys_bytes_and_enums_are_written_as_promised() {
    let event: OrderSettled = settled(key(1), u64::MAX, true);
    let all: Vec<_> = events(&log(orders::ID, &event)).collect();
    let expected = json!({
        "order": key(1).to_string(),
        "provider": u64::MAX.to_string(),
        "client": "5",
        "bond": "0",
        "fees": {
            "buyer_booking": "1",
            "buyer_payment": "2",
            "provider_booking": "3",
            "provider_payment": "4",
        },
        "now": 1_790_000_100,
        "done": true,
        "recorded": true,
    });
    assert_eq!(all[0].data, expected);
    assert_eq!(all[0].addresses, [key(1).to_string()]);
    let booked = memory::booked(key(1), 2, key(3));
    let logs = log(orders::ID, &booked);
    let data = events(&logs).next().unwrap().data;
    assert_eq!(data["currency"], "Usdc");
    assert_eq!((&data["processors"], &data["reference"]), (&json!(8), &json!("03".repeat(32))));
}

#[test]
fn a_program_of_others_forges_no_event() {
    let event = settled(key(1), 1, true);
    let mut forged = log(orders::ID, &event);
    forged[0] = format!("Program {} invoke [1]", key(9));
    assert_eq!(events(&forged).count(), 0);
    forged.push("Log truncated".to_owned());
    assert!(is_truncated(&forged));
    assert!(!is_truncated(&["Program log: Log truncated".to_owned()]));
}

#[test]
fn places_are_numbers_in_the_order_of_the_chain() {
    let places = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (400_000_000, 1_000_000, 1_023)];
    let places = places.map(|(slot, index, event)| Place { slot, index, event });
    let ids = places.map(|place| place.id().unwrap());
    assert!(ids.is_sorted());
    for (place, id) in places.into_iter().zip(ids) {
        assert_eq!(Place::of(id), place);
        assert_eq!(place.to_string().parse(), Ok(place));
        assert_eq!(Place::of(Place::transaction(id)), Place { event: 0, ..place });
    }
    for wrong in ["", "1.2", "1.2.3.4", "1.2.-3", "1.2.x", "9999999999.0.0", "1.2.1024", "+1.2.3", "1..3"] {
        assert_eq!(wrong.parse::<Place>(), Err(()), "{wrong}");
    }
}
