//! Stars or numbers to choose from, a comment, and what became of them.

use shared::rating::Scale;

use crate::{
    dom::{Part, part},
    session::Session,
    state::State,
    words::{self, Words},
};

pub(super) struct Rating {
    session: Session,
    words: Words,
    /// The buttons that are there, of one scale.
    scale: Scale,
    values: Vec<(u32, Part)>,
}

impl Rating {
    pub(super) fn new(session: Session, words: Words) -> Self {
        part("comment").on("input", move |_| session.comment(&part("comment").value()));
        part("rating").on("submit", move |event| {
            event.prevent_default();
            session.rate();
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
