//! One step of reading a long job: a member of it, or an element of one of its lists.

use clavata_api::json::{Cursor, Fault, Member};

use super::super::answer::{GET_JOB, Reader, SEVERAL, Stop};
use super::super::found::Found;
use super::super::jobs::JOB;
use super::super::shape::{self, UNKNOWN};
use super::super::values::status;
use super::{Long, Place};

const CUT: &str = "the job breaks off";

impl Reader {
    pub(super) fn step<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        long: &mut Long,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        match long.place {
            Place::Start => {
                cursor.open(b'{')?;
                cursor.peek()?;
                let rest = &cursor.text()[cursor.position()..];
                if "\"job\"".starts_with(rest) {
                    cursor.fail(CUT)?;
                }
                long.is_wrapped = rest.starts_with("\"job\"");
                long.is_known = long.is_wrapped;
                long.place = if long.is_wrapped {
                    Place::Answer
                } else {
                    Place::Job
                };
            }
            Place::Answer => match cursor.next_member(&GET_JOB, &mut long.answer)? {
                Member::End => long.place = Place::End,
                Member::Passed => {}
                Member::Of("job") => {
                    cursor.open(b'{')?;
                    long.place = Place::Job;
                }
                Member::Of("error") if status(cursor)?.is_none() => {}
                Member::Of(_) => cursor.fail(SEVERAL)?,
            },
            Place::Job => match job_member(cursor, long)? {
                Member::End if !long.is_known => cursor.fail(UNKNOWN)?,
                Member::End => {
                    long.head.end(cursor)?;
                    long.place = if long.is_wrapped {
                        Place::Answer
                    } else {
                        Place::End
                    };
                }
                Member::Passed => {}
                Member::Of("contentData") => {
                    if !cursor.null()? {
                        cursor.open(b'[')?;
                        long.place = Place::Content(false);
                    }
                }
                Member::Of("results") => {
                    if !long.head.is_named {
                        cursor.fail("the results come before the id of the job")?;
                    }
                    if !cursor.null()? {
                        cursor.open(b'[')?;
                        long.place = Place::Results(false);
                    }
                }
                Member::Of(key) => self.head(cursor, key, &mut long.head)?,
            },
            Place::Content(has_begun) => {
                let more = cursor.next_element(has_begun)?;
                long.place = if more {
                    let mut tally = std::mem::take(&mut self.tally);
                    let read = self.content(cursor, &mut tally);
                    self.tally = tally;
                    read?;
                    Place::Content(true)
                } else {
                    Place::Job
                };
            }
            Place::Results(has_begun) => {
                let more = cursor.next_element(has_begun)?;
                long.place = if more {
                    let mut tally = std::mem::take(&mut self.tally);
                    let read = self.result(cursor, &long.head, &mut tally, each);
                    self.tally = tally;
                    read?;
                    Place::Results(true)
                } else {
                    Place::Job
                };
            }
            Place::End => {}
        }
        Ok(())
    }
}

fn job_member(cursor: &mut Cursor<'_>, long: &mut Long) -> Result<Member, Fault> {
    let member = cursor.next_member(&JOB, &mut long.job)?;
    long.is_known |= matches!(member, Member::Of(key) if shape::tells_job(key));
    Ok(member)
}
