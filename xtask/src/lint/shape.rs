//! Which keys each kind of OpenAPI 3.0 object has, and what they lead to.

/// A kind of object of OpenAPI 3.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Example,
    Link,
    Components,
    SecurityScheme,
    OauthFlows,
    OauthFlow,
    Schema,
    Discriminator,
    Xml,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Child {
    /// A value that is no object of OpenAPI's own.
    Leaf,
    One(Kind),
    List(Kind),
    /// An object whose keys are free names.
    Map(Kind),
    /// `true`, `false`, or an object.
    Switch(Kind),
}

use Child::{Leaf, List, Map, One, Switch};

impl Kind {
    /// What people call it.
    pub(crate) fn name(self) -> String {
        let name = format!("{self:?}");
        let mut words = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.push(letter.to_ascii_lowercase());
        }
        words
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    /// Its keys, those of the contract's own extensions included.
    pub(crate) fn keys(self) -> &'static [(&'static str, Child)] {
        match self {
            Self::Document => &[
                ("openapi", Leaf),
                ("info", One(Kind::Info)),
                ("servers", List(Kind::Server)),
                ("paths", Map(Kind::PathItem)),
                ("components", One(Kind::Components)),
                ("security", Leaf),
                ("tags", List(Kind::Tag)),
                ("externalDocs", One(Kind::ExternalDocs)),
            ],
            Self::Info => &[
                ("title", Leaf),
                ("description", Leaf),
                ("termsOfService", Leaf),
                ("contact", One(Kind::Contact)),
                ("license", One(Kind::License)),
                ("version", Leaf),
            ],
            Self::Contact => &[("name", Leaf), ("url", Leaf), ("email", Leaf)],
            Self::License => &[("name", Leaf), ("url", Leaf)],
            Self::Server => &[
                ("url", Leaf),
                ("description", Leaf),
                ("variables", Map(Kind::ServerVariable)),
            ],
            Self::ServerVariable => &[("enum", Leaf), ("default", Leaf), ("description", Leaf)],
            Self::Tag => &[
                ("name", Leaf),
                ("description", Leaf),
                ("externalDocs", One(Kind::ExternalDocs)),
            ],
            Self::ExternalDocs => &[("description", Leaf), ("url", Leaf)],
            Self::PathItem => &[
                ("summary", Leaf),
                ("description", Leaf),
                ("get", One(Kind::Operation)),
                ("put", One(Kind::Operation)),
                ("post", One(Kind::Operation)),
                ("delete", One(Kind::Operation)),
                ("options", One(Kind::Operation)),
                ("head", One(Kind::Operation)),
                ("patch", One(Kind::Operation)),
                ("trace", One(Kind::Operation)),
                ("servers", List(Kind::Server)),
                ("parameters", List(Kind::Parameter)),
            ],
            Self::Operation => &[
                ("tags", Leaf),
                ("summary", Leaf),
                ("description", Leaf),
                ("externalDocs", One(Kind::ExternalDocs)),
                ("operationId", Leaf),
                ("parameters", List(Kind::Parameter)),
                ("requestBody", One(Kind::RequestBody)),
                ("responses", Map(Kind::Response)),
                ("deprecated", Leaf),
                ("security", Leaf),
                ("servers", List(Kind::Server)),
            ],
            Self::Parameter => &[
                ("name", Leaf),
                ("in", Leaf),
                ("description", Leaf),
                ("required", Leaf),
                ("deprecated", Leaf),
                ("allowEmptyValue", Leaf),
                ("style", Leaf),
                ("explode", Leaf),
                ("allowReserved", Leaf),
                ("schema", One(Kind::Schema)),
                ("example", Leaf),
                ("examples", Map(Kind::Example)),
                ("content", Map(Kind::MediaType)),
            ],
            Self::Header => &[
                ("description", Leaf),
                ("required", Leaf),
                ("deprecated", Leaf),
                ("style", Leaf),
                ("explode", Leaf),
                ("schema", One(Kind::Schema)),
                ("example", Leaf),
                ("examples", Map(Kind::Example)),
                ("content", Map(Kind::MediaType)),
            ],
            Self::RequestBody => &[
                ("description", Leaf),
                ("content", Map(Kind::MediaType)),
                ("required", Leaf),
            ],
            Self::MediaType => &[
                ("schema", One(Kind::Schema)),
                ("example", Leaf),
                ("examples", Map(Kind::Example)),
                ("encoding", Map(Kind::Encoding)),
                ("x-frame-schema", Leaf),
            ],
            Self::Encoding => &[
                ("contentType", Leaf),
                ("headers", Map(Kind::Header)),
                ("style", Leaf),
                ("explode", Leaf),
                ("allowReserved", Leaf),
            ],
            Self::Response => &[
                ("description", Leaf),
                ("headers", Map(Kind::Header)),
                ("content", Map(Kind::MediaType)),
                ("links", Map(Kind::Link)),
            ],
            Self::Example => &[
                ("summary", Leaf),
                ("description", Leaf),
                ("value", Leaf),
                ("externalValue", Leaf),
            ],
            Self::Link => &[
                ("operationRef", Leaf),
                ("operationId", Leaf),
                ("parameters", Leaf),
                ("requestBody", Leaf),
                ("description", Leaf),
                ("server", One(Kind::Server)),
            ],
            Self::Components => &[
                ("schemas", Map(Kind::Schema)),
                ("responses", Map(Kind::Response)),
                ("parameters", Map(Kind::Parameter)),
                ("examples", Map(Kind::Example)),
                ("requestBodies", Map(Kind::RequestBody)),
                ("headers", Map(Kind::Header)),
                ("securitySchemes", Map(Kind::SecurityScheme)),
                ("links", Map(Kind::Link)),
            ],
            Self::SecurityScheme => &[
                ("type", Leaf),
                ("description", Leaf),
                ("name", Leaf),
                ("in", Leaf),
                ("scheme", Leaf),
                ("bearerFormat", Leaf),
                ("flows", One(Kind::OauthFlows)),
                ("openIdConnectUrl", Leaf),
            ],
            Self::OauthFlows => &[
                ("implicit", One(Kind::OauthFlow)),
                ("password", One(Kind::OauthFlow)),
                ("clientCredentials", One(Kind::OauthFlow)),
                ("authorizationCode", One(Kind::OauthFlow)),
            ],
            Self::OauthFlow => &[
                ("authorizationUrl", Leaf),
                ("tokenUrl", Leaf),
                ("refreshUrl", Leaf),
                ("scopes", Leaf),
            ],
            Self::Schema => SCHEMA,
            Self::Discriminator => &[("propertyName", Leaf), ("mapping", Leaf)],
            Self::Xml => &[
                ("name", Leaf),
                ("namespace", Leaf),
                ("prefix", Leaf),
                ("attribute", Leaf),
                ("wrapped", Leaf),
            ],
        }
    }
}

