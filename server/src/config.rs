//! What the operator decides: read from a file, the environment and flags, later ones winning.

mod address;
mod dns;
mod file;
mod mail;
mod net;
mod origin;
mod sample;
mod values;
mod zone;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use anyhow::{Result, ensure};
use jiff::tz::TimeZone;

pub use address::Address;
pub use dns::Dns;
pub use mail::{Mail, MailFrom, MailPlace, MailSecurity, MailServer, Way};
pub use net::Net;
pub use origin::Origin;
pub(crate) use sample::sample;
pub use values::{LogFormat, LogLevel, Values};

use crate::{
    hub::settings::{FILE_SPACE, FILE_TYPES},
    socket::Pace,
};

/// The port that is listened on unless told otherwise.
pub const PORT: u16 = 7700;

/// Everything a server needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How browsers reach the server; absent: `http://localhost` and the port.
    pub public_url: Option<Origin>,
    /// Further origins whose pages may sign in and open sockets.
    pub origins: Vec<Origin>,
    /// The folder that holds everything to keep.
    pub data: PathBuf,
    /// The folder with the built apps; absent: those embedded in the program.
    pub apps: Option<PathBuf>,
    /// Where "today" begins at midnight.
    pub time_zone: TimeZone,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Net>,
    /// Whether a proxy in front does TLS, so that plain http beyond loopback is meant.
    pub behind_tls_proxy: bool,
    /// The origin files come from; absent: the server's own.
    pub files_url: Option<Origin>,
    /// Media types of files that are taken.
    pub file_types: Vec<String>,
    /// Megabytes for all files together.
    pub file_space_mb: u64,
    /// A program that looks at each file.
    pub file_scanner: Option<PathBuf>,
    /// Connections one address may have open.
    pub connections_per_address: usize,
    /// Multiplies every limit on how much people may send.
    pub rate_factor: u32,
    /// A company's own register of customers; absent: the server keeps them.
    pub register: Option<Address>,
    /// The file that holds the secret that lets in there.
    pub register_secret: Option<PathBuf>,
    /// Who is asked whether a mail domain exists.
    pub dns: Dns,
    /// How mails are sent; absent: none are.
    pub mail: Option<Mail>,
    /// What is logged.
    pub log: LogLevel,
    /// How it is written.
    pub log_format: LogFormat,
    /// The socket's periods. Those of the protocol, except in tests.
    pub pace: Pace,
}

impl Config {
    /// Joins the values of all sources with what stands for those that are not given.
    ///
    /// # Errors
    /// In plain words, when the values do not go together.
    pub fn new(mut values: Values) -> Result<Self> {
        let mail = Mail::new(&mut values)?;
        let config = Self {
            listen: values
                .listen
                .unwrap_or_else(|| (Ipv4Addr::LOCALHOST, PORT).into()),
            public_url: values.public_url,
            origins: values.origins.unwrap_or_default(),
            data: values.data.unwrap_or_else(|| PathBuf::from("data")),
            apps: values.apps,
            time_zone: values
                .time_zone
                .map_or_else(TimeZone::system, |zone| zone.0),
            trusted_proxies: values.trusted_proxies.unwrap_or_default(),
            behind_tls_proxy: values.behind_tls_proxy.unwrap_or_default(),
            files_url: values.files_url,
            file_types: values
                .file_types
                .unwrap_or_else(|| FILE_TYPES.map(str::to_owned).into()),
            file_space_mb: values.file_space_mb.unwrap_or(FILE_SPACE >> 20),
            file_scanner: values.file_scanner,
            connections_per_address: values.connections_per_address.unwrap_or(2_000),
            rate_factor: values.rate_factor.unwrap_or(1).max(1),
            register: values.register,
            register_secret: values.register_secret,
            dns: values.dns.unwrap_or_default(),
            mail,
            log: values.log.unwrap_or_default(),
            log_format: values.log_format.unwrap_or_default(),
            pace: Pace::default(),
        };
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.listen.ip().is_loopback() || self.behind_tls_proxy,
            "listen: {} can be reached from other machines, but this server speaks plain http.\n\
             Put a proxy that does TLS in front and set behind_tls_proxy, or listen on 127.0.0.1.",
            self.listen
        );
        ensure!(
            !self.behind_tls_proxy || self.public_url.as_ref().is_some_and(Origin::is_https),
            "public_url: with behind_tls_proxy, tell the https:// address that browsers use."
        );
        ensure!(
            self.register.is_some() == self.register_secret.is_some(),
            "register: it needs register_secret, and register_secret needs it."
        );
        ensure!(
            self.files_url.is_none() || self.files_url != self.public_url,
            "files_url: it must not be public_url. Leave it out, or tell another host name."
        );
        ensure!(
            self.connections_per_address > 0,
            "connections_per_address: nobody could connect with 0."
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests;
