//! A person who does not give up: comes back after every loss, from where the logs stopped, and repeats
//! a command until it is answered.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use shared::{
    Role,
    error::{Failed, Refused},
    frame::Resume,
    id::{self, Id},
};
use tokio::time::{interval, sleep};

use super::{Closed, Person, Socket, connect};
use crate::patience::within;

/// Between two tries to reach a server that is not there.
const PAUSE: Duration = Duration::from_millis(5);

impl<R: Role> Socket<R> {
    /// Opens a socket as this person, and is up to date.
    pub async fn sign_on(server: SocketAddr, person: Person) -> Self {
        Self::open(server).await.signed_on(person).await
    }

    /// As [`Socket::sign_on`], from one of this machine's loopback addresses, as from another machine.
    pub async fn sign_on_from(machine: Ipv4Addr, server: SocketAddr, person: Person) -> Self {
        let socket = Self::open_from(machine, server).await;
        socket.signed_on(person).await
    }

    async fn signed_on(mut self, person: Person) -> Self {
        let hello = person.hello::<R>(None).await;
        let hello = hello.expect("the server is there");
        self.person = Some(person);
        let refused = self.hello(hello).await;
        refused.unwrap_or_else(|refused| panic!("not welcome: {refused:?}"));
        self
    }

    /// Who sits here.
    pub fn person(&self) -> &Person {
        self.person.as_ref().expect("somebody signed on")
    }

    /// Where this socket stopped, of every log but the desk, which always begins anew.
    pub fn stopped(&self) -> Resume {
        let cursors = self.logs.iter().filter(|(log, _)| !log.is_desk());
        Resume {
            epoch: self.welcome().epoch.clone(),
            cursors: cursors.map(|(log, it)| (log.clone(), it.head())).collect(),
        }
    }

    /// Drops the connection without a word and opens another, resuming.
    pub async fn come_back(&mut self) {
        let resume = self.stopped();
        self.come_back_with(Some(resume)).await;
    }

    /// Drops the connection without a word and opens another, resuming from anywhere.
    pub async fn come_back_with(&mut self, resume: Option<Resume>) {
        let tries = async {
            let mut pause = interval(PAUSE);
            while let Err(refused) = self.try_come_back(resume.clone()).await {
                if let Some(refused) = refused {
                    assert!(refused.retry_after_ms.is_some(), "not welcome: {refused:?}");
                }
                pause.tick().await;
            }
        };
        within("the way back", tries).await;
    }

    async fn try_come_back(&mut self, resume: Option<Resume>) -> Result<(), Option<Refused>> {
        let hello = self.person().clone().hello::<R>(resume).await.ok_or(None)?;
        self.stream = connect(self.server, &[], Ipv4Addr::LOCALHOST)
            .await
            .map_err(|_| None)?;
        self.waiting.clear();
        match self.try_hello(hello).await {
            Ok(outcome) => outcome.map_err(Some),
            Err(_) => Err(None),
        }
    }

    /// Goes to another address from the next connection on, such as that of a proxy.
    pub fn move_to(&mut self, server: SocketAddr) {
        self.server = server;
    }

    /// Repeats a command under its one id until it is answered, however often the connection ends.
    pub async fn insist(
        &mut self,
        id: &Id<id::Client>,
        command: R::Command,
    ) -> Result<R::Reply, Failed<R::Current>> {
        loop {
            self.submit(id, command.clone()).await;
            match self.answer_or_end(id).await {
                Ok(Err(failed)) if failed.retryable => {
                    sleep(Duration::from_millis(failed.retry_after_ms.unwrap_or(1))).await;
                }
                Ok(answer) => return answer,
                Err(Closed { .. }) => self.come_back().await,
            }
        }
    }
}
