//! What a channel asks for before a chat.

use shared::form::{Field, Form, Kind};

use super::*;

/// E-mail and company must be given, the telephone number may.
fn form() -> Form {
    let fields = [
        (Kind::Email, true),
        (Kind::Company, true),
        (Kind::Phone, false),
    ];
    Form {
        text: "Who are you?".to_owned(),
        fields: fields
            .map(|(kind, required)| Field { kind, required })
            .into(),
        consent: "You may keep what I write.".to_owned(),
    }
}

fn complete(text: &str) -> visitor::Start {
    visitor::Start {
        content: Content::text(text),
        email: Some(" kari@fjord.example ".to_owned()),
        company: Some("Fjord AS".to_owned()),
        phone: Some("+47 22 33 44 55".to_owned()),
        consent: true,
        ..visitor::Start::default()
    }
}

impl Stage {
    fn asking(form: Form) -> Self {
        let mut stage = Self::new();
        stage.puts_form(form);
        stage
    }

    fn puts_form(&mut self, form: Form) {
        self.administrate(|store| {
            let mut channel = channel_named("support");
            channel.intake.form = form.clone();
            store.put_channel(&channel).unwrap();
        });
    }

    /// What the visitor's welcome says that the channel asks for.
    fn form_of(&mut self, socket: SocketId) -> Form {
        match self.heard::<Visitor>(socket).first() {
            Some(FromServer::Welcome(it)) => it.me.channel.form.clone(),
            other => panic!("no welcome: {other:?}"),
        }
    }

    fn starts(&mut self, socket: SocketId, it: visitor::Start) -> Result<visitor::Reply, Code> {
        self.visitor_asks(socket, visitor::Command::Start(it))
    }

    /// The one who waits, as agents see them.
    fn who_waits(&mut self) -> agent::Person {
        let ann = self.agent("ann");
        let Ok(agent::Reply::Taken(taken)) = self.agent_asks(ann, take_next()) else {
            panic!("somebody waits");
        };
        taken.visitor
    }
}

#[test]
fn what_the_form_requires_must_be_given_and_reaches_the_agent() {
    let mut stage = Stage::asking(form());
    let kari = stage.visitor("kari");
    assert_eq!(stage.form_of(kari), form());
    let lacking = [
        visitor::Start {
            company: Some("  ".to_owned()),
            ..complete("Hi")
        },
        visitor::Start {
            email: None,
            ..complete("Hi")
        },
        visitor::Start {
            consent: false,
            ..complete("Hi")
        },
    ];
    for it in lacking {
        assert_eq!(stage.starts(kari, it), Err(Code::Incomplete));
    }
    let odd = visitor::Start {
        phone: Some("call me".to_owned()),
        ..complete("Hi")
    };
    assert_eq!(stage.starts(kari, odd), Err(Code::Invalid));
    stage.starts(kari, complete("Hi")).unwrap();
    let person = stage.who_waits();
    assert_eq!(person.email.as_deref(), Some("kari@fjord.example"));
    assert_eq!(person.company.as_deref(), Some("Fjord AS"));
    assert_eq!(person.phone.as_deref(), Some("+47 22 33 44 55"));
    assert_eq!(person.consented_at, Some(stage.now));
}

#[test]
fn the_answers_and_the_consent_are_kept_with_the_conversation() {
    let mut stage = Stage::asking(form());
    let kari = stage.visitor("kari");
    stage.starts(kari, complete("Hi")).unwrap();
    let given_at = stage.now;
    stage.crash();
    let person = stage.who_waits();
    assert_eq!(person.company.as_deref(), Some("Fjord AS"));
    assert_eq!(person.consented_at, Some(given_at));
}

