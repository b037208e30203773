//! The OpenAPI document, made of the paths and of the programs' IDLs.

use {
    super::{
        params::{Param, ParamKind, LARGEST_PAGE, PAGE},
        problem::ErrorResponse,
        routes::{routes, Route},
        schemas::{of, Returns, Schemas},
    },
    axum::body::Bytes,
    io_addresses::PROGRAMS,
    serde_json::{json, Value},
    std::sync::LazyLock,
    utoipa::openapi::{
        path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn},
        schema::{ArrayBuilder, ComponentsBuilder, ObjectBuilder, Schema, SchemaType, Type},
        ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, RefOr, Required,
        ResponseBuilder,
    },
};

fn simple(kind: Type, description: &str) -> Schema {
    ObjectBuilder::new().schema_type(kind).description(Some(description)).build().into()
}

fn page(item: RefOr<Schema>) -> Schema {
    let items = ArrayBuilder::new().items(item).description(Some("The rows.")).build();
    let next = SchemaType::from_iter([Type::String, Type::Null]);
    let next = ObjectBuilder::new().schema_type(next).description(Some(NEXT)).build();
    ObjectBuilder::new()
        .property("items", items)
        .required("items")
        .property("next", next)
        .required("next")
        .build()
        .into()
}

const NEXT: &str = "Where the next page begins: pass it as `cursor`. Null after the last page.";

fn schema_of(takes: ParamKind) -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let number = |least: u32, most: u32| {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
    };
    match takes {
        ParamKind::Address => text().pattern(Some("^[1-9A-HJ-NP-Za-km-z]{32,44}$")),
        ParamKind::Signature => text().pattern(Some("^[1-9A-HJ-NP-Za-km-z]{64,88}$")),
        ParamKind::Place => text().pattern(Some("^[0-9]+\\.[0-9]+\\.[0-9]+$")),
        ParamKind::Cursor => text(),
        ParamKind::Name => text().pattern(Some("^[A-Za-z0-9_]{1,64}$")),
        ParamKind::List => text().pattern(Some("^[A-Za-z0-9_]{1,64}(,[A-Za-z0-9_]{1,64}){0,15}$")),
        ParamKind::OneOf(words) => text().enum_values(Some(words.iter().copied())),
        ParamKind::Flag => ObjectBuilder::new().schema_type(Type::Boolean),
        ParamKind::Time => number(0, u32::MAX),
        ParamKind::Limit => number(1, LARGEST_PAGE.into()).default(Some(PAGE.into())),
    }
    .build()
    .into()
}

fn operation(route: &Route, schemas: &mut Schemas) -> Operation {
    let parameter = |param: &Param| {
        let place = if param.in_path { ParameterIn::Path } else { ParameterIn::Query };
        let required = if param.required { Required::True } else { Required::False };
        ParameterBuilder::new()
            .name(param.name)
            .parameter_in(place)
            .required(required)
            .description(Some(param.doc))
            .schema(Some(schema_of(param.takes)))
            .build()
    };
    let (kind, schema): (_, RefOr<Schema>) = match route.returns {
        Returns::One(schema) => ("application/json", schema(schemas)),
        Returns::Page(schema) => ("application/json", page(schema(schemas)).into()),
        Returns::Csv => ("text/csv", simple(Type::String, "A line of names, then the rows.").into()),
        Returns::Events => ("text/event-stream", simple(Type::String, "Server-sent events.").into()),
    };
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let mut operation = OperationBuilder::new()
        .tag(route.tag)
        .summary(Some(route.summary))
        .operation_id(Some(name_of(route.path)))
        .response("200", ResponseBuilder::new().description("The answer.").content(kind, content).build());
    if !route.params.is_empty() {
        operation = operation.parameters(Some(route.params.iter().map(parameter)));
    }
    if matches!(route.returns, Returns::One(_) | Returns::Page(_)) {
        let same = ResponseBuilder::new().description("As `If-None-Match` has it: nothing has changed.");
        operation = operation.response("304", same.build());
    }
    for (status, why) in [
        ("400", "An unknown or invalid parameter."),
        ("404", "Not found."),
        ("413", "The request has a body."),
        ("414", "The URL is too long."),
        ("500", "A fault of the index."),
        ("503", "Try again later."),
    ] {
        let content = ContentBuilder::new().schema(Some(of::<ErrorResponse>(schemas))).build();
        let response = ResponseBuilder::new().description(why).content("application/json", content).build();
        operation = operation.response(status, response);
    }
    operation.build()
}

