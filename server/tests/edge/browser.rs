//! A browser: keeps cookies and sends an origin.

use std::{collections::BTreeMap, net::SocketAddr};

use crate::{
    house::{EMAIL, House},
    raw::{Answer, Request},
};

pub(crate) struct Browser {
    server: SocketAddr,
    pub(crate) origin: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn at(house: &House) -> Self {
        Self {
            server: house.running.address,
            origin: house.origin(),
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::new("GET", path)).await
    }

    /// A request as our own app sends it.
    pub(crate) async fn change(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::new(method, path)
            .with("origin", &self.origin)
            .with("x-samtale", "1")
            .json(body);
        self.send(request).await
    }

    pub(crate) async fn sign_in(&mut self, password: &str) -> Answer {
        let body = format!(r#"{{"email":"{EMAIL}","password":"{password}"}}"#);
        self.change("POST", "/v1/session", &body).await
    }

    pub(crate) async fn ticket(&mut self) -> String {
        let answer = self.change("POST", "/v1/ticket", "").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["ticket"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn send(&mut self, mut request: Request) -> Answer {
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.with("cookie", &pairs.join("; "));
        }
        let answer = request.send(self.server).await;
        for cookie in answer.all("set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}
