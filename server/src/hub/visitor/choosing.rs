//! A visitor answers the options of an agent's message.

use shared::{
    choice::Choice,
    conversation::Status,
    error::Code,
    id::{self, Id},
    message::Content,
    visitor::State,
};

use crate::{
    hub::{
        Hub,
        failure::{self, Failure},
    },
    public,
};

impl Hub {
    /// What a choice puts into the conversation, if it may still be made.
    pub(super) fn chosen(
        &mut self,
        conversation: &Id<id::Conversation>,
        choice: &Choice,
    ) -> Result<Content, Failure<State>> {
        let it = &self.live(conversation).it;
        let mut menus = it.menus.iter();
        let menu = menus.find(|menu| menu.message == choice.message);
        let menu = menu.ok_or(Code::NotFound)?;
        if it.status == Status::Ended {
            return Err(Failure::with(Code::Ended, public::state(it)));
        }
        let Some(options) = &menu.options else {
            return Err(Failure::with(Code::Conflict, public::state(it)));
        };
        let choice = options.check(choice).map_err(failure::of_text)?;
        Ok(Content::choice(choice))
    }
}
