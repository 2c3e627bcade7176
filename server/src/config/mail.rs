//! Where mails go, and from whom they are.

use std::{fmt, net::IpAddr, path::PathBuf, str::FromStr};

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use lettre::message::Mailbox;
use serde::{Deserialize, Deserializer, de::Error};

use super::Values;

/// How the server sends mails.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Who takes them.
    pub way: Way,
    /// From whom they are.
    pub from: MailFrom,
}

/// Who takes mails.
#[derive(Clone, Debug)]
pub enum Way {
    /// A folder, for trying things out.
    Folder(PathBuf),
    /// A mail server.
    Server(MailServer),
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// How what is sent there is kept secret.
    pub security: MailSecurity,
    /// The user, and the file that holds the password.
    pub login: Option<(String, PathBuf)>,
    port: Option<u16>,
}

/// What mail_server says: a host, perhaps with a port, or `folder:` and a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MailPlace {
    /// A folder.
    Folder(PathBuf),
    /// A mail server.
    Host(String, Option<u16>),
}

/// How what is sent to a mail server is kept secret.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// By TLS from the first byte.
    #[default]
    Tls,
    /// By TLS that is begun before anything else is said; without it nothing is.
    Starttls,
    /// Not at all: for a mail server on this machine.
    None,
}

/// An address that mails are from, perhaps with a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailFrom(Mailbox);

impl MailServer {
    /// The port: the usual one where none was given.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            MailSecurity::Tls => 465,
            MailSecurity::Starttls => 587,
            MailSecurity::None => 25,
        })
    }
}

impl MailFrom {
    /// The name and the address.
    pub fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl Mail {
    /// What the values say of mail, if they say that there is any.
    ///
    /// # Errors
    /// In plain words, when they do not go together.
    pub(super) fn new(values: &mut Values) -> Result<Option<Self>> {
        let user = values.mail_user.take();
        let password = values.mail_secret.take();
        let security = values.mail_security.take();
        let from = values.mail_from.take();
        let given = [
            ("mail_security", security.is_some()),
            ("mail_user", user.is_some()),
            ("mail_secret", password.is_some()),
        ];
        let more = given.iter().find(|(_, is_given)| *is_given);
        let Some(place) = values.mail_server.take() else {
            let more = more.map(|(name, _)| name);
            if let Some(name) = more.or(from.as_ref().map(|_| &"mail_from")) {
                bail!("mail_server: without it there are no mails, and {name} means nothing.");
            }
            return Ok(None);
        };
        let Some(from) = from else {
            bail!("mail_from: tell the address that mails are from.");
        };
        let way = match place {
            MailPlace::Folder(path) => {
                if let Some((name, _)) = more {
                    bail!("{name}: it means nothing when mails go into a folder.");
                }
                Way::Folder(path)
            }
            MailPlace::Host(host, port) => Way::Server(MailServer {
                login: login(user, password)?,
                security: security.unwrap_or_default(),
                host,
                port,
            }),
        };
        if let Way::Server(server) = &way {
            ensure!(
                server.security != MailSecurity::None || is_this_machine(&server.host),
                "mail_security: without it everybody on the way to {} could read along. Only a mail \
                 server on this machine goes without.",
                server.host
            );
        }
        Ok(Some(Self { way, from }))
    }
}

fn login(user: Option<String>, password: Option<PathBuf>) -> Result<Option<(String, PathBuf)>> {
    match (user, password) {
        (Some(user), Some(file)) => Ok(Some((user, file))),
        (None, None) => Ok(None),
        _ => bail!("mail_user: it needs mail_secret, and mail_secret needs it."),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|it: IpAddr| it.is_loopback())
}

/// Where mails go, for people.
impl fmt::Display for Way {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(out, "the folder {}", path.display()),
            Self::Server(it) => write!(out, "{}, port {}", it.host, it.port()),
        }
    }
}

impl FromStr for MailPlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("folder:") {
            return match path {
                "" => Err("`folder:` names no folder".to_owned()),
                path => Ok(Self::Folder(path.into())),
            };
        }
        let wrong = || {
            format!(
                "`{text}` is neither a host such as mail.example.com or mail.example.com:465, nor folder: and a path"
            )
        };
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Host(address.to_string(), None));
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_name = |it: &str| {
            !it.is_empty()
                && it
                    .bytes()
                    .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'.')
        };
        if (!is_name(host) && host.parse::<IpAddr>().is_err()) || port == Some(0) {
            return Err(wrong());
        }
        Ok(Self::Host(host.to_owned(), port))
    }
}

