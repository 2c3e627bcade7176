//! The warnings that a person has put away.

use shared::warning::Warning;

/// The warnings that a person has put away. One that comes anew, or rises to the managers, is another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Silenced(Vec<Warning>);

impl Silenced {
    /// Puts a warning away, and forgets those that are over.
    pub(crate) fn silence(&mut self, warning: &Warning, standing: &[Warning]) {
        self.0.retain(|it| standing.contains(it));
        self.0.push(warning.clone());
    }

    /// Whether a warning was put away.
    pub(crate) fn has(&self, warning: &Warning) -> bool {
        self.0.contains(warning)
    }
}

#[cfg(test)]
mod tests {
    use shared::{id::Id, time::Timestamp, warning::Level};

    use super::*;

    #[test]
    fn what_was_put_away_stays_away_until_it_is_another() {
        let mut silenced = Silenced::default();
        let warning = |conversation: &str, level| Warning {
            conversation: Id::new(conversation),
            level,
            since: Timestamp(1),
        };
        let (a, b) = (warning("a", Level::Agents), warning("b", Level::Agents));
        silenced.silence(&a, &[a.clone(), b.clone()]);
        assert!(silenced.has(&a) && !silenced.has(&b));
        assert!(!silenced.has(&warning("a", Level::Managers)));
        silenced.silence(&b, std::slice::from_ref(&b));
        assert!(!silenced.has(&a));
    }
}
