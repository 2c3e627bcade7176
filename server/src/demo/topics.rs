//! What the conversations of the demo's shop may be about.

use shared::{id::Id, tag::Tag};

use crate::store::{Trouble, accounts::Accounts};

/// Category, id and name.
const TOPICS: [[&str; 3]; 7] = [
    ["Orders", "delivery", "Delivery"],
    ["Orders", "return", "Return"],
    ["Orders", "refund", "Refund"],
    ["Products", "lamps", "Lamps"],
    ["Products", "kettles", "Kettles"],
    ["Products", "spare-parts", "Spare parts"],
    ["", "praise", "Praise"],
];

/// Sets the topics where there are none yet.
///
/// # Errors
/// When the storage fails.
pub(super) fn provide(accounts: &mut dyn Accounts) -> Result<(), Trouble> {
    if !accounts.tags()?.is_empty() {
        return Ok(());
    }
    let tags = TOPICS.map(|[category, id, name]| Tag {
        id: Id::new(id),
        name: name.to_owned(),
        category: category.to_owned(),
    });
    accounts.set_tags(&tags)
}
