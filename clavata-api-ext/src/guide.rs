//! The guide: short chapters, from the first call to production.
//!
//! Each sample is compiled and run against the mock gateway with every change.
//!
//! 1. [Moderate one comment](comment)
//! 2. [Act on a verdict](verdict)
//! 3. [Refusals, and the law's clock](refusals)
//! 4. [Create a job, wait for it, or be called back](jobs)
//! 5. [Evaluate many](many)
//! 6. [Batch files](batch)
//! 7. [Rows, tables and queries](rows)
//! 8. [Errors and retries](errors)
//! 9. [Deadlines](deadlines)
//! 10. [Test code that moderates](testing)
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
