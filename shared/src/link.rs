//! A link that an agent points out, shown as a card beside the text.

use serde::{Deserialize, Serialize};

use crate::{
    limits::{MAX_LINK, MAX_TITLE},
    site,
    text::{self, Invalid},
};

/// A link beside the text of an agent's message.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct PageLink {
    /// Where it leads: http or https, at most [`MAX_LINK`] characters of ASCII, without user and password.
    pub address: String,
    /// What is there, at most [`MAX_TITLE`] characters; where it is empty, the address says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Whether it is a page of the channel's own sites: whoever follows it goes there with the page that they are on.
    /// The backend finds out.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub own_site: bool,
}

impl PageLink {
    /// The same, cleaned, as it is for a channel with these sites.
    ///
    /// # Errors
    /// When the address is none that can be followed, or something is too long.
    pub fn clean(&self, sites: &[String]) -> Result<Self, Invalid> {
        let address = self.address.trim().to_owned();
        if address.len() > MAX_LINK {
            return Err(Invalid::TooLong);
        }
        match site::parts(&address) {
            Some((_, host, _)) if !host.contains('@') => {}
            _ => return Err(Invalid::Malformed),
        }
        let title = match text::line(&self.title, MAX_TITLE) {
            Err(Invalid::Empty) => String::new(),
            title => title?,
        };
        Ok(Self {
            own_site: site::is_of(&address, sites),
            address,
            title,
        })
    }

    /// What is written on it.
    pub fn name(&self) -> &str {
        match self.title.as_str() {
            "" => &self.address,
            title => title,
        }
    }

    /// The host it leads to, with the port where that is not the usual one.
    pub fn host(&self) -> &str {
        site::parts(&self.address).map_or("", |(_, host, _)| host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(address: &str) -> Result<PageLink, Invalid> {
        let link = PageLink {
            address: address.to_owned(),
            title: " Lamps\n".to_owned(),
            own_site: true,
        };
        link.clean(&["https://shop.example".to_owned()])
    }

    #[test]
    fn a_link_leads_to_a_page_and_to_nothing_else() {
        for (address, own_site) in [
            ("https://shop.example", true),
            ("https://shop.example/lamps?colour=red#top", true),
            ("https://shop.example?lamps", true),
            ("https://shop.example.evil.test/", false),
            ("https://shop.example:8443/", false),
            ("http://shop.example/", false),
        ] {
            let link = to(address).expect(address);
            assert_eq!((link.own_site, link.title.as_str()), (own_site, "Lamps"));
        }
        for address in [
            "",
            "shop.example",
            "javascript:alert(1)//://",
            "data:text/html,x",
            "//shop.example",
            "https:///path",
            "https://shop.example@evil.test/",
            "https://shop.example\\@evil.test/",
            "https://shop.example/a b",
            "https://sh\u{f6}p.example/",
        ] {
            assert_eq!(to(address), Err(Invalid::Malformed), "{address}");
        }
        let long = ["https://shop.example/", &"a".repeat(MAX_LINK)].concat();
        assert_eq!(to(&long), Err(Invalid::TooLong));
    }

    #[test]
    fn without_a_title_it_is_called_by_its_address() {
        let mut link = to("https://shop.example:8443/lamps").expect("it is right");
        assert_eq!((link.name(), link.host()), ("Lamps", "shop.example:8443"));
        link.title.clear();
        assert_eq!(link.name(), link.address);
    }
}
