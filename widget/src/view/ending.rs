//! What a visitor meets at the end: what the channel says, stars or numbers to choose from, and the way to have
//! what was said by mail.

use shared::{error::Code, rating::Scale};

use crate::{
    composer::Field,
    dom::{Part, part},
    errand::Fate,
    session::Session,
    state::State,
    words::{self, Words},
};

pub(super) struct Ending {
    session: Session,
    words: Words,
    /// The buttons that are there, of one scale.
    scale: Scale,
    values: Vec<(u32, Part)>,
}

impl Ending {
    pub(super) fn new(session: Session, words: Words) -> Self {
        part("comment").on("input", move |_| session.comment(&part("comment").value()));
        part("rating").on("submit", move |event| {
            event.prevent_default();
            session.rate();
        });
        part("to").on("input", move |_| {
            session.write(Field::Email, &part("to").value());
        });
        part("transcript").on("submit", move |event| {
            event.prevent_default();
            session.send_transcript();
        });
        Self {
            session,
            words,
            scale: Scale::Unknown,
            values: Vec::new(),
        }
    }

    pub(super) fn draw(&mut self, state: &State) {
        let words = self.words;
        let ending = state.status.channel.as_ref().map(|it| &it.ending);
        let title = ending.map(|it| it.title.as_str());
        let title = title.filter(|it| !it.is_empty());
        let ended = state.thread.stand().ended.as_ref();
        let is_unkept = ended.is_some_and(|it| it.unkept);
        let request = ended.and_then(|it| it.request.as_deref());
        let is_blocked = state.status.is_blocked;
        part("over").say(&match request {
            _ if is_blocked => words.say(words::BLOCKED).to_owned(),
            Some(number) => words.name(words::REQUESTED, number),
            None if is_unkept => words.say(words::UNKEPT).to_owned(),
            None => title.unwrap_or(words.say(words::OVER_NOW)).to_owned(),
        });
        let ending = ending.filter(|_| !is_blocked);
        let text = ending.filter(|_| request.is_none());
        part("over-text").say(text.map_or("", |it| &it.text));
        part("transcript").show(ending.is_some_and(|it| it.transcript && !is_unkept));
        self.draw_mail(state);
        let survey = state.survey();
        part("rating").show(survey.is_some());
        let Some(survey) = survey else {
            return;
        };
        if survey.scale != self.scale {
            self.make(survey.scale);
        }
        let text = Some(survey.text.as_str()).filter(|it| !it.is_empty());
        part("survey").say(text.unwrap_or(words.say(words::HOW_WAS_IT)));
        for (value, button) in &self.values {
            button.set_checked(state.rating.value == Some(*value));
        }
        part("comment").fill(&state.rating.comment);
        let note = state.rating.note();
        part("rated").say(note.map_or("", |it| words.say(it)));
    }

    fn draw_mail(&self, state: &State) {
        let words = self.words;
        let email = state.composer.text(Field::Email);
        let is_wrong = state.composer.wrong(Field::Email).is_some();
        part("to").fill(email);
        part("to").mark("aria-invalid", is_wrong);
        part("mailed").say(match state.mailing.fate {
            _ if is_wrong => words.say(words::EMAIL_WRONG),
            Fate::None => "",
            Fate::Sending => words.say(words::SENDING),
            Fate::Done => words.say(words::MAILED),
            Fate::Refused(Code::Invalid) => words.say(words::EMAIL_WRONG),
            Fate::Refused(Code::TooMany) => words.say(words::MAILED_OFTEN),
            Fate::Refused(_) => words.say(words::NOT_MAILED),
        });
    }

    fn make(&mut self, scale: Scale) {
        let (session, words) = (self.session, self.words);
        let all = part("values");
        all.say("");
        self.scale = scale;
        self.values.clear();
        for value in scale.values() {
            let button = Part::new("input");
            let label = if scale == Scale::Stars {
                words.count(words::STARS, value.into())
            } else {
                value.to_string()
            };
            button.set("type", "radio");
            button.set("name", "rating");
            button.set("value", &value.to_string());
            button.set("aria-label", &label);
            button.set(
                "class",
                if scale == Scale::Stars {
                    "star"
                } else {
                    "score"
                },
            );
            button.on("change", move |_| session.choose_rating(value));
            all.append(&button);
            self.values.push((value, button));
        }
    }
}
