//! The values of one source. The comments here are what `--help` and `samtale config` show.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::{Address, Dns, MailFrom, MailPlace, MailSecurity, Net, Origin, zone::Zone};

/// What may be configured. Every value may stand in the file, the environment or a flag.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Address and port to listen on. Beyond loopback only together with behind_tls_proxy,
    /// because the server itself speaks plain http.
    #[arg(long, env = "SAMTALE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// The address browsers use to reach this server: scheme, host and port, nothing more.
    /// Standard: http://localhost with the port that is listened on.
    #[arg(long, env = "SAMTALE_PUBLIC_URL", value_name = "ORIGIN")]
    pub public_url: Option<Origin>,

    /// Further addresses under which browsers reach this server, such as an old name. The sites
    /// that embed the widget do not belong here but to their channel (samtale channel).
    #[arg(
        long,
        env = "SAMTALE_ORIGINS",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub origins: Option<Vec<Origin>>,

    /// The folder that holds the database and everything else to keep. Only the user who runs the
    /// server can read it.
    #[arg(long, env = "SAMTALE_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// A folder with the built apps, to serve instead of those inside this program.
    #[arg(long, env = "SAMTALE_APPS", value_name = "FOLDER")]
    pub apps: Option<PathBuf>,

    /// The time zone in which a day begins at midnight for the figures, such as Europe/Oslo.
    /// Standard: the machine's.
    #[arg(long, env = "SAMTALE_TIME_ZONE", value_name = "NAME")]
    pub time_zone: Option<Zone>,

    /// Addresses or networks of proxies in front of the server. Only from these X-Forwarded-For
    /// is believed; it tells which visitors share an address, for the limits per address.
    #[arg(
        long,
        env = "SAMTALE_TRUSTED_PROXIES",
        value_name = "NETWORK",
        value_delimiter = ','
    )]
    pub trusted_proxies: Option<Vec<Net>>,

    /// Says that a proxy in front does TLS. Then the server may listen beyond loopback, and
    /// public_url begins with https://.
    #[arg(long, env = "SAMTALE_BEHIND_TLS_PROXY", value_name = "BOOL", num_args = 0..=1,
          default_missing_value = "true", require_equals = true)]
    pub behind_tls_proxy: Option<bool>,

    /// An address of this server that files come from and nothing else, so that no file shares an
    /// origin with the apps. The proxy passes its host name on. Standard: files come from public_url.
    #[arg(long, env = "SAMTALE_FILES_URL", value_name = "ORIGIN")]
    pub files_url: Option<Origin>,

    /// Media types of files that are taken; text/* stands for every text. Whatever is no PNG, JPEG, GIF
    /// or WebP is only ever downloaded, never shown. Empty: no files.
    #[arg(
        long,
        env = "SAMTALE_FILE_TYPES",
        value_name = "TYPE",
        value_delimiter = ','
    )]
    pub file_types: Option<Vec<String>>,

    /// Megabytes for all files together. When they are used up, no more are taken.
    #[arg(long, env = "SAMTALE_FILE_SPACE_MB", value_name = "COUNT")]
    pub file_space_mb: Option<u64>,

    /// A program that looks at each file before it is taken, such as a virus scanner. It gets the file's
    /// place as its argument, and ends with 0 to take the file and with 1 to refuse it.
    #[arg(long, env = "SAMTALE_FILE_SCANNER", value_name = "PROGRAM")]
    pub file_scanner: Option<PathBuf>,

    /// Connections that one address may have open at the same time.
    #[arg(long, env = "SAMTALE_CONNECTIONS_PER_ADDRESS", value_name = "COUNT")]
    pub connections_per_address: Option<usize>,

    /// Multiplies every limit on how much people may send. 1 suits people; measurements and bots need
    /// more.
    #[arg(long, env = "SAMTALE_RATE_FACTOR", value_name = "COUNT")]
    pub rate_factor: Option<u32>,

    /// The address of a register of customers that a program of yours keeps: https, or on this machine.
    /// Standard: the server keeps customers itself. docs/REGISTER.md says what it is asked.
    #[arg(long, env = "SAMTALE_REGISTER", value_name = "ADDRESS")]
    pub register: Option<Address>,

    /// A file that holds the secret which lets the server into that register, and nothing else.
    #[arg(long, env = "SAMTALE_REGISTER_SECRET", value_name = "FILE")]
    pub register_secret: Option<PathBuf>,

    /// The mail server that takes mails, with its port where that is not the usual one. Or folder: and a
    /// path: then every mail becomes a file in that folder, to try things out. Standard: no mails.
    #[arg(long, env = "SAMTALE_MAIL_SERVER", value_name = "HOST:PORT")]
    pub mail_server: Option<MailPlace>,

    /// How mails are kept secret on their way to the mail server: tls from the first byte (usual port 465),
    /// starttls (587), or none (25), which is for a mail server on this machine alone.
    #[arg(long, env = "SAMTALE_MAIL_SECURITY", value_name = "KIND")]
    pub mail_security: Option<MailSecurity>,

    /// The user as whom the server signs in to the mail server. Standard: it does not.
    #[arg(long, env = "SAMTALE_MAIL_USER", value_name = "NAME")]
    pub mail_user: Option<String>,

    /// A file that holds that user's password, and nothing else.
    #[arg(long, env = "SAMTALE_MAIL_SECRET", value_name = "FILE")]
    pub mail_secret: Option<PathBuf>,

    /// From whom mails are: an address that the mail server lets this server use, with or without a name.
    #[arg(long, env = "SAMTALE_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<MailFrom>,

    /// Who is asked whether the domain of a visitor's e-mail address exists: system for whom this machine asks,
    /// the address and port of a name server, or off. Who does not answer stops no visitor.
    #[arg(long, env = "SAMTALE_DNS", value_name = "ADDRESS:PORT")]
    pub dns: Option<Dns>,

    /// How much is logged. Never what people write, nor passwords, tokens or e-mail addresses.
    #[arg(long, env = "SAMTALE_LOG", value_name = "LEVEL")]
    pub log: Option<LogLevel>,

    /// Lines for people, or one JSON object per line for machines.
    #[arg(long, env = "SAMTALE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Faults of the server.
    Error,
    /// Also what an operator should look at.
    Warn,
    /// Also what happened.
    #[default]
    Info,
    /// Also every connection.
    Debug,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Human,
    /// For machines.
    Json,
}

impl Values {
    /// These values, and those of `other` where this one has none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            origins: self.origins.or(other.origins),
            data: self.data.or(other.data),
            apps: self.apps.or(other.apps),
            time_zone: self.time_zone.or(other.time_zone),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            behind_tls_proxy: self.behind_tls_proxy.or(other.behind_tls_proxy),
            files_url: self.files_url.or(other.files_url),
            file_types: self.file_types.or(other.file_types),
            file_space_mb: self.file_space_mb.or(other.file_space_mb),
            file_scanner: self.file_scanner.or(other.file_scanner),
            connections_per_address: self
                .connections_per_address
                .or(other.connections_per_address),
            rate_factor: self.rate_factor.or(other.rate_factor),
            register: self.register.or(other.register),
            register_secret: self.register_secret.or(other.register_secret),
            mail_server: self.mail_server.or(other.mail_server),
            mail_security: self.mail_security.or(other.mail_security),
            mail_user: self.mail_user.or(other.mail_user),
            mail_secret: self.mail_secret.or(other.mail_secret),
            mail_from: self.mail_from.or(other.mail_from),
            dns: self.dns.or(other.dns),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
        }
    }
}
