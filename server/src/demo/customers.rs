//! The customers of the demo's shop.

use shared::{
    id::Id,
    register::{Company, Contact, Firm, Kind, Record},
    time::Timestamp,
};

use crate::store::{Trouble, accounts::Accounts, customers::Kept};

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Id, name, customer's number, e-mail, telephone, web site, address.
const COMPANIES: [[&str; 7]; 3] = [
    [
        "fjord",
        "Fjord Hotell AS",
        "20114",
        "post@fjordhotell.example",
        "+47 55 00 01 00",
        "https://fjordhotell.example",
        "Strandgaten 12, 5013 Bergen",
    ],
    [
        "lilla",
        "Lilla Kaféet AB",
        "20342",
        "hej@lillakafeet.example",
        "+46 31 700 02 00",
        "https://lillakafeet.example",
        "Haga Nygata 8, 413 01 Göteborg",
    ],
    [
        "polder",
        "Polder Kantoren BV",
        "20077",
        "info@polderkantoren.example",
        "+31 20 700 0300",
        "https://polderkantoren.example",
        "Keizersgracht 101, 1015 Amsterdam",
    ],
];

/// Id, name, company, title, e-mail, telephone, note.
const CONTACTS: [[&str; 7]; 7] = [
    [
        "kari",
        "Kari Nordmann",
        "fjord",
        "Purchasing",
        "kari@example.com",
        "+47 900 00 101",
        "Prefers to be called after lunch.",
    ],
    [
        "ola",
        "Ola Nordmann",
        "fjord",
        "Facilities",
        "ola@example.com",
        "+47 900 00 102",
        "",
    ],
    [
        "karin",
        "Karin Lind",
        "lilla",
        "Owner",
        "karin@lillakafeet.example",
        "+46 70 000 02 01",
        "",
    ],
    [
        "erik",
        "Erik Sand",
        "lilla",
        "Head barista",
        "erik@lillakafeet.example",
        "+46 70 000 02 02",
        "",
    ],
    [
        "sanne",
        "Sanne de Vries",
        "polder",
        "Office manager",
        "sanne@polderkantoren.example",
        "+31 6 0000 0301",
        "Orders in Dutch.",
    ],
    [
        "pieter",
        "Pieter Bakker",
        "polder",
        "Finance",
        "pieter@polderkantoren.example",
        "+31 6 0000 0302",
        "",
    ],
    [
        "kari-h",
        "Kari Haugen",
        "",
        "",
        "kari.haugen@example.com",
        "+47 900 00 103",
        "",
    ],
];

