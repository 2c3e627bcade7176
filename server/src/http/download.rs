//! The bytes of a file go out, to whoever may read the message it went with.

use std::{
    io::{self, Read},
    sync::Arc,
};

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use shared::{
    file::File,
    id::{self, Id},
};
use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

use super::{Refusal, headers};
use crate::{
    clock,
    edge::{BUSY_FOR, Edge},
    files::name,
    hub,
    keys::Holder,
    who::{self, Person},
};

/// A file is for saving; should a browser show it all the same, nothing in it runs or loads anything.
const POLICY: &str = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";
/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// `GET /v1/files/{id}?key=…`: as a file to save, or with `show` a picture in its place. What is absent, foreign
/// or private gets the same answer, byte for byte.
pub(super) async fn get(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    let mut words = query.split('&');
    let key = words.clone().find_map(|it| it.strip_prefix("key="));
    let is_shown = words.any(|it| it == "show");
    let (file, is_visitors) = allowed(&edge, &Id::new(id), key.unwrap_or_default()).await?;
    let room = edge.files.going.clone().try_acquire_owned();
    let room = room.map_err(|_| Refusal::unavailable(BUSY_FOR))?;
    let (objects, id) = (edge.files.objects.clone(), file.id.clone());
    let opened = spawn_blocking(move || objects.read(&id)).await;
    let reader = match opened {
        Ok(Ok(reader)) => reader,
        Ok(Err(error)) => {
            tracing::error!(%error, file = %file.id, "a file cannot be read");
            return Err(Refusal::unavailable(BUSY_FOR));
        }
        Err(_) => return Err(Refusal::unavailable(BUSY_FOR)),
    };
    let mut response = answer(&file, is_shown, pieces(reader, room));
    // A visitor's chat may be a part of its site's page.
    if is_visitors || edge.config.files_url.is_some() {
        headers::allow_other_origins(&mut response);
    }
    if edge.config.files_url.is_some() {
        headers::allow_own_pages(&edge, &asked, &mut response);
    }
    Ok(response)
}

/// The file, if the key was given to somebody who may still have it, and whether that is a visitor.
async fn allowed(edge: &Arc<Edge>, id: &Id<id::File>, key: &str) -> Result<(File, bool), Refusal> {
    let holder = edge.engine.keys().holder(id, key, clock::now());
    let holder = holder.ok_or(Refusal::NOT_FOUND)?;
    let (filed, kept) = edge.filed(id).await?.ok_or(Refusal::NOT_FOUND)?;
    let conversation = kept.map(hub::stands);
    let directory = edge.engine.directory();
    let person = match &holder {
        Holder::Visitor(id) => Some(Person::Visitor(id)),
        Holder::Agent(agent, _) => {
            let mut sessions = directory.sessions.iter();
            let is_signed_in = sessions.any(|session| holder.is_of(session));
            let agent = directory.agents.get(agent).filter(|_| is_signed_in);
            agent.map(Person::Agent)
        }
    };
    let may = person.is_some_and(|it| who::can_fetch(it, &filed, conversation.as_ref()));
    if may {
        Ok((filed.file, matches!(holder, Holder::Visitor(_))))
    } else {
        Err(Refusal::NOT_FOUND)
    }
}

fn answer(file: &File, is_shown: bool, body: Body) -> Response {
    let is_shown = is_shown && file.is_picture();
    let how = if is_shown { "inline" } else { "attachment" };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let text = |text: &str| HeaderValue::from_str(text).expect("names are clean");
    headers.insert(header::CONTENT_TYPE, text(served_as(file)));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(
        header::CONTENT_DISPOSITION,
        text(&name::disposition(how, &file.name)),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

/// The type that browsers are told: only those whose bytes were looked at are named.
fn served_as(file: &File) -> &str {
    match file.kind.as_str() {
        kind @ ("image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf"
        | "text/plain") => kind,
        _ => "application/octet-stream",
    }
}

/// Bytes on their way out: read piece by piece, as fast as they are taken.
fn pieces(reader: Box<dyn Read + Send>, room: OwnedSemaphorePermit) -> Body {
    let pieces = stream::try_unfold((reader, room), |(mut reader, room)| async {
        let read = spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let count = reader.read(&mut piece)?;
            piece.truncate(count);
            io::Result::Ok((reader, Bytes::from(piece)))
        });
        let (reader, piece) = read.await.map_err(io::Error::other)??;
        io::Result::Ok((!piece.is_empty()).then_some((piece, (reader, room))))
    });
    Body::from_stream(pieces)
}
