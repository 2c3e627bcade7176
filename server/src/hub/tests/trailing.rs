//! On which pages visitors are: where a channel follows that, and while they chat.

use shared::{
    agent::Reply,
    limits::MAX_TRAIL,
    trail::{Browse, LookAtTrail, Trail},
    variable::{Tell, Told},
    visitor::{Command, End, Forget},
};

use super::*;

fn on(page: &str) -> Command {
    Command::Browse(Browse {
        address: format!("https://shop.example/{page}?token=geheim"),
        title: page.to_owned(),
        referrer: "https://search.example/?q=lamp".to_owned(),
        zone: "Europe/Oslo".to_owned(),
        browser: "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
            .to_owned(),
    })
}

impl Stage {
    fn following(is_on: bool) -> Self {
        let mut stage = Self::new();
        stage.follow_pages(is_on);
        stage
    }

    fn follow_pages(&mut self, is_on: bool) {
        self.administrate(|store| {
            let mut channel = channel_named("support");
            channel.privacy.page_trail = is_on;
            store.put_channel(&channel).unwrap();
        });
    }

    fn browses(&mut self, visitor: SocketId, page: &str) {
        let done = self.visitor_asks(visitor, on(page));
        assert!(matches!(done, Ok(visitor::Reply::Ok {})), "{done:?}");
    }

    fn trail(&mut self, agent: &str, of: &Id<id::Conversation>) -> Result<Trail, Code> {
        let agent = self.agent(agent);
        let conversation = of.clone();
        let asked = agent::Command::Trail(LookAtTrail { conversation });
        match self.agent_asks(agent, asked)? {
            Reply::Trail(trail) => Ok(trail),
            other => panic!("{other:?}"),
        }
    }

    fn pages(&mut self, of: &Id<id::Conversation>) -> Vec<String> {
        let trail = self.trail("meg", of).unwrap();
        trail.stops.into_iter().map(|it| it.title).collect()
    }
}

#[test]
fn an_agent_sees_where_the_visitor_is_and_was_since_the_chat_began() {
    let mut stage = Stage::following(true);
    let kari = stage.visitor("kari");
    assert_eq!(stage.visitor_asks(kari, on("early")), Err(Code::NotFound));
    let chat = stage.start(kari, "help");
    let meg = stage.agent("meg");
    stage.heard::<Agent>(meg);
    for page in ["lamp", "lamp", "kettle"] {
        stage.browses(kari, page);
    }
    stage.pass(1_000);
    let told = stage.changes::<Agent>(meg, "desk").into_iter();
    let mut page = told.filter_map(|(_, change)| match change {
        agent::Change::Conversation(it) => it.visitor.page,
        _ => None,
    });
    let page = page.next_back().expect("the desk is told");
    assert_eq!(
        (page.address.as_str(), page.title.as_str()),
        ("https://shop.example/kettle", "kettle")
    );
    stage.crash();
    assert_eq!(stage.pages(&chat), ["lamp", "kettle"], "also after a crash");
    let trail = stage.trail("meg", &chat).unwrap();
    assert_eq!(trail.referrer.as_deref(), Some("https://search.example/"));
    assert_eq!(trail.browser.as_deref(), Some("Firefox 144, Linux"));
    assert_eq!(trail.zone.as_deref(), Some("Europe/Oslo"));
    let text = serde_json::to_string(&trail).unwrap();
    assert!(!text.contains("geheim"), "{text}");
    // Whoever may not read the conversation learns nothing.
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&chat)).unwrap();
    assert_eq!(stage.trail("bob", &chat), Err(Code::NotAllowed));
    assert_eq!(stage.trail("nil", &chat), Err(Code::NotFound));
}

#[test]
fn only_the_last_pages_are_kept() {
    let mut stage = Stage::following(true);
    let (kari, chat) = stage.waiting("kari");
    for page in 0..30 {
        stage.browses(kari, &page.to_string());
        stage.pass(1_000);
    }
    let pages = stage.pages(&chat);
    assert_eq!(pages.len(), MAX_TRAIL);
    assert_eq!(
        (pages[0].as_str(), pages[MAX_TRAIL - 1].as_str()),
        ("10", "29")
    );
}

#[test]
fn nothing_is_kept_where_the_channel_does_not_follow_or_of_other_sites() {
    let mut stage = Stage::following(false);
    let (kari, chat) = stage.waiting("kari");
    stage.browses(kari, "lamp");
    assert_eq!(stage.trail("meg", &chat), Ok(Trail::default()));
    stage.follow_pages(true);
    for address in [
        "https://evil.example/",
        "javascript:alert(1)",
        "https://shop.example.evil.example/",
    ] {
        let foreign = Browse {
            address: address.to_owned(),
            ..Browse::default()
        };
        stage.visitor_asks(kari, Command::Browse(foreign)).unwrap();
    }
    assert_eq!(stage.trail("meg", &chat), Ok(Trail::default()));
}

#[test]
fn a_trail_ends_with_the_chat_and_is_gone_with_whoever_is_forgotten() {
    let mut stage = Stage::following(true);
    let (kari, chat) = stage.waiting("kari");
    stage.browses(kari, "lamp");
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    stage.browses(kari, "kettle");
    assert_eq!(stage.pages(&chat), ["lamp"]);
    stage
        .visitor_asks(kari, Command::Forget(Forget {}))
        .unwrap();
    stage.crash();
    assert_eq!(stage.trail("meg", &chat), Ok(Trail::default()));
}

// PZ-45.
#[test]
fn agents_see_what_the_page_says_of_the_visitor_now_until_the_end() {
    let mut stage = Stage::new();
    let tell = |value: &str| {
        let told = |name: &str, value: &str, secret| Told {
            name: name.to_owned(),
            value: value.to_owned(),
            secret,
        };
        Command::Tell(Tell {
            variables: vec![told("Basket", value, false), told("PIN", "4711", true)],
        })
    };
    let kari = stage.visitor("kari");
    assert_eq!(stage.visitor_asks(kari, tell("empty")), Err(Code::NotFound));
    let (kari, _, chat) = stage.chat();
    let shown = |stage: &mut Stage| -> Vec<Option<String>> {
        let variables = stage.summary(&chat).visitor.variables;
        variables.into_iter().map(|it| it.value).collect()
    };
    for value in ["2 lamps", "2 lamps", "a kettle"] {
        stage.visitor_asks(kari, tell(value)).unwrap();
        assert_eq!(shown(&mut stage), [Some(value.to_owned()), None]);
    }
    stage.crash();
    assert_eq!(shown(&mut stage), [Some("a kettle".to_owned()), None]);
    let (kari, ann) = (stage.visitor("kari"), stage.agent("ann"));
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.visitor_asks(kari, tell("nothing")).unwrap();
    assert_eq!(shown(&mut stage), [Some("a kettle".to_owned()), None]);
}
