//! What deserves a sound: pure, so that both apps decide alike.

use shared::{
    agent::Agent,
    id::{self, Id},
    visitor::Visitor,
};

use crate::Delivery;

/// What the person attends to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attention {
    /// Whether the page is visible and the panel, if there is one, is open.
    pub is_looking: bool,
    /// The conversation on the screen, for agents.
    pub conversation: Option<Id<id::Conversation>>,
}

/// What to draw attention to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Notice {
    /// A message for the reader.
    Message,
    /// A conversation that waits, for agents.
    Waiting,
}

/// What a visitor should be made aware of.
pub fn for_visitor(_delivery: &Delivery<Visitor>, _attention: &Attention) -> Option<Notice> {
    None
}

/// What an agent should be made aware of. `inbox` and `desk` are as they stood before the delivery.
pub fn for_agent(
    _delivery: &Delivery<Agent>,
    _attention: &Attention,
    _inbox: &crate::inbox::Inbox,
    _desk: &crate::desk::Desk,
) -> Option<Notice> {
    None
}
