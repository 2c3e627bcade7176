//! Somebody with an app.

use crate::random::Random;

use super::{agent::AgentApp, backend::Login, notebook::Notebook, visitor::VisitorApp};

/// Something that happens to an app.
pub(super) enum Happening {
    /// It is opened.
    Start,
    /// Its socket is open.
    Opened,
    /// A text came.
    Text(String),
    /// Its socket is closed.
    Closed(u16),
    /// The time it asked for has come.
    Wake,
}

/// Something an app wants from the world.
pub(super) enum Wish {
    /// A wire, to be known by this number of the app's own.
    Connect(u64),
    /// To send a text.
    Transmit(String),
    /// To have its wire closed.
    Close,
    /// To be woken.
    WakeAt(u64),
}

/// An app of either kind.
pub(super) trait App {
    /// Takes what happened; answers what it wants.
    fn handle(&mut self, happening: Happening, now: u64) -> Vec<Wish>;
    /// Does something of its person's choice.
    fn act(&mut self, random: &mut Random, now: u64) -> Vec<Wish>;
    /// Its person writes a line where that is possible.
    fn says(&mut self, private: bool, now: u64) -> Vec<Wish>;
    /// Its person asks for the next conversation.
    fn takes_next(&mut self, now: u64) -> Vec<Wish>;
    /// Nothing of it stays but what its device keeps.
    fn dies(&mut self);
    /// Whether it is live and has nothing under way.
    fn is_at_rest(&self) -> bool;
    /// How it stands, for people who look for a fault.
    fn describe(&self) -> String;
    /// What its person typed.
    fn notebook(&self) -> &Notebook;
}

/// Somebody with an app.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) app: Kind,
    /// The wire the app believes in, in the world's numbers.
    wire: Option<u64>,
    wires: u64,
    number: u64,
    wake_at: Option<u64>,
    is_dead: bool,
}

/// A visitor or an agent.
pub(super) enum Kind {
    Visitor(Box<VisitorApp>),
    Agent(Box<AgentApp>),
}

impl Kind {
    pub(super) fn app(&self) -> &dyn App {
        match self {
            Self::Visitor(app) => &**app,
            Self::Agent(app) => &**app,
        }
    }

    fn app_mut(&mut self) -> &mut dyn App {
        match self {
            Self::Visitor(app) => &mut **app,
            Self::Agent(app) => &mut **app,
        }
    }
}

impl Person {
    pub(super) fn visitor(name: &str, seed: u64) -> Self {
        Self::new(
            name,
            Kind::Visitor(Box::new(VisitorApp::new(name, seed))),
            seed,
        )
    }

    pub(super) fn agent(name: &str, seed: u64) -> Self {
        Self::new(name, Kind::Agent(Box::new(AgentApp::new(name, seed))), seed)
    }

    fn new(name: &str, app: Kind, seed: u64) -> Self {
        Self {
            name: name.to_owned(),
            app,
            wire: None,
            wires: 0,
            // Wires of all people have numbers of their own.
            number: seed << 20,
            wake_at: None,
            is_dead: true,
        }
    }

    /// Who the person proves to be.
    pub(super) fn login(&self) -> Login {
        match &self.app {
            Kind::Visitor(_) => Login::Visitor(self.name.clone()),
            Kind::Agent(_) => Login::Agent(self.name.clone()),
        }
    }

    pub(super) fn handle(&mut self, happening: Happening, now: u64) -> Vec<Wish> {
        match happening {
            Happening::Start => self.is_dead = false,
            Happening::Closed(_) => self.wire = None,
            _ => {}
        }
        if self.is_dead {
            return Vec::new();
        }
        let wishes = self.app.app_mut().handle(happening, now);
        self.note(wishes)
    }

    pub(super) fn act(&mut self, random: &mut Random, now: u64) -> Vec<Wish> {
        self.does(|app| app.act(random, now))
    }

    pub(super) fn says(&mut self, private: bool, now: u64) -> Vec<Wish> {
        self.does(|app| app.says(private, now))
    }

    pub(super) fn takes_next(&mut self, now: u64) -> Vec<Wish> {
        self.does(|app| app.takes_next(now))
    }

    pub(super) fn dies(&mut self) {
        self.is_dead = true;
        self.wire = None;
        self.wake_at = None;
        self.app.app_mut().dies();
    }

    /// The messages on the screen, for a visitor.
    pub(super) fn lines(&self) -> Vec<String> {
        match &self.app {
            Kind::Visitor(app) => app.lines(),
            Kind::Agent(_) => Vec::new(),
        }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.is_dead
    }

    /// Whether this is the wire the app believes in.
    pub(super) fn is_on(&self, wire: u64) -> bool {
        self.wire == Some(wire)
    }

    pub(super) fn wants_to_wake_at(&self, at: u64) -> bool {
        self.wake_at == Some(at)
    }

    pub(super) fn is_at_rest(&self) -> bool {
        !self.is_dead && self.app.app().is_at_rest()
    }

    fn does(&mut self, deed: impl FnOnce(&mut dyn App) -> Vec<Wish>) -> Vec<Wish> {
        if self.is_dead {
            return Vec::new();
        }
        let wishes = deed(self.app.app_mut());
        self.note(wishes)
    }

    /// Remembers what the app wants, and numbers its wires.
    fn note(&mut self, wishes: Vec<Wish>) -> Vec<Wish> {
        wishes
            .into_iter()
            .map(|wish| match wish {
                Wish::Connect(_) => {
                    self.wires += 1;
                    let wire = self.number + self.wires;
                    self.wire = Some(wire);
                    Wish::Connect(wire)
                }
                Wish::Close => {
                    self.wire = None;
                    Wish::Close
                }
                Wish::WakeAt(at) => {
                    self.wake_at = Some(at);
                    Wish::WakeAt(at)
                }
                Wish::Transmit(text) => Wish::Transmit(text),
            })
            .collect()
    }
}
