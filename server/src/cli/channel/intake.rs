//! What `samtale channel` sets of what is asked before a chat.

use anyhow::{Result, bail, ensure};
use clap::Args;
use shared::{
    form::{Field, Kind},
    limits::MAX_TITLE,
    reply,
};

use crate::directory::{Intake, MAX_FORM_TEXT};

/// Behind the name of a field that must be filled in.
const REQUIRED: &str = "=required";

/// What visitors are asked before a chat.
#[derive(Args, Debug)]
pub(super) struct Asks {
    /// Whether visitors whom no site has identified meet a form before the chat.
    #[arg(long, value_name = "BOOL")]
    form: Option<bool>,
    /// What stands above its fields.
    #[arg(long, value_name = "TEXT")]
    form_text: Option<String>,
    /// Its fields: of name, email, company, phone and country, each with =required behind it where nothing goes
    /// on without it, such as email=required,name. They replace those that were given before.
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    form_fields: Option<Vec<String>>,
    /// What every visitor must consent to before the chat; an empty text for nothing.
    #[arg(long, value_name = "TEXT")]
    consent: Option<String>,
    /// Whether articles (samtale reply, of the kind faq) are suggested that may answer a question, before the
    /// chat begins.
    #[arg(long, value_name = "BOOL")]
    faq: Option<bool>,
    /// The folder in which these articles lie, or below; an empty one for any.
    #[arg(long, value_name = "PATH")]
    faq_folder: Option<String>,
}

impl Asks {
    pub(super) fn put_into(self, intake: &mut Intake) -> Result<()> {
        intake.has_form = self.form.unwrap_or(intake.has_form);
        if let Some(text) = self.form_text {
            intake.form.text = short("--form-text", &text)?;
        }
        if let Some(given) = self.form_fields {
            intake.form.fields = fields("--form-fields", &given)?;
        }
        if let Some(text) = self.consent {
            intake.form.consent = short("--consent", &text)?;
        }
        intake.suggests = self.faq.unwrap_or(intake.suggests);
        if let Some(path) = self.faq_folder {
            let Ok(path) = reply::folder(&path) else {
                bail!("--faq-folder: at most {MAX_TITLE} characters");
            };
            intake.faq_folder = path;
        }
        Ok(())
    }
}

fn short(flag: &str, text: &str) -> Result<String> {
    let text = text.trim();
    ensure!(
        text.chars().count() <= MAX_FORM_TEXT,
        "{flag}: at most {MAX_FORM_TEXT} characters"
    );
    Ok(text.to_owned())
}

/// An empty one stands for none.
pub(super) fn fields(flag: &str, given: &[String]) -> Result<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::new();
    for text in given.iter().filter(|it| !it.is_empty()) {
        let (word, required) = match text.strip_suffix(REQUIRED) {
            Some(word) => (word, true),
            None => (text.as_str(), false),
        };
        let Some(kind) = Kind::ALL.into_iter().find(|it| name(*it) == word) else {
            bail!("{flag}: `{text}` is none of name, email, company, phone and country");
        };
        ensure!(
            fields.iter().all(|it| it.kind != kind),
            "{flag}: `{word}` stands there twice"
        );
        fields.push(Field { kind, required });
    }
    Ok(fields)
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "name",
        Kind::Email => "email",
        Kind::Company => "company",
        Kind::Phone => "phone",
        Kind::Country => "country",
        Kind::Unknown => "",
    }
}

/// What is set, for lists.
pub(super) fn describe(intake: &Intake) -> String {
    if *intake == Intake::default() {
        return String::new();
    }
    let field = |it: &Field| {
        let required = if it.required { REQUIRED } else { "" };
        format!("{}{required}", name(it.kind))
    };
    let fields: Vec<String> = intake.form.fields.iter().map(field).collect();
    let mut text = match (intake.has_form, fields.is_empty()) {
        (false, _) => ", no form".to_owned(),
        (true, true) => String::new(),
        (true, false) => format!(", asks for {}", fields.join(" ")),
    };
    if !intake.form.consent.is_empty() {
        text.push_str(", asks for consent");
    }
    if intake.suggests {
        text.push_str(", suggests articles");
    }
    if !intake.faq_folder.is_empty() {
        text.push_str(" of ");
        text.push_str(&intake.faq_folder);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_once_and_by_their_names() {
        let given = |text: &str| -> Vec<String> { text.split(',').map(str::to_owned).collect() };
        let email = Field {
            kind: Kind::Email,
            required: true,
        };
        let name = Field {
            kind: Kind::Name,
            required: false,
        };
        let read = fields("--form-fields", &given("email=required,name")).expect("they are fields");
        assert_eq!(read, [email, name]);
        assert!(
            fields("--form-fields", &given(""))
                .expect("none")
                .is_empty()
        );
        for odd in ["shoe_size", "email=needed", "name,name=required"] {
            assert!(fields("--form-fields", &given(odd)).is_err(), "{odd}");
        }
    }
}
