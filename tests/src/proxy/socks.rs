//! The few words of SOCKS 5 that a browser says: no sign-in, connect to a place.

use std::{net::Ipv4Addr, net::Ipv6Addr, sync::Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Rules, lock};

const VERSION: u8 = 5;
const NO_SIGN_IN: u8 = 0;
const CONNECT: u8 = 1;
const GRANTED: u8 = 0;
const REFUSED: u8 = 5;

/// Learns from `client` where it wants to go, notes the place and connects to it, if it is on this
/// machine: nothing else is any business of a test.
pub(super) async fn connect(client: &mut TcpStream, rules: &Mutex<Rules>) -> Option<TcpStream> {
    let [VERSION, methods] = read(client).await? else {
        return None;
    };
    let mut offered = vec![0; methods.into()];
    client.read_exact(&mut offered).await.ok()?;
    client.write_all(&[VERSION, NO_SIGN_IN]).await.ok()?;

    let [VERSION, CONNECT, _, kind] = read(client).await? else {
        return None;
    };
    let host = match kind {
        1 => Ipv4Addr::from(read::<4>(client).await?).to_string(),
        3 => {
            let [length] = read(client).await?;
            let mut name = vec![0; length.into()];
            client.read_exact(&mut name).await.ok()?;
            String::from_utf8(name).ok()?
        }
        4 => Ipv6Addr::from(read::<16>(client).await?).to_string(),
        _ => return None,
    };
    let port = u16::from_be_bytes(read(client).await?);
    lock(rules).places.insert(format!("{host}:{port}"));

    let server = match host.as_str() {
        "localhost" | "127.0.0.1" => TcpStream::connect(("127.0.0.1", port)).await.ok(),
        _ => None,
    };
    let answer = if server.is_some() { GRANTED } else { REFUSED };
    // The address we connect from; browsers do not use it.
    let reply = [VERSION, answer, 0, 1, 0, 0, 0, 0, 0, 0];
    client.write_all(&reply).await.ok()?;
    server
}

async fn read<const COUNT: usize>(client: &mut TcpStream) -> Option<[u8; COUNT]> {
    let mut bytes = [0; COUNT];
    client.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}
