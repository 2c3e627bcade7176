//! What `samtale channel` sets of what is learnt of visitors, and kept.

use clap::Args;

use crate::directory::Privacy;

/// What is learnt of visitors, and kept.
#[derive(Args, Debug)]
pub(super) struct Discretion {
    /// Whether agents see on which pages of the channel's sites a visitor is, from the beginning of a chat to
    /// its end. Have the consent or your privacy notice say so.
    #[arg(long, value_name = "BOOL")]
    page_trail: Option<bool>,
    /// Whether visitors may begin a chat that is not kept: when it ends, what was said goes, with its files and what
    /// was told of the visitor. When it was, who answered it and how it was rated stays.
    #[arg(long, value_name = "BOOL")]
    unkept_offer: Option<bool>,
}

impl Discretion {
    pub(super) fn put_into(self, privacy: &mut Privacy) {
        privacy.page_trail = self.page_trail.unwrap_or(privacy.page_trail);
        privacy.unkept_offer = self.unkept_offer.unwrap_or(privacy.unkept_offer);
    }
}

pub(super) fn describe(privacy: &Privacy) -> String {
    let set = [
        (privacy.page_trail, ", agents see the page"),
        (privacy.unkept_offer, ", visitors may have chats not kept"),
    ];
    let set = set.into_iter().filter(|(is_on, _)| *is_on);
    set.map(|(_, words)| words).collect()
}
