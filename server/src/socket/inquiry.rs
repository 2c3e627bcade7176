//! Questions of one socket to the register, and to name servers. They are answered as they come, not in the order in which they
//! were asked: a register that takes its time holds up nobody's conversation.

use std::{future::pending, sync::Arc};

use shared::{
    error::{Code, Failed},
    frame::FromServer,
    visitor::Visitor,
};
use tokio::task::JoinSet;

use crate::{
    domains::Lookup,
    edge::Edge,
    frame,
    hub::Said,
    register::{Answered, Question},
};

/// Questions of one socket that may wait for their answers.
const MAX_WAITING: usize = 16;

/// What is being asked. When it is dropped, nobody waits for the answers any more.
#[derive(Default)]
pub(super) struct Inquiries(JoinSet<Answered>);

impl Inquiries {
    /// Begins to ask. When too many wait already, gives what the client is told instead.
    pub(super) fn begin(&mut self, edge: &Arc<Edge>, question: Question) -> Result<(), String> {
        if self.0.len() >= MAX_WAITING {
            return Err(frame::text(&question.failed(Code::RateLimited)));
        }
        let edge = edge.clone();
        self.0.spawn(async move {
            let unavailable = frame::text(&question.failed(Code::Unavailable));
            let turn = edge.questions.acquire().await;
            let (register, reader) = (edge.register.clone(), edge.engine.reader());
            let zone = edge.config.time_zone.clone();
            let asked =
                tokio::task::spawn_blocking(move || question.put(&*register, &*reader, &zone));
            let answered = asked.await;
            drop(turn);
            answered.unwrap_or(Answered::Frame(unavailable))
        });
        Ok(())
    }

    /// Begins to look a mail domain up. When too much waits already, gives what the client is told instead.
    pub(super) fn look_up(&mut self, edge: &Arc<Edge>, lookup: Lookup) -> Result<(), String> {
        let Lookup { said, domain } = lookup;
        if self.0.len() >= MAX_WAITING {
            let failed = Failed::new(Some(said.id), Code::RateLimited);
            return Err(frame::text(&FromServer::<Visitor>::Failed(failed)));
        }
        let edge = edge.clone();
        self.0.spawn(async move {
            let is_there = edge.domains.may_exist(&domain).await;
            Answered::Said(Box::new(Said::LookedUp(said, is_there)))
        });
        Ok(())
    }

    /// The next answer, as soon as there is one.
    pub(super) async fn next(&mut self) -> Answered {
        loop {
            match self.0.join_next().await {
                Some(Ok(answered)) => return answered,
                // It was told to its client already, or there is no client any more.
                Some(Err(_)) => {}
                None => return pending().await,
            }
        }
    }
}
