//! A mail server that takes what is to be sent.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use lettre::{
    SmtpTransport, Transport,
    transport::smtp::{Error, authentication::Credentials, extension::ClientId},
};

use super::{Carrier, Letter, Trouble};
use crate::config::{MailFrom, MailSecurity, MailServer};

/// How long the mail server may be silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// A mail server.
pub(super) struct Smtp {
    transport: SmtpTransport,
    from: MailFrom,
}

impl Smtp {
    /// Reads the password; nothing is asked of the mail server yet.
    pub(super) fn new(server: &MailServer, from: &MailFrom) -> Result<Self> {
        let host = server.host.as_str();
        let builder = match server.security {
            MailSecurity::Tls => SmtpTransport::relay(host),
            MailSecurity::Starttls => SmtpTransport::starttls_relay(host),
            MailSecurity::None => Ok(SmtpTransport::builder_dangerous(host)),
        };
        let domain = from.mailbox().email.domain().to_owned();
        let mut builder = builder
            .with_context(|| format!("mail_server: {host} cannot be used"))?
            .port(server.port())
            .hello_name(ClientId::Domain(domain))
            .timeout(Some(ANSWER_WITHIN));
        if let Some((user, file)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password(file)?));
        }
        Ok(Self {
            transport: builder.build(),
            from: from.clone(),
        })
    }
}

fn password(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("mail_secret: cannot read {}", file.display()))?;
    let text = text.trim_end_matches(['\r', '\n']);
    ensure!(
        !text.is_empty() && !text.contains(char::is_control),
        "mail_secret: {} holds no password, or more than that",
        file.display()
    );
    Ok(text.to_owned())
}

impl Carrier for Smtp {
    fn bring(&self, letter: &Letter) -> Result<(), Trouble> {
        let message = letter.message(&self.from)?;
        let taken = self.transport.send(&message);
        taken.map(|_| ()).map_err(|error| sorted(&error))
    }
}

/// What a mail server says may hold addresses: only the number of it is told.
fn sorted(error: &Error) -> Trouble {
    let Some(code) = error.status().map(u16::from) else {
        let why = match error {
            it if it.is_timeout() => "the mail server does not answer in time",
            it if it.is_tls() => "the mail server has no TLS as it should be",
            it if it.is_client() => "the mail server cannot do what is needed",
            it if it.is_response() => "the mail server says nothing that makes sense",
            _ => "there is no connection with the mail server",
        };
        return match error.is_client() {
            true => Trouble::Delayed(why.to_owned()),
            false => Trouble::Unavailable(why.to_owned()),
        };
    };
    let why = format!("the mail server answers {code}");
    match code {
        // It ends, or does not let us in.
        421 | 454 | 530..=539 => Trouble::Unavailable(why),
        500.. => Trouble::Refused(why),
        _ => Trouble::Delayed(why),
    }
}
