//! Files that are attached to a message while it is written: on their way to the server, there, or refused.
//!
//! The app holds their bytes. [`Tray::add`] says what is to be announced; the answer ([`Tray::receive`]) says where
//! the bytes go; whoever sends them tells [`Tray::moved`] and [`Tray::arrived`]. What is there is kept with the
//! draft ([`Tray::encode`]).

use shared::{
    error::Code,
    file::{File, Limits, Slot, Upload},
    id::{self, Id},
};

use crate::{
    Delivery, Voice,
    delivery::Outcome,
    json::{self, Value},
    outbox::News,
    read::FromValue,
};

/// How often bytes that did not arrive are sent again by themselves.
const TRIES: u32 = 6;
/// The pause before that, at first.
const PAUSE_MS: u32 = 1_000;

/// The files of one message being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tray {
    chips: Vec<Chip>,
    last: u32,
    /// Those that went with messages: what was kept before does not bring them back.
    went: Vec<Id<id::File>>,
}

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Names it as long as the page lives.
    pub key: u32,
    /// What is known of it; when it is there, what the server knows.
    pub file: File,
    /// How far it has come.
    pub stage: Stage,
    tries: u32,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Waits for an answer to its announcement, given under this id.
    Announced(Option<Id<id::Client>>),
    /// So many of its bytes are sent.
    Sending(u64),
    /// It is there.
    Ready,
    /// It did not arrive, and may be sent again.
    Cut,
    /// It is not taken.
    Refused(Code),
}

/// What is to be done with the bytes of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Send them there.
    Send(Slot),
    /// Send them to the same place again, after so many milliseconds.
    Again(u32),
    /// Announce the file anew, see [`Tray::announce`].
    Anew,
    /// Nothing: they are there, or will not be.
    Forget,
}

impl Tray {
    /// A file is attached. Gives its key, and whether it is to be announced: what the server would not take
    /// is refused here.
    pub fn add(&mut self, file: File, limits: Option<&Limits>) -> (u32, bool) {
        let refusal = match limits {
            None => Some(Code::UnknownCommand),
            Some(it) if self.count() >= it.max_count => Some(Code::TooMany),
            Some(it) if file.size > it.max_bytes => Some(Code::TooLarge),
            Some(it) if !it.takes(&file.kind) => Some(Code::WrongType),
            Some(_) => (file.size == 0).then_some(Code::Empty),
        };
        self.last += 1;
        self.chips.push(Chip {
            key: self.last,
            file,
            stage: refusal.map_or(Stage::Announced(None), Stage::Refused),
            tries: 0,
        });
        (self.last, refusal.is_none())
    }

    /// The announcement of a file, to be sent; then tell [`Tray::announced`].
    pub fn announce(&mut self, key: u32) -> Option<Upload> {
        let chip = self.chip_mut(key)?;
        chip.stage = Stage::Announced(None);
        Some(Upload {
            name: chip.file.name.clone(),
            size: chip.file.size,
            kind: chip.file.kind.clone(),
        })
    }

    /// The announcement has this id.
    pub fn announced(&mut self, key: u32, id: Id<id::Client>) {
        if let Some(chip) = self.chip_mut(key) {
            chip.stage = Stage::Announced(Some(id));
        }
    }

    /// Takes the answer to an announcement: whose it is, and what is to be done.
    pub fn receive<R: Voice>(&mut self, delivery: &Delivery<R>) -> Option<(u32, Next)> {
        let Delivery::Answer(answer) = delivery else {
            return None;
        };
        let asked = Stage::Announced(Some(answer.id.clone()));
        let chip = self.chips.iter_mut().find(|it| it.stage == asked)?;
        let slot = match &answer.outcome {
            Outcome::Done(reply) => reply.as_ref().and_then(R::slot),
            Outcome::Refused(failed) => {
                chip.stage = Stage::Refused(failed.code);
                return Some((chip.key, Next::Forget));
            }
            Outcome::Unanswered => None,
        };
        let Some(slot) = slot else {
            chip.stage = Stage::Cut;
            return Some((chip.key, Next::Forget));
        };
        chip.stage = Stage::Sending(0);
        Some((chip.key, Next::Send(slot.clone())))
    }

    /// So many bytes of a file are sent; tells whether that changes anything to be seen.
    pub fn moved(&mut self, key: u32, sent: u64) -> bool {
        let Some(chip) = self.chip_mut(key) else {
            return false;
        };
        let before = chip.percent();
        if let Stage::Sending(at) = &mut chip.stage {
            *at = sent;
        }
        chip.percent() != before
    }

