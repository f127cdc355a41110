//! How long the gateway asks to wait: `Retry-After` (RFC 9110, section 10.2.3), or a `RetryInfo` detail.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use serde_json::Value;

/// A wait of more than a year must be a mistake. It is capped, but stays long.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

/// Reads the header, in seconds or as a date. `None` if it is missing or invalid. A date is
/// relative to the `Date` of the response, or to now.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    // A date is relative to the clock that wrote it.
    parse(text, date(headers).unwrap_or(now))
}

/// The time of the clock that wrote the headers, to the second.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date).ok()
}

fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = text.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = httpdate::parse_http_date(text).ok()?;
    // A date that has passed means now.
    Some(at.duration_since(now).unwrap_or_default().min(LONGEST))
}

/// Reads the `RetryInfo` of an error's details: seconds such as `"3.5s"`.
pub(crate) fn of_details(details: &[Value]) -> Option<Duration> {
    details
        .iter()
        .filter(|detail| {
            detail
                .get("@type")
                .and_then(Value::as_str)
                .is_some_and(|kind| kind.ends_with(".RetryInfo"))
        })
        .find_map(|detail| {
            let seconds: f64 = detail
                .get("retryDelay")?
                .as_str()?
                .strip_suffix('s')?
                .parse()
                .ok()?;
            Duration::try_from_secs_f64(seconds).ok()
        })
        .map(|wait| wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{LONGEST, of_details, parse, read};

    #[test]
    fn seconds_and_dates_are_read_and_garbage_is_not() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(parse("120", now), Some(Duration::from_secs(120)));
        assert_eq!(parse("0", now), Some(Duration::ZERO));
        assert_eq!(
            parse("Sun, 06 Nov 1994 08:49:47 GMT", now),
            Some(Duration::from_secs(10))
        );
        assert_eq!(
            parse("Sun, 06 Nov 1994 08:49:27 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(parse("99999999999999999999999", now), Some(LONGEST));
        for garbage in ["", "-1", "soon", "1.5", "1e3", "+5"] {
            assert_eq!(parse(garbage, now), None, "{garbage}");
        }
    }

    #[test]
    fn a_clock_that_is_wrong_does_not_make_a_wait_wrong() {
        let headers = |list: &[(&'static str, &'static str)]| {
            list.iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect()
        };
        let after = ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT");
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let ours = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_787);
        assert_eq!(read(&headers(&[after]), ours), Some(Duration::ZERO));
        let wait = read(&headers(&[after, date]), ours);
        assert_eq!(wait, Some(Duration::from_secs(10)));
        let wait = read(&headers(&[after, ("date", "noon")]), ours);
        assert_eq!(wait, Some(Duration::ZERO));
        assert_eq!(read(&headers(&[date]), ours), None);
    }

    #[test]
    fn a_retry_info_detail_is_read() {
        let details = [
            serde_json::json!({"@type": "x"}),
            serde_json::json!({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "3.5s"}),
        ];
        assert_eq!(of_details(&details), Some(Duration::from_millis(3500)));
    }
}
