//! How many files and sockets the process may have open.

/// Asks the system for as many as it allows: each socket needs one.
#[cfg(unix)]
pub(crate) fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // Without it there is room for fewer sockets, nothing else.
    if let Err(error) = setrlimit(Resource::Nofile, most) {
        tracing::warn!(%error, "cannot raise the number of open files");
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
pub(crate) fn raise() {}
