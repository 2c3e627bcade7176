//! Accounts, channels and browser sessions, as administrators and the sign-in use them.

use shared::{
    channel::Rights,
    id::{self, Id},
    presence::{Presence, Reason},
    tag::Tag,
    time::Timestamp,
};

use super::{
    Trouble, customers::Customers, files::Files, mails::Mails, photos::Photos, replies::Replies,
};
use crate::directory::{Channel, Office, SessionKey, Work};

/// What administrators set and the sign-in asks.
pub trait Accounts: Customers + Files + Mails + Photos + Replies {
    /// Every account, also those that are not active.
    ///
    /// # Errors
    /// When the storage fails.
    fn accounts(&mut self) -> Result<Vec<Account>, Trouble>;

    /// The account that signs in with this address; upper and lower case are alike.
    ///
    /// # Errors
    /// When the storage fails.
    fn account_by_email(&mut self, email: &str) -> Result<Option<Account>, Trouble>;

    /// Adds an account, or changes the one with this id. An account that is not active loses its
    /// sessions.
    ///
    /// # Errors
    /// [`Trouble::Taken`], or when the storage fails.
    fn put_account(&mut self, account: &Account) -> Result<(), Trouble>;

    /// The hash of an account's password, if it has one.
    ///
    /// # Errors
    /// When the storage fails.
    fn password(&mut self, agent: &Id<id::Agent>) -> Result<Option<String>, Trouble>;

    /// Sets the hash of an account's password and ends all its sessions.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn set_password(&mut self, agent: &Id<id::Agent>, hash: &str) -> Result<(), Trouble>;

    /// Sets an agent's rights on a channel; no right at all removes the agent from it.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn set_rights(
        &mut self,
        agent: &Id<id::Agent>,
        channel: &Id<id::Channel>,
        rights: Rights,
    ) -> Result<(), Trouble>;

    /// An agent's share of the work.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn work(&mut self, agent: &Id<id::Agent>) -> Result<Work, Trouble>;

    /// Sets an agent's share of the work.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn set_work(&mut self, agent: &Id<id::Agent>, work: &Work) -> Result<(), Trouble>;

    /// The reasons an agent may be away for, in order.
    ///
    /// # Errors
    /// When the storage fails.
    fn reasons(&mut self) -> Result<Vec<Reason>, Trouble>;

    /// Sets all of those reasons.
    ///
    /// # Errors
    /// When the storage fails.
    fn set_reasons(&mut self, reasons: &[Reason]) -> Result<(), Trouble>;

    /// The topics of conversations, in order.
    ///
    /// # Errors
    /// When the storage fails.
    fn tags(&mut self) -> Result<Vec<Tag>, Trouble>;

    /// Sets all of those topics.
    ///
    /// # Errors
    /// When the storage fails.
    fn set_tags(&mut self, tags: &[Tag]) -> Result<(), Trouble>;

    /// What counts for everybody: how the work is shared out.
    ///
    /// # Errors
    /// When the storage fails.
    fn office(&mut self) -> Result<Office, Trouble>;

    /// Sets all of it.
    ///
    /// # Errors
    /// When the storage fails.
    fn set_office(&mut self, office: &Office) -> Result<(), Trouble>;

    /// Makes an agent present or away, without a reason.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn set_presence(&mut self, agent: &Id<id::Agent>, presence: Presence) -> Result<(), Trouble>;

    /// Every channel.
    ///
    /// # Errors
    /// When the storage fails.
    fn channels(&mut self) -> Result<Vec<Channel>, Trouble>;

    /// Adds a channel, or changes the one with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_channel(&mut self, channel: &Channel) -> Result<(), Trouble>;

    /// Keeps a new browser session.
    ///
    /// # Errors
    /// [`Trouble::Absent`] when there is no such active account, or when the storage fails.
    fn open_session(&mut self, session: &Session) -> Result<(), Trouble>;

    /// The session with this key and its account, unless it ended by `now` or the account is not active.
    ///
    /// # Errors
    /// When the storage fails.
    fn session(
        &mut self,
        key: &SessionKey,
        now: Timestamp,
    ) -> Result<Option<(Session, Account)>, Trouble>;

    /// Ends a session; nothing happens when there is none.
    ///
    /// # Errors
    /// When the storage fails.
    fn close_session(&mut self, key: &SessionKey) -> Result<(), Trouble>;

    /// Forgets the sessions that ended before `now`.
    ///
    /// # Errors
    /// When the storage fails.
    fn forget_sessions(&mut self, now: Timestamp) -> Result<(), Trouble>;

    /// The SHA-256 of the token that lets the first administrator in, while there is one.
    ///
    /// # Errors
    /// When the storage fails.
    fn setup_token(&mut self) -> Result<Option<[u8; 32]>, Trouble>;

    /// Sets or removes that token.
    ///
    /// # Errors
    /// When the storage fails.
    fn set_setup_token(&mut self, hash: Option<[u8; 32]>) -> Result<(), Trouble>;
}

/// Somebody who may sign in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// The agent.
    pub id: Id<id::Agent>,
    /// The name visitors see.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// Whether the agent may sign in.
    pub is_active: bool,
    /// Whether the agent may change settings.
    pub is_administrator: bool,
}

/// A browser that is signed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// The hash of its secret.
    pub key: SessionKey,
    /// Whose it is.
    pub agent: Id<id::Agent>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}
