//! The document says what is served: every answer is checked against its schema.

use {
    crate::town::{story, Town},
    serde_json::Value,
    std::collections::BTreeSet,
};

/// Checks a value against a schema of the document; every property must be in the schema.
fn check(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let found = &document["components"]["schemas"][name.trim_start_matches("#/components/schemas/")];
        assert!(found.is_object(), "{at}: there is no schema {name}");
        return check(document, found, value, at);
    }
    if let Some(of) = schema["oneOf"].as_array() {
        let fits = of.iter().any(|schema| check(document, schema, value, at).is_ok());
        return fits.then_some(()).ok_or_else(|| format!("{at}: {value} is none of {}", schema["oneOf"]));
    }
    if let Some(all) = schema["allOf"].as_array() {
        let mut properties = serde_json::Map::new();
        for part in all {
            let part = match part["$ref"].as_str() {
                Some(name) => {
                    &document["components"]["schemas"][name.trim_start_matches("#/components/schemas/")]
                }
                None => part,
            };
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        }
        let whole = serde_json::json!({ "type": "object", "properties": properties });
        return check(document, &whole, value, at);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&kind) {
        return Err(format!("{at}: {value} is no {kinds:?}"));
    }
    if let Some(words) = schema["enum"].as_array() {
        if !words.contains(value) {
            return Err(format!("{at}: {value} is none of {words:?}"));
        }
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], item, &format!("{at}[{number}]"))?;
    }
    let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) else {
        return Ok(());
    };
    for (name, field) in fields {
        let of = properties.get(name).ok_or_else(|| format!("{at}.{name} is not in the document"))?;
        check(document, of, field, &format!("{at}.{name}"))?;
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            return Err(format!("{at}.{name} is required and not there"));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_the_document_says() {
    let town = Town::new().await;
    let story = story();
    let document = town.get("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let event = town.all("/v1/events", 1_000).await.remove(0);
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let get = &item["get"];
        let answer = &get["responses"]["200"]["content"];
        let Some(schema) = answer["application/json"]["schema"].as_object() else { continue };
        let address = match path.as_str() {
            "/v1/orders/{address}" => story.running.to_string(),
            "/v1/history/{address}" => story.client.to_string(),
            "/v1/grants/{address}" => story.grant.to_string(),
            "/v1/seasons/{address}" => story.season.to_string(),
            _ => {
                let list = path.replace("/{address}", "");
                let is_list = path.ends_with("{address}") && list != "/v1/accounts";
                let first =
                    if is_list { town.get(&list).await["items"][0]["address"].clone() } else { Value::Null };
                first.as_str().map_or_else(|| story.node.to_string(), str::to_owned)
            }
        };
        let signature = event["signature"].as_str().unwrap();
        let query = match path.as_str() {
            "/v1/rewards" => format!("?node={}", story.node),
            "/v1/settlements" => format!("?wallet={}", story.client),
            "/v1/claims" => format!("?season={}", story.season),
            "/v1/supply/hours" | "/v1/prices/hours" => {
                let genesis = town.get("/v1/supply").await["genesis_ts"].as_i64().unwrap();
                format!("?from={genesis}&to={}", genesis + 300 * 86_400)
            }
            _ => String::new(),
        };
        let at = format!("{}{query}", path.replace("{address}", &address).replace("{signature}", signature));
        let answer = town.ask(&at).await;
        let has_none = ["/v1/requests", "/v1/bids", "/v1/records", "/v1/attestations", "/v1/unclaimed"];
        if answer.status == 404 && has_none.iter().any(|list| path.starts_with(list)) {
            let failed = &get["responses"]["404"]["content"]["application/json"]["schema"];
            check(&document, failed, &answer.json(), path).unwrap();
            continue;
        }
        assert_eq!(answer.status, 200, "{at}: {}", answer.body);
        check(&document, &Value::Object(schema.clone()), &answer.json(), path).unwrap();
        seen += 1;
    }
    assert!(seen > 25, "{seen} answers were checked");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_and_account_has_its_schema() {
    let town = Town::new().await;
    let document = town.get("/openapi.json").await;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut names = BTreeSet::new();
    for event in town.all("/v1/events", 1_000).await {
        let name = format!("{}.{}", event["program"].as_str().unwrap(), event["name"].as_str().unwrap());
        check(&document, &schemas[&name], &event["data"], &name).unwrap();
        names.insert(name);
    }
    println!("{} kinds of events", names.len());
    assert!(names.len() > 25);
    for list in
        ["nodes", "stakes", "classes", "asks", "grants", "categories", "seasons", "ledgers", "configs"]
    {
        for item in town.all(&format!("/v1/{list}"), 1_000).await {
            let any = town.get(&format!("/v1/accounts/{}", item["address"].as_str().unwrap())).await;
            let name = format!("{}.{}", any["program"].as_str().unwrap(), any["kind"].as_str().unwrap());
            check(&document, &schemas[&name], &item["account"], &name).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_is_in_the_document() {
    let town = Town::new().await;
    let document = town.get("/openapi.json").await;
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(item["get"]["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{path}");
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        for parameter in &parameters {
            assert!(parameter["description"].as_str().is_some_and(|text| text.ends_with('.')), "{path}");
            assert!(parameter["schema"]["type"].is_string(), "{path}: {parameter}");
        }
        for status in ["400", "404", "413", "414", "500", "503"] {
            let schema = &item["get"]["responses"][status]["content"]["application/json"]["schema"];
            assert!(schema.is_object(), "{path} does not say what {status} is");
        }
        // What has to be there is said to be.
        if path.ends_with(".csv") {
            let needed = parameters.iter().filter(|parameter| parameter["required"] == true);
            assert_eq!(needed.map(|parameter| &parameter["name"]).collect::<Vec<_>>(), ["wallet"], "{path}");
        }
        // One that is not in it is refused.
        if !path.contains('{') {
            assert_eq!(town.ask(&format!("{path}?no_such_query=1")).await.code(), "bad_query", "{path}");
        }
    }
}
