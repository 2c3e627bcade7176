//! The bytes of a file come in.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Json,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
};
use shared::{
    error::Code,
    file::File,
    http::Uploaded,
    id::{self, Id},
};

use super::Refusal;
use crate::{
    clock,
    edge::{BUSY_FOR, Edge},
    files::{self, Incoming, Turn, Verdict},
    record::{Filed, Stage},
};

/// What a page of another origin may send with the bytes of a file; the browser need not ask again for ten minutes.
const MAY: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "PUT"),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "authorization, content-type",
    ),
    (header::ACCESS_CONTROL_MAX_AGE, "600"),
];

/// `OPTIONS /v1/files/{id}`: a browser asks whether a site's page may send them. The policy has looked at the site.
pub(super) async fn ask() -> (StatusCode, [(HeaderName, &'static str); 3]) {
    (StatusCode::NO_CONTENT, MAY)
}

/// `PUT /v1/files/{id}`: who sends them is known before the first byte is read. Sent again, they get the same
/// answer.
pub(super) async fn put(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Uploaded>, Refusal> {
    let id: Id<id::File> = Id::new(id);
    let (head, mut body) = request.into_parts();
    let keys = edge.engine.keys();
    if !bearer(&head.headers).is_some_and(|key| keys.lets_in(&id, key, clock::now())) {
        return Err(Refusal::NOT_FOUND);
    }
    let turn = edge.files.turn(&id).ok_or(Refusal::unavailable(BUSY_FOR))?;
    let (filed, _) = edge.filed(&id).await?.ok_or(Refusal::NOT_FOUND)?;
    let period = edge.config.pace.bytes;
    let size = filed.file.size;
    if filed.stage != Stage::Pending {
        files::drain(&mut body, edge.max_file(), period).await;
        return told(filed);
    }
    if length(&head.headers).is_some_and(|length| length > size) {
        return Err(Refusal::new(Code::TooLarge));
    }
    let (come, _) = turn.paths();
    files::take(&mut body, &come, size, period)
        .await
        .map_err(|why| not_taken(&id, why))?;
    // What has come is looked at to the end, also when whoever sent it is gone.
    let finished = tokio::spawn(finish(edge.clone(), turn, filed.file)).await;
    told(finished.map_err(|_| Refusal::unavailable(BUSY_FOR))??)
}

/// Looks at what has come, makes it safe, and lets it count.
async fn finish(edge: Arc<Edge>, turn: Turn, announced: File) -> Result<Filed, Refusal> {
    let (file, stage, keep) = judge(&edge, &turn, announced).await?;
    if let Some(path) = keep {
        let (objects, id) = (edge.files.objects.clone(), file.id.clone());
        blocking(move || objects.put(&id, &path)).await?;
    }
    let filed = edge
        .engine
        .ask(move |accounts| accounts.settle_file(&file, stage))
        .await?;
    Ok(filed)
}

/// What a file is found to be, how it stands by that, and which bytes are kept of it.
async fn judge(
    edge: &Edge,
    turn: &Turn,
    announced: File,
) -> Result<(File, Stage, Option<PathBuf>), Refusal> {
    let _turn = edge.files.inspecting.acquire().await;
    let Some(limits) = edge.file_limits.clone() else {
        return Err(Refusal::NOT_FOUND);
    };
    let (come, clean) = turn.paths();
    if let Some(scanner) = edge.files.scanner() {
        let allows = files::allows(scanner, &come).await.map_err(trouble)?;
        if !allows {
            tracing::warn!(file = %announced.id, "the scanner refuses a file");
            return Ok((announced, Stage::Refused(Code::NotAllowed), None));
        }
    }
    let (from, to, asked) = (come.clone(), clean.clone(), announced.clone());
    let verdict = blocking(move || files::inspect(&from, &to, &asked, &limits)).await?;
    Ok(match verdict {
        Verdict::Whole(file) => (file, Stage::Ready, Some(come)),
        Verdict::Cleaned(file) => (file, Stage::Ready, Some(clean)),
        Verdict::Refused(code) => (announced, Stage::Refused(code), None),
    })
}

async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(job).await;
    done.map_err(|_| Refusal::unavailable(BUSY_FOR))?
        .map_err(trouble)
}

fn trouble(error: std::io::Error) -> Refusal {
    tracing::error!(%error, "a file cannot be kept");
    Refusal::unavailable(BUSY_FOR)
}

fn told(filed: Filed) -> Result<Json<Uploaded>, Refusal> {
    match filed.stage {
        Stage::Ready => Ok(Json(Uploaded { file: filed.file })),
        Stage::Refused(code) => Err(Refusal::new(code)),
        Stage::Pending => Err(Refusal::unavailable(BUSY_FOR)),
        Stage::Forgotten => Err(Refusal::NOT_FOUND),
    }
}

fn not_taken(id: &Id<id::File>, why: Incoming) -> Refusal {
    match why {
        Incoming::TooMany => Refusal::new(Code::TooLarge),
        Incoming::Disk(error) => trouble(error),
        Incoming::TooFew | Incoming::TooSlow | Incoming::Broken => {
            tracing::debug!(%id, ?why, "a file did not come whole");
            Refusal::BAD_REQUEST
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ")
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}
