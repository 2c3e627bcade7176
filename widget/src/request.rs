//! A request on its way to the register.

use client::{
    Delivery,
    outbox::{News, State},
    voice::REQUESTS,
};
use shared::{
    id::{self, Id},
    visitor::Visitor,
};

/// A request on its way to the register.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Request {
    id: Option<Id<id::Client>>,
    /// It takes so long that the visitor should know.
    pub(crate) is_slow: bool,
}

impl Request {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        let Delivery::Outbox(news) = delivery else {
            return false;
        };
        match news {
            News::Kept(it) if it.lane == REQUESTS => self.id = Some(it.id.clone()),
            News::Done(id, _) | News::Gone(id) | News::Changed(id, State::Refused(_))
                if self.is(id) =>
            {
                *self = Self::default();
            }
            _ => return false,
        }
        true
    }

    /// Whether it is this one.
    pub(crate) fn is(&self, id: &Id<id::Client>) -> bool {
        self.id.as_ref() == Some(id)
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.id.is_some()
    }
}

#[cfg(test)]
mod tests {
    use client::outbox::Pending;
    use shared::error::Code;

    use super::*;

    fn kept(id: &str, lane: &str) -> Delivery<Visitor> {
        Delivery::Outbox(News::Kept(Pending {
            id: Id::new(id),
            lane: lane.to_owned(),
            content: None,
            is_private: false,
            state: State::Sending,
        }))
    }

    #[test]
    fn a_request_is_under_way_until_it_is_answered_also_after_a_reload() {
        for end in [
            News::Done(Id::new("a"), None),
            News::Changed(Id::new("a"), State::Refused(Code::Invalid)),
        ] {
            let mut request = Request::default();
            assert!(!request.receive(&kept("z", "")), "an end is no request");
            assert!(request.receive(&kept("a", REQUESTS)));
            assert!(request.is_under_way());
            assert!(!request.receive(&Delivery::Outbox(News::Done(Id::new("z"), None))));
            assert!(request.receive(&Delivery::Outbox(end)));
            assert!(!request.is_under_way());
        }
    }
}
