//! A position in a JSON text, and the steps from it: as strict as `serde_json`, without a tree.

use super::aside::Aside;

/// The text is malformed; the cursor has the reason and the position.
#[derive(Debug)]
pub struct Fault;

/// The same limit as in `serde_json`.
const DEEPEST: u8 = 127;

const CUT_SHORT: &str = "the text ends before its JSON does";
pub(super) const NO_VALUE: &str = "not a JSON value";

/// A text and a position in it.
pub struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The reason, once a step has failed.
    what: &'static str,
    /// The closing brackets of the lists and objects that are open within a skipped value.
    pub(super) open: Vec<u8>,
    /// Buffer for unescaping a string before serde takes it.
    pub(super) unescaped: String,
    pub(super) depth: u8,
    /// Where the key of the value that serde reads next begins; 0 if it has none.
    pub(super) key: usize,
    /// Skipped members that may report an error or refused content.
    pub(super) aside: Vec<Aside>,
    /// Whether a member of the outermost object was skipped.
    pub(super) has_unknown: bool,
}

impl<'t> Cursor<'t> {
    /// Begins at the start of the text.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            what: "",
            open: Vec::new(),
            unescaped: String::new(),
            depth: 0,
            key: 0,
            aside: Vec::new(),
            has_unknown: false,
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The number of bytes before the position.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Moves to another position.
    pub fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The reason, after a step has failed.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// Whether the text ended too soon.
    pub fn is_cut_short(&self) -> bool {
        self.what == CUT_SHORT
    }

    /// Fails with this reason, which the cursor keeps.
    ///
    /// # Errors
    ///
    /// Always.
    #[cold]
    pub fn fail<T>(&mut self, what: &'static str) -> Result<T, Fault> {
        self.what = what;
        Err(Fault)
    }

    /// Fails unless `expected` comes next.
    #[cold]
    pub(super) fn unexpected<T>(&mut self, expected: &'static str) -> Result<T, Fault> {
        let ended = self.byte().is_none();
        self.fail(if ended { CUT_SHORT } else { expected })
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Skips whitespace and returns the byte that follows, without stepping over it; `None` at the end.
    #[inline]
    pub fn next_byte(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Skips whitespace and returns the byte that follows, without stepping over it.
    ///
    /// # Errors
    ///
    /// Fails at the end of the text.
    #[inline]
    pub fn peek(&mut self) -> Result<u8, Fault> {
        match self.next_byte() {
            Some(byte) => Ok(byte),
            None => self.fail(CUT_SHORT),
        }
    }

    /// Steps over exactly these bytes if they come next, and returns whether they did.
    #[inline]
    pub fn eat(&mut self, expected: &[u8]) -> bool {
        let there = self.rest().starts_with(expected);
        if there {
            self.at += expected.len();
        }
        there
    }

    pub(super) fn literal(&mut self, literal: &'static str) -> Result<(), Fault> {
        if self.eat(literal.as_bytes()) {
            return Ok(());
        }
        let cut_short = literal.as_bytes().starts_with(self.rest());
        self.fail(if cut_short { CUT_SHORT } else { NO_VALUE })
    }

    /// Steps over a `null` if it comes next, and returns whether it did.
    ///
    /// # Errors
    ///
    /// Fails if the next value only begins like `null`.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek()? == b'n' {
            self.literal("null")?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Runs `work` one level deeper.
    #[inline]
    pub(super) fn deeper<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.depth == DEEPEST {
            return Ok(self.fail("nested too deep")?);
        }
        self.depth += 1;
        let value = work(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Whether the position is in the outermost object, for callers of [`Self::deeper`].
    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }
}
