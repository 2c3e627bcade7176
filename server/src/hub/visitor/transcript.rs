//! A visitor asks for what was said, by mail.

use shared::{
    agent::Change,
    conversation::Status,
    ending::{Mailed, SendTranscript},
    error::Code,
    id::{self, Id},
    time::Timestamp,
    visitor::State,
};

use super::Me;
use crate::{
    hub::{Effect, Hub, failure::Failure, rates::Key},
    mail::{
        self, Letter,
        transcript::{self, Sheet},
    },
    public,
    record::Write,
};

/// Entries that are mailed at most, the latest.
pub(crate) const MAX_MAILED: u16 = 1_000;
/// Milliseconds for which it is tried to send one.
const LASTS_MS: u64 = 24 * 60 * 60 * 1_000;

impl Hub {
    /// Whether there is something to mail at all.
    pub(in crate::hub) fn has_transcript(&self, conversation: &Id<id::Conversation>) -> bool {
        let live = self.conversations.get(conversation);
        live.is_some_and(|live| {
            let channel = self.directory.channels.get(&live.it.channel);
            let is_offered = channel.is_some_and(|it| it.ending.transcript.is_offered);
            let is_kept = live.it.status == Status::Ended && !live.it.unkept;
            is_offered && self.settings.has_mail && is_kept
        })
    }

    /// Mails what the visitor saw of the conversation that has ended.
    pub(super) fn send_transcript(
        &mut self,
        me: &Me,
        it: &SendTranscript,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure<State>> {
        if !self.settings.has_mail {
            return Err(Code::UnknownCommand.into());
        }
        let conversation = self.latest(me)?;
        self.allow_command(&Id::new(me.id.as_str()), now)?;
        let channel = self.directory.channels.get(&me.channel);
        if channel.is_none_or(|it| !it.ending.transcript.is_offered) {
            return Err(Code::NotAllowed.into());
        }
        let live = self.live(&conversation);
        if live.it.unkept {
            return Err(Code::NotAllowed.into());
        }
        if live.it.status != Status::Ended {
            return Err(Failure::with(Code::Conflict, public::state(&live.it)));
        }
        let to = it.email.trim();
        if !mail::is_address(to) {
            return Err(Code::Invalid.into());
        }
        let limits = self.settings.transcripts();
        let keys = [
            Key::Transcripts(Id::new(me.id.as_str())),
            Key::AddressTranscripts(me.address.clone()),
            Key::TranscriptsTo(to.to_lowercase()),
        ];
        let limits = limits.iter().map(<[_; 1]>::as_slice);
        let wanted: Vec<_> = keys.into_iter().zip(limits).collect();
        self.rates.take(&wanted, now).map_err(|_| Code::TooMany)?;
        let letter = self
            .transcript(&conversation, to, now)
            .ok_or(Code::NotFound)?;
        effects.push(Effect::Write(Write::Mail(Box::new(letter))));
        let mailed = Mailed {
            to: to.to_owned(),
            at: now,
        };
        self.append(&conversation, Change::Mailed(mailed), None, effects);
        Ok(())
    }

    fn transcript(
        &mut self,
        conversation: &Id<id::Conversation>,
        to: &str,
        now: Timestamp,
    ) -> Option<Letter> {
        let (entries, zone) = self.found.log.take()?;
        let it = &self.conversations.get(conversation)?.it;
        let written = transcript::write(&Sheet {
            channel: self.directory.channels.get(&it.channel)?,
            page: &public::page(conversation.clone(), &entries, it.names),
            name: it.name.as_deref().unwrap_or_default(),
            zone: &zone,
        });
        Some(Letter {
            id: self.ids.make(),
            to: to.to_owned(),
            sender: written.sender,
            subject: written.subject,
            text: written.text,
            html: written.html,
            written_at: now,
            until: now.plus(LASTS_MS),
        })
    }
}
