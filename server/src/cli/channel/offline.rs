//! What `samtale channel` sets of what visitors meet when a channel takes no chats.

use clap::Args;

use crate::directory::Channel;

/// What happens when too many wait.
#[derive(Args, Debug)]
pub(super) struct Overflows {
    /// How many visitors may wait; while they do, no other can begin a chat. 1 to 10000.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    queue_limit: Option<u32>,
}

impl Overflows {
    pub(super) fn put_into(self, channel: &mut Channel) {
        let overflow = &mut channel.overflow;
        overflow.limit = self.queue_limit.unwrap_or(overflow.limit);
    }
}
