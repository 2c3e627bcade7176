//! Types out of a JSON tree, by hand: what a visitor hears, in a quarter of the bytes that derived code takes.
//!
//! The types of `shared` are the law and their derives say what is right; a test holds both together over all
//! golden frames. What only agents hear is read by the derives.

use shared::id::Id;

use crate::json::{Malformed, Value};

mod agent;
mod channel;
mod ending;
mod noun;
mod visitor;

/// A type that can be read.
pub trait FromValue: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Malformed`] when the tree does not fit.
    fn from_value(value: Value) -> Result<Self, Malformed>;
}

/// An object whose members are taken out one by one.
pub(crate) struct Members(Vec<(String, Value)>);

impl Members {
    pub(crate) fn of(value: Value) -> Result<Self, Malformed> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(Malformed),
        }
    }

    /// A member; absent and null are the same.
    fn value(&mut self, name: &str) -> Value {
        let at = self.0.iter().position(|(it, _)| it == name);
        at.map_or(Value::Null, |at| self.0.swap_remove(at).1)
    }

    /// A member that must be there.
    pub(crate) fn need<T: FromValue>(&mut self, name: &str) -> Result<T, Malformed> {
        T::from_value(self.value(name))
    }

    /// A member that may be absent.
    pub(crate) fn may<T: FromValue>(&mut self, name: &str) -> Result<Option<T>, Malformed> {
        match self.value(name) {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    /// A member that is empty, zero or false when absent.
    pub(crate) fn or_empty<T: FromValue + Default>(&mut self, name: &str) -> Result<T, Malformed> {
        Ok(self.may(name)?.unwrap_or_default())
    }
}

/// The name of a variant and what it holds.
pub(crate) fn variant(value: Value) -> Result<(String, Value), Malformed> {
    match value {
        Value::Text(name) => Ok((name, Value::Null)),
        Value::Object(mut members) if members.len() == 1 => members.pop().ok_or(Malformed),
        _ => Err(Malformed),
    }
}

/// What must be there, whatever it is.
impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match value {
            Self::Null => Err(Malformed),
            it => Ok(it),
        }
    }
}

impl FromValue for u64 {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match value {
            Value::Number(it) => Ok(it),
            _ => Err(Malformed),
        }
    }
}

impl FromValue for u32 {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        u64::from_value(value)?.try_into().map_err(|_| Malformed)
    }
}

impl FromValue for u16 {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        u64::from_value(value)?.try_into().map_err(|_| Malformed)
    }
}

impl FromValue for usize {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        u64::from_value(value)?.try_into().map_err(|_| Malformed)
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match value {
            Value::Flag(it) => Ok(it),
            _ => Err(Malformed),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match value {
            Value::Text(it) => Ok(it),
            _ => Err(Malformed),
        }
    }
}

impl<T> FromValue for Id<T> {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        String::from_value(value).map(Self::new)
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let Value::List(items) = value else {
            return Err(Malformed);
        };
        let mut all = Self::new();
        for item in items {
            all.push(T::from_value(item)?);
        }
        Ok(all)
    }
}
