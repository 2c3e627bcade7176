//! What a channel asks of visitors before a chat.

use serde::{Deserialize, Serialize};
use shared::form::{Field, Form, Kind};

/// The longest text above the fields, and the longest consent, in characters.
pub const MAX_FORM_TEXT: usize = 1_000;

/// What a channel asks of visitors before a chat.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Intake {
    /// Whether whom no site has identified meets the form. The consent is asked for in any case.
    pub has_form: bool,
    /// The form.
    pub form: Form,
    /// Whether articles are suggested that may answer the question.
    pub suggests: bool,
    /// The folder they lie in, or below; empty: any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub faq_folder: String,
}

/// Where nothing was set, visitors may say who they are.
impl Default for Intake {
    fn default() -> Self {
        let may = |kind| Field {
            kind,
            required: false,
        };
        Self {
            has_form: true,
            form: Form {
                fields: vec![may(Kind::Name), may(Kind::Email)],
                ..Form::default()
            },
            suggests: false,
            faq_folder: String::new(),
        }
    }
}

impl Intake {
    /// What a visitor meets.
    pub fn form(&self, is_identified: bool) -> Form {
        let form = self.form.clone();
        if is_identified || !self.has_form {
            return form.for_identified();
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_known_and_who_meets_no_form_is_asked_for_consent_alone() {
        let mut intake = Intake::default();
        assert_eq!(intake.form(false).fields.len(), 2);
        assert!(intake.form(true).is_empty());
        intake.form.consent = "You may keep it.".to_owned();
        intake.has_form = false;
        for form in [intake.form(true), intake.form(false)] {
            assert!(form.fields.is_empty());
            assert_eq!(form.consent, "You may keep it.");
        }
    }
}
