//! Drawing attention: sounds, what the system shows, and the marks on title and icon. Of several tabs of a
//! person one does it, and what any of them is looked at for deserves nothing.

use client::{
    Delivery,
    notice::{self, Notice},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    agent::{Agent, Summary},
    conversation::Status,
    id::{self, Id},
    warning::Warning,
};

use super::{Session, perform};
use crate::{
    age,
    dom::{notification, notification::Permission, sound, tabs::Tabs},
    slice::{Account, Alert, Call, Word},
    words::fill,
};

/// Another tab may be looking at what happened: so long it has to say so.
const GRACE_MS: u64 = 400;
/// So long a mark is shown that is only tried.
const TRIAL_MS: u64 = 4_000;

impl Session {
    /// Draws attention, when something deserves it.
    pub(super) fn notice(self, delivery: &Delivery<Agent>) {
        if !self.connection.read_untracked().is_leading() {
            return;
        }
        let attention = self.gaze.read_untracked().attention();
        let found = {
            let inbox = self.inbox.read_untracked();
            let desk = self.desk.read_untracked();
            notice::for_agent(delivery, &attention, &inbox, &desk)
        };
        let Some((notice, conversation)) = found else {
            return;
        };
        let number = self
            .calls
            .try_update_value(|it| it.begin(notice, conversation.clone()));
        if let Some(number) = number {
            self.say_to_tabs(&Word::Asks(number, notice, conversation));
            perform::soon(GRACE_MS, move || self.ring(number));
        }
    }

    /// Listens to what the person's other tabs say.
    pub(super) fn join_tabs(self, agent: &Id<id::Agent>) {
        let name = format!("samtale.alerts.{agent}");
        self.tabs.set_value(Tabs::join(&name, move |text| {
            if let Some(word) = Word::decode(text) {
                self.hear_tab(&word);
            }
        }));
    }

    fn hear_tab(self, word: &Word) {
        let Word::Asks(number, notice, conversation) = word else {
            self.calls.update_value(|it| it.hear(word));
            return;
        };
        let gaze = self.gaze.read_untracked();
        if gaze.attention().is_on(*notice, conversation) {
            self.say_to_tabs(&Word::Sees(*number));
        } else if gaze.is_looking {
            self.say_to_tabs(&Word::Looks(*number));
        }
    }

    fn say_to_tabs(self, word: &Word) {
        self.tabs.with_value(|it| {
            if let Some(tabs) = it {
                tabs.say(&word.encode());
            }
        });
    }

    /// The time to look is over.
    fn ring(self, number: u64) {
        let call = self.calls.try_update_value(|it| it.end(number)).flatten();
        let is_signed_in = matches!(*self.account.read_untracked(), Account::SignedIn(_));
        let Some(call) = call.filter(|it| is_signed_in && untrack(|| self.is_news(it))) else {
            return;
        };
        let alerts = self.settings.read_untracked().alerts;
        let sound = Alert::of(call.notice);
        let may_sound = alerts.has(sound)
            && self
                .calls
                .try_update_value(|it| it.may_sound(perform::now()))
                .unwrap_or_default();
        if may_sound {
            sound::play(sound.pitches());
        }
        let is_looked_at = call.is_looked_at || self.gaze.read_untracked().is_looking;
        if alerts.has(Alert::Notification) && !is_looked_at {
            untrack(|| self.show_notification(&call));
        }
    }

    /// Whether what happened is still as it was.
    fn is_news(self, call: &Call) -> bool {
        let id = &call.conversation;
        let attention = self.gaze.read().attention();
        let summary = self.inbox.read().conversation(id).cloned();
        let is_news = match call.notice {
            Notice::Message => summary.is_some_and(|it| it.unread > 0),
            Notice::Waiting => summary.is_some_and(|it| it.status == Status::Queued),
            Notice::Asked => self.asked().iter().any(|it| it.id == *id),
            Notice::Warned => {
                let desk = self.desk.read();
                desk.warnings().iter().any(|it| it.conversation == *id)
            }
        };
        is_news && !attention.is_on(call.notice, id)
    }

    fn show_notification(self, call: &Call) {
        let Some(summary) = self.inbox.read().conversation(&call.conversation).cloned() else {
            return;
        };
        let title = self.notice_sentence(call.notice, &summary);
        let text = match call.notice {
            Notice::Waiting => &summary.first.text,
            _ => &summary.last.text,
        };
        let id = call.conversation.clone();
        let path = match call.notice {
            Notice::Waiting => "/".to_owned(),
            _ => format!("/chats/{id}"),
        };
        let press = move || perform::go(self, &path);
        notification::show(&title, text, id.as_str(), press);
    }

    fn notice_sentence(self, notice: Notice, summary: &Summary) -> String {
        let words = self.words();
        let name = self.name(&summary.visitor);
        match notice {
            Notice::Message => fill(words.message_from, "name", &name),
            Notice::Waiting => fill(words.alert_waits, "name", &name),
            Notice::Asked => {
                let question = summary.question.as_ref();
                question.map_or(name, |it| self.question_sentence(it))
            }
            Notice::Warned => {
                let desk = self.desk.read();
                let mut warnings = desk.warnings().iter();
                let warning = warnings.find(|it| it.conversation == summary.id);
                warning.map_or(name, |it| self.warning_sentence(it, summary))
            }
        }
    }

    /// What has been unanswered for too long, with how long.
    pub(crate) fn warning_sentence(self, warning: &Warning, summary: &Summary) -> String {
        let words = self.words();
        let time = age::span(self.server_time().since(warning.since));
        let me = self.my_id();
        let owner = summary.owner.as_ref();
        let sentence = match owner {
            Some(it) if it.id == me => words.warned_mine.to_owned(),
            Some(it) => fill(words.warned_other, "agent", &it.name),
            None => words.warned_waiting.to_owned(),
        };
        let sentence = fill(&sentence, "name", &self.name(&summary.visitor));
        fill(&sentence, "time", &time)
    }

    /// Puts a warning away.
    pub(crate) fn silence(self, warning: &Warning) {
        let desk = self.desk.read_untracked();
        self.silenced
            .update(|it| it.silence(warning, desk.warnings()));
    }

    /// Wants to be alerted in some way, or not. What the system shows, it asks for before.
    pub(crate) fn set_alert(self, alert: Alert, is_on: bool) {
        if alert != Alert::Notification || !is_on {
            self.choose_alert(alert, is_on);
            return;
        }
        spawn_local(async move {
            let permission = notification::ask().await;
            self.permission.set(permission);
            self.choose_alert(alert, permission == Permission::Granted);
        });
    }

    /// Alerts once, to see or hear what it is like.
    pub(crate) fn try_alert(self, alert: Alert) {
        match alert {
            Alert::Notification => spawn_local(async move {
                let permission = notification::ask().await;
                self.permission.set(permission);
                let text = untrack(|| self.words().alert_sample);
                notification::show("Samtale", text, "samtale", || {});
            }),
            Alert::Title | Alert::Icon => {
                self.trial.set(Some(alert));
                perform::soon(TRIAL_MS, move || {
                    self.trial.maybe_update(|it| {
                        let is_it = *it == Some(alert);
                        it.take_if(|it| *it == alert);
                        is_it
                    });
                });
            }
            sound => sound::play(sound.pitches()),
        }
    }
}
