//! A web site of a test's own: pages with any content, under any policy.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Pages that a browser can open, as long as this lives.
pub struct Host {
    address: SocketAddr,
    task: JoinHandle<()>,
}

/// One page: its policy, which may be empty, and its markup.
type Page = (String, String);

impl Host {
    /// Serves pages: their paths, policies, which may be empty, and markup.
    pub async fn serve<const N: usize>(pages: [(&'static str, String, String); N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it has one");
        let pages = pages.map(|(path, policy, html)| (path, (policy, html)));
        let pages = Arc::new(BTreeMap::from(pages));
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, pages.clone()));
            }
        });
        Self { address, task }
    }

    /// What stands before the paths.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut socket: TcpStream, pages: Arc<BTreeMap<&'static str, Page>>) {
    let mut request = vec![0; 8192];
    let count = socket.read(&mut request).await.unwrap_or_default();
    let request = String::from_utf8_lossy(&request[..count]);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    // Browsers ask for more, such as a picture for the tab: there is nothing, and that is no error.
    let (status, policy, html) = match pages.get(path) {
        Some((policy, html)) => ("200 OK", policy.as_str(), html.as_str()),
        None => ("204 No Content", "", ""),
    };
    let policy = match policy {
        "" => String::new(),
        policy => format!("content-security-policy: {policy}\r\n"),
    };
    let length = html.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\n{policy}connection: close\r\n\
         content-length: {length}\r\n\r\n{html}"
    );
    // A browser that has gone away needs no answer.
    let _ = socket.write_all(answer.as_bytes()).await;
}
