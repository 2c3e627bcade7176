//! The ways in which the app draws attention, and which of them a person wants.

use client::notice::Notice;

/// A way of drawing attention.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Alert {
    /// A sound: somebody waits anew.
    Queue,
    /// A sound: a message in one's own conversation.
    Message,
    /// A sound: one is asked something.
    Asked,
    /// A sound: something has been unanswered for too long.
    Warned,
    /// What the system shows above all windows.
    Notification,
    /// The number in the title of the page.
    Title,
    /// The dot on the icon of the page.
    Icon,
}

impl Alert {
    /// In the order of the dialog.
    pub(crate) const ALL: [Self; 7] = [
        Self::Queue,
        Self::Message,
        Self::Asked,
        Self::Warned,
        Self::Notification,
        Self::Title,
        Self::Icon,
    ];

    /// The sound for something.
    pub(crate) const fn of(notice: Notice) -> Self {
        match notice {
            Notice::Waiting => Self::Queue,
            Notice::Message => Self::Message,
            Notice::Asked => Self::Asked,
            Notice::Warned => Self::Warned,
        }
    }

    /// The pitches of a sound, in hertz; none for what makes no sound.
    pub(crate) const fn pitches(self) -> &'static [f32] {
        match self {
            Self::Queue => &[523.25, 659.25, 784.0],
            Self::Message => &[784.0, 1046.5],
            Self::Asked => &[659.25, 880.0, 659.25],
            Self::Warned => &[440.0, 349.25, 440.0, 349.25],
            Self::Notification | Self::Title | Self::Icon => &[],
        }
    }

    /// How it is stored.
    const fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Message => "message",
            Self::Asked => "asked",
            Self::Warned => "warned",
            Self::Notification => "notification",
            Self::Title => "title",
            Self::Icon => "icon",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Those that a person wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Alerts(u8);

impl Default for Alerts {
    /// All but what asks for a permission.
    fn default() -> Self {
        Self(!Alert::Notification.bit())
    }
}

impl Alerts {
    /// As they were stored; `has_sound` is what earlier versions stored in their place.
    pub(super) fn recall(stored: Option<&[String]>, has_sound: bool) -> Self {
        let mut alerts = Self::default();
        for alert in Alert::ALL {
            let is_on = match stored {
                Some(on) => on.iter().any(|it| it == alert.name()),
                None if !alert.pitches().is_empty() => has_sound,
                None => alerts.has(alert),
            };
            alerts.set(alert, is_on);
        }
        alerts
    }

    /// The names to store.
    pub(super) fn encode(self) -> Vec<String> {
        let on = Alert::ALL.into_iter().filter(|it| self.has(*it));
        on.map(|it| it.name().to_owned()).collect()
    }

    /// Whether one is wanted.
    pub(crate) const fn has(self, alert: Alert) -> bool {
        self.0 & alert.bit() != 0
    }

    /// Wants one or does not.
    pub(crate) const fn set(&mut self, alert: Alert, is_on: bool) {
        if is_on {
            self.0 |= alert.bit();
        } else {
            self.0 &= !alert.bit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_comes_back() {
        let mut alerts = Alerts::default();
        assert!(alerts.has(Alert::Queue) && !alerts.has(Alert::Notification));
        alerts.set(Alert::Notification, true);
        alerts.set(Alert::Title, false);
        assert_eq!(Alerts::recall(Some(&alerts.encode()), true), alerts);
    }

    #[test]
    fn who_was_silent_before_stays_so() {
        let alerts = Alerts::recall(None, false);
        for alert in Alert::ALL {
            let is_expected = matches!(alert, Alert::Title | Alert::Icon);
            assert_eq!(alerts.has(alert), is_expected, "{alert:?}");
        }
    }

    #[test]
    fn no_two_sounds_are_alike() {
        let sounds = Alert::ALL.map(Alert::pitches);
        for (index, sound) in sounds.iter().enumerate() {
            let others = &sounds[index + 1..];
            assert!(sound.is_empty() || others.iter().all(|it| it != sound));
        }
    }
}
