//! The loop around the link: inputs in, outputs performed, deliveries out.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use js_sys::Function;
use shared::id::{self, Id};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::VisibilityState;

use super::{
    Config, account,
    listener::Listener,
    now, secret,
    socket::Socket,
    store::{Shelf, Store},
    tabs::Tabs,
    timer::Timer,
    window,
};
use crate::{
    Delivery, Link, Voice, json,
    link::{Credentials, Input, Output, Setup},
    outbox::Record,
    read::FromValue,
};

/// The name under which a visitor's secret is kept.
const SECRET: &str = "secret";
/// The names of all databases, locks and channels begin so.
const PREFIX: &str = "samtale-";

/// What a client is.
pub(super) struct Core<R: Voice> {
    this: Weak<Self>,
    name: String,
    address: String,
    link: RefCell<Link<R>>,
    inputs: RefCell<VecDeque<Input<R>>>,
    is_turning: Cell<bool>,
    has_ended: Cell<bool>,
    on_delivery: RefCell<Option<OnDelivery<R>>>,
    store: Rc<Store>,
    /// Who a visitor is, until the link knows.
    identity: Cell<Option<String>>,
    /// Everything that is registered with the browser while this runs.
    socket: RefCell<Option<Socket>>,
    timer: RefCell<Option<Timer>>,
    tabs: RefCell<Option<Tabs>>,
    listeners: RefCell<Vec<Listener>>,
    release: RefCell<Option<Function>>,
    kick: Closure<dyn FnMut(JsValue)>,
}

type OnDelivery<R> = Box<dyn FnMut(Delivery<R>)>;

impl<R: Voice> Core<R> {
    pub(super) fn start(config: Config, on_delivery: OnDelivery<R>) -> Rc<Self> {
        let name = [PREFIX, &config.person].concat();
        let setup = Setup {
            seed: secret::seed(),
            channel: config.channel,
            person: Some(config.person),
            is_leading: false,
        };
        let core = Rc::new_cyclic(|this: &Weak<Self>| {
            let kicked = this.clone();
            Self {
                this: this.clone(),
                address: config.socket,
                link: RefCell::new(Link::new(setup)),
                inputs: RefCell::new(VecDeque::new()),
                is_turning: Cell::new(false),
                has_ended: Cell::new(false),
                on_delivery: RefCell::new(Some(on_delivery)),
                store: Store::open(&name, config.is_kept),
                identity: Cell::new(config.identity),
                name,
                socket: RefCell::new(None),
                timer: RefCell::new(None),
                tabs: RefCell::new(None),
                listeners: RefCell::new(Vec::new()),
                release: RefCell::new(None),
                kick: Closure::new(move |_| {
                    if let Some(core) = kicked.upgrade() {
                        core.turn();
                    }
                }),
            }
        });
        core.listen();
        if config.ends_with_page {
            core.end_with_page();
        }
        core.read_store();
        core
    }

    pub(super) fn mint(&self) -> Id<id::Client> {
        self.link.borrow_mut().mint()
    }

    /// Takes an input; what comes of it comes later in this tick, not within this call.
    pub(super) fn give(&self, input: Input<R>) {
        if self.has_ended.get() {
            return;
        }
        self.inputs.borrow_mut().push_back(input);
        if !self.is_turning.get() {
            window().queue_microtask(self.kick.as_ref().unchecked_ref());
        }
    }

    /// Takes an input that the browser reported, and does what comes of it.
    pub(super) fn give_now(&self, input: Input<R>) {
        if !self.has_ended.get() {
            self.inputs.borrow_mut().push_back(input);
            self.turn();
        }
    }

    /// What another tab says.
    pub(super) fn told(&self, text: &str) {
        match text.split_at_checked(1) {
            Some(("n", note)) => {
                if let Ok(note) = json::Value::parse(note).and_then(FromValue::from_value) {
                    self.give_now(Input::Told(note));
                }
            }
            Some(("v", value)) => {
                if let Some((key, value)) = value.split_once('\n') {
                    self.deliver(Delivery::Remembered(vec![(
                        key.to_owned(),
                        value.to_owned(),
                    )]));
                }
            }
            Some(("x", _)) => self.give_now(Input::Stop),
            _ => {}
        }
    }

    pub(super) fn remember(&self, key: &str, value: &str) {
        self.store.set(key.to_owned(), value.to_owned());
        self.tell(&["v", key, "\n", value].concat());
    }

    /// The lock is held until this is called.
    pub(super) fn hold(&self, release: Function) {
        *self.release.borrow_mut() = Some(release);
    }

    pub(super) fn log_out(&self) {
        self.store.clear();
        self.tell("x");
        self.end();
    }

    /// Closes everything, for good.
    pub(super) fn end(&self) {
        self.has_ended.set(true);
        self.inputs.borrow_mut().clear();
        self.socket.take();
        self.timer.take();
        self.listeners.take();
        self.tabs.take();
        self.store.close();
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        // While it is being called it is dropped after the call.
        if let Ok(mut on_delivery) = self.on_delivery.try_borrow_mut() {
            *on_delivery = None;
        }
    }

