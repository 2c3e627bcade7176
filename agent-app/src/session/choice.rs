//! What a person sets on this device.

use leptos::prelude::*;

use super::{Session, perform};
use crate::slice::{Alert, Settings, Theme};

impl Session {
    /// Is light or dark from now on.
    pub(crate) fn choose_theme(self, theme: Theme) {
        self.choose(|it| it.theme = theme);
    }

    /// Wants to be alerted in some way, or not.
    pub(super) fn choose_alert(self, alert: Alert, is_on: bool) {
        self.choose(|it| it.alerts.set(alert, is_on));
    }

    /// Listens to single keys, or does not.
    pub(crate) fn set_single_keys(self, has_single_keys: bool) {
        self.choose(|it| it.has_single_keys = has_single_keys);
    }

    /// Puts more into less room, or does not.
    pub(crate) fn set_compact(self, is_compact: bool) {
        self.choose(|it| it.is_compact = is_compact);
    }

    /// Shows or hides the contact panel.
    pub(crate) fn set_contact(self, has_contact: bool) {
        self.choose(|it| it.has_contact = has_contact);
    }

    /// Changes what is set, and keeps it.
    pub(super) fn choose(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        perform::keep_settings(*self.settings.read_untracked());
    }
}
