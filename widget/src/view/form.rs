//! The fields that a form has, of all that there are in `frame.html`.

use shared::{error::Code, form::Form};

use super::composer;
use crate::{
    composer::Field,
    dom::part,
    session::Session,
    state::State,
    words::{self, Words},
};

pub(super) fn listen(session: Session) {
    for (field, _) in Field::of_forms() {
        let id = field.id();
        part(id).on("input", move |_| session.write(field, &part(id).value()));
        part(id).on("blur", move |_| session.remember(field));
        part(id).on("keydown", move |event| {
            if composer::sends(&event) {
                event.prevent_default();
                session.submit();
            }
        });
    }
    part("consent").on("change", move |_| {
        session.consent(part("consent").checked());
    });
}

pub(super) fn draw(state: &State, form: &Form, words: Words) {
    let composer = &state.composer;
    part("form-text").say(&form.text);
    for (field, kind) in Field::of_forms() {
        let id = field.id();
        let asked = form.field(kind);
        let is_required = asked.is_some_and(|it| it.required);
        let holder = part(&[id, "-field"].concat());
        holder.show(asked.is_some());
        holder.find("label > span").show(!is_required);
        part(id).fill(composer.text(field));
        part(id).mark("aria-required", is_required);
        draw_wrong(state, field, id, words);
    }
    part("consent-field").show(!form.consent.is_empty());
    part("consent-text").say(&form.consent);
    part("consent").set_checked(composer.has_consented);
    part("consent").mark("aria-invalid", composer.lacks_consent);
    part("consent-wrong").say(if composer.lacks_consent {
        words.say(words::CONSENT_MISSING)
    } else {
        ""
    });
}

/// Says what is wrong with what stands in a field.
pub(super) fn draw_wrong(state: &State, field: Field, id: &str, words: Words) {
    let composer = &state.composer;
    let wrong = composer.wrong(field);
    part(id).mark("aria-invalid", wrong.is_some());
    part(&[id, "-wrong"].concat()).say(&match wrong {
        None => String::new(),
        Some(Code::Incomplete) => words.say(words::MISSING).to_owned(),
        Some(Code::TooLong) => words.count(words::NAME_WRONG, composer.most(field) as u64),
        Some(Code::NoDomain) => {
            let domain = composer.text(field).rsplit('@').next().unwrap_or_default();
            words.name(words::NO_DOMAIN, domain.trim())
        }
        Some(_) if field == Field::Phone => words.say(words::PHONE_WRONG).to_owned(),
        Some(_) => words.say(words::EMAIL_WRONG).to_owned(),
    });
}
