//! A place in a JSON text, and the steps from there: as strict as `serde_json`, and no tree.

/// Something is wrong with the text; the cursor knows what and where.
#[derive(Debug)]
pub(super) struct Fault;

const CUT_SHORT: &str = "the text ends before its JSON does";
pub(super) const NO_VALUE: &str = "not a JSON value";

pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// What went wrong, once a step has failed.
    what: &'static str,
    /// What closes the lists and objects that are open within a value that is skipped.
    pub(super) open: Vec<u8>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            what: "",
            open: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn what(&self) -> &'static str {
        self.what
    }

    pub(super) fn is_cut_short(&self) -> bool {
        self.what == CUT_SHORT
    }

    #[cold]
    pub(super) fn fail<T>(&mut self, what: &'static str) -> Result<T, Fault> {
        self.what = what;
        Err(Fault)
    }

    /// Fails where something else than `expected` comes next, or nothing.
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

    /// The next byte that is not white space, or none at the end.
    #[inline]
    pub(super) fn next_byte(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    #[inline]
    pub(super) fn peek(&mut self) -> Result<u8, Fault> {
        match self.next_byte() {
            Some(byte) => Ok(byte),
            None => self.fail(CUT_SHORT),
        }
    }

    /// Steps over exactly these bytes, where they come next.
    #[inline]
    pub(super) fn eat(&mut self, expected: &[u8]) -> bool {
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

    /// Steps over a `null`, where there is one.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, Fault> {
        if self.peek()? == b'n' {
            self.literal("null")?;
            return Ok(true);
        }
        Ok(false)
    }
}
