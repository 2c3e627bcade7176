//! What is written into the forms of a conversation, a new contact and a request, until it is saved.

use std::collections::BTreeMap;

use client::json;
use serde::{Deserialize, Serialize};
use shared::{
    id::{self, Id},
    register::{NewContact, NewRequest},
};

type Conversation = Id<id::Conversation>;

/// Forms of conversations, as far as something is written into them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Forms {
    #[serde(default)]
    contacts: BTreeMap<Conversation, NewContact>,
    #[serde(default)]
    requests: BTreeMap<Conversation, NewRequest>,
}

impl Forms {
    /// What was stored, or nothing yet.
    pub(crate) fn recall(stored: Option<&str>) -> Self {
        let stored = stored.and_then(|it| json::read(it).ok());
        stored.unwrap_or_default()
    }

    /// The text to store; nothing while nothing is written.
    pub(crate) fn encode(&self) -> Option<String> {
        let is_empty = self.contacts.is_empty() && self.requests.is_empty();
        (!is_empty).then(|| json::write(self))
    }

    /// The new contact of a conversation, if one is being written.
    pub(crate) fn contact(&self, of: &Conversation) -> Option<&NewContact> {
        self.contacts.get(of)
    }

    /// The new contact is this now; nothing: the form is closed.
    pub(crate) fn set_contact(&mut self, of: &Conversation, it: Option<NewContact>) {
        match it {
            Some(it) => self.contacts.insert(of.clone(), it),
            None => self.contacts.remove(of),
        };
    }

    /// The request of a conversation, if one is being written.
    pub(crate) fn request(&self, of: &Conversation) -> Option<&NewRequest> {
        self.requests.get(of)
    }

    /// The request is this now; nothing: it was made.
    pub(crate) fn set_request(&mut self, of: &Conversation, it: Option<NewRequest>) {
        match it {
            Some(it) => self.requests.insert(of.clone(), it),
            None => self.requests.remove(of),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back_until_it_is_saved() {
        let (one, other) = (Id::new("c"), Id::new("d"));
        let mut forms = Forms::default();
        let contact = NewContact {
            name: "Kari".to_owned(),
            ..NewContact::default()
        };
        let request = NewRequest {
            title: "Kettle".to_owned(),
            ..NewRequest::default()
        };
        forms.set_contact(&one, Some(contact.clone()));
        forms.set_request(&one, Some(request.clone()));
        let mut forms = Forms::recall(forms.encode().as_deref());
        assert_eq!(forms.contact(&one), Some(&contact));
        assert_eq!(forms.request(&one), Some(&request));
        assert_eq!(forms.contact(&other), None);
        forms.set_contact(&one, None);
        forms.set_request(&one, None);
        assert_eq!(forms.encode(), None);
    }
}
