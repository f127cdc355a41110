//! Declares the enums in generated.rs: each value once, and everything that follows from it.

/// Declares an open enum: each value with its name and its number on the wire.
macro_rules! open_enum {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident {$(
            $(#[doc = $doc:literal])*
            #[wire($wire:literal, $number:literal)]
            $variant:ident,
        )*}
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[doc = $doc])*
                $variant,
            )*
            /// A value that this contract does not name, as received: a name, or a number in
            /// decimal.
            Unknown(String),
        }

        impl $name {
            /// Every value that the contract names, in the order of their numbers.
            pub const NAMED: &'static [Self] = &[$(Self::$variant),*];

            /// The name on the wire, or the raw value if the contract does not name it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(raw) => raw,
                }
            }
        }

        impl Default for $name {
            /// The unspecified value, which has the number 0.
            fn default() -> Self {
                match 0_i64 {
                    $($number => Self::$variant,)*
                    _ => Self::Unknown(String::new()),
                }
            }
        }

        impl $crate::wire::OpenEnum for $name {
            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn from_number(number: i64) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn unknown(raw: String) -> Self {
                Self::Unknown(raw)
            }

            fn is_named(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }

            fn name(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            /// Reads a name, or a number in decimal; never fails.
            fn from_str(raw: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok($crate::wire::from_text(raw))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_enum(from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                into: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::write_enum(self, into)
            }
        }

        impl $crate::wire::Field for $name {
            fn read<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
            ) -> ::std::result::Result<(), D::Error> {
                *self = $crate::wire::read_enum(from)?;
                Ok(())
            }

            fn write<S: ::serde::Serializer>(
                &self,
                into: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::write_enum(self, into)
            }

            fn is_unset(&self) -> bool {
                *self == Self::default()
            }

            fn doubt(&mut self) {
                $crate::wire::doubt_enum(self);
            }

            fn find(
                cursor: &mut $crate::json::Cursor<'_>,
                found: &mut $crate::wire::Found,
            ) -> ::std::result::Result<(), $crate::json::Fault> {
                $crate::wire::find_in_enum::<Self>(cursor, found)
            }
        }

        $crate::wire::plain_items!(MAY_REPEAT = false; $name);
    };
}

pub(crate) use open_enum;
