//! The proxy itself, before anything is concluded from what it does.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::patience::within;

/// A server that sends back what it hears.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = socket.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    address
}

/// Says `text` and hears what comes back before the connection ends or as much came.
async fn say(socket: &mut TcpStream, text: &str) -> String {
    let mut heard = vec![0; text.len()];
    let mut count = 0;
    if socket.write_all(text.as_bytes()).await.is_ok() {
        while count < heard.len() {
            match within("an echo", socket.read(&mut heard[count..])).await {
                Ok(0) | Err(_) => break,
                Ok(more) => count += more,
            }
        }
    }
    String::from_utf8(heard[..count].to_vec()).unwrap()
}

#[tokio::test]
async fn a_cut_ends_connections_but_not_new_ones() {
    let proxy = Proxy::to(echo().await).await;
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "hello");
    proxy.cut();
    assert_eq!(say(&mut socket, "hello").await, "");
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "again").await, "again");
    assert_eq!(proxy.connections(), 2);
}

#[tokio::test]
async fn nothing_gets_through_while_it_is_down() {
    let proxy = Proxy::to(echo().await).await;
    proxy.go_down();
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "");
    proxy.come_up();
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "hello");
}

#[tokio::test]
async fn a_budget_breaks_the_connection_at_its_byte() {
    let proxy = Proxy::to(echo().await).await;
    let down = Budget {
        down: Some(3),
        ..Budget::default()
    };
    let up = Budget {
        up: Some(2),
        ..Budget::default()
    };
    proxy.ration([down, up]);
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "hel");
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert!("he".starts_with(&say(&mut socket, "hello").await));
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "hello");
}

#[tokio::test]
async fn what_is_frozen_comes_after_the_thaw() {
    let proxy = Proxy::to(echo().await).await;
    proxy.record();
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut socket, "hello").await, "hello");
    proxy.freeze();
    // What is read before the frost is noticed may still pass, so nothing is said of this one.
    socket.write_all(b"x").await.unwrap();
    proxy.thaw();
    let mut heard = [0];
    within("the thaw", socket.read_exact(&mut heard))
        .await
        .unwrap();
    assert_eq!(&heard, b"x");
    assert_eq!(proxy.heard(), b"hellox");
}

#[tokio::test]
async fn a_browser_may_go_anywhere_on_this_machine_and_is_noted() {
    let server = echo().await;
    let proxy = Proxy::socks().await;
    let mut socket = TcpStream::connect(proxy.address()).await.unwrap();
    let mut ask = vec![5, 1, 0, 5, 1, 0, 3, 9];
    ask.extend(b"localhost");
    ask.extend(server.port().to_be_bytes());
    socket.write_all(&ask).await.unwrap();
    let mut granted = [0; 12];
    within("an answer", socket.read_exact(&mut granted))
        .await
        .unwrap();
    assert_eq!(granted[..4], [5, 0, 5, 0]);
    assert_eq!(say(&mut socket, "hello").await, "hello");
    assert_eq!(
        proxy.places(),
        [format!("localhost:{}", server.port())].into()
    );
}
