//! What kind of browser somebody uses, and how.

use std::net::SocketAddr;

use super::Engine;

/// Size, language, colours and way to the network.
#[derive(Clone, Debug)]
pub struct Look {
    /// What the browser is made of.
    pub engine: Engine,
    /// Width and height of the page in pixels.
    pub size: (u32, u32),
    /// The language the person reads, as BCP 47.
    pub language: String,
    /// Whether the person likes dark pages.
    pub is_dark: bool,
    /// Whether the person lets no site keep anything. Chromium alone.
    pub denies_storage: bool,
    /// A SOCKS proxy for everything, this machine included.
    pub road: Option<SocketAddr>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            engine: Engine::default(),
            size: (1280, 800),
            language: "en".to_owned(),
            is_dark: false,
            denies_storage: false,
            road: None,
        }
    }
}
