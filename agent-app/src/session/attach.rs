//! Files: attaching them to what is written, and getting those that came.

use client::{
    Delivery,
    attach::{Next, Stage, Tray},
    delivery::Outcome,
    driver::web::{
        file,
        upload::{Step, Upload},
    },
    outbox::News,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    agent::{Agent, Command},
    file::{Fetch, File, Slot},
    id::{self, Id},
};

use super::{Session, perform};
use crate::{
    dom::files::{self, Picked},
    slice::{Attached, Came, Copying, Place, Remark, Want},
};

/// The bytes of files that are not with the server yet.
pub(super) type Bytes = Vec<(Place, Moving)>;

/// The bytes of a file, where they go, and that they go.
pub(super) struct Moving {
    picked: Picked,
    slot: Option<Slot>,
    /// Given up when it is dropped.
    _upload: Option<Upload>,
}

impl Session {
    /// The files of every message being written.
    pub(crate) fn attached(self) -> ReadSignal<Attached> {
        self.attached.read_only()
    }

    /// Where a picture can be got, and to be shown.
    pub(crate) fn picture(self, file: &Id<id::File>) -> Option<String> {
        let links = self.links.read();
        let address = links.address(file, perform::now())?;
        Some(format!("{address}&show"))
    }

    /// Attaches files to the message being written. What the server would not take is refused at once.
    pub(crate) fn attach(self, conversation: &Id<id::Conversation>, all: Vec<Picked>) {
        let limits = self.connection.read_untracked().files().cloned();
        for picked in all {
            let file = picked.file();
            let added = self.change_tray(conversation, |it| it.add(file, limits.as_ref()));
            if let Some((key, true)) = added {
                let place = (conversation.clone(), key);
                let moving = Moving {
                    picked,
                    slot: None,
                    _upload: None,
                };
                self.bytes
                    .update_value(|it| it.push((place.clone(), moving)));
                self.announce(&place);
            }
        }
    }

    /// Takes a file out again; what is still on its way is given up.
    pub(crate) fn detach(self, conversation: &Id<id::Conversation>, key: u32) {
        self.change_tray(conversation, |it| it.remove(key));
        self.forget_bytes(&(conversation.clone(), key));
        self.keep_draft(conversation);
    }

    /// Sends a file again that did not arrive.
    pub(crate) fn attach_again(self, conversation: &Id<id::Conversation>, key: u32) {
        self.change_tray(conversation, |it| it.retry(key));
        self.announce(&(conversation.clone(), key));
    }

    /// Takes one delivery.
    pub(super) fn receive_files(self, delivery: &Delivery<Agent>) {
        self.attached.maybe_update(|it| it.receive(delivery));
        if let Delivery::Outbox(News::Kept(it)) = delivery
            && it.content.as_ref().is_some_and(|it| !it.files.is_empty())
        {
            self.keep_draft(&Id::new(it.lane.as_str()));
        }
        let Delivery::Answer(answer) = delivery else {
            return;
        };
        let next = self.attached.try_maybe_update(|it| {
            let next = it.next(delivery);
            (next.is_some(), next)
        });
        if let Some((place, next)) = next.flatten() {
            if matches!(answer.outcome, Outcome::Refused(_)) {
                // It is told where the file would have stood.
                self.discard(&answer.id);
            }
            self.go_on(place, next);
        }
        let came = self
            .links
            .try_update(|it| it.receive(delivery, perform::now()));
        match came.flatten() {
            Some(Came::Link(file, address)) => open(&file, &address),
            Some(Came::Bytes(copying, address)) => spawn_local(self.copy(copying, address)),
            Some(Came::Nothing(Some(code))) => self.remark(Remark::Refused(code)),
            Some(Came::Nothing(None)) => self.remark(Remark::Unanswered),
            None => {}
        }
    }

    fn announce(self, place: &Place) {
        let Some((_, client)) = self.client.get_value() else {
            return;
        };
        let (conversation, key) = place;
        let upload = self.change_tray(conversation, |it| it.announce(*key));
        if let Some(upload) = upload.flatten() {
            let id = client.send(Command::Upload(upload));
            self.change_tray(conversation, |it| it.announced(*key, id));
        }
    }

