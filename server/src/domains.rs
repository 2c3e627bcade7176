//! Whether mail domains exist. Who cannot be asked, or does not answer in time, stops nobody: then a domain
//! counts as there.

use std::{net::SocketAddr, time::Duration};

use hickory_resolver::{
    ResolverBuilder, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{DnsError, NetError, NoRecords, runtime::TokioRuntimeProvider},
    proto::{
        op::ResponseCode,
        rr::{Name, RData, RecordType},
    },
};
use shared::frame::Do;
use tokio::time::timeout;

use crate::config::Dns;

/// How long one domain may take.
const WITHIN: Duration = Duration::from_millis(2_500);
/// How long one question may take, so that it can be asked once more.
const ANSWER_WITHIN: Duration = Duration::from_millis(1_200);
/// Answers that are kept.
const KEPT: u64 = 512;
/// How long an answer is kept at most.
const KEPT_FOR: Duration = Duration::from_secs(600);

/// A domain to look up before a command of a visitor's can be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The command.
    pub said: Do<shared::visitor::Command>,
    /// The domain.
    pub domain: String,
}

/// Knows whom to ask.
pub(crate) struct Domains(Option<TokioResolver>);

impl Domains {
    /// Asks whom the configuration says.
    pub(crate) fn new(dns: Dns) -> Self {
        let builder = match dns {
            Dns::Off => return Self(None),
            Dns::System => TokioResolver::builder_tokio(),
            Dns::At(address) => Ok(at(address)),
        };
        let resolver = builder.and_then(build);
        if let Err(error) = &resolver {
            tracing::warn!(%error, "mail domains cannot be looked up: all of them count as there");
        }
        Self(resolver.ok())
    }

    /// Whether mail to the domain may arrive, as far as can be found out.
    pub(crate) async fn may_exist(&self, domain: &str) -> bool {
        let Some(resolver) = &self.0 else {
            return true;
        };
        let Ok(mut name) = Name::from_utf8(domain) else {
            return false;
        };
        // Nothing is appended to it.
        name.set_fqdn(true);
        let found = timeout(WITHIN, exists(resolver, name)).await;
        found.unwrap_or(true)
    }
}

fn at(address: SocketAddr) -> ResolverBuilder<TokioRuntimeProvider> {
    let mut connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = address.port();
    }
    let server = NameServerConfig::new(address.ip(), true, connections.into());
    let config = ResolverConfig::from_name_servers(vec![server]);
    TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
}

fn build(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> Result<TokioResolver, NetError> {
    let options = builder.options_mut();
    options.timeout = ANSWER_WITHIN;
    options.attempts = 1;
    options.cache_size = KEPT;
    options.positive_max_ttl = Some(KEPT_FOR);
    options.negative_max_ttl = Some(KEPT_FOR);
    builder.build()
}

/// Mail goes to whom MX records name, and without any to the host of the name itself.
async fn exists(resolver: &TokioResolver, name: Name) -> bool {
    match resolver.lookup(name.clone(), RecordType::MX).await {
        // A lone root says that the domain takes no mail (RFC 7505).
        Ok(found) => {
            let mut hosts = found.answers().iter().filter_map(|it| match &it.data {
                RData::MX(it) => Some(it.exchange.is_root()),
                _ => None,
            });
            return hosts.any(|is_root| !is_root);
        }
        Err(error) => match absent(&error) {
            Some(ResponseCode::NXDomain) => return false,
            Some(_) => {}
            None => return true,
        },
    }
    for kind in [RecordType::A, RecordType::AAAA] {
        match resolver.lookup(name.clone(), kind).await {
            Err(error) if absent(&error).is_some() => {}
            _ => return true,
        }
    }
    false
}

/// How it was said that there is nothing, if it was said.
fn absent(error: &NetError) -> Option<ResponseCode> {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(NoRecords { response_code, .. })) => {
            let is_said = matches!(
                *response_code,
                ResponseCode::NXDomain | ResponseCode::NoError
            );
            is_said.then_some(*response_code)
        }
        _ => None,
    }
}
