//! What an agent hears: read by the derives, whose bytes the agent's app can bear.

use shared::{
    account,
    agent::{Change, Hint, Reply, Snapshot, Summary},
};

use super::FromValue;
use crate::json::{Malformed, Value};

impl FromValue for account::Agent {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Change {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Hint {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Reply {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Snapshot {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Summary {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}
