//! Many connections from one address.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{house::House, raw::Socket};

#[tokio::test]
async fn whoever_only_opens_connections_displaces_themself() {
    let house = House::with(|config| config.connections_per_address = 20)
        .await
        .with_channel()
        .await;
    let mut visitor = Socket::visitor(&house).await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(house.running.address).await.unwrap());
    }
    assert_eq!(house.get("/livez").await.status, 200);
    assert!(visitor.is_alive().await, "an open socket keeps its seat");
    let oldest = silent[0].read(&mut [0; 1]).await;
    assert!(matches!(oldest, Ok(0) | Err(_)), "the oldest was closed");
}

#[tokio::test]
async fn open_sockets_count_against_their_address() {
    let house = House::with(|config| config.connections_per_address = 3).await;
    let mut sockets = Vec::new();
    for _ in 0..3 {
        sockets.push(Socket::open(&house).await);
    }
    let mut refused = TcpStream::connect(house.running.address).await.unwrap();
    assert!(matches!(refused.read(&mut [0; 1]).await, Ok(0) | Err(_)));
    drop(sockets.pop());
    // The server notices the free seat when it sees the connection end.
    let is_free = async || {
        let mut probe = TcpStream::connect(house.running.address).await.unwrap();
        let _ = probe
            .write_all(b"GET /livez HTTP/1.1\r\nhost: here\r\n\r\n")
            .await;
        let mut answer = [0; 12];
        probe.read_exact(&mut answer).await.is_ok() && answer == *b"HTTP/1.1 200"
    };
    while !is_free().await {}
}