    /// The bytes of a file were sent, with this status and answer; 0: there was none.
    pub fn arrived(&mut self, key: u32, status: u16, answer: &str) -> Next {
        let Some(chip) = self.chip_mut(key) else {
            return Next::Forget;
        };
        if status == 200
            && let Some(file) = member(answer, "file")
        {
            chip.file = file;
            chip.stage = Stage::Ready;
            return Next::Forget;
        }
        let code = member(answer, "code").unwrap_or(Code::Unavailable);
        if matches!(status, 403 | 413 | 415) {
            chip.stage = Stage::Refused(code);
            return Next::Forget;
        }
        chip.tries += 1;
        if chip.tries > TRIES {
            chip.stage = Stage::Cut;
            return Next::Forget;
        }
        if status == 404 {
            // The server has begun anew, or it took too long.
            return Next::Anew;
        }
        chip.stage = Stage::Sending(0);
        Next::Again(PAUSE_MS << (chip.tries - 1))
    }

    /// A file that did not arrive shall be sent again.
    pub fn retry(&mut self, key: u32) {
        if let Some(chip) = self.chip_mut(key) {
            chip.tries = 0;
        }
    }

    /// A file is taken out again.
    pub fn remove(&mut self, key: u32) {
        self.chips.retain(|it| it.key != key);
    }

    /// Files went with a message: they are attached no more. Tells whether there were any.
    pub fn hear(&mut self, news: &News) -> bool {
        let News::Kept(pending) = news else {
            return false;
        };
        let gone = pending.content.as_ref().map_or(&[][..], |it| &it.files);
        let before = self.chips.len();
        for file in gone {
            self.chips.retain(|it| it.file.id != file.id);
            self.went.push(file.id.clone());
        }
        self.chips.len() != before
    }

    /// What was refused is not shown any more; tells whether there was any.
    pub fn forget_refused(&mut self) -> bool {
        let before = self.chips.len();
        self.chips
            .retain(|it| !matches!(it.stage, Stage::Refused(_)));
        self.chips.len() != before
    }

    /// All of them, in the order in which they were attached.
    pub fn chips(&self) -> &[Chip] {
        &self.chips
    }

    /// Whether some are still on their way: what is written waits for them.
    pub fn is_busy(&self) -> bool {
        let mut stages = self.chips.iter().map(|it| &it.stage);
        stages.any(|it| matches!(it, Stage::Announced(_) | Stage::Sending(_)))
    }

    /// Those that are there.
    pub fn ready(&self) -> Vec<File> {
        let ready = self.chips.iter().filter(|it| it.stage == Stage::Ready);
        ready.map(|it| it.file.clone()).collect()
    }

    /// Those that are there, as text to be kept; empty when there is none.
    pub fn encode(&self) -> String {
        let ready = self.ready();
        if ready.is_empty() {
            return String::new();
        }
        json::write(&ready)
    }

    /// Takes what was kept, here or in another tab; tells whether anything changed.
    pub fn recall(&mut self, text: &str) -> bool {
        let kept: Vec<File> = Value::parse(text)
            .and_then(FromValue::from_value)
            .unwrap_or_default();
        let is_kept = |chip: &Chip| kept.iter().any(|it| it.id == chip.file.id);
        let before = self.chips.len();
        self.chips
            .retain(|it| it.stage != Stage::Ready || is_kept(it));
        let mut has_changed = self.chips.len() != before;
        for file in kept {
            has_changed |= !self.went.contains(&file.id) && self.restore(file);
        }
        has_changed
    }

    /// Attaches a file that is there already; tells whether it was not.
    pub fn restore(&mut self, file: File) -> bool {
        if self.chips.iter().any(|it| it.file.id == file.id) {
            return false;
        }
        self.last += 1;
        self.went.retain(|it| *it != file.id);
        self.chips.push(Chip {
            key: self.last,
            file,
            stage: Stage::Ready,
            tries: 0,
        });
        true
    }

    fn count(&self) -> usize {
        let taken = self.chips.iter();
        taken
            .filter(|it| !matches!(it.stage, Stage::Refused(_)))
            .count()
    }

    fn chip_mut(&mut self, key: u32) -> Option<&mut Chip> {
        self.chips.iter_mut().find(|it| it.key == key)
    }
}

impl Chip {
    /// How much of it is sent, in percent.
    pub fn percent(&self) -> u64 {
        match self.stage {
            Stage::Sending(sent) => sent.min(self.file.size) * 100 / self.file.size.max(1),
            Stage::Ready => 100,
            _ => 0,
        }
    }
}

