//! What stands around the long lists of a value, for those who need it before they read the lists.

use super::extent::{Extent, Seen};

/// The keys of these lists, at most two objects deep.
const LONG: [&str; 4] = [
    "\"jobs\"",
    "\"contentData\"",
    "\"content_data\"",
    "\"results\"",
];

/// More than what stands around them ever has.
const MOST: usize = 1 << 20;

/// A value without the elements of its long lists: of jobs, of results and of content.
///
/// It takes no more memory than what remains, however long the lists are.
///
/// ```
/// use clavata_api::json::{Outline, Outlined};
///
/// let mut outline = Outline::default();
/// assert_eq!(outline.push(br#"{"results":[{"report":"#), Outlined::More);
/// assert_eq!(outline.push(br#"{}}],"status":"x"}{"#), Outlined::Ended);
/// assert_eq!(outline.text(), br#"{"results":[],"status":"x"}"#);
/// ```
#[derive(Debug, Default)]
pub struct Outline {
    kept: Vec<u8>,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    /// The list that is being passed over.
    list: Option<Extent>,
    has_ended: bool,
}

/// How far the value of an [`Outline`] has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlined {
    /// Push the bytes that follow.
    More,
    /// The value has ended, and all that was kept of it is there.
    Ended,
    /// It breaks off, or more than 1 MiB stands around its lists.
    Broke,
}

impl Outline {
    /// Takes the next bytes, from the first one of the value on. What follows the value is ignored.
    pub fn push(&mut self, mut bytes: &[u8]) -> Outlined {
        loop {
            if let Some(list) = &mut self.list {
                match list.take(bytes) {
                    Seen::More(_) => return Outlined::More,
                    Seen::Broke(_) => return Outlined::Broke,
                    Seen::Ended(taken) => bytes = &bytes[taken..],
                }
                self.list = None;
                self.kept.push(b']');
                self.depth -= 1;
            }
            let kept = self.keep(bytes);
            bytes = &bytes[kept..];
            if self.has_ended {
                return Outlined::Ended;
            }
            if self.kept.len() > MOST {
                return Outlined::Broke;
            }
            if bytes.is_empty() && self.list.is_none() {
                return Outlined::More;
            }
        }
    }

    /// What was kept. While the bytes are within a long list, it ends with the bracket that begins it.
    pub fn text(&self) -> &[u8] {
        &self.kept
    }

    /// Whether the last bytes were within the list of the results.
    pub fn is_in_results(&self) -> bool {
        self.list.is_some() && self.key() == Some("\"results\"")
    }

    /// Keeps bytes up to the end of the value or to a long list, or as many as may be kept.
    fn keep(&mut self, bytes: &[u8]) -> usize {
        for (at, byte) in bytes.iter().enumerate() {
            if self.has_ended || self.kept.len() > MOST {
                return at;
            }
            self.kept.push(*byte);
            if self.in_text {
                let is_escaped = std::mem::take(&mut self.is_escaped);
                match byte {
                    b'\\' => self.is_escaped = !is_escaped,
                    b'"' => self.in_text = is_escaped,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' => self.depth += 1,
                b'[' => {
                    self.depth += 1;
                    if self.depth <= 3 && self.key().is_some() {
                        // The bracket is pushed again, as its first byte.
                        self.list = Some(Extent::default());
                        return at;
                    }
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.has_ended = self.depth == 0;
                }
                _ => {}
            }
        }
        bytes.len()
    }

    /// The key of the long list that has begun with the last byte.
    fn key(&self) -> Option<&'static str> {
        let before = self.kept.strip_suffix(b"[")?.trim_ascii_end();
        let key = before.strip_suffix(b":")?.trim_ascii_end();
        LONG.into_iter().find(|long| key.ends_with(long.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, Outlined};

    fn outline(text: &str, size: usize) -> (Outlined, String) {
        let mut outline = Outline::default();
        let mut outlined = Outlined::More;
        for chunk in text.as_bytes().chunks(size) {
            outlined = outline.push(chunk);
            if outlined != Outlined::More {
                break;
            }
        }
        (
            outlined,
            String::from_utf8_lossy(outline.text()).into_owned(),
        )
    }

    #[test]
    fn only_the_elements_of_long_lists_are_left_out() {
        for (text, kept) in [
            (
                r#"{"jobs": [{"results":[1]}, {}] ,"error":{"a":[1]}}"#,
                r#"{"jobs": [] ,"error":{"a":[1]}}"#,
            ),
            (
                r#"{"job":{"contentData" : ["]",[]],"x":["\"results\":[1"],"results":[{"a":"}\\"}],"b":1},"c":[2]} {"jobs":[1]}"#,
                r#"{"job":{"contentData" : [],"x":["\"results\":[1"],"results":[],"b":1},"c":[2]}"#,
            ),
            (
                r#"{"results":null,"a":{"b":{"results":[1]}}}"#,
                r#"{"results":null,"a":{"b":{"results":[1]}}}"#,
            ),
        ] {
            for size in 1..=text.len() {
                assert_eq!(
                    outline(text, size),
                    (Outlined::Ended, kept.to_owned()),
                    "{size}"
                );
            }
        }
    }

    #[test]
    fn what_breaks_off_has_no_end() {
        let cut = r#"{"jobUuid":"x","results":[{"report":"#;
        assert_eq!(outline(cut, 7).0, Outlined::More);
        let followed = format!("{cut}\n{{\"jobUuid\":\"y\"}}\n");
        for size in 1..followed.len() {
            assert_ne!(outline(&followed, size).0, Outlined::Ended);
        }
        let in_text = format!("{cut}\"a\n{{\"jobUuid\":\"y\"}}\n");
        assert_eq!(outline(&in_text, 1000).0, Outlined::Broke);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let long = format!("{{\"a\":\"{}\"}}", "a".repeat(3 << 20));
        let (outlined, kept) = outline(&long, 5 << 20);
        assert_eq!(outlined, Outlined::Broke);
        assert!(kept.len() < 2 << 20);
    }
}