const SCHEMA: &[(&str, Child)] = &[
    ("title", Leaf),
    ("multipleOf", Leaf),
    ("maximum", Leaf),
    ("exclusiveMaximum", Leaf),
    ("minimum", Leaf),
    ("exclusiveMinimum", Leaf),
    ("maxLength", Leaf),
    ("minLength", Leaf),
    ("pattern", Leaf),
    ("maxItems", Leaf),
    ("minItems", Leaf),
    ("uniqueItems", Leaf),
    ("maxProperties", Leaf),
    ("minProperties", Leaf),
    ("required", Leaf),
    ("enum", Leaf),
    ("type", Leaf),
    ("allOf", List(Kind::Schema)),
    ("oneOf", List(Kind::Schema)),
    ("anyOf", List(Kind::Schema)),
    ("not", One(Kind::Schema)),
    ("items", One(Kind::Schema)),
    ("properties", Map(Kind::Schema)),
    ("additionalProperties", Switch(Kind::Schema)),
    ("description", Leaf),
    ("format", Leaf),
    ("default", Leaf),
    ("nullable", Leaf),
    ("discriminator", One(Kind::Discriminator)),
    ("readOnly", Leaf),
    ("writeOnly", Leaf),
    ("xml", One(Kind::Xml)),
    ("externalDocs", One(Kind::ExternalDocs)),
    ("example", Leaf),
    ("deprecated", Leaf),
    ("x-enum-numbers", Leaf),
    ("x-enum-descriptions", Leaf),
    ("x-sensitive", Leaf),
];
