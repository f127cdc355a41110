//! `Debug` for types that hold a key or content, or hold another type that does.

/// Implements `Debug` so that it shows these fields and no others, whatever the type holds later.
macro_rules! debug_fields {
    ($type:ident, |$it:ident| $($field:ident: $value:expr),+ $(,)?) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let $it = self;
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &$value))+
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use debug_fields;
