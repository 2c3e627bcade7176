//! The ready answers of the demo's shop.

use shared::{
    id::Id,
    reply::{Entry, Kind},
};

use crate::store::{Trouble, accounts::Accounts};

/// Folder, title and text.
const TEMPLATES: [[&str; 3]; 8] = [
    [
        "",
        "Welcome",
        "Hello, and thank you for writing to Nordlys. How can I help you?",
    ],
    [
        "",
        "Goodbye",
        "Thank you for the chat. Write to us again whenever you like.",
    ],
    [
        "Orders",
        "Order number",
        "Could you tell me the number of your order? It stands in the confirmation we sent by e-mail and begins with N.",
    ],
    [
        "Orders",
        "Change an address",
        "I have changed the address of your order. You will get a new confirmation by e-mail in a few minutes.",
    ],
    [
        "Orders/Delivery",
        "Parcel is late",
        "I am sorry that your parcel is late. I am asking the carrier where it is and will come back to you here.",
    ],
    [
        "Orders/Returns",
        "Return label",
        "You can send it back within 30 days. I have sent the label to your e-mail address; put it on the parcel and leave it at any post office.",
    ],
    [
        "Orders/Returns",
        "Refund",
        "The refund is on its way. Depending on your bank it takes three to five days.",
    ],
    [
        "Products",
        "Kettle descaling",
        "Fill the kettle with equal parts of water and vinegar, bring it to the boil, leave it for half an hour and rinse it twice.",
    ],
];

/// Folder, title and the page of the shop's site.
const ARTICLES: [[&str; 3]; 4] = [
    [
        "Orders",
        "How long delivery takes",
        "https://nordlys.example/help/delivery",
    ],
    [
        "Orders",
        "How returns work",
        "https://nordlys.example/help/returns",
    ],
    [
        "Products",
        "Which bulbs fit our lamps",
        "https://nordlys.example/help/bulbs",
    ],
    [
        "Products",
        "Warranty",
        "https://nordlys.example/help/warranty",
    ],
];

/// Makes those that are not there yet.
pub(super) fn provide(accounts: &mut dyn Accounts) -> Result<(), Trouble> {
    let known = accounts.shared_replies()?;
    let templates = TEMPLATES.iter().map(|it| (Kind::Template, it));
    let articles = ARTICLES.iter().map(|it| (Kind::Faq, it));
    for (number, (kind, [folder, title, content])) in templates.chain(articles).enumerate() {
        let entry = Entry {
            id: Id::new(format!("demo-{number}")),
            kind,
            folder: (*folder).to_owned(),
            title: (*title).to_owned(),
            content: (*content).to_owned(),
        };
        if !known.contains(&entry) {
            accounts.put_shared_reply(&entry)?;
        }
    }
    Ok(())
}
