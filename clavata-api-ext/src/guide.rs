//! The guide: short chapters that lead from the first call to production.
//!
//! Every sample is compiled and run against the mock gateway in CI.
//!
//! 1. [Moderate one comment](comment)
//! 2. [Act on a verdict](verdict)
//! 3. [Handle refused content](refusals)
//! 4. [Create a job and wait for it, or receive a webhook](jobs)
//! 5. [Evaluate many inputs](many)
//! 6. [Process a CSV file](batch)
//! 7. [Rows, tables and queries](rows)
//! 8. [Errors and retries](errors)
//! 9. [Deadlines](deadlines)
//! 10. [Test your code](testing)
//! 11. [Tracing and metrics](tracing)
//! 12. [Keys, hosts and proxies](keys)
//! 13. [Upgrading](upgrading)

macro_rules! chapters {
    ($($name:ident)+) => {
        $(
            #[doc = include_str!(concat!("../guide/", stringify!($name), ".md"))]
            pub mod $name {}
        )+
    };
}

chapters! {
    comment verdict refusals jobs many batch rows errors deadlines testing tracing keys upgrading
}
