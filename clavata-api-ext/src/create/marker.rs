//! How callers get markers: from the client, or by parsing text.

use std::str::FromStr;

use uuid::Uuid;

use crate::client::Clavata;
use crate::error::Error;
use crate::marker::Marker;

impl Clavata {
    /// Makes a marker for a create that is sent now, with the timeouts of this client.
    ///
    /// Every create has its own marker. To know it before you send the create, pass it to
    /// [`CreateJob::marker`](crate::CreateJob::marker).
    pub fn marker(&self) -> Marker {
        Marker::new(self.timeouts)
    }
}

impl FromStr for Marker {
    type Err = Error;

    /// Parses a marker.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a marker, for example if it is the id of a job.
    fn from_str(text: &str) -> Result<Self, Error> {
        let id = Uuid::try_parse(text.trim()).ok();
        id.and_then(Self::of_uuid).ok_or_else(|| {
            Error::not_built(
                "this is not the marker of a create: it should look like 0199b2c4-7d10-8006-9c1e-52b1f0a7d3e4",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Marker;
    use crate::timeouts::Timeouts;

    #[test]
    fn only_a_marker_is_read_as_one() {
        let made = Marker::new(Timeouts::default());
        assert_eq!(made.to_string().parse::<Marker>().unwrap(), made);
        for text in ["", "x", "55555555-5555-4555-8555-555555555555"] {
            assert!(text.parse::<Marker>().unwrap_err().is_not_built(), "{text}");
        }
    }
}
