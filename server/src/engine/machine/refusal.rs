//! What is told to those whose wishes cannot be stored.

use shared::{
    agent::{self, Agent},
    error::{CloseCode, Code, Failed, Refused},
    frame::FromServer,
    id::{self, Id},
    visitor::{self, Visitor},
};

use super::{Machine, command_id};
use crate::hub::{
    Effect, Said, SocketId,
    input::{Join, Who},
};

/// Milliseconds after which a client may try again what could not be stored.
const RETRY_AFTER_MS: u64 = 1_000;

/// A command that waits for its answer, and the failure it gets when the round is not stored.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    socket: SocketId,
    id: Option<Id<id::Client>>,
    is_visitor: bool,
    code: Code,
}

impl Asked {
    pub(super) fn new(socket: SocketId, said: &Said) -> Self {
        Self {
            socket,
            id: Some(command_id(said).clone()),
            is_visitor: matches!(
                said,
                Said::Visitor(_) | Said::LookedUp(..) | Said::Granted(..)
            ),
            code: Code::Unavailable,
        }
    }

    /// Something that was no command: it fails in any case, and for either role alike.
    pub(super) fn faulty(socket: SocketId, id: Option<Id<id::Client>>, code: Code) -> Self {
        Self {
            socket,
            id,
            is_visitor: true,
            code,
        }
    }

    /// The failure as a frame.
    pub(super) fn refusal(self) -> Effect {
        if self.is_visitor {
            let frame = FromServer::<Visitor>::Failed(failed(self.id, self.code));
            Effect::Visitor(vec![self.socket], Box::new(frame))
        } else {
            let frame = FromServer::<Agent>::Failed(failed(self.id, self.code));
            Effect::Agent(vec![self.socket], Box::new(frame))
        }
    }
}

impl Machine {
    /// Tells the last one who asked that it is not carried out.
    pub(super) fn refuse_last(&mut self) {
        self.effects.extend(self.asked.pop().map(Asked::refusal));
    }

    /// Tells everybody who asked in this round that nothing was done.
    pub(super) fn refuse_all(&mut self) {
        self.effects
            .extend(self.asked.drain(..).map(Asked::refusal));
    }

    /// Tells somebody at the door to come later.
    pub(super) fn turn_away(&mut self, join: &Join) {
        let refused = Refused {
            code: Code::Unavailable,
            versions: None,
            retry_after_ms: Some(RETRY_AFTER_MS),
        };
        self.effects.push(match join.who {
            Who::Visitor { .. } => {
                let frame = FromServer::<Visitor>::Refused(refused);
                Effect::Visitor(vec![join.socket], Box::new(frame))
            }
            Who::Agent { .. } => {
                let frame = FromServer::<Agent>::Refused(refused);
                Effect::Agent(vec![join.socket], Box::new(frame))
            }
        });
        self.effects
            .push(Effect::Close(join.socket, CloseCode::Refused));
    }
}

/// Whether a command may change what is durable.
pub(super) fn writes(said: &Said) -> bool {
    match said {
        Said::Visitor(said) => match said.command {
            visitor::Command::Start(_)
            | visitor::Command::Request(_)
            | visitor::Command::Post(_)
            | visitor::Command::Read(_)
            | visitor::Command::Browse(_)
            | visitor::Command::Tell(_)
            | visitor::Command::End(_)
            | visitor::Command::Reopen(_)
            | visitor::Command::Upload(_)
            | visitor::Command::Rate(_)
            | visitor::Command::SendTranscript(_)
            | visitor::Command::React(_)
            | visitor::Command::Helped(_)
            | visitor::Command::Forget(_) => true,
            visitor::Command::Typing(_)
            | visitor::Command::Suggest(_)
            | visitor::Command::History(_)
            | visitor::Command::Follow(_)
            | visitor::Command::Fetch(_) => false,
        },
        Said::Found(..) | Said::LookedUp(..) | Said::Granted(..) => true,
        Said::Agent(said) => match said.command {
            agent::Command::Take(_)
            | agent::Command::Block(_)
            | agent::Command::TakeNext(_)
            | agent::Command::Post(_)
            | agent::Command::Note(_)
            | agent::Command::Read(_)
            | agent::Command::End(_)
            | agent::Command::Tag(_)
            | agent::Command::Reopen(_)
            | agent::Command::Close(_)
            | agent::Command::Presence(_)
            | agent::Command::Serve(_)
            | agent::Command::Transfer(_)
            | agent::Command::Invite(_)
            | agent::Command::Answer(_)
            | agent::Command::Withdraw(_)
            | agent::Command::Leave(_)
            | agent::Command::TakeOver(_)
            | agent::Command::SaveReply(_)
            | agent::Command::RemoveReply(_)
            | agent::Command::Link(_)
            | agent::Command::CreateContact(_)
            | agent::Command::CreateRequest(_)
            | agent::Command::Upload(_) => true,
            agent::Command::Typing(_)
            | agent::Command::Look(_)
            | agent::Command::Search(_)
            | agent::Command::History(_)
            | agent::Command::Follow(_)
            | agent::Command::Unfollow(_)
            | agent::Command::Replies(_)
            | agent::Command::MatchContacts(_)
            | agent::Command::FindContacts(_)
            | agent::Command::Contact(_)
            | agent::Command::Record(_)
            | agent::Command::Fetch(_)
            | agent::Command::Reveal(_)
            | agent::Command::Trail(_) => false,
        },
    }
}

fn failed<C>(id: Option<Id<id::Client>>, code: Code) -> Failed<C> {
    Failed {
        retry_after_ms: code.is_retryable().then_some(RETRY_AFTER_MS),
        ..Failed::new(id, code)
    }
}
