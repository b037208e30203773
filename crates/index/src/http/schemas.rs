//! What a path answers, as the OpenAPI document describes it.

use utoipa::{
    openapi::{schema::Schema, Ref, RefOr},
    ToSchema,
};

/// Named schemas.
pub type Schemas = Vec<(String, RefOr<Schema>)>;
/// Adds what it needs, and names it.
pub type SchemaOf = fn(&mut Schemas) -> RefOr<Schema>;

/// What a path answers.
pub enum Returns {
    /// One object.
    One(SchemaOf),
    /// A page of a list.
    Page(SchemaOf),
    /// A CSV file.
    Csv,
    /// Server-sent events.
    Events,
}

/// The schema of a type.
pub fn of<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    let name = T::name().into_owned();
    if !schemas.iter().any(|(known, _)| *known == name) {
        T::schemas(schemas);
        schemas.push((name.clone(), T::schema()));
    }
    Ref::from_schema_name(name).into()
}
