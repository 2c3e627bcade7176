//! A picture behind a link, fetched once. Whoever runs the command says where to, and still: only what everybody may ask
//! for, from addresses that everybody can reach, and no more of it than a logo may have.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::directory::MAX_LOGO;

/// What such links begin with.
pub(super) const HTTPS: &str = "https://";

/// How long all of it may take.
const WITHIN: Duration = Duration::from_secs(20);
/// How often the link may lead to another one.
const REDIRECTS: u32 = 3;

/// Where links may lead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// To addresses of the internet.
    Outside,
    /// Into the own network too.
    Inside,
}

/// The bytes behind a link.
///
/// # Errors
/// When the link leads nowhere, to where it may not, in the open, or to more than a logo may have.
pub(super) fn fetch(link: &str, reach: Reach) -> Result<Vec<u8>> {
    fetch_by(link, reach, true)
}

fn fetch_by(link: &str, reach: Reach, https_only: bool) -> Result<Vec<u8>> {
    let config = Agent::config_builder()
        .https_only(https_only)
        .timeout_global(Some(WITHIN))
        .max_redirects(REDIRECTS)
        .proxy(None)
        .user_agent("samtale")
        .build();
    let guide = Guide {
        reach,
        finds: DefaultResolver::default(),
    };
    let agent = Agent::with_parts(config, DefaultConnector::new(), guide);
    let cannot = || format!("cannot fetch {link}");
    let mut answer = agent.get(link).call().with_context(cannot)?;
    let body = answer.body_mut().with_config().limit(MAX_LOGO);
    match body.read_to_vec() {
        Err(Error::BodyExceedsLimit(_)) => bail!("{link}: a logo has at most {MAX_LOGO} bytes"),
        read => {
            let bytes = read.with_context(cannot)?;
            ensure!(!bytes.is_empty(), "{link}: there is nothing");
            Ok(bytes)
        }
    }
}

/// Finds the addresses of hosts, and leaves out where links may not lead. What is left is what is connected to: a name
/// cannot mean something else a moment later.
#[derive(Debug)]
struct Guide {
    reach: Reach,
    finds: DefaultResolver,
}

impl Resolver for Guide {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.finds.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().copied() {
            if self.reach == Reach::Inside || is_public(address.ip()) {
                allowed.push(address);
            }
        }
        if allowed.is_empty() {
            let host = uri.host().unwrap_or_default();
            let why =
                format!("`{host}` is an address of a private network (--logo-inside lets it be)");
            return Err(Error::Io(std::io::Error::other(why)));
        }
        Ok(allowed)
    }
}

/// Whether an address is one of the internet, for single hosts. An IPv6 address that holds an IPv4 one is what that is.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_public_v4(it),
        IpAddr::V6(it) => is_public_v6(it),
    }
}

fn is_public_v4(it: Ipv4Addr) -> bool {
    let [one, two, three, _] = it.octets();
    let is_special = match one {
        0 | 240.. => true,
        // Shared by a provider's customers.
        100 => (64..128).contains(&two),
        // Protocols, a relay that is no more, measuring.
        192 => matches!((two, three), (0, 0) | (88, 99)),
        198 => matches!(two, 18 | 19),
        _ => false,
    };
    let is_own = it.is_private() || it.is_loopback() || it.is_link_local();
    !(is_special || is_own || it.is_documentation() || it.is_multicast())
}

fn is_public_v6(it: Ipv6Addr) -> bool {
    let [first, second, .., seventh, eighth] = it.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    if let Some(mapped) = it.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match (first, second) {
        // Translated, and tunnelled.
        (0x64, 0xff9b) => is_public_v4(v4(seventh, eighth)),
        (0x2002, high) => is_public_v4(v4(high, it.segments()[2])),
        // Documentation, benchmarks, Teredo.
        (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
        _ => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    /// A server of this machine that answers like this, once for each request. Gives its address.
    fn serving(answers: Vec<Vec<u8>>) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for answer in answers {
                let (mut socket, _) = listener.accept().unwrap();
                let mut head = [0; 1_024];
                let _ = socket.read(&mut head).unwrap();
                // Whoever has read enough hangs up.
                let _ = socket.write_all(&answer);
            }
        });
        format!("http://{address}/logo.png")
    }

    fn ok(body: &[u8]) -> Vec<u8> {
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
        [head.as_bytes(), body].concat()
    }

    fn to(place: &str) -> Vec<u8> {
        format!("HTTP/1.1 302 Found\r\nlocation: {place}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .into_bytes()
    }

    fn told(link: &str, reach: Reach, https_only: bool) -> String {
        let refused = fetch_by(link, reach, https_only).unwrap_err();
        format!("{refused:#}")
    }

    #[test]
    fn what_is_behind_a_link_is_fetched_and_so_is_where_it_leads() {
        let link = serving(vec![to("/other.png"), ok(b"picture")]);
        let bytes = fetch_by(&link, Reach::Inside, false).unwrap();
        assert_eq!(bytes, b"picture");
    }

    #[test]
    fn too_much_too_many_ways_and_nothing_at_all_are_refused() {
        let much = serving(vec![ok(&vec![7; MAX_LOGO as usize + 1])]);
        assert!(told(&much, Reach::Inside, false).contains("at most 65536 bytes"));
        let all = serving(vec![ok(&vec![7; MAX_LOGO as usize])]);
        assert!(fetch_by(&all, Reach::Inside, false).is_ok());
        let round = serving(vec![to("/logo.png"); 5]);
        assert!(told(&round, Reach::Inside, false).contains("redirects"));
        let empty = serving(vec![ok(b"")]);
        assert!(told(&empty, Reach::Inside, false).contains("nothing"));
        let absent = serving(vec![
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
        ]);
        assert!(told(&absent, Reach::Inside, false).contains("404"));
    }

    // S-15.
    #[test]
    fn no_link_leads_into_a_private_network_or_out_of_tls() {
        let inside = serving(vec![ok(b"secret")]);
        assert!(told(&inside, Reach::Outside, false).contains("private network"));
        for link in [
            "https://127.0.0.1:1/",
            "https://[::1]:1/",
            "https://localhost:1/",
        ] {
            assert!(
                told(link, Reach::Outside, true).contains("private network"),
                "{link}"
            );
        }
        let open = serving(vec![ok(b"seen by all")]);
        assert!(told(&open, Reach::Inside, true).contains("https"));
    }

    #[test]
    fn an_address_is_public_when_anybody_may_have_it() {
        for (address, expected) in [
            ("93.184.215.14", true),
            ("9.9.9.9", true),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("127.8.8.8", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("192.0.0.8", false),
            ("198.18.0.1", false),
            ("203.0.113.9", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2620:fe::9", true),
            ("::1", false),
            ("::", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:9.9.9.9", true),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b::909:909", true),
            ("2002:a00:1::", false),
            ("2001:db8::1", false),
            ("2001::1", false),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(is_public(address), expected, "{address}");
        }
    }
}
