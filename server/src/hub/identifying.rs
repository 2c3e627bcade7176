//! Who visitors are, as the channel's site has signed it, and that they are forgotten.
//!
//! A token of the visitor's is bound to one person, by the first `hello` that brings an identity, and for good.
//! Whoever becomes somebody else in the same browser gets there by a token of their own: what was said before
//! belongs to whoever said it.

use shared::{
    conversation::{Side, Status},
    error::{CloseCode, Code},
    id::{self, Id},
    time::Timestamp,
};

use super::{Effect, Hub};
use crate::{identity::Identity, record::Write};

impl Hub {
    /// Takes who a visitor is. What is signed was checked before; here it must be the same person as before.
    pub(super) fn identify(
        &mut self,
        id: &Id<id::Visitor>,
        channel: &Id<id::Channel>,
        identity: Option<Identity>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Code> {
        let channel = self.directory.channels.get(channel);
        let is_required = channel.is_some_and(|it| it.trust.is_required);
        let visitor = self.visitors.entry(id.clone()).or_default();
        let known = &mut visitor.known;
        if known.is_forgotten {
            return Err(Code::SignInRequired);
        }
        let Some(identity) = identity else {
            return match known.identity {
                None if is_required => Err(Code::IdentityRequired),
                _ => Ok(()),
            };
        };
        match &known.identity {
            Some(before) if *before == identity => return Ok(()),
            Some(before) if before.subject != identity.subject => {
                return Err(Code::IdentityRefused);
            }
            // Somebody wrote with this token as nobody in particular.
            None if visitor.latest.is_some() => return Err(Code::IdentityRefused),
            _ => known.identity = Some(identity),
        }
        effects.push(Effect::Write(Write::Visitor {
            id: id.clone(),
            known: Box::new(known.clone()),
        }));
        Ok(())
    }

    /// The visitor is refused and has nothing here: nothing of them is kept in mind.
    pub(super) fn overlook(&mut self, id: &Id<id::Visitor>) {
        let visitor = self.visitors.get(id);
        if visitor.is_some_and(|it| it.sockets.is_empty() && it.latest.is_none()) {
            self.visitors.remove(id);
        }
    }

    /// Lets a visitor's token be good for nothing any more. The sockets that are to be closed are added to
    /// `after`, behind the reply.
    pub(super) fn forget(
        &mut self,
        id: &Id<id::Visitor>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
        after: &mut Vec<Effect>,
    ) {
        let visitor = self.visitors.entry(id.clone()).or_default();
        visitor.known.is_forgotten = true;
        let (sockets, latest) = (visitor.sockets.clone(), visitor.latest.clone());
        effects.push(Effect::Write(Write::Visitor {
            id: id.clone(),
            known: Box::new(visitor.known.clone()),
        }));
        if let Some(latest) = &latest
            && self.live(latest).it.status != Status::Ended
        {
            self.end(latest, Side::Visitor, now, effects);
        }
        self.lose_trail(latest.as_ref(), effects);
        let closing = sockets.into_iter();
        after.extend(closing.map(|socket| Effect::Close(socket, CloseCode::SignedOut)));
    }
}