#[test]
fn a_later_chat_keeps_the_answers_and_asks_for_consent_anew() {
    let mut stage = Stage::asking(form());
    let kari = stage.visitor("kari");
    stage.starts(kari, complete("Hi")).unwrap();
    let end = visitor::Command::End(visitor::End {});
    stage.visitor_asks(kari, end).unwrap();
    let again = visitor::Start {
        content: Content::text("Hi again"),
        ..visitor::Start::default()
    };
    assert_eq!(stage.starts(kari, again.clone()), Err(Code::Incomplete));
    let consent = visitor::Start {
        consent: true,
        ..again
    };
    stage.starts(kari, consent).unwrap();
    assert_eq!(stage.who_waits().company.as_deref(), Some("Fjord AS"));
}

#[test]
fn nobody_consents_to_what_is_not_asked() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    stage.starts(kari, complete("Hi")).unwrap();
    assert_eq!(stage.who_waits().consented_at, None);
}

#[test]
fn whom_the_site_has_identified_is_asked_for_consent_alone() {
    let mut stage = Stage::asking(form());
    let identity = Identity {
        subject: "c-1".to_owned(),
        name: Some("Kari".to_owned()),
        email: None,
        variables: Vec::new(),
    };
    let channel = Id::new("support");
    let id = visitor_id(&channel, "kari");
    let who = Who::Visitor { id, channel };
    let kari = stage.join_as(who, RoleName::Visitor, None, Some(identity));
    let asked = stage.form_of(kari);
    assert_eq!((asked.fields, asked.text.as_str()), (Vec::new(), ""));
    assert_eq!(asked.consent, form().consent);
    assert_eq!(stage.visitor_asks(kari, start("Hi")), Err(Code::Incomplete));
    let consent = visitor::Start {
        content: Content::text("Hi"),
        consent: true,
        ..visitor::Start::default()
    };
    stage.starts(kari, consent).unwrap();
}

#[test]
fn visitors_are_told_of_another_form_and_lose_nothing() {
    let mut stage = Stage::new();
    let (kari, sales) = (stage.visitor("kari"), stage.agent("ann"));
    stage.starts(kari, complete("Hi")).unwrap();
    stage.puts_form(form());
    stage.pass(1_000);
    assert_eq!(stage.closed(kari), Some(CloseCode::GoingAway));
    assert_eq!(stage.closed(sales), None);
    let back = stage.visitor("kari");
    assert_eq!(stage.form_of(back), form());
    let more = visitor::Command::Post(visitor::Post {
        content: Content::text("more"),
    });
    stage.visitor_asks(back, more).unwrap();
}

fn from(email: &str) -> visitor::Start {
    visitor::Start {
        content: Content::text("Hi"),
        email: Some(email.to_owned()),
        ..visitor::Start::default()
    }
}

impl Stage {
    fn looking_up(lookups_per_60s: u32) -> Self {
        Self::with(Settings {
            has_dns: true,
            lookups_per_60s,
            ..Settings::default()
        })
    }
}

#[test]
fn a_chat_begins_only_with_a_mail_domain_that_exists() {
    let mut stage = Stage::looking_up(30);
    let kari = stage.visitor("kari");
    let refused = stage.starts(kari, from("kari@exampel.con"));
    assert_eq!(refused, Err(Code::NoDomain));
    stage.starts(kari, from("kari@fjord.example")).unwrap();
    let person = stage.who_waits();
    assert_eq!(person.email.as_deref(), Some("kari@fjord.example"));
    // A chat that goes on is told first.
    let again = stage.starts(kari, from("kari@exampel.con"));
    assert_eq!(again, Err(Code::Conflict));
}

#[test]
fn nobody_makes_the_server_ask_others_without_end() {
    let mut stage = Stage::looking_up(2);
    let kari = stage.visitor("kari");
    for _ in 0..2 {
        let refused = stage.starts(kari, from("kari@exampel.con"));
        assert_eq!(refused, Err(Code::NoDomain));
    }
    let refused = stage.starts(kari, from("kari@fjord.example"));
    assert_eq!(refused, Err(Code::RateLimited));
    stage.pass(30_000);
    stage.starts(kari, from("kari@fjord.example")).unwrap();
}