impl FromStr for MailFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = !text.contains(char::is_control);
        let read = text.parse::<Mailbox>().ok().filter(|_| is_plain);
        let fits = |it: &Mailbox| crate::mail::is_address(it.email.as_ref());
        read.filter(fits).map(Self).ok_or_else(|| {
            format!("`{text}` is neither an address nor a name with one, such as Chat <chat@example.com>")
        })
    }
}

impl<'de> Deserialize<'de> for MailPlace {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for MailFrom {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn mail(toml: &str) -> Result<Option<Mail>, String> {
        let mut values = Values::from_toml(toml)?;
        Mail::new(&mut values).map_err(|it| it.to_string())
    }

    fn server(toml: &str) -> MailServer {
        match mail(toml).unwrap().unwrap().way {
            Way::Server(server) => server,
            Way::Folder(path) => panic!("{}", path.display()),
        }
    }

    #[test]
    fn a_server_is_reached_safely_and_on_the_usual_port() {
        let from = "\nmail_from = 'Chat <chat@example.com>'";
        for (given, host, port) in [
            ("mail_server = 'mail.example.com'", "mail.example.com", 465),
            (
                "mail_server = 'mail.example.com:2465'",
                "mail.example.com",
                2465,
            ),
            (
                "mail_server = 'mail.example.com'\nmail_security = 'starttls'",
                "mail.example.com",
                587,
            ),
            (
                "mail_server = '[::1]:25'\nmail_security = 'none'",
                "::1",
                25,
            ),
            ("mail_server = '::1'\nmail_security = 'none'", "::1", 25),
            (
                "mail_server = 'localhost'\nmail_security = 'none'",
                "localhost",
                25,
            ),
        ] {
            let server = server(&format!("{given}{from}"));
            assert_eq!(
                (server.host.as_str(), server.port()),
                (host, port),
                "{given}"
            );
        }
        let folder = mail(&format!("mail_server = 'folder:/tmp/mail'{from}")).unwrap();
        let way = folder.unwrap().way;
        assert!(matches!(&way, Way::Folder(it) if it == Path::new("/tmp/mail")));
        assert_eq!(way.to_string(), "the folder /tmp/mail");
        assert!(mail("").unwrap().is_none());
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        let from = "mail_from = 'chat@example.com'\n";
        for (given, name) in [
            ("mail_server = 'mail.example.com'".to_owned(), "mail_from: "),
            (from.to_owned(), "mail_server: "),
            ("mail_user = 'me'".to_owned(), "mail_server: "),
            (
                format!("{from}mail_server = 'mail.example.com'\nmail_user = 'me'"),
                "mail_user: ",
            ),
            (
                format!("{from}mail_server = 'mail.example.com'\nmail_secret = 'p'"),
                "mail_user: ",
            ),
            (
                format!("{from}mail_server = 'mail.example.com'\nmail_security = 'none'"),
                "mail_security: ",
            ),
            (
                format!("{from}mail_server = '10.0.0.7'\nmail_security = 'none'"),
                "mail_security: ",
            ),
            (
                format!("{from}mail_server = 'folder:m'\nmail_user = 'me'"),
                "mail_user: ",
            ),
        ] {
            let wrong = mail(&given).unwrap_err();
            assert!(wrong.starts_with(name), "{given}: {wrong}");
        }
        for given in [
            "mail_server = ''",
            "mail_server = 'folder:'",
            "mail_server = 'smtp://mail.example.com'",
            "mail_server = 'mail.example.com:x'",
            "mail_server = 'mail.example.com:0'",
            "mail_server = 'mail example'",
            "mail_from = 'nobody'",
            "mail_from = 'a@example.com, b@example.com'",
            "mail_from = \"a@example.com\\r\\nBcc: b@example.com\"",
            "mail_security = 'some'",
        ] {
            assert!(Values::from_toml(given).is_err(), "{given}");
        }
    }
}
