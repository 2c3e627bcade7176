//! Articles that may answer a question before anybody has to wait for an agent.

use serde::{Deserialize, Serialize};

use crate::id::{self, Id};

/// Asks for articles about a question. Nothing is kept of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Suggest {
    /// The question, as it would be the first message.
    pub text: String,
}

/// Articles about a question, the likeliest first, at most [`crate::limits::MAX_ARTICLES`]. Everybody may read
/// them without signing in.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Suggestions {
    /// The articles; none: nothing fits, or the channel suggests nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Article>,
}

/// An article.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Article {
    /// The ready answer it is.
    pub id: Id<id::Reply>,
    /// What it is called.
    pub title: String,
    /// Its address: https.
    pub link: String,
}

/// An article has answered the question: nobody needs to.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Helped {
    /// Which.
    pub article: Id<id::Reply>,
}
