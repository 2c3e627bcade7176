//! Signing in and out, and beginning and ending the connection.

use client::driver::web::{Client, Config, account, own_socket};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    account::Agent,
    error::Code,
    http::{Setup, SignIn},
};

use super::{Session, perform};
use crate::slice::{Account, Problem, Remark};

impl Session {
    /// Asks the server who is signed in, until it answers.
    pub(crate) fn identify(self) {
        spawn_local(async move {
            match account::who().await.map_err(problem) {
                Ok(it) => self.enter_as(it.agent),
                Err(Problem::Refused(Code::SignInRequired, _)) => {
                    self.account.set(Account::SignedOut { was_ended: false });
                }
                Err(_) => {
                    self.account.set(Account::Unreachable);
                    perform::soon(5_000, move || self.identify_again());
                }
            }
        });
    }

    /// Asks once more, if there still was no answer.
    pub(super) fn identify_again(self) {
        if *self.account.read_untracked() == Account::Unreachable {
            self.identify();
        }
    }

    /// Signs in.
    pub(crate) async fn sign_in(self, form: SignIn) -> Result<(), Problem> {
        let signed_in = account::sign_in(&form).await.map_err(problem)?;
        self.enter_as(signed_in.agent);
        Ok(())
    }

    /// Makes the first administrator, who is signed in then.
    pub(crate) async fn set_up(self, form: Setup) -> Result<(), Problem> {
        let signed_in = account::set_up(&form).await.map_err(problem)?;
        self.enter_as(signed_in.agent);
        Ok(())
    }

    /// Signs out and removes everything of the person from this device.
    pub(crate) fn sign_out(self) {
        spawn_local(async move {
            let outcome = account::sign_out().await.map_err(problem);
            let is_out = matches!(
                outcome,
                Ok(()) | Err(Problem::Refused(Code::SignInRequired, _))
            );
            if !is_out {
                self.remark(Remark::StillSignedIn);
                return;
            }
            self.forget_ready();
            self.forget_customer();
            if let Some((_, client)) = self.client.try_update_value(Option::take).flatten() {
                client.log_out();
            }
            self.forget();
            perform::forget_tab();
            self.account.set(Account::SignedOut { was_ended: false });
        });
    }

    /// The person is known: the connection begins, or goes on.
    fn enter_as(self, agent: Agent) {
        let running = self.client.get_value();
        match running.filter(|(person, _)| *person == agent.card.id) {
            Some((_, client)) => client.signed_in(),
            None => self.connect(&agent),
        }
        self.account.set(Account::SignedIn(agent));
        self.look();
    }

    fn connect(self, agent: &Agent) {
        if let Some((_, client)) = self.client.try_update_value(Option::take).flatten() {
            client.stop();
        }
        self.forget();
        let config = Config::agent(own_socket(), &agent.card.id);
        let client = Client::start(config, move |delivery| self.receive(&delivery));
        self.client.set_value(Some((agent.card.id.clone(), client)));
        self.join_tabs(&agent.card.id);
        self.recall_ready();
        self.recall_customer();
    }

    /// Forgets what belongs to a person.
    fn forget(self) {
        self.talks.update_value(super::talks::Talks::clear);
        self.connection.set(Default::default());
        self.desk.set(Default::default());
        self.inbox.set(Default::default());
        self.typing.set(Default::default());
        self.looking.set(Default::default());
        self.writing.set(Default::default());
        self.wishes.set(Default::default());
        self.together.set(Default::default());
        self.attached.set(Default::default());
        self.links.set(Default::default());
        self.bytes.update_value(Vec::clear);
        self.replies.set(Default::default());
        self.handy.set(Default::default());
        self.revision.set(Default::default());
        self.silenced.set(Default::default());
        self.tabs.set_value(None);
        self.customer.set(Default::default());
        self.acquainted.set(Default::default());
        self.forms.set(Default::default());
        self.spoken.set(Vec::new());
        self.gaze.update(|it| {
            it.conversation = None;
            it.last = None;
            it.channel = None;
        });
    }

    /// Goes to the sign-in when the server has ended the person's access. What is written is kept.
    pub(super) fn check_access(self) {
        if self.connection.read_untracked().is_signed_out() {
            self.account.set(Account::SignedOut { was_ended: true });
        }
    }

    /// Tries again after the server refused the connection.
    pub(crate) fn reconnect(self) {
        if let Some((_, client)) = self.client.get_value() {
            client.signed_in();
        }
    }
}

fn problem(error: account::Error) -> Problem {
    match error {
        account::Error::Unreachable => Problem::Unreachable,
        account::Error::Refused(it) => Problem::Refused(it.code, it.retry_after_ms),
    }
}
