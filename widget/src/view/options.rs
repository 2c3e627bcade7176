//! Options below the message that offers them: buttons for one of them, boxes to tick for several.

use shared::{
    choice::Options,
    id::{self, Id},
};

use crate::{
    dom::Part,
    session::Session,
    words::{self, Word, Words},
};

/// What is asked for.
pub(super) fn word(offered: &Options) -> Word {
    if offered.multiple {
        words::CHOOSE_SEVERAL
    } else {
        words::CHOOSE
    }
}

pub(super) fn make(
    session: Session,
    words: Words,
    message: &Id<id::Message>,
    offered: &Options,
) -> Part {
    let menu = Part::copy_of("options");
    menu.find("legend").say(words.say(word(offered)));
    let (send, none) = (menu.find(".choose"), menu.find(".none"));
    let mut boxes = Vec::new();
    for text in &offered.texts {
        if offered.multiple {
            let (label, tick) = (Part::new("label"), Part::new("input"));
            tick.set("type", "checkbox");
            label.set("dir", "auto");
            label.append(&tick);
            label.append_text(text);
            send.before(&label);
            boxes.push((tick, text.clone()));
        } else {
            let button = Part::new("button");
            button.set("class", "button");
            button.set("part", "button");
            button.set("type", "button");
            button.set("dir", "auto");
            button.say(text);
            let (message, texts) = (message.clone(), vec![text.clone()]);
            button.on("click", move |_| session.choose(&message, texts.clone()));
            send.before(&button);
        }
    }
    send.show(offered.multiple);
    let id = message.clone();
    send.on("click", move |_| {
        let ticked = boxes.iter().filter(|(tick, _)| tick.checked());
        let texts: Vec<String> = ticked.map(|(_, text)| text.clone()).collect();
        match boxes.first() {
            Some((first, _)) if texts.is_empty() => first.focus(),
            _ => session.choose(&id, texts),
        }
    });
    none.show(!offered.required);
    let id = message.clone();
    none.on("click", move |_| session.choose(&id, Vec::new()));
    menu
}
