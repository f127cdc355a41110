//! The canaries: secrets that must not appear in any text from the library.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clavata_api_ext::Content;

pub(crate) const KEY: &str = "canary-key-9f3b1c77d2";
pub(crate) const TEXT: &str = "canary-text-5d2e8a10f4";
pub(crate) const NAME: &str = "canary-name-71c0be93aa";
pub(crate) const VALUE: &str = "canary-value-0a8842ffd1";
const PICTURE: &str = "canary-picture-63b9e0c5";
pub(crate) const ADDRESS: &str = "canary-address-c11f7e20";
pub(crate) const HOOK: &str = "canary-hook-28d4a6b3e9";
pub(crate) const HEADER: &str = "canary-header-e5570bb1";
pub(crate) const OPTION: &str = "canary-option-44f0c8d7";
pub(crate) const CONTEXT: &str = "canary-context-b8e3105c";
pub(crate) const SIGNATURE: &str = "canary-signature-f2a9960e";
pub(crate) const PASSWORD: &str = "canary-password-1d7cc3a4";

/// The image in base64 at each alignment. The first is what is sent.
pub(crate) const PICTURE_IN_BASE64: [&str; 3] = [
    "jYW5hcnktcGljdHVyZ",
    "Y2FuYXJ5LXBpY3R1cm",
    "NhbmFyeS1waWN0dXJl",
];

const ALL: [&str; 12] = [
    KEY, TEXT, NAME, VALUE, PICTURE, ADDRESS, HOOK, HEADER, OPTION, CONTEXT, SIGNATURE, PASSWORD,
];

/// A text, an image and the URL of an image, each with metadata.
pub(crate) fn contents() -> Vec<Content> {
    let image = [b"\x89PNG\r\n\x1a\n", PICTURE.as_bytes()].concat();
    [
        Content::text(TEXT),
        Content::image(image).without_image_check(),
        Content::image_url(format!("https://images.example.com/{ADDRESS}")),
    ]
    .map(|content| content.with_metadata(NAME, VALUE))
    .into()
}

/// What `contents` holds, as it is sent.
pub(crate) const CONTENTS: [&str; 5] = [TEXT, NAME, VALUE, ADDRESS, PICTURE_IN_BASE64[0]];

/// The ways to repeat words. Each result is valid in a JSON string.
pub(crate) const DRESSES: [fn(&str) -> String; 6] = [
    str::to_owned,
    |words| each(words, |byte| format!("%{byte:02X}")),
    |words| each(words, |byte| format!("\\\\u00{byte:02x}")),
    |words| each(words, |byte| format!("&#{byte};")),
    |words| each(words, |byte| format!("{byte:02x}")),
    |words| STANDARD.encode(words),
];

fn each(words: &str, write: impl Fn(u8) -> String) -> String {
    words.bytes().map(write).collect::<Vec<_>>().concat()
}

/// The message of a helpful gateway that repeats the request.
pub(crate) fn echo(sent: &[&str]) -> String {
    format!("you sent {}", [&[KEY], sent].concat().join(" and "))
}

/// Everything that would show a secret: each canary in each form, and in base64 at each alignment.
fn shapes() -> &'static [(String, &'static str)] {
    static SHAPES: std::sync::OnceLock<Vec<(String, &str)>> = std::sync::OnceLock::new();
    SHAPES.get_or_init(|| {
        let mut shapes = Vec::new();
        for secret in ALL.into_iter().chain(PICTURE_IN_BASE64) {
            let dressed = DRESSES[..5].iter().map(|dress| dress(secret));
            shapes.extend(dressed.map(|shape| (shape.replace("\\\\", "\\"), secret)));
            for offset in 0..3 {
                let encoded = STANDARD.encode(format!("{}{secret}", &"---"[..offset]));
                // Its first and last digits also depend on the neighboring bytes.
                let core = encoded[4..encoded.len() - 4].to_owned();
                shapes.push((core, secret));
            }
        }
        shapes
    })
}

/// Fails if a text holds a canary.
pub(crate) fn check(what: &str, text: &str) {
    for (shape, secret) in shapes() {
        if let Some(at) = text.find(shape.as_str()) {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let line = text[start..].lines().next().unwrap_or_default();
            let line: String = line.chars().take(600).collect();
            panic!("{secret} is in {what} as {shape}: {line}");
        }
    }
}