/// A record of the demo.
struct Sample {
    kind: Kind,
    id: &'static str,
    number: &'static str,
    title: &'static str,
    contact: &'static str,
    company: &'static str,
    status: &'static str,
    /// Category and priority of a request, the amount of a sale.
    more: [&'static str; 2],
    /// Days from now.
    days: i64,
    text: &'static str,
}

const RECORDS: [Sample; 9] = [
    Sample {
        kind: Kind::Request,
        id: "demo-1",
        number: "R-412",
        title: "Kettle leaks at the handle",
        contact: "kari",
        company: "fjord",
        status: "open",
        more: ["Complaint", "high"],
        days: -3,
        text: "The third kettle of the last delivery drips where the handle meets the body. A picture came by e-mail.",
    },
    Sample {
        kind: Kind::Request,
        id: "demo-2",
        number: "R-398",
        title: "Invoice to another address",
        contact: "pieter",
        company: "polder",
        status: "closed",
        more: ["Invoice", "normal"],
        days: -20,
        text: "Invoices go to the office at Herengracht from October on.",
    },
    Sample {
        kind: Kind::Request,
        id: "demo-3",
        number: "R-405",
        title: "Which bulb fits the Nordlys lamp",
        contact: "karin",
        company: "lilla",
        status: "closed",
        more: ["Product", "low"],
        days: -12,
        text: "E14, at most 25 watts.",
    },
    Sample {
        kind: Kind::Sale,
        id: "demo-1",
        number: "S-88",
        title: "40 lamps for the new wing",
        contact: "kari",
        company: "fjord",
        status: "offer sent",
        more: ["31 960 NOK", ""],
        days: -6,
        text: "Delivery in two parts, the first before Easter.",
    },
    Sample {
        kind: Kind::Sale,
        id: "demo-2",
        number: "S-71",
        title: "12 kettles",
        contact: "erik",
        company: "lilla",
        status: "won",
        more: ["10 788 SEK", ""],
        days: -41,
        text: "",
    },
    Sample {
        kind: Kind::FollowUp,
        id: "demo-1",
        number: "",
        title: "Call about the offer for 40 lamps",
        contact: "kari",
        company: "fjord",
        status: "planned",
        more: ["", ""],
        days: 2,
        text: "Ask whether the first part can wait a week.",
    },
    Sample {
        kind: Kind::FollowUp,
        id: "demo-2",
        number: "",
        title: "Send the new price list",
        contact: "sanne",
        company: "polder",
        status: "planned",
        more: ["", ""],
        days: 5,
        text: "",
    },
    Sample {
        kind: Kind::Project,
        id: "demo-1",
        number: "P-7",
        title: "Light for the whole hotel",
        contact: "ola",
        company: "fjord",
        status: "running",
        more: ["", ""],
        days: -60,
        text: "Three floors in two years.",
    },
    Sample {
        kind: Kind::Project,
        id: "demo-2",
        number: "P-9",
        title: "Quiet kitchens",
        contact: "sanne",
        company: "polder",
        status: "planned",
        more: ["", ""],
        days: -8,
        text: "",
    },
];

/// Makes those that are not there yet.
pub(super) fn provide(accounts: &mut dyn Accounts, now: Timestamp) -> Result<(), Trouble> {
    let text = |it: &str| it.to_owned();
    for [id, name, number, email, phone, website, address] in COMPANIES {
        if accounts.firm(&Id::new(id))?.is_none() {
            accounts.put_company(&Company {
                id: Id::new(id),
                name: text(name),
                number: text(number),
                email: text(email),
                phone: text(phone),
                website: text(website),
                address: text(address),
            })?;
        }
    }
    for [id, name, company, title, email, phone, note] in CONTACTS {
        if accounts.known_contact(&Id::new(id))?.is_none() {
            let firm = (!company.is_empty()).then(|| Firm {
                id: Id::new(company),
                name: String::new(),
            });
            accounts.put_contact(&Contact {
                id: Id::new(id),
                name: text(name),
                company: firm,
                title: text(title),
                email: text(email),
                phone: text(phone),
                address: String::new(),
                note: text(note),
            })?;
        }
    }
    for sample in RECORDS {
        if accounts
            .known_record(sample.kind, &Id::new(sample.id))?
            .is_none()
        {
            accounts.put_record(&sample.kept(now))?;
        }
    }
    Ok(())
}

impl Sample {
    fn kept(&self, now: Timestamp) -> Kept {
        let is_sale = self.kind == Kind::Sale;
        let [first, second] = self.more.map(str::to_owned);
        let (category, amount) = if is_sale {
            (String::new(), first)
        } else {
            (first, String::new())
        };
        Kept {
            record: Record {
                id: Id::new(self.id),
                kind: self.kind,
                number: self.number.to_owned(),
                title: self.title.to_owned(),
                status: self.status.to_owned(),
                category,
                priority: second,
                amount,
                at: Some(Timestamp(now.0.saturating_add_signed(self.days * DAY))),
                conversation: None,
                of_company: false,
            },
            contact: Some(Id::new(self.contact)),
            company: Some(Id::new(self.company)),
            text: self.text.to_owned(),
            log: String::new(),
        }
    }
}
