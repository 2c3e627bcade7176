//! How the server stops, and how access ends.

use server::store::accounts::Accounts;

use crate::{
    browser::Browser,
    house::{House, PASSWORD},
    raw::Socket,
};

#[tokio::test]
async fn a_server_that_stops_says_when_to_come_back() {
    let house = House::open().await.with_channel().await;
    let mut sockets = Vec::new();
    for _ in 0..3 {
        sockets.push(Socket::visitor(&house).await);
    }
    let address = house.running.address;
    let stopped = tokio::spawn(house.running.shutdown());
    let mut moments = Vec::new();
    for socket in &mut sockets {
        let retry = socket.until("going_away").await["retry_in_ms"].as_u64();
        assert!(retry.is_some_and(|it| it <= 5_000), "{retry:?}");
        moments.push(retry);
        assert_eq!(socket.closed().await, 1001);
    }
    stopped.await.unwrap();
    moments.dedup();
    assert!(moments.len() > 1, "they would all come back at once");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn signing_out_ends_the_sockets_of_that_sign_in_alone() {
    let house = House::open().await.with_channel().await;
    let mut here = house.administrator().await;
    let mut there = Browser::at(&house);
    assert_eq!(there.sign_in(PASSWORD).await.status, 200);
    let mut socket_here = Socket::agent(&house, &here.ticket().await).await;
    let mut socket_there = Socket::agent(&house, &there.ticket().await).await;
    socket_here.until("caught_up").await;
    socket_there.until("caught_up").await;
    let unused = here.ticket().await;

    assert_eq!(here.change("DELETE", "/v1/session", "").await.status, 204);
    assert_eq!(socket_here.closed().await, 4003);
    assert_eq!(here.get("/v1/session").await.status, 401);
    assert!(socket_there.is_alive().await);

    let mut late = Socket::agent(&house, &unused).await;
    assert_eq!(late.until("refused").await["code"], "sign_in_required");
}

#[tokio::test]
async fn an_account_that_is_closed_loses_its_sockets() {
    let house = House::open().await.with_channel().await;
    let mut browser = house.administrator().await;
    let mut socket = Socket::agent(&house, &browser.ticket().await).await;
    socket.until("caught_up").await;
    let mut account = house.account().await;
    account.is_active = false;
    let close = move |accounts: &mut dyn Accounts| accounts.put_account(&account);
    house.running.engine.ask(close).await.unwrap();
    assert_eq!(socket.closed().await, 4003);
    assert_eq!(browser.sign_in(PASSWORD).await.status, 401);
}
