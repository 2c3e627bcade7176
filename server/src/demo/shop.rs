//! A small shop of several pages, served from another origin than the server and under a strict
//! Content-Security-Policy, as a careful web site would be.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use anyhow::Result;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::{sync::watch, task::JoinHandle};

use super::customer;
use crate::{
    config::Origin,
    directory::Key,
    listener::{self, Seats},
};

const LAYOUT: &str = include_str!("shop/layout.html");
const STYLE: &str = include_str!("shop/shop.css");

/// Connections one address may have open.
const CONNECTIONS: usize = 200;

/// One page: its path, title, language, channel and content.
struct Page {
    path: &'static str,
    title: &'static str,
    language: &'static str,
    channel: &'static str,
    content: &'static str,
    /// Whether its visitor is signed in.
    is_known: bool,
}

const fn page(
    path: &'static str,
    title: &'static str,
    channel: &'static str,
    content: &'static str,
) -> Page {
    Page {
        path,
        title,
        language: "en",
        channel,
        content,
        is_known: false,
    }
}

const PAGES: [Page; 9] = [
    page("/", "Nordlys", "support", include_str!("shop/home.html")),
    page(
        "/products",
        "All things · Nordlys",
        "support",
        include_str!("shop/products.html"),
    ),
    page(
        "/products/lamp",
        "Dusk lamp · Nordlys",
        "support",
        include_str!("shop/lamp.html"),
    ),
    page(
        "/products/kettle",
        "Fjord kettle · Nordlys",
        "support",
        include_str!("shop/kettle.html"),
    ),
    page(
        "/delivery",
        "Delivery and about us · Nordlys",
        "support",
        include_str!("shop/delivery.html"),
    ),
    page(
        "/companies",
        "For companies · Nordlys",
        "sales",
        include_str!("shop/companies.html"),
    ),
    page(
        "/repairs",
        "Repairs · Nordlys",
        "workshop",
        include_str!("shop/repairs.html"),
    ),
    Page {
        is_known: true,
        ..page(
            "/account",
            "My account · Nordlys",
            "support",
            include_str!("shop/account.html"),
        )
    },
    Page {
        path: "/no",
        title: "Nordlys på norsk",
        language: "nb",
        channel: "kundeservice",
        content: include_str!("shop/norsk.html"),
        is_known: false,
    },
];

const PICTURES: [(&str, &str); 4] = [
    ("/pictures/lamp.svg", include_str!("shop/lamp.svg")),
    ("/pictures/kettle.svg", include_str!("shop/kettle.svg")),
    ("/pictures/mug.svg", include_str!("shop/mug.svg")),
    ("/pictures/blanket.svg", include_str!("shop/blanket.svg")),
];

/// A shop that listens.
pub(crate) struct Shop {
    address: SocketAddr,
    key: Key,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Shop {
    /// Opens a shop that embeds the chat of this server.
    ///
    /// # Errors
    /// When the port is taken.
    pub(crate) fn open(port: u16, server: &Origin) -> Result<Self> {
        let listener = listener::bind((Ipv4Addr::LOCALHOST, port).into())?;
        let address = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let seats = Seats::new(CONNECTIONS);
        let key = customer::key();
        let task = tokio::spawn(listener::serve(
            listener,
            router(server, &key),
            seats,
            stopping,
        ));
        Ok(Self {
            address,
            key,
            stop,
            task,
        })
    }

    /// Where to find it.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The key with which it signs who its visitors are.
    pub(crate) fn key(&self) -> Key {
        self.key.clone()
    }

    /// The origins its pages have, by address and by name.
    pub(crate) fn origins(&self) -> Vec<String> {
        let port = self.address.port();
        vec![self.address(), format!("http://localhost:{port}")]
    }

    /// Closes it.
    pub(crate) async fn close(self) {
        self.stop.send_replace(true);
        let _ = self.task.await;
    }
}

fn router(server: &Origin, key: &Key) -> Router {
    let mut router = Router::new();
    for page in &PAGES {
        let (server, key) = (server.clone(), key.clone());
        // Who is signed in is signed anew for each page.
        let html = move || async move {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (kind, page.html(&server, &key)).into_response()
        };
        router = router.route(page.path, get(html));
    }
    for (path, picture) in PICTURES {
        router = router.route(path, file("image/svg+xml", picture.to_owned()));
    }
    router
        .route(
            "/shop.css",
            file("text/css; charset=utf-8", STYLE.to_owned()),
        )
        .fallback(|| async { (StatusCode::NOT_FOUND, "There is no such page.\n") })
        .layer(middleware::from_fn_with_state(policy(server), strict))
}

fn file(kind: &'static str, text: String) -> axum::routing::MethodRouter {
    let text: Arc<str> = text.into();
    get(move || async move { ([(header::CONTENT_TYPE, kind)], text.to_string()).into_response() })
}

impl Page {
    fn html(&self, server: &Origin, key: &Key) -> String {
        let visitor = if self.is_known {
            customer::attributes(key, self.channel)
        } else {
            String::new()
        };
        LAYOUT
            .replace("{content}", self.content)
            .replace("{title}", self.title)
            .replace("{language}", self.language)
            .replace("{channel}", self.channel)
            .replace("{server}", server.as_str())
            .replace("{visitor}", &visitor)
            .replace(
                &format!("<a href=\"{}\">", self.path),
                &format!("<a href=\"{}\" aria-current=\"page\">", self.path),
            )
    }
}

/// What a page that embeds the chat has to allow, and nothing beyond.
fn policy(server: &Origin) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src {server}; frame-src {server}; style-src 'self'; \
         img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'"
    );
    HeaderValue::try_from(policy).expect("origins are plain ASCII")
}

async fn strict(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_embeds_the_chat_in_one_line_and_needs_nothing_inline() {
        let server: Origin = "http://localhost:7700".parse().unwrap();
        for page in &PAGES {
            let html = page.html(&server, &customer::key());
            let line = format!(
                "<script src=\"http://localhost:7700/widget.js\" data-channel=\"{}\"",
                page.channel
            );
            assert_eq!(
                html.contains("data-identity"),
                page.is_known,
                "{}",
                page.path
            );
            assert!(html.contains(" async></script>"), "{}", page.path);
            assert_eq!(html.matches("<script").count(), 1, "{}", page.path);
            assert!(html.contains(&line), "{}", page.path);
            for forbidden in [" style=", "<style", " onclick", "{", "}"] {
                assert!(!html.contains(forbidden), "{} has {forbidden}", page.path);
            }
        }
    }

    #[test]
    fn every_link_of_the_shop_leads_somewhere() {
        let server: Origin = "http://localhost:7700".parse().unwrap();
        let is_there = |path: &str| {
            path == "/shop.css"
                || PAGES.iter().any(|page| page.path == path)
                || PICTURES.iter().any(|(name, _)| *name == path)
        };
        for page in &PAGES {
            let html = page.html(&server, &customer::key());
            for part in html.split(['"']).filter(|part| part.starts_with('/')) {
                assert!(is_there(part), "{} leads to {part}", page.path);
            }
        }
    }
}
