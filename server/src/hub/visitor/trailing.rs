//! What pages tell of their visitors while a conversation goes on: where they are, where a channel follows that, and what
//! else the site says.

use shared::{
    conversation::Status,
    id::{self, Id},
    time::Timestamp,
    trail::{Browse, Trail},
    variable::{self, Tell},
    visitor::Reply,
};

use super::{Me, Outcome};
use crate::{
    hub::{Effect, Hub},
    record::Write,
};

impl Hub {
    /// Keeps that the visitor is on a page: of the channel's own sites, while the conversation goes on, and where the
    /// channel follows it. Anything else is as if it had not been said.
    pub(super) fn browse(
        &mut self,
        me: &Me,
        it: &Browse,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        let id = self.latest(me)?;
        let channel = self.directory.channels.get(&me.channel);
        let sites = channel.filter(|it| it.privacy.page_trail);
        let sites = sites.map(|it| it.sites.clone()).unwrap_or_default();
        let live = self.live(&id);
        if live.it.status != Status::Ended && live.it.trail.take(it, &sites, now) {
            effects.push(Effect::Write(Write::Conversation(live.keep())));
            self.pending.said.insert(id);
        }
        Ok(Some(Reply::Ok {}))
    }

    /// Takes what the page tells of the visitor in place of what it told before, while the conversation goes on.
    pub(super) fn hear_of_visitor(
        &mut self,
        me: &Me,
        it: &Tell,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        let id = self.latest(me)?;
        let told = variable::clean(&it.variables);
        let live = self.live(&id);
        if live.it.status != Status::Ended && live.it.told != told {
            live.it.told = told;
            effects.push(Effect::Write(Write::Conversation(live.keep())));
            self.pending.said.insert(id);
        }
        Ok(Some(Reply::Ok {}))
    }

    /// Where a visitor was who is forgotten is not kept.
    pub(in crate::hub) fn lose_trail(
        &mut self,
        conversation: Option<&Id<id::Conversation>>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(id) = conversation else {
            return;
        };
        let live = self.live(id);
        if !live.it.trail.is_empty() {
            live.it.trail = Trail::default();
            effects.push(Effect::Write(Write::Conversation(live.keep())));
            self.pending.said.insert(id.clone());
        }
    }
}
