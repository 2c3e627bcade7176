//! A company's own register, asked over HTTP: docs/REGISTER.md says what it answers. It is asked at one address
//! that the operator set, and nowhere it may point to; it has so long, and so much is read of what it says.

use std::time::Duration;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    form::Answers,
    id::{self, Id},
    presence,
    register::{
        Card, Company, Contact, Contacts, Extent, Firm, Kind, NewContact, Number, Priority, Record,
    },
    time::Timestamp,
};
use ureq::{Agent, Body, http::Response};

use super::{AT_ONCE, Draft, File, Full, Key, MATCHES, Register, Trouble};
use crate::{config::Address, store::customers::Kept};

/// How long one question may take, from the connection to the last byte.
const WITHIN: Duration = Duration::from_secs(5);
/// The most bytes that are read of an answer.
const MAX_BYTES: u64 = 1024 * 1024;

/// A register at an address.
pub(crate) struct Http {
    agent: Agent,
    base: String,
    bearer: String,
}

impl Http {
    /// At this address, to which this secret lets in.
    pub(crate) fn new(address: &Address, secret: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(WITHIN))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent("samtale")
            .build();
        Self {
            agent: config.into(),
            base: address.to_string(),
            bearer: format!("Bearer {secret}"),
        }
    }

    fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Option<T>, Trouble> {
        let mut request = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("authorization", &self.bearer)
            .header("accept", "application/json");
        for (name, value) in query {
            request = request.query(name, value);
        }
        text(request.call())?.map(|it| parsed(&it)).transpose()
    }

    /// Puts something under a name: once or many times is the same.
    fn put(&self, path: &str, body: &impl Serialize) -> Result<String, Trouble> {
        let body = serde_json::to_string(body).map_err(|_| Trouble::Refused)?;
        let request = self
            .agent
            .put(format!("{}{path}", self.base))
            .header("authorization", &self.bearer)
            .header("accept", "application/json")
            .content_type("application/json");
        text(request.send(body))?.ok_or_else(|| silent("it does not know what it was given"))
    }
}

impl Register for Http {
    fn matching(&self, email: Option<&str>, name: Option<&str>) -> Result<Vec<Contact>, Trouble> {
        let given = [("email", email), ("name", name)];
        let query: Vec<_> = given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let found: Option<Contacts> = self.get("/matches", &query)?;
        let mut contacts = found.map(|it| it.contacts).unwrap_or_default();
        contacts.retain(is_sound);
        contacts.truncate(MATCHES);
        Ok(contacts)
    }

    fn find(&self, words: &[String], from: u64) -> Result<Contacts, Trouble> {
        let (words, from) = (words.join(" "), from.to_string());
        let query = [("words", words.as_str()), ("from", from.as_str())];
        let mut found: Contacts = self.get("/contacts", &query)?.unwrap_or_default();
        found.contacts.retain(is_sound);
        found.contacts.truncate(AT_ONCE);
        found.certain = None;
        Ok(found)
    }

    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<File>, Trouble> {
        #[derive(Deserialize)]
        struct Found {
            contact: Contact,
            #[serde(default)]
            company: Option<Company>,
            #[serde(default)]
            records: Vec<Record>,
        }
        let found: Option<Found> = self.get(&format!("/contacts/{id}"), &[])?;
        let Some(mut found) = found else {
            return Ok(None);
        };
        if !is_sound(&found.contact) {
            return Err(silent("a contact without a proper id"));
        }
        found.records.retain(|it| it.id.is_well_formed());
        Ok(Some(File {
            contact: found.contact,
            company: found.company,
            records: found.records,
        }))
    }

    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Full>, Trouble> {
        #[derive(Deserialize)]
        struct Found {
            record: Record,
            #[serde(default)]
            text: String,
            #[serde(default)]
            log: String,
        }
        let kind = crate::store::customers::kind_name(kind);
        let found: Option<Found> = self.get(&format!("/records/{kind}/{id}"), &[])?;
        Ok(found.map(|it| Full {
            record: it.record,
            text: it.text,
            log: it.log,
        }))
    }

