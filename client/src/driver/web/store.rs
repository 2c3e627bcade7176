//! IndexedDB: the outbox, and small values.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

use super::{listener::Listener, timer::Timer, window};

/// How long opening the database may take before it counts as denied.
const OPEN_WITHIN_MS: u64 = 3_000;

/// The stores of the database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shelf {
    /// Commands, under growing numbers.
    Outbox,
    /// Small values, under their names.
    Values,
}

impl Shelf {
    const fn name(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Values => "values",
        }
    }
}

/// The database of one person.
pub(super) struct Store {
    this: Weak<Self>,
    state: RefCell<State>,
    running: RefCell<Vec<(u32, IdbTransaction, [Listener; 2])>>,
    count: Cell<u32>,
}

enum State {
    /// Being opened; what is to be done then.
    Opening {
        waiting: Vec<Waiting>,
        _listeners: Vec<Listener>,
        _timer: Option<Timer>,
    },
    Open(IdbDatabase),
    /// There is no storage here.
    Denied,
}

#[wasm_bindgen]
extern "C" {
    /// A transaction. web-sys takes this method of it for one that is to go; no browser does.
    type Committing;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &Committing) -> Result<(), JsValue>;
}

type Waiting = Box<dyn FnOnce(&Store)>;
/// What is done in a transaction; what comes of it is read when the transaction is complete.
type Work = Box<dyn FnOnce(&IdbObjectStore) -> Result<Vec<IdbRequest>, JsValue>>;
type Done = Box<dyn FnOnce(Option<Vec<JsValue>>)>;

