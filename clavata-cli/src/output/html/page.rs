//! Assembles the report. It may run one script and use one style, both allowed by their hashes, and loads
//! nothing.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

const STYLE: &str = concat!(
    include_str!("../../../assets/report/colors.css"),
    include_str!("../../../assets/report/page.css"),
    include_str!("../../../assets/report/heat.css"),
    include_str!("../../../assets/report/print.css"),
);

/// One module, so that none of its names can be reached from outside.
const SCRIPT: &str = concat!(
    include_str!("../../../assets/report/dom.js"),
    include_str!("../../../assets/report/data.js"),
    include_str!("../../../assets/report/summary.js"),
    include_str!("../../../assets/report/filter.js"),
    include_str!("../../../assets/report/heat.js"),
    include_str!("../../../assets/report/keys.js"),
    include_str!("../../../assets/report/tree.js"),
    include_str!("../../../assets/report/charts.js"),
    include_str!("../../../assets/report/cost.js"),
    include_str!("../../../assets/report/main.js"),
);

const PAGE: &str = include_str!("../../../assets/report/page.html");

/// Writes the page with its data.
pub(super) fn write(out: &mut impl Write, data: &impl Serialize) -> io::Result<()> {
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        out.write_all(before.as_bytes())?;
        match name {
            "style-hash" => write!(out, "sha256-{}", hash(STYLE))?,
            "script-hash" => write!(out, "sha256-{}", hash(SCRIPT))?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "data" => serde_json::to_writer(Unmarked(&mut *out), data)?,
            _ => return Err(io::Error::other("the page has an unknown part")),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// The hash of a script or style, as a content security policy writes it.
pub(crate) fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}

/// The stylesheet of all pages.
pub(crate) fn style() -> &'static str {
    STYLE
}

/// Escapes text for use in HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Writes JSON without `<`, which occurs only in strings: no text can close its element or open another.
struct Unmarked<W>(W);

impl<W: Write> Write for Unmarked<W> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        let mut parts = json.split(|byte| *byte == b'<');
        self.0.write_all(parts.next().unwrap_or_default())?;
        for part in parts {
            self.0.write_all(br"\u003c")?;
            self.0.write_all(part)?;
        }
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE, write};

    #[test]
    fn no_text_can_end_its_element() {
        let mut page = Vec::new();
        write(&mut page, &["</script><img onerror=alert(1)><!--"]).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains(r#"["\u003c/script>\u003cimg onerror=alert(1)>\u003c!--"]"#));
        assert!(!page.contains("{{"));
    }

    #[test]
    fn script_and_style_hold_nothing_that_ends_them() {
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--") && !STYLE.contains('<'));
    }

    #[test]
    fn the_script_makes_no_markup_and_calls_nobody() {
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "fetch(",
            "XMLHttpRequest",
            "import(",
        ] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }
}
