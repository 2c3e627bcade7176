//! The files that go with the message: how far each has come, and the way to take it out again.

use client::attach::Stage;
use shared::error::Code;

use crate::{
    composer::Composer,
    dom::{Part, part},
    session::Session,
    words::{self, Words},
};

pub(super) struct Chips {
    session: Session,
    words: Words,
    /// Those that are shown, by their numbers.
    shown: Vec<(u32, Part)>,
}

impl Chips {
    pub(super) fn new(session: Session, words: Words) -> Self {
        Self {
            session,
            words,
            shown: Vec::new(),
        }
    }

    pub(super) fn draw(&mut self, composer: &Composer) {
        let chips = composer.tray.chips();
        self.shown.retain(|(number, gone)| {
            let stays = chips.iter().any(|it| it.key == *number);
            if !stays {
                gone.remove();
            }
            stays
        });
        for chip in chips {
            let number = chip.key;
            if !self.shown.iter().any(|it| it.0 == number) {
                let made = self.make(number, &chip.file.name);
                self.shown.push((number, made));
            }
            let Some((_, made)) = self.shown.iter().find(|it| it.0 == number) else {
                continue;
            };
            let (name, state) = match chip.stage {
                Stage::Announced(_) | Stage::Sending(_) => ("sending", String::new()),
                Stage::Ready => ("ready", "✓".to_owned()),
                Stage::Cut => ("cut", self.words.say(words::CUT).to_owned()),
                Stage::Refused(code) => ("refused", self.refusal(composer, code)),
            };
            made.set("data-stage", name);
            made.find(".state").say(&state);
            made.find("progress")
                .set("value", &chip.percent().to_string());
            made.find("progress").show(name == "sending");
            made.find("[data-word]").show(name == "cut");
        }
    }

    fn make(&self, number: u32, name: &str) -> Part {
        let session = self.session;
        let made = Part::copy_of("attachment");
        made.find("bdi").say(name);
        let (again, remove) = (made.find("[data-word]"), made.find(".icon-button"));
        again.on("click", move |_| session.attach_again(number));
        remove.set("aria-label", &self.words.name(words::REMOVE, name));
        remove.on("click", move |_| session.detach(number));
        part("attached").append(&made);
        made
    }

    /// Why a file is not taken.
    fn refusal(&self, composer: &Composer, code: Code) -> String {
        let words = self.words;
        match (code, &composer.limits) {
            (Code::TooLarge, Some(it)) => words.count(words::TOO_LARGE, it.max_bytes >> 20),
            (Code::TooMany, Some(it)) => words.count(words::TOO_MANY_FILES, it.max_count as u64),
            (Code::WrongType, _) => words.say(words::WRONG_TYPE).to_owned(),
            _ => words.say(words::NO_FILE).to_owned(),
        }
    }
}