impl Store {
    /// Opens a database, or keeps nothing.
    pub(super) fn open(name: &str, is_kept: bool) -> Rc<Self> {
        let store = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            state: RefCell::new(State::Denied),
            running: RefCell::new(Vec::new()),
            count: Cell::new(0),
        });
        let request = is_kept.then(|| request_database(name)).flatten();
        if let Some(request) = request {
            let upgrade = Listener::new(&request, "upgradeneeded", {
                let request = request.clone();
                move |_| make_shelves(&request)
            });
            let on_end = |kind| {
                let (this, request) = (store.this.clone(), request.clone());
                Listener::new(&request.clone(), kind, move |_| {
                    if let Some(store) = this.upgrade() {
                        store.opened(database_of(&request));
                    }
                })
            };
            let this = store.this.clone();
            let timer = Timer::new(OPEN_WITHIN_MS, move |_| {
                if let Some(store) = this.upgrade() {
                    store.opened(None);
                }
            });
            let listeners = vec![upgrade, on_end("success"), on_end("error")];
            *store.state.borrow_mut() = State::Opening {
                waiting: Vec::new(),
                _listeners: listeners,
                _timer: timer,
            };
        }
        store
    }

    /// Adds text to the outbox, or writes it over what lies at a place; answers with the place.
    pub(super) fn add(
        &self,
        text: String,
        at: Option<u64>,
        done: impl FnOnce(Option<u64>) + 'static,
    ) {
        let work = move |shelf: &IdbObjectStore| {
            let text = JsValue::from_str(&text);
            let request = match at {
                Some(at) => shelf.put_with_key(&text, &JsValue::from_f64(at as f64))?,
                None => shelf.add(&text)?,
            };
            Ok(vec![request])
        };
        let done = move |results: Option<Vec<JsValue>>| {
            let key = results.and_then(|it| it.first()?.as_f64());
            done(key.map(|it| it as u64));
        };
        self.change(Shelf::Outbox, Box::new(work), Box::new(done));
    }

    /// Removes what lies at a place of the outbox.
    pub(super) fn remove(&self, at: u64) {
        let work = move |shelf: &IdbObjectStore| {
            let request = shelf.delete(&JsValue::from_f64(at as f64))?;
            Ok(vec![request])
        };
        self.change(Shelf::Outbox, Box::new(work), Box::new(|_| {}));
    }

    /// Everything on a shelf, by key; `None` when there is no storage.
    pub(super) fn all(
        &self,
        shelf: Shelf,
        done: impl FnOnce(Option<Vec<(JsValue, String)>>) + 'static,
    ) {
        let work = |shelf: &IdbObjectStore| Ok(vec![shelf.get_all_keys()?, shelf.get_all()?]);
        let done = move |results: Option<Vec<JsValue>>| {
            done(results.map(|results| {
                let mut pairs = Vec::new();
                if let [keys, texts] = &results[..] {
                    let (keys, texts) = (Array::from(keys), Array::from(texts));
                    for at in 0..keys.length() {
                        if let Some(text) = texts.get(at).as_string() {
                            pairs.push((keys.get(at), text));
                        }
                    }
                }
                pairs
            }));
        };
        // Also this waits for the changes before it: they are of the same shelf.
        self.change(shelf, Box::new(work), Box::new(done));
    }

    /// Sets a value; an empty one is removed.
    pub(super) fn set(&self, key: String, value: String) {
        let work = move |shelf: &IdbObjectStore| {
            let key = JsValue::from_str(&key);
            let request = if value.is_empty() {
                shelf.delete(&key)?
            } else {
                shelf.put_with_key(&JsValue::from_str(&value), &key)?
            };
            Ok(vec![request])
        };
        self.change(Shelf::Values, Box::new(work), Box::new(|_| {}));
    }

    /// Sets a value unless there is one; answers with the one that is there then. Of several tabs that do
    /// this at once, one wins.
    pub(super) fn claim(
        &self,
        key: &'static str,
        value: String,
        done: impl FnOnce(String) + 'static,
    ) {
        let fallback = value.clone();
        let work = move |shelf: &IdbObjectStore| {
            let request = shelf.get(&JsValue::from_str(key))?;
            let (shelf, asked) = (shelf.clone(), request.clone());
            let put = wasm_bindgen::closure::Closure::once_into_js(move |_: JsValue| {
                if asked.result().is_ok_and(|it| it.is_undefined()) {
                    let _ = shelf.put_with_key(&JsValue::from_str(&value), &JsValue::from_str(key));
                }
            });
            request.set_onsuccess(Some(put.unchecked_ref()));
            Ok(vec![request])
        };
        let done = move |results: Option<Vec<JsValue>>| {
            let found = results.and_then(|it| it.first()?.as_string());
            done(found.unwrap_or(fallback));
        };
        self.change(Shelf::Values, Box::new(work), Box::new(done));
    }

    /// Removes everything.
    pub(super) fn clear(&self) {
        for shelf in [Shelf::Outbox, Shelf::Values] {
            let work = |shelf: &IdbObjectStore| Ok(vec![shelf.clear()?]);
            self.change(shelf, Box::new(work), Box::new(|_| {}));
        }
    }

    /// Takes nothing more. What is committed comes to its end; what is not would stay as it is for as long as the browser
    /// holds the page that was left, and so would whoever wants the same shelf: it is as if it had not begun.
    pub(super) fn close(&self) {
        for (_, transaction, _) in &*self.running.borrow() {
            let _ = transaction.abort();
        }
        let mut state = self.state.borrow_mut();
        if let State::Open(database) = &*state {
            database.close();
            *state = State::Denied;
        }
    }

    fn opened(&self, database: Option<IdbDatabase>) {
        let state = database.map_or(State::Denied, State::Open);
        let before = self.state.replace(state);
        if let State::Opening { waiting, .. } = before {
            for it in waiting {
                it(self);
            }
        }
    }

    fn change(&self, shelf: Shelf, work: Work, done: Done) {
        let database = match &mut *self.state.borrow_mut() {
            State::Opening { waiting, .. } => {
                return waiting.push(Box::new(move |store| store.change(shelf, work, done)));
            }
            State::Open(database) => Some(database.clone()),
            State::Denied => None,
        };
        let begun = database.and_then(|it| begin(&it, shelf, work));
        match begun {
            Some((transaction, requests)) => self.wait(&transaction, requests, done),
            None => done(None),
        }
    }

    /// Waits for the end of a transaction: complete or not, and either just once.
    fn wait(&self, transaction: &IdbTransaction, requests: Vec<IdbRequest>, done: Done) {
        let id = self.count.replace(self.count.get().wrapping_add(1));
        let done = Rc::new(Cell::new(Some(done)));
        let requests = Rc::new(requests);
        let on_end = |kind, is_complete: bool| {
            let (this, done, requests) = (self.this.clone(), done.clone(), requests.clone());
            Listener::new(transaction, kind, move |_| {
                let results = requests.iter().map(IdbRequest::result);
                let results: Option<Vec<_>> = results.map(Result::ok).collect();
                if let Some(done) = done.take() {
                    done(results.filter(|_| is_complete));
                }
                if let Some(store) = this.upgrade() {
                    store.running.borrow_mut().retain(|(it, ..)| *it != id);
                }
            })
        };
        let listeners = [on_end("complete", true), on_end("abort", false)];
        let transaction = transaction.clone();
        self.running.borrow_mut().push((id, transaction, listeners));
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

fn request_database(name: &str) -> Option<IdbOpenDbRequest> {
    let factory = window().indexed_db().ok()??;
    factory.open_with_u32(name, 1).ok()
}

fn database_of(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

fn make_shelves(request: &IdbOpenDbRequest) {
    let Some(database) = database_of(request) else {
        return;
    };
    let numbered = IdbObjectStoreParameters::new();
    numbered.set_auto_increment(true);
    let outbox = Shelf::Outbox.name();
    let _ = database.create_object_store_with_optional_parameters(outbox, &numbered);
    let _ = database.create_object_store(Shelf::Values.name());
}

fn begin(
    database: &IdbDatabase,
    shelf: Shelf,
    work: Work,
) -> Option<(IdbTransaction, Vec<IdbRequest>)> {
    let mode = IdbTransactionMode::Readwrite;
    let transaction = database
        .transaction_with_str_and_mode(shelf.name(), mode)
        .ok()?;
    let requests = work(&transaction.object_store(shelf.name()).ok()?).ok()?;
    // Nothing more comes, so it ends although the page may not live to hear of it. But for what follows from an answer.
    if requests.iter().all(|it| it.onsuccess().is_none()) {
        let _ = transaction.unchecked_ref::<Committing>().commit();
    }
    Some((transaction, requests))
}
