//! What a visitor is asked for before a chat, or in place of one.

use serde::{Deserialize, Serialize};

use crate::{
    error::Code,
    limits::{MAX_NAME, MAX_PHONE},
    text::{self, Invalid},
};

/// What can be asked for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What the person is called.
    Name,
    /// An e-mail address.
    Email,
    /// The company the person is with.
    Company,
    /// A telephone number.
    Phone,
    /// The country, in the person's own words.
    Country,
    /// Something of a later version: do not ask for it.
    #[serde(other)]
    Unknown,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Field {
    /// What is asked for.
    pub kind: Kind,
    /// Whether nothing goes on without an answer.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub required: bool,
}

/// What a visitor is asked for.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Form {
    /// What stands above the fields; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The fields; of several of one kind the first counts. An app shows them in an order of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// What the visitor must consent to; empty: nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub consent: String,
}

/// What a visitor has answered. Unverified.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Answers {
    /// What the person is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// The fewest digits of a telephone number.
const MIN_DIGITS: usize = 3;

impl Kind {
    /// Everything that can be asked for.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Email,
        Self::Company,
        Self::Phone,
        Self::Country,
    ];

    /// The answer made clean; nothing where nothing was answered.
    ///
    /// # Errors
    /// When it is too long, or not of the form such answers have.
    pub fn check(self, raw: &str) -> Result<Option<String>, Invalid> {
        let checked = match self {
            Self::Email => text::email(raw),
            Self::Phone => phone(raw),
            _ => text::line(raw, MAX_NAME),
        };
        match checked {
            Err(Invalid::Empty) => Ok(None),
            checked => checked.map(Some),
        }
    }
}

impl Form {
    /// The field of this kind, if there is one.
    pub fn field(&self, kind: Kind) -> Option<Field> {
        self.fields.iter().copied().find(|it| it.kind == kind)
    }

    /// An answer made clean, whether it is asked for or not.
    ///
    /// # Errors
    /// `too_long` and `invalid` when it is not well formed, `incomplete` when it must be given and is not.
    pub fn answer(&self, kind: Kind, raw: &str) -> Result<Option<String>, Code> {
        match kind.check(raw) {
            Ok(None) if self.field(kind).is_some_and(|it| it.required) => Err(Code::Incomplete),
            Err(Invalid::TooLong) => Err(Code::TooLong),
            checked => checked.map_err(|_| Code::Invalid),
        }
    }

    /// All answers made clean, whether they are asked for or not.
    ///
    /// # Errors
    /// `invalid` when one is not well formed, `incomplete` when one that must be given is not, or the consent.
    pub fn check(&self, given: &Answers, has_consented: bool) -> Result<Answers, Code> {
        let mut answers = Answers::default();
        for kind in Kind::ALL {
            let raw = given.of(kind).unwrap_or_default();
            let is_wrong = |code| match code {
                Code::TooLong => Code::Invalid,
                code => code,
            };
            answers.set(kind, self.answer(kind, raw).map_err(is_wrong)?);
        }
        if !self.consent.is_empty() && !has_consented {
            return Err(Code::Incomplete);
        }
        Ok(answers)
    }

