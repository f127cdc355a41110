//! Values that nobody reads: checked and passed over, however deep, without a stack.

use serde::de::IgnoredAny;

use super::GaveUp;
use super::scan::Scan;

/// As deep as one word can remember; deeper ones are left to `serde_json`.
const DEEPEST: u32 = 64;

impl Scan<'_> {
    /// Goes past the value at the position.
    pub(super) fn skip(&mut self) -> Result<(), GaveUp> {
        // One bit a level, the lowest for the innermost: set where it is an object.
        let (mut objects, mut depth) = (0_u64, 0);
        loop {
            let opened = match self.next() {
                b'"' => self.skip_string()?,
                b'n' => self.word("null").map(|()| false)?,
                b't' => self.word("true").map(|()| false)?,
                b'f' => self.word("false").map(|()| false)?,
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    if depth == DEEPEST {
                        return Err(GaveUp);
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
                    true
                }
                _ => self.number(IgnoredAny).map(|_| false)?,
            };
            if !self.after(opened, &mut objects, &mut depth)? {
                return Ok(());
            }
        }
    }

    /// Goes on to the next value inside; false where there is none and all levels are closed.
    fn after(
        &mut self,
        mut opened: bool,
        objects: &mut u64,
        depth: &mut u32,
    ) -> Result<bool, GaveUp> {
        while *depth > 0 {
            let object = *objects & 1 == 1;
            let close = if object { b'}' } else { b']' };
            if self.next() == close {
                self.at += 1;
                *objects >>= 1;
                *depth -= 1;
                opened = false;
                continue;
            }
            if !opened {
                self.take(b',')?;
            }
            if object {
                if self.next() != b'"' {
                    return Err(GaveUp);
                }
                self.skip_string()?;
                self.take(b':')?;
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Goes past the string at the position; never opens anything.
    fn skip_string(&mut self) -> Result<bool, GaveUp> {
        let mut at = self.at + 1;
        loop {
            at = self.plain(at)?;
            if self.bytes()[at] == b'"' {
                self.at = at + 1;
                return Ok(false);
            }
            self.at = at + 2;
            match self.bytes().get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                // Half a pair is as good as a whole one where nobody reads it.
                Some(b'u') => drop(self.hex()?),
                _ => return Err(GaveUp),
            }
            at = self.at;
        }
    }
}
