//! Declares the messages in generated.rs: each field once, and everything that follows from it.

/// Declares a message: its fields in order, each with its name on the wire.
///
/// `always = true` writes a field even if it is unset, and `hidden = true` hides it from `Debug`.
macro_rules! message {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {$(
            $(#[doc = $doc:literal])*
            $(#[deprecated $($deprecated:tt)*])?
            #[wire($wire:literal $(, always = $always:literal)? $(, hidden = $hidden:literal)?)]
            pub $field:ident: $type:ty,
        )*}
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {$(
            $(#[doc = $doc])*
            $(#[deprecated $($deprecated)*])?
            pub $field: $type,
        )*}

        const _: () = {
            /// The fields in order.
            #[allow(non_camel_case_types, dead_code)]
            enum Place { $($field),* }

            /// The position of each field, for patterns.
            #[allow(dead_code)] // where there is no field
            struct At;

            #[allow(non_upper_case_globals)]
            impl At {
                $(const $field: usize = Place::$field as usize;)*
            }

            impl $crate::wire::Message for $name {
                const FIELDS: &'static [&'static str] = &[$($wire),*];

                fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
                    static LENGTH: ::std::sync::atomic::AtomicUsize =
                        ::std::sync::atomic::AtomicUsize::new(0);
                    &LENGTH
                }

                fn position(name: &str) -> Option<usize> {
                    match name {
                        $($wire => Some(At::$field),)*
                        other => $crate::wire::other_spelling::<Self>(other),
                    }
                }

                fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    position: usize,
                    map: &mut A,
                ) -> ::std::result::Result<(), A::Error> {
                    match position {
                        $(At::$field => $crate::wire::read_into(&mut self.$field, map),)*
                        _ => $crate::wire::ignore(map),
                    }
                }

                fn doubt_fields(&mut self) {
                    $($crate::wire::Field::doubt(&mut self.$field);)*
                }

                #[allow(unused_variables)] // where there is no field
                fn find_in_field(
                    position: usize,
                    cursor: &mut $crate::json::Cursor<'_>,
                    found: &mut $crate::wire::Found,
                ) -> ::std::result::Result<(), $crate::json::Fault> {
                    match position {
                        $(At::$field => <$type as $crate::wire::Field>::find(cursor, found),)*
                        _ => cursor.skip(),
                    }
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    from: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    $crate::wire::read_message(from)
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    into: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    let length = 0 $(+ usize::from(
                        false $(|| $always)? || !$crate::wire::Field::is_unset(&self.$field)
                    ))*;
                    #[allow(unused_mut)] // where there is no field
                    let mut fields = into.serialize_struct(stringify!($name), length)?;
                    $($crate::wire::write_field(
                        &mut fields, $wire, &self.$field, false $(|| $always)?
                    )?;)*
                    ::serde::ser::SerializeStruct::end(fields)
                }
            }

            impl ::std::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(stringify!($name))
                        $(.field(stringify!($field), $crate::wire::shown!(self.$field $(, $hidden)?)))*
                        .finish()
                }
            }
        };
    };
}

/// Declares a message that requests contain: it has a setter for each field.
macro_rules! request {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {$(
            $(#[doc = $doc:literal])*
            $(#[deprecated $($deprecated:tt)*])?
            #[wire($($wire:tt)*)]
            pub $field:ident: $type:ty,
        )*}
    ) => {
        $crate::wire::message! {
            $(#[doc = $about])*
            pub struct $name {$(
                $(#[doc = $doc])*
                $(#[deprecated $($deprecated)*])?
                #[wire($($wire)*)]
                pub $field: $type,
            )*}
        }

        impl $name {$(
            $(#[doc = $doc])*
            $(#[deprecated $($deprecated)*])?
            #[must_use]
            pub fn $field(mut self, value: impl Into<$type>) -> Self {
                self.$field = value.into();
                self
            }
        )*}
    };
}

/// What `Debug` shows for a field.
macro_rules! shown {
    ($message:ident.$field:ident) => {
        &$message.$field
    };
    ($message:ident.$field:ident, $hidden:literal) => {
        &$crate::wire::Hidden(&$message.$field)
    };
}

pub(crate) use {message, request, shown};
