//! What the server writes in mails of its own, in the language of the channel.

/// The sentences of one language.
pub(super) struct Words {
    /// The subject when a conversation waits.
    pub(super) waiting: &'static str,
    /// The subject when a message has no answer.
    pub(super) message: &'static str,
    /// What is said when a conversation waits.
    pub(super) waiting_text: &'static str,
    /// What is said when a message has no answer.
    pub(super) message_text: &'static str,
    /// The subject of what was said in a chat.
    pub(super) transcript: &'static str,
    /// What stands before it.
    pub(super) transcript_before: &'static str,
    /// What a visitor without a name is called in it.
    pub(super) visitor: &'static str,
    /// That an agent took it.
    pub(super) taken: &'static str,
    /// That it ended.
    pub(super) ended: &'static str,
    /// That it went on.
    pub(super) reopened: &'static str,
}

const EN: Words = Words {
    waiting: "A conversation is waiting for an answer",
    message: "A message is waiting for an answer",
    waiting_text: "A visitor has been waiting for {time} on {channel}, and nobody has answered.",
    message_text: "A visitor's message on {channel} has been without an answer for {time}.",
    transcript: "Your chat with us",
    transcript_before: "Here is the chat you asked for.",
    visitor: "Visitor",
    taken: "{name} answered.",
    ended: "The chat was ended.",
    reopened: "The chat went on.",
};

const NB: Words = Words {
    waiting: "En samtale venter på svar",
    message: "En melding venter på svar",
    waiting_text: "En besøkende har ventet i {time} på {channel}, og ingen har svart.",
    message_text: "En melding fra en besøkende på {channel} har vært uten svar i {time}.",
    transcript: "Samtalen din med oss",
    transcript_before: "Her er samtalen du ba om.",
    visitor: "Besøkende",
    taken: "{name} svarte.",
    ended: "Samtalen ble avsluttet.",
    reopened: "Samtalen fortsatte.",
};

const SV: Words = Words {
    waiting: "En konversation väntar på svar",
    message: "Ett meddelande väntar på svar",
    waiting_text: "En besökare har väntat i {time} på {channel}, och ingen har svarat.",
    message_text: "Ett meddelande från en besökare på {channel} har varit utan svar i {time}.",
    transcript: "Din chatt med oss",
    transcript_before: "Här är chatten du bad om.",
    visitor: "Besökare",
    taken: "{name} svarade.",
    ended: "Chatten avslutades.",
    reopened: "Chatten fortsatte.",
};

const NL: Words = Words {
    waiting: "Een gesprek wacht op antwoord",
    message: "Een bericht wacht op antwoord",
    waiting_text: "Een bezoeker wacht al {time} op {channel}, en niemand heeft geantwoord.",
    message_text: "Een bericht van een bezoeker op {channel} is al {time} zonder antwoord.",
    transcript: "Je chat met ons",
    transcript_before: "Hier is de chat waar je om vroeg.",
    visitor: "Bezoeker",
    taken: "{name} antwoordde.",
    ended: "De chat is beëindigd.",
    reopened: "De chat ging verder.",
};

const AR: Words = Words {
    waiting: "محادثة تنتظر ردًا",
    message: "رسالة تنتظر ردًا",
    waiting_text: "ينتظر زائر منذ {time} في {channel}، ولم يرد عليه أحد.",
    message_text: "رسالة من زائر في {channel} دون رد منذ {time}.",
    transcript: "محادثتك معنا",
    transcript_before: "هذه هي المحادثة التي طلبتها.",
    visitor: "الزائر",
    taken: "أجاب {name}.",
    ended: "انتهت المحادثة.",
    reopened: "استمرت المحادثة.",
};

/// The sentences for a language as BCP 47; English where there are none.
pub(super) fn words(language: &str) -> &'static Words {
    let tag = language.split(['-', '_']).next().unwrap_or_default();
    match tag.to_ascii_lowercase().as_str() {
        "nb" | "nn" | "no" => &NB,
        "sv" => &SV,
        "nl" => &NL,
        "ar" => &AR,
        _ => &EN,
    }
}