    fn listen(&self) {
        let window = window();
        let listen = |target: &web_sys::EventTarget, kind, make: fn() -> Option<Input<R>>| {
            let this = self.this.clone();
            let listener = Listener::new(target, kind, move |_| {
                if let Some((core, input)) = this.upgrade().zip(make()) {
                    core.give_now(input);
                }
            });
            self.listeners.borrow_mut().push(listener);
        };
        listen(&window, "online", || Some(Input::Online));
        listen(&window, "offline", || Some(Input::Offline));
        listen(&window, "pageshow", || Some(Input::Visible));
        if let Some(document) = window.document() {
            listen(&document, "visibilitychange", || {
                let document = super::window().document()?;
                let is_visible = document.visibility_state() == VisibilityState::Visible;
                is_visible.then_some(Input::Visible)
            });
        }
        // Whoever keeps nothing has nothing in common with other tabs either.
        if self.name != PREFIX {
            *self.tabs.borrow_mut() = Some(Tabs::join(&self.name, &self.this));
        }
    }

    fn end_with_page(&self) {
        let this = self.this.clone();
        let listener = Listener::new(&window(), "pagehide", move |_| {
            if let Some(core) = this.upgrade() {
                core.end();
            }
        });
        self.listeners.borrow_mut().push(listener);
    }

    /// Reads what is kept, and then begins.
    fn read_store(&self) {
        let this = self.this.clone();
        self.store.all(Shelf::Values, move |values| {
            if let Some(core) = this.upgrade() {
                core.begin(values);
            }
        });
    }

    fn begin(&self, values: Option<Vec<(JsValue, String)>>) {
        if let Some(values) = values {
            let named = values.into_iter();
            let named = named.filter_map(|(key, value)| Some((key.as_string()?, value)));
            let known = named.filter(|(key, _)| key != SECRET).collect();
            self.deliver(Delivery::Remembered(known));
            self.recall();
            if let Some(tabs) = self.tabs.borrow_mut().as_mut() {
                tabs.stand(&self.name, &self.this);
            }
        } else {
            self.give_now(Input::StorageDenied);
        }
        if R::NEEDS_TICKET {
            self.give_now(Input::SignedIn);
            return;
        }
        let this = self.this.clone();
        self.store.claim(SECRET, secret::secret(), move |secret| {
            if let Some(core) = this.upgrade() {
                let credentials = Credentials::new(secret).of(core.identity.take());
                core.give_now(Input::Credentials(credentials));
            }
        });
    }

    /// Gives the link all inputs that wait, each with everything that comes of it.
    fn turn(&self) {
        if self.is_turning.replace(true) {
            return;
        }
        loop {
            let Some(input) = self.inputs.borrow_mut().pop_front() else {
                break;
            };
            self.link.borrow_mut().handle(input, now());
            loop {
                let Some(output) = self.link.borrow_mut().poll() else {
                    break;
                };
                self.perform(output);
            }
        }
        self.is_turning.set(false);
    }

    fn perform(&self, output: Output<R>) {
        if self.has_ended.get() {
            return;
        }
        match output {
            Output::Connect => self.connect(),
            Output::Transmit(text) => {
                if let Some(socket) = &*self.socket.borrow() {
                    socket.send(&text);
                }
            }
            Output::Close => drop(self.socket.take()),
            Output::WakeAt(at) => self.wake_at(at),
            Output::Deliver(delivery) => self.deliver(delivery),
            Output::Keep(record, at) => self.keep(&record, at),
            Output::Forget(order) => self.store.remove(order),
            Output::Recall => self.recall(),
            Output::Tell(note) => {
                let note = json::write(&note);
                self.tell(&["n", &note].concat());
            }
            Output::Authorize => self.authorize(),
        }
    }

    fn deliver(&self, delivery: Delivery<R>) {
        let taken = self.on_delivery.take();
        if let Some(mut on_delivery) = taken {
            on_delivery(delivery);
            if !self.has_ended.get() {
                *self.on_delivery.borrow_mut() = Some(on_delivery);
            }
        }
    }

    fn connect(&self) {
        self.socket.take();
        let socket = Socket::open(&self.address, &self.this);
        if socket.is_none() {
            self.give(Input::Closed(1006));
        }
        *self.socket.borrow_mut() = socket;
    }

    fn wake_at(&self, at: u64) {
        let this = self.this.clone();
        let timer = Timer::new(at.saturating_sub(now()) + 1, move |_| {
            if let Some(core) = this.upgrade() {
                core.give_now(Input::Wake);
            }
        });
        *self.timer.borrow_mut() = timer;
    }

    fn keep(&self, record: &Record, at: Option<u64>) {
        let (this, id) = (self.this.clone(), record.id.clone());
        self.store.add(record.encode(), at, move |order| {
            if let Some(core) = this.upgrade() {
                core.give(Input::Kept(id, order));
            }
        });
    }

    fn recall(&self) {
        let this = self.this.clone();
        self.store.all(Shelf::Outbox, move |stored| {
            let Some(core) = this.upgrade() else {
                return;
            };
            let stored = stored
                .into_iter()
                .flatten()
                .filter_map(|(key, text)| Some((key.as_f64()? as u64, Record::decode(&text)?)));
            core.give(Input::Stored(stored.collect()));
        });
    }

    fn authorize(&self) {
        // Only agents come here, so only their app holds what follows.
        if R::NEEDS_TICKET {
            let this = self.this.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let answer = account::ticket().await;
                if let Some(core) = this.upgrade() {
                    core.give(match answer {
                        Ok(ticket) => Input::Credentials(Credentials::new(ticket)),
                        Err(error) => Input::Denied(error.code(), error.retry_after_ms()),
                    });
                }
            });
        }
    }

    fn tell(&self, text: &str) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(text);
        }
    }
}

impl<R: Voice> Drop for Core<R> {
    fn drop(&mut self) {
        self.end();
    }
}