/// `v1_nodes_address` of `/v1/nodes/{address}`.
fn name_of(path: &str) -> String {
    let words = path.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_");
    if name.is_empty() {
        "root".into()
    } else {
        name
    }
}

/// The schema of a type of an IDL, as this index writes its JSON.
fn of_idl(program: &str, of: &Value) -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    if let Some(name) = of.as_str() {
        return match name {
            "u8" | "u16" | "u32" | "i8" | "i16" | "i32" | "i64" => json!({ "type": "integer" }),
            "bool" => json!({ "type": "boolean" }),
            "pubkey" => text("An address in base58."),
            "string" => json!({ "type": "string" }),
            "bytes" => text("Bytes, hexadecimal."),
            _ => text("A decimal number."),
        };
    }
    if let Some(name) = of["defined"]["name"].as_str() {
        return json!({ "$ref": format!("#/components/schemas/{program}.{name}") });
    }
    for list in ["array", "vec"] {
        let item = if list == "array" { &of[list][0] } else { &of[list] };
        match item.as_str() {
            Some("u8") => return text("Bytes, hexadecimal."),
            None if item.is_null() => {}
            _ => return json!({ "type": "array", "items": of_idl(program, item) }),
        }
    }
    json!({ "oneOf": [{ "type": "null" }, of_idl(program, &of["option"])] })
}

fn idl_schemas() -> Schemas {
    let mut schemas = Schemas::new();
    for program in PROGRAMS {
        let idl: Value = serde_json::from_str(program.idl).unwrap_or_default();
        for of in idl["types"].as_array().into_iter().flatten() {
            let words = |of: &Value| {
                let words = of["docs"].as_array().into_iter().flatten().filter_map(Value::as_str);
                words.collect::<Vec<_>>().join(" ")
            };
            let named = |of: &Value| of["name"].as_str().unwrap_or_default().to_owned();
            let mut schema = json!({ "description": words(of) });
            let list = |name: &str| of["type"][name].as_array().cloned().unwrap_or_default();
            if of["type"]["kind"] == "enum" {
                schema["type"] = json!("string");
                schema["enum"] = list("variants").iter().map(named).collect();
            } else {
                schema["type"] = json!("object");
                let fields = list("fields");
                let fields = fields.iter().filter(|of| !matches!(named(of).as_str(), "padding" | "reserved"));
                let mut required = Vec::new();
                for field in fields {
                    let mut of = of_idl(program.name, &field["type"]);
                    let words = words(field);
                    if !words.is_empty() && of.get("$ref").is_none() {
                        of["description"] = json!(words);
                    }
                    schema["properties"][named(field)] = of;
                    required.push(named(field));
                }
                schema["required"] = json!(required);
            }
            if let Ok(schema) = serde_json::from_value::<RefOr<Schema>>(schema) {
                schemas.push((format!("{}.{}", program.name, named(of)), schema));
            }
        }
    }
    schemas
}

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let mut schemas = idl_schemas();
    let mut paths = PathsBuilder::new();
    for route in routes() {
        paths = paths.path(route.path, PathItem::new(HttpMethod::Get, operation(route, &mut schemas)));
    }
    let about = "History, state and live events of the IO token economy. Amounts are base units as decimal \
                 texts (an IO has 8 decimals, a USDC 6), times Unix seconds, addresses base58.";
    let info = InfoBuilder::new()
        .title("io-index")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .build();
    let components = ComponentsBuilder::new().schemas_from_iter(schemas).build();
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
});

static TEXT: LazyLock<Option<Bytes>> = LazyLock::new(|| document().to_json().ok().map(Bytes::from));

/// Its text, which all answers share; none if it cannot be written.
pub fn text() -> Option<Bytes> {
    TEXT.clone()
}

/// The document of `/openapi.json`.
#[must_use]
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}
