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
}

impl Discretion {
    pub(super) fn put_into(self, privacy: &mut Privacy) {
        privacy.page_trail = self.page_trail.unwrap_or(privacy.page_trail);
    }
}

pub(super) fn describe(privacy: &Privacy) -> String {
    let set = [(privacy.page_trail, ", agents see the page")];
    let set = set.into_iter().filter(|(is_on, _)| *is_on);
    set.map(|(_, words)| words).collect()
}