    fn go_on(self, place: Place, next: Next) {
        match next {
            Next::Send(slot) => {
                self.send_bytes(&place, Some(slot));
            }
            Next::Again(ms) => perform::soon(ms.into(), move || self.send_bytes(&place, None)),
            Next::Anew => self.announce(&place),
            Next::Forget => {
                let (conversation, key) = &place;
                let tray = self.attached.read_untracked();
                let chips = tray.tray(conversation).map_or(&[][..], Tray::chips);
                let is_cut = |it: &client::attach::Chip| it.key == *key && it.stage == Stage::Cut;
                let is_kept = chips.iter().any(is_cut);
                drop(tray);
                if !is_kept {
                    self.forget_bytes(&place);
                }
                self.keep_draft(conversation);
            }
        }
    }

    /// Sends them to a new place, or without one to the last.
    fn send_bytes(self, place: &Place, slot: Option<Slot>) {
        self.bytes.update_value(|all| {
            let Some((_, moving)) = all.iter_mut().find(|(it, _)| it == place) else {
                return;
            };
            moving.slot = slot.or(moving.slot.take());
            let Some(slot) = &moving.slot else { return };
            let to = place.clone();
            let on_step = move |step| self.hear_step(&to, step);
            moving._upload = Upload::start(moving.picked.bytes(), slot, on_step);
        });
    }

    fn hear_step(self, place: &Place, step: Step) {
        let (conversation, key) = place.clone();
        match step {
            Step::Sent(bytes) => self
                .attached
                .maybe_update(|it| it.tray_mut(&conversation).moved(key, bytes)),
            Step::Over(status, answer) => {
                let next = self.change_tray(&conversation, |it| it.arrived(key, status, &answer));
                let place = place.clone();
                // The browser is still within the upload that ends by this.
                perform::soon(0, move || self.go_on(place, next.unwrap_or(Next::Forget)));
            }
        }
    }

    fn forget_bytes(self, place: &Place) {
        self.bytes
            .update_value(|all| all.retain(|(it, _)| it != place));
    }

    pub(super) fn change_tray<T>(
        self,
        conversation: &Id<id::Conversation>,
        change: impl FnOnce(&mut Tray) -> T,
    ) -> Option<T> {
        self.attached
            .try_update(|it| change(it.tray_mut(conversation)))
    }

    /// A picture is about to be shown.
    pub(crate) fn want_picture(self, file: &Id<id::File>) {
        let misses = self.links.read_untracked().misses(file, perform::now());
        if misses {
            self.want(Want::Show(file.clone()), file);
        }
    }

    /// Saves a file, or opens a picture in a page of its own.
    pub(crate) fn open_file(self, file: &File) {
        self.want(Want::Open(file.clone()), &file.id);
    }

    /// Attaches a copy of a file that went with another message.
    pub(crate) fn attach_copy(self, conversation: &Id<id::Conversation>, file: &File) {
        if untrack(|| !self.is_copying(conversation, &file.id)) {
            self.want(Want::Attach((conversation.clone(), file.clone())), &file.id);
            self.links.notify();
        }
    }

    /// Whether that is under way.
    pub(crate) fn is_copying(self, to: &Id<id::Conversation>, file: &Id<id::File>) -> bool {
        self.links.read().is_copying(to, file)
    }

    async fn copy(self, copying: Copying, address: String) {
        let (to, file) = &copying;
        let bytes = file::bytes(&address, file).await;
        if !untrack(|| self.is_copying(to, &file.id)) {
            return; // The person has signed out meanwhile.
        }
        match bytes.and_then(|it| files::made_of(&it, file)) {
            Some(picked) => self.attach(to, vec![picked]),
            None => self.remark(Remark::Unanswered),
        }
        self.links.update(|it| it.copied(&copying));
    }

    fn want(self, want: Want, file: &Id<id::File>) {
        let file = file.clone();
        if let Some(id) = self.ask(Command::Fetch(Fetch { file })) {
            self.links.update_untracked(|it| it.ask(id, want));
        }
    }
}

fn open(file: &File, address: &str) {
    if file.is_picture() {
        files::open(&format!("{address}&show"), true);
    } else {
        files::open(address, false);
    }
}
