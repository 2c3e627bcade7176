//! As much of HTTP as signing in needs: one request on one connection.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::Error;

/// The longest answer that is read.
const MAX_ANSWER: u64 = 256 * 1024;

/// An answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Answer {
    /// The values of a header.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.headers.iter().filter(move |(it, _)| it == name);
        named.map(|(_, value)| value.as_str())
    }

    fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Some(Self {
            status,
            headers,
            body: body.to_owned(),
        })
    }
}

/// Sends a request and reads the answer.
pub(super) async fn request(
    server: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Answer, Error> {
    let mut text = [method, " ", path, " HTTP/1.0\r\nhost: ", server, "\r\n"].concat();
    for (name, value) in headers {
        text.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    let length = body.len().to_string();
    text.push_str(&["content-length: ", &length, "\r\n\r\n", body].concat());
    let answer = exchange(server, &text).await;
    let answer = answer.map_err(|_| Error::Unreachable)?;
    Answer::parse(&answer).ok_or(Error::Unreachable)
}

/// With version 1.0 the server ends the connection after its answer, and does not send it in chunks.
async fn exchange(server: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(MAX_ANSWER).read_to_string(&mut answer).await?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_apart() {
        let text = "HTTP/1.0 200 OK\r\nSet-Cookie: a=b; Path=/\r\nset-cookie:c\r\n\r\n{}";
        let answer = Answer::parse(text).expect("an answer");
        assert_eq!((answer.status, answer.body.as_str()), (200, "{}"));
        assert_eq!(
            answer.all("set-cookie").collect::<Vec<_>>(),
            ["a=b; Path=/", "c"]
        );
        assert_eq!(Answer::parse("nonsense"), None);
    }
}