    /// What is left of it for whom the site has identified: only the consent.
    #[must_use]
    pub fn for_identified(self) -> Self {
        Self {
            consent: self.consent,
            ..Self::default()
        }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Answers {
    /// The answer of this kind.
    pub fn of(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::Name => self.name.as_deref(),
            Kind::Email => self.email.as_deref(),
            Kind::Company => self.company.as_deref(),
            Kind::Phone => self.phone.as_deref(),
            Kind::Country => self.country.as_deref(),
            Kind::Unknown => None,
        }
    }

    /// Sets the answer of this kind.
    pub fn set(&mut self, kind: Kind, answer: Option<String>) {
        let place = match kind {
            Kind::Name => &mut self.name,
            Kind::Email => &mut self.email,
            Kind::Company => &mut self.company,
            Kind::Phone => &mut self.phone,
            Kind::Country => &mut self.country,
            Kind::Unknown => return,
        };
        *place = answer;
    }

    /// These, and where nothing was answered what `earlier` says.
    #[must_use]
    pub fn or(mut self, earlier: &Self) -> Self {
        for kind in Kind::ALL {
            let is_missing = self.of(kind).is_none_or(|it| it.trim().is_empty());
            if is_missing {
                self.set(kind, earlier.of(kind).map(str::to_owned));
            }
        }
        self
    }
}

/// Checks a telephone number: some digits, and what people write between them.
fn phone(raw: &str) -> Result<String, Invalid> {
    let kept = text::line(raw, MAX_PHONE)?;
    let is_odd = |c: char| !c.is_ascii_digit() && !" +-()./".contains(c);
    let digits = kept.chars().filter(char::is_ascii_digit).count();
    if digits < MIN_DIGITS || kept.contains(is_odd) {
        return Err(Invalid::Malformed);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: Kind, required: bool) -> Form {
        Form {
            fields: vec![Field { kind, required }],
            ..Form::default()
        }
    }

    #[test]
    fn what_must_be_answered_is_missed() {
        for kind in Kind::ALL {
            let answer = |required, raw| form(kind, required).answer(kind, raw);
            assert_eq!(answer(true, " \t "), Err(Code::Incomplete), "{kind:?}");
            assert_eq!(answer(false, " "), Ok(None), "{kind:?}");
        }
        let asked = form(Kind::Email, true);
        let nothing = Answers::default();
        assert_eq!(asked.check(&nothing, false), Err(Code::Incomplete));
        assert_eq!(
            asked.for_identified().check(&nothing, false),
            Ok(Answers::default())
        );
    }

    #[test]
    fn without_consent_nothing_goes_on() {
        let asked = Form {
            consent: "You may keep what I write.".to_owned(),
            ..Form::default()
        };
        let nothing = Answers::default();
        for asked in [asked.clone(), asked.for_identified()] {
            assert_eq!(asked.check(&nothing, false), Err(Code::Incomplete));
            assert!(asked.check(&nothing, true).is_ok());
        }
    }

    #[test]
    fn answers_are_made_clean_also_where_nothing_was_asked() {
        let given = Answers {
            name: Some(" Kari\n Nordmann ".to_owned()),
            company: Some("   ".to_owned()),
            phone: Some("+47 22 33 44 55".to_owned()),
            ..Answers::default()
        };
        let clean = Form::default().check(&given, false).expect("all is well");
        assert_eq!(clean.name.as_deref(), Some("Kari Nordmann"));
        assert_eq!(clean.company, None);
        let given = Answers {
            country: Some("x".repeat(MAX_NAME + 1)),
            ..given
        };
        assert_eq!(Form::default().check(&given, false), Err(Code::Invalid));
    }

    #[test]
    fn a_telephone_number_has_digits() {
        let fine = ["112", "+47 22 33 44 55", "(0)30/123-45.6"];
        for number in fine {
            assert_eq!(Kind::Phone.check(number), Ok(Some(number.to_owned())));
        }
        for odd in ["12", "call me", "+4722x1", "٣٣٣٣"] {
            assert_eq!(Kind::Phone.check(odd), Err(Invalid::Malformed), "{odd}");
        }
        assert_eq!(Kind::Phone.check(&"1".repeat(41)), Err(Invalid::TooLong));
    }

    #[test]
    fn what_was_said_earlier_stays_until_it_is_said_anew() {
        let earlier = Answers {
            name: Some("Kari".to_owned()),
            email: Some("kari@example.com".to_owned()),
            ..Answers::default()
        };
        let now = Answers {
            name: Some(" ".to_owned()),
            email: Some("k@example.com".to_owned()),
            ..Answers::default()
        };
        let both = now.or(&earlier);
        assert_eq!(both.of(Kind::Name), Some("Kari"));
        assert_eq!(both.of(Kind::Email), Some("k@example.com"));
    }
}
