//! Calls that are sent when they are awaited.

/// Lets a call be awaited for its value alone. It needs a method `send` that returns the response.
macro_rules! awaited {
    ($call:ident -> $value:ty) => {
        impl ::std::future::IntoFuture for $call {
            type Output = Result<$value, $crate::Error>;
            type IntoFuture = ::std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move {
                    let response = self.send().await;
                    response.map(::clavata_api::ResponseValue::into_inner)
                })
            }
        }
    };
}

pub(crate) use awaited;
