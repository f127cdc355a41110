//! Numbers. Doubles may be the strings `"NaN"`, `"Infinity"` and `"-Infinity"`; 64-bit integers are
//! strings.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserializer, Serializer};

use super::Field;

/// A number type on the wire.
trait Number: Copy + Default {
    const EXPECTED: &'static str;

    fn from_i64(number: i64) -> Option<Self>;
    fn from_f64(number: f64) -> Option<Self>;
    fn from_text(text: &str) -> Option<Self>;
    fn put<S: Serializer>(self, into: S) -> Result<S::Ok, S::Error>;
    fn is_zero(self) -> bool;
}

macro_rules! float {
    ($type:ident, $serialize:ident) => {
        impl Number for $type {
            const EXPECTED: &'static str = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";

            #[allow(clippy::cast_precision_loss, clippy::cast_lossless)] // what a float does
            fn from_i64(number: i64) -> Option<Self> {
                Some(number as $type)
            }

            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)] // the contract says f32
            fn from_f64(number: f64) -> Option<Self> {
                Some(number as $type).filter(|kept| kept.is_finite())
            }

            fn from_text(text: &str) -> Option<Self> {
                match text {
                    "NaN" => Some($type::NAN),
                    "Infinity" => Some($type::INFINITY),
                    "-Infinity" => Some($type::NEG_INFINITY),
                    _ => text
                        .parse()
                        .ok()
                        .filter(|number: &$type| number.is_finite()),
                }
            }

            fn put<S: Serializer>(self, into: S) -> Result<S::Ok, S::Error> {
                if self.is_nan() {
                    into.serialize_str("NaN")
                } else if self == $type::INFINITY {
                    into.serialize_str("Infinity")
                } else if self == $type::NEG_INFINITY {
                    into.serialize_str("-Infinity")
                } else {
                    into.$serialize(self)
                }
            }

            fn is_zero(self) -> bool {
                // Not `== 0.0`: a negative zero must be written, or it would be lost.
                self.to_bits() == 0
            }
        }
    };
}

macro_rules! integer {
    ($type:ident, $put:expr) => {
        impl Number for $type {
            const EXPECTED: &'static str = concat!("an integer (", stringify!($type), ")");

            fn from_i64(number: i64) -> Option<Self> {
                number.try_into().ok()
            }

            #[allow(clippy::cast_possible_truncation)] // checked: it has no fraction and is exact
            fn from_f64(number: f64) -> Option<Self> {
                let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
                exact.then_some(number as i64).and_then(Self::from_i64)
            }

            fn from_text(text: &str) -> Option<Self> {
                let whole = text.parse().ok();
                whole.or_else(|| text.parse().ok().and_then(Self::from_f64))
            }

            fn put<S: Serializer>(self, into: S) -> Result<S::Ok, S::Error> {
                $put(into, self)
            }

            fn is_zero(self) -> bool {
                self == 0
            }
        }
    };
}

float!(f64, serialize_f64);
float!(f32, serialize_f32);
integer!(i32, S::serialize_i32);
// As text, because many JSON readers have only doubles.
integer!(i64, |into: S, number: i64| into.collect_str(&number));

/// Reads a number; `None` if it is absent.
struct NumberVisitor<T>(PhantomData<T>);

impl<T: Number> Visitor<'_> for NumberVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        T::from_i64(number)
            .map(Some)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    #[allow(clippy::cast_precision_loss)] // beyond i64 only a float can take it
    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        i64::try_from(number)
            .map_or_else(|_| T::from_f64(number as f64), T::from_i64)
            .map(Some)
            .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        T::from_f64(number)
            .map(Some)
            .ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(None);
        }
        T::from_text(text)
            .map(Some)
            .ok_or_else(|| E::invalid_value(Unexpected::Other("another string"), &self))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

macro_rules! fields {
    ($($type:ident)*) => {$(
        impl Field for $type {
            fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                *self = from.deserialize_any(NumberVisitor(PhantomData))?.unwrap_or_default();
                Ok(())
            }

            fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                self.put(into)
            }

            fn is_unset(&self) -> bool {
                self.is_zero()
            }
        }

        impl Field for Option<$type> {
            fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                *self = from.deserialize_any(NumberVisitor(PhantomData))?;
                Ok(())
            }

            fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                match self {
                    Some(number) => number.put(into),
                    None => into.serialize_none(),
                }
            }

            fn is_unset(&self) -> bool {
                self.is_none()
            }
        }
    )*};
}

fields!(f64 f32 i32 i64);

#[cfg(test)]
mod tests {
    use super::Field;

    /// The parser is exact only with a feature, which another crate in the build might enable as well
    /// and so hide that it is missing here.
    #[test]
    fn a_score_is_read_as_the_nearest_double() {
        let mut score = 0.1_f64;
        for _ in 0..10_000 {
            score = score.next_up() * 1.000_7;
            let text = score.to_string();
            let mut json = serde_json::Deserializer::from_str(&text);
            let mut read = 0_f64;
            read.read(&mut json).unwrap();
            assert_eq!(read.to_bits(), score.to_bits(), "{text}");
        }
    }
}