    fn create_contact(&self, key: &Key, contact: &NewContact) -> Result<Card, Trouble> {
        let answer = self.put(&format!("/contacts/{}", key.as_str()), contact)?;
        let card: Card = parsed(&answer)?;
        if card.id.is_well_formed() {
            Ok(card)
        } else {
            Err(silent("a contact without a proper id"))
        }
    }

    fn create_request(&self, key: &Key, draft: &Draft) -> Result<Number, Trouble> {
        #[derive(Serialize)]
        struct Request<'a> {
            title: &'a str,
            text: &'a str,
            category: &'a str,
            priority: Priority,
            has_private: bool,
            log: &'a str,
            conversation: &'a Id<id::Conversation>,
            #[serde(skip_serializing_if = "Option::is_none")]
            contact: Option<&'a Card>,
            #[serde(skip_serializing_if = "Option::is_none")]
            by: Option<&'a presence::Card>,
            #[serde(skip_serializing_if = "Option::is_none")]
            visitor: Option<&'a Answers>,
            at: Timestamp,
        }
        let request = Request {
            title: &draft.request.title,
            text: &draft.request.text,
            category: &draft.request.category,
            priority: draft.request.priority,
            has_private: draft.request.log == Extent::All,
            log: &draft.log,
            conversation: &draft.conversation,
            contact: draft.contact.as_ref(),
            by: draft.by.as_ref(),
            visitor: Some(&draft.visitor).filter(|_| draft.by.is_none()),
            at: draft.at,
        };
        let answer = self.put(&format!("/requests/{}", key.as_str()), &request)?;
        let number: Number = parsed(&answer)?;
        if number.id.is_well_formed() {
            Ok(number)
        } else {
            Err(silent("a request without a proper id"))
        }
    }

    fn record_activity(
        &self,
        conversation: &Id<id::Conversation>,
        activity: Option<&Kept>,
    ) -> Result<(), Trouble> {
        #[derive(Default, Serialize)]
        struct Activity<'a> {
            title: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            at: Option<Timestamp>,
            #[serde(skip_serializing_if = "Option::is_none")]
            contact: Option<&'a Id<id::Entry>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            company: Option<&'a Id<id::Entry>>,
        }
        let activity = activity.map_or_else(Activity::default, |it| Activity {
            title: &it.record.title,
            at: it.record.at,
            contact: it.contact.as_ref(),
            company: it.company.as_ref(),
        });
        self.put(&format!("/activities/{conversation}"), &activity)
            .map(|_| ())
    }
}

/// What was answered, nothing where there is no such thing. What the register says of itself in a failure may
/// hold somebody's words: it is neither told nor logged.
fn text(sent: Result<Response<Body>, ureq::Error>) -> Result<Option<String>, Trouble> {
    let mut response = sent.map_err(|error| match error {
        ureq::Error::Timeout(_) => silent("no answer in time"),
        _ => silent("no connection"),
    })?;
    match response.status().as_u16() {
        200 | 201 => {
            let body = response.body_mut().with_config().limit(MAX_BYTES);
            let text = body.read_to_string();
            text.map(Some)
                .map_err(|_| silent("an answer that is too long, too slow or no text"))
        }
        204 => Ok(Some(String::new())),
        404 => Ok(None),
        400 | 422 => Err(Trouble::Refused),
        status => Err(silent(&format!("status {status}"))),
    }
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    serde_json::from_str(text).map_err(|_| silent("an answer that makes no sense"))
}

fn silent(why: &str) -> Trouble {
    Trouble::Unavailable(why.to_owned())
}

/// Whether the ids are such that a frame may carry them.
fn is_sound(contact: &Contact) -> bool {
    let firm = |it: &Firm| it.id.is_well_formed();
    contact.id.is_well_formed() && contact.company.as_ref().is_none_or(firm)
}
