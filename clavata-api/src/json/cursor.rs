//! A place in a JSON text, and the steps from there: as strict as `serde_json`, and no tree.

use std::ops::Range;

/// Something is wrong with the text; the cursor knows what and where.
#[derive(Debug)]
pub struct Fault;

/// As deep as `serde_json` goes.
const DEEPEST: u8 = 127;

const CUT_SHORT: &str = "the text ends before its JSON does";
pub(super) const NO_VALUE: &str = "not a JSON value";

/// A text and a position in it.
pub struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// What went wrong, once a step has failed.
    what: &'static str,
    /// What closes the lists and objects that are open within a value that is skipped.
    pub(super) open: Vec<u8>,
    /// Where a string with escapes is put together before serde takes it.
    pub(super) unescaped: String,
    depth: u8,
    /// Where the key of the value begins that serde asks for next; 0 if it has none.
    pub(super) key: usize,
    /// Members of objects that nobody asked for and that may speak of more than they should.
    pub(super) aside: Vec<Aside>,
}

/// A member that was passed over and should be looked at.
#[derive(Clone, Debug)]
pub struct Aside {
    /// Whether it stands in the outermost object.
    pub outermost: bool,
    /// Where its key stands in the text, as it was sent.
    pub key: Range<usize>,
    /// Where its value stands in the text.
    pub value: Range<usize>,
}

impl<'t> Cursor<'t> {
    /// Stands at the beginning of the text.
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
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// How many bytes come before the position.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Moves to a position that was taken before.
    pub fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What was wrong, after a step has failed.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// Whether the text ended too soon.
    pub fn is_cut_short(&self) -> bool {
        self.what == CUT_SHORT
    }

    /// Fails, and remembers why.
    ///
    /// # Errors
    ///
    /// Always.
    #[cold]
    pub fn fail<T>(&mut self, what: &'static str) -> Result<T, Fault> {
        self.what = what;
        Err(Fault)
    }

    /// Fails if anything other than `expected` comes next, or nothing.
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
    pub fn next_byte(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// The next byte that is not white space.
    ///
    /// # Errors
    ///
    /// At the end of the text.
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

    /// Steps over a `null`, if there is one, and returns whether there was.
    ///
    /// # Errors
    ///
    /// Something that only begins like one.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek()? == b'n' {
            self.literal("null")?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Works one level deeper.
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

    /// Forgets the members that were passed over, once they were looked at.
    pub fn forget_aside(&mut self) {
        self.aside.clear();
    }

    /// The members that were passed over and should be looked at.
    pub fn aside(&self) -> &[Aside] {
        &self.aside
    }
}