/// A member of an answer over HTTP.
fn member<T: FromValue>(answer: &str, name: &str) -> Option<T> {
    let Ok(Value::Object(members)) = Value::parse(answer) else {
        return None;
    };
    let found = members.into_iter().find(|(it, _)| it == name);
    found.and_then(|(_, value)| T::from_value(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        delivery::Answer,
        outbox::{Pending, State},
    };
    use shared::{
        error::Failed,
        message::Content,
        visitor::{Reply, Visitor},
    };

    fn limits() -> Limits {
        Limits {
            max_count: 2,
            max_bytes: 100,
            types: vec!["text/*".to_owned()],
        }
    }

    fn file(size: u64) -> File {
        File {
            name: "a.txt".to_owned(),
            kind: "text/plain".to_owned(),
            size,
            ..File::default()
        }
    }

    fn answer(id: &str, outcome: Outcome<Visitor>) -> Delivery<Visitor> {
        Delivery::Answer(Box::new(Answer {
            id: Id::new(id),
            question: None,
            outcome,
        }))
    }

    fn slot() -> Slot {
        Slot {
            file: Id::new("f"),
            address: "/v1/files/f".to_owned(),
            key: "k".to_owned(),
        }
    }

    /// A file whose bytes are being sent.
    fn sending(tray: &mut Tray) -> u32 {
        let (key, _) = tray.add(file(50), Some(&limits()));
        tray.announce(key).expect("it is new");
        tray.announced(key, Id::new("up"));
        let done = answer("up", Outcome::Done(Some(Reply::Upload(slot()))));
        assert_eq!(tray.receive(&done), Some((key, Next::Send(slot()))));
        key
    }

    const THERE: &str = r#"{"file":{"id":"f","name":"b.txt","size":49,"type":"text/plain"}}"#;

    #[test]
    fn a_file_goes_up_and_waits_for_its_message() {
        let mut tray = Tray::default();
        let key = sending(&mut tray);
        assert!(tray.is_busy());
        assert!(tray.moved(key, 25) && !tray.moved(key, 25));
        assert_eq!(tray.chips()[0].percent(), 50);
        assert_eq!(tray.arrived(key, 200, THERE), Next::Forget);
        assert!(!tray.is_busy());
        assert_eq!(tray.ready()[0].name, "b.txt");

        let mut again = Tray::default();
        assert!(again.recall(&tray.encode()) && !again.recall(&tray.encode()));
        assert_eq!(again.ready(), tray.ready());
        assert!(again.recall(""), "another tab has sent it");
        let content = Content {
            files: tray.ready(),
            ..Content::default()
        };
        let kept = News::Kept(Pending {
            id: Id::new("m"),
            lane: String::new(),
            content: Some(content),
            is_private: false,
            state: State::Sending,
        });
        let before = tray.encode();
        assert!(tray.hear(&kept) && !tray.hear(&kept));
        assert!(!tray.recall(&before), "they went with the message");
        assert_eq!((tray.chips(), tray.encode().as_str()), (&[][..], ""));
    }

    #[test]
    fn what_the_server_would_not_take_is_refused_here() {
        let mut tray = Tray::default();
        let limits = limits();
        let mut refusal = |file: File, limits| {
            let (key, is_new) = tray.add(file, limits);
            let stage = tray.chips().last().map(|it| it.stage.clone());
            match stage {
                Some(Stage::Refused(code)) => {
                    tray.remove(key);
                    Some(code)
                }
                _ => {
                    assert!(is_new);
                    None
                }
            }
        };
        let picture = File {
            kind: "image/png".to_owned(),
            ..file(9)
        };
        assert_eq!(refusal(file(101), Some(&limits)), Some(Code::TooLarge));
        assert_eq!(refusal(file(0), Some(&limits)), Some(Code::Empty));
        assert_eq!(refusal(picture, Some(&limits)), Some(Code::WrongType));
        assert_eq!(refusal(file(9), None), Some(Code::UnknownCommand));
        assert_eq!(refusal(file(100), Some(&limits)), None);
        assert_eq!(refusal(file(9), Some(&limits)), None);
        assert_eq!(refusal(file(9), Some(&limits)), Some(Code::TooMany));
    }

    #[test]
    fn what_does_not_arrive_is_sent_again_and_at_last_left_to_the_person() {
        let mut tray = Tray::default();
        let key = sending(&mut tray);
        let mut pauses = Vec::new();
        while let Next::Again(ms) = tray.arrived(key, 0, "") {
            pauses.push(ms);
        }
        assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
        assert_eq!(tray.chips()[0].stage, Stage::Cut);
        tray.retry(key);
        assert_eq!(tray.arrived(key, 404, "{}"), Next::Anew);
        assert_eq!(tray.arrived(key, 503, "{}"), Next::Again(2_000));
        let told = r#"{"code":"wrong_type"}"#;
        assert_eq!(tray.arrived(key, 415, told), Next::Forget);
        assert_eq!(tray.chips()[0].stage, Stage::Refused(Code::WrongType));
        assert!(!tray.is_busy() && tray.forget_refused());
    }

    #[test]
    fn a_refused_announcement_says_why() {
        let mut tray = Tray::default();
        let (key, _) = tray.add(file(50), Some(&limits()));
        tray.announced(key, Id::new("up"));
        let failed = Failed::new(None, Code::TooMany);
        let refused = answer("up", Outcome::Refused(failed));
        assert_eq!(tray.receive(&refused), Some((key, Next::Forget)));
        assert_eq!(tray.chips()[0].stage, Stage::Refused(Code::TooMany));
        assert_eq!(tray.receive(&refused), None);
    }
}
