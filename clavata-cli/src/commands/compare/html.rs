//! The comparison as an HTML page that runs nothing and loads nothing.

use std::fmt::Write as _;

use super::{Compared, sections, sentences};
use crate::output::{escaped, hash, style};

pub(super) fn of(compared: &Compared<'_>) -> String {
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What changed</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>What changed</h1>\n<section>\n<ul>\n",
        hash(style()),
        style()
    );
    for said in sentences(compared.found) {
        let _ = writeln!(text, "<li>{}</li>", escaped(&said));
    }
    text.push_str("</ul>\n</section>\n");
    for section in sections::of(compared) {
        let _ = write!(
            text,
            "<section>\n<h2>{}</h2>\n<table>\n<thead><tr>",
            section.title
        );
        for name in section.head {
            let _ = write!(text, "<th scope=\"col\">{name}</th>");
        }
        text.push_str("</tr></thead>\n<tbody>\n");
        for row in section.rows {
            text.push_str("<tr>");
            for cell in row {
                let _ = write!(text, "<td><bdi>{}</bdi></td>", escaped(&cell));
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</tbody>\n</table>\n</section>\n");
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}
