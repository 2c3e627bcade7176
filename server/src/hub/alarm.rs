//! Who is written to about what is unanswered: each level once, until an agent has written. Which levels were,
//! is kept with the conversation, together with the letters.

use shared::{
    agent::Preview,
    conversation::{Side, Status},
    id::{self, Id},
    time::Timestamp,
    warning::Level,
};

use super::{Effect, Hub, agenda::Due, asking::later, live::Live, rates::Key, warning::limits};
use crate::{
    directory::Channel,
    mail::{
        Letter,
        alarm::{self, Case},
    },
    record::{Alert, Write},
};

/// Milliseconds after which nobody needs to read that something was unanswered.
const LASTS_MS: u64 = 4 * 60 * 60 * 1_000;

impl Hub {
    /// Puts down when somebody is written to about a conversation.
    pub(super) fn await_alarms(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let live = self.conversations.get(id);
        let moments = live.map(|live| self.alarms(live)).unwrap_or_default();
        for (_, at) in moments {
            self.agenda.put(at.max(now), Due::Alarm(id.clone()));
        }
    }

    /// Writes to whom it is time to write to. When that was much lately on the channel, it waits.
    pub(super) fn raise_alarms(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        let channel = live.it.channel.clone();
        let mut due = self.alarms(live);
        due.retain(|(_, at)| *at <= now);
        for (alert, _) in due {
            let key = Key::Alarms(channel.clone());
            if let Err(wait) = self.rates.take(&[(key, &self.settings.alarms())], now) {
                self.agenda.put(now.plus(wait), Due::Alarm(id.clone()));
                return;
            }
            let letters = self.letters(id, alert, now);
            effects.extend(letters.into_iter().map(Effect::Write));
            self.live(id).it.alerts.push(alert);
            self.keep(id, effects);
        }
    }

    /// What is still to be written about a conversation, and when.
    fn alarms(&self, live: &Live) -> Vec<(Alert, Timestamp)> {
        let channel = self.directory.channels.get(&live.it.channel);
        let channel = channel.filter(|it| it.alarm.writes() && self.settings.has_mail);
        let since = live.unanswered_since();
        let (Some(channel), Some(since)) = (channel, since) else {
            return Vec::new();
        };
        let is_waiting = live.it.status == Status::Queued;
        let limits = limits(&channel.alarm.patience, live);
        let levels = [Level::Agents, Level::Managers].into_iter().zip(limits);
        levels
            .filter_map(|(level, limit)| {
                let alert = Alert { is_waiting, level };
                let is_new = !live.it.alerts.contains(&alert);
                let is_read = !channel.alarm.recipients(level).is_empty();
                (is_new && is_read).then_some((alert, later(since, limit?)))
            })
            .collect()
    }

    fn letters(&mut self, id: &Id<id::Conversation>, alert: Alert, now: Timestamp) -> Vec<Write> {
        let Some(live) = self.conversations.get(id) else {
            return Vec::new();
        };
        let Some(channel) = self.directory.channels.get(&live.it.channel) else {
            return Vec::new();
        };
        let (subject, text) = self.say(live, channel, alert, now);
        let letter = |to: &String| {
            Write::Mail(Box::new(Letter {
                id: self.ids.make(),
                to: to.clone(),
                sender: String::new(),
                html: String::new(),
                subject: subject.clone(),
                text: text.clone(),
                written_at: now,
                until: now.plus(LASTS_MS),
            }))
        };
        let recipients = channel.alarm.recipients(alert.level);
        recipients.iter().map(letter).collect()
    }

    fn say(
        &self,
        live: &Live,
        channel: &Channel,
        alert: Alert,
        now: Timestamp,
    ) -> (String, String) {
        let it = &live.it;
        let template = channel.alarm.template.as_ref();
        let template = template.and_then(|it| self.directory.templates.get(it));
        let is_visitors = |it: &&Preview| it.by == Side::Visitor;
        let last = Some(&it.last).filter(|it| !alert.is_waiting && is_visitors(it));
        // A mail is kept by whoever gets it.
        let (name, words) = match it.unkept {
            true => (None, ""),
            false => (it.name.as_deref(), &*last.unwrap_or(&it.first).text),
        };
        let case = Case {
            channel,
            is_waiting: alert.is_waiting,
            since: live.unanswered_since().unwrap_or(now),
            now,
            link: &format!("{}/chats/{}", self.settings.home, it.id),
            name: name.unwrap_or_default(),
            words,
        };
        alarm::write(&case, template.map(String::as_str))
    }
}
