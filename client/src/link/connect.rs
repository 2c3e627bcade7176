//! Opening, signing in, losing and finding the connection again.

use shared::{
    error::{CloseCode, Code, Refused},
    frame::Welcome,
    limits::MAX_FOLLOWED,
};

use super::{
    AUTHORIZE_WITHIN_MS, Backoff, CONNECT_WITHIN_MS, Credentials, Heart, Input, Link, Output,
    Phase, frame, heart,
};
use crate::{Delivery, Voice};

/// How soon after a try the next one may follow when the person looks at the page.
const SOONEST_MS: u64 = 1_000;
/// A wake-up so late means that this program slept, and who knows what became of the connection.
const SLEPT_MS: u64 = 10_000;
/// The longest a server may tell a client to stay away.
const LONGEST_WAIT_MS: u64 = 600_000;
/// What asks for a beat at once.
const PROBE: &str = r#"{"probe":{}}"#;

impl<R: Voice> Link<R> {
    /// New credentials are there. A ticket that nobody waits for any more is left to expire.
    pub(super) fn arm(&mut self, credentials: Credentials, now: u64) {
        let is_awaited = matches!(
            self.phase,
            Phase::Authorizing { .. } | Phase::Waiting { .. }
        );
        if R::NEEDS_TICKET && !is_awaited {
            return;
        }
        self.credentials = Some(credentials);
        self.connect_anew(now);
    }

    pub(super) fn connect_anew(&mut self, now: u64) {
        self.drop_socket(now);
        self.connect(now);
    }

    fn connect(&mut self, now: u64) {
        self.tried_at = now;
        if self.credentials.is_some() {
            let until = now + CONNECT_WITHIN_MS;
            self.phase = Phase::Opening { until };
            self.outputs.push_back(Output::Connect);
        } else if R::NEEDS_TICKET {
            let until = now + AUTHORIZE_WITHIN_MS;
            self.phase = Phase::Authorizing { until };
            self.outputs.push_back(Output::Authorize);
        } else {
            self.phase = Phase::Idle;
        }
    }

    /// No ticket could be had.
    pub(super) fn denied(&mut self, code: Option<Code>, after_ms: Option<u64>, now: u64) {
        if !matches!(self.phase, Phase::Authorizing { .. }) {
            return;
        }
        match code {
            Some(code) if !code.is_retryable() => self.phase = Phase::Barred(code),
            _ => self.wait(after_ms, now),
        }
    }

    /// The socket is open: `hello`.
    pub(super) fn greet(&mut self, now: u64) {
        let Phase::Opening { .. } = self.phase else {
            return;
        };
        let mut cursors = self.logs.cursors();
        cursors.truncate(MAX_FOLLOWED);
        let credentials = self.credentials.as_ref();
        let hello = frame::hello::<R>(
            credentials.map_or("", Credentials::token),
            credentials.and_then(Credentials::identity),
            self.setup.channel.as_ref(),
            self.epoch.as_ref(),
            cursors,
        );
        if R::NEEDS_TICKET {
            self.credentials = None;
        }
        self.heart = Heart::new(now);
        self.phase = Phase::Greeting {
            until: now + CONNECT_WITHIN_MS,
        };
        self.outputs.push_back(Output::Transmit(hello));
    }

    pub(super) fn welcomed(&mut self, welcome: Box<Welcome<R::Me>>, now: u64) {
        let Phase::Greeting { .. } = self.phase else {
            return;
        };
        let person = R::person(&welcome.me).zip(self.setup.person.as_deref());
        if person.is_some_and(|(actual, expected)| actual != expected) {
            self.bar(Code::SignInRequired, now);
            return;
        }
        if let Some(credentials) = &mut self.credentials {
            credentials.prove();
        }
        self.heart.be_patient(welcome.heartbeat.patience_ms);
        self.max_frame = welcome.limits.max_frame.min(shared::limits::MAX_FRAME);
        let is_void = self.epoch.as_ref().is_some_and(|it| *it != welcome.epoch);
        self.epoch = Some(welcome.epoch.clone());
        let latest = R::latest(&welcome.me).map(shared::id::Id::log);
        if R::FOLLOWS_LATEST {
            while let Some(log) = self.logs.other_than(latest.as_ref()) {
                self.logs.unfollow(&log);
                self.deliver(Delivery::Lost(log, Code::NotFound));
            }
        }
        self.logs.begin(is_void, now);
        if let Some(log) = &latest {
            self.logs.expect(log);
        }
        self.phase = Phase::SignedIn {
            since: now,
            is_replayed: R::FOLLOWS_LATEST && latest.is_none(),
            comeback: None,
        };
        self.deliver(Delivery::Welcome(welcome, now));
    }

    /// The `hello` was not accepted.
    pub(super) fn refused(&mut self, refused: &Refused, now: u64) {
        let Phase::Greeting { .. } = self.phase else {
            return;
        };
        match refused.code {
            Code::TooManySockets | Code::RateLimited | Code::Unavailable => {
                self.drop_socket(now);
                self.wait(refused.retry_after_ms, now);
            }
            // The ticket was too old: fetch another one. If the session is over, that will say so.
            Code::SignInRequired if R::NEEDS_TICKET => {
                self.drop_socket(now);
                self.wait(None, now);
            }
            code => self.bar(code, now),
        }
    }

    /// The socket is closed.
    pub(super) fn closed(&mut self, number: u16, now: u64) {
        let comeback = match self.phase {
            Phase::SignedIn { comeback, .. } => comeback,
            Phase::Opening { .. } | Phase::Greeting { .. } => None,
            _ => return,
        };
        match CloseCode::from_number(number) {
            Some(CloseCode::SignedOut) => {
                self.lose(now);
                self.credentials = None;
                self.phase = Phase::Barred(Code::SignInRequired);
                return;
            }
            Some(
                CloseCode::Binary
                | CloseCode::NotUtf8
                | CloseCode::TooBig
                | CloseCode::HelloExpected
                | CloseCode::Fragments,
            ) => self.backoff.slow_down(),
            _ => {}
        }
        self.lose(now);
        match comeback {
            Some(at) => {
                let until = at.max(now);
                self.phase = Phase::Waiting {
                    until,
                    is_firm: true,
                };
            }
            None => self.wait(None, now),
        }
    }

    pub(super) fn going_away(&mut self, retry_in_ms: u64, now: u64) {
        if let Phase::SignedIn { comeback, .. } = &mut self.phase {
            *comeback = Some(now + retry_in_ms.min(LONGEST_WAIT_MS));
        }
    }

    /// The person or the system gives reason to look at the connection.
    pub(super) fn look(&mut self, input: &Input<R>, now: u64) {
        let is_online = matches!(input, Input::Online);
        let is_offline = matches!(input, Input::Offline);
        if is_online {
            self.backoff.calm();
        }
        if matches!(input, Input::Visible) && !self.leads() {
            self.recall();
        }
        match &mut self.phase {
            Phase::SignedIn { .. } => self.probe(now),
            Phase::Waiting { until, is_firm } if !*is_firm && !is_offline => {
                let soon = if is_online {
                    now
                } else {
                    self.tried_at + SOONEST_MS
                };
                *until = soon.max(now).min(*until);
            }
            Phase::Opening { until } | Phase::Greeting { until } if is_online => {
                *until = (*until).min(now + shared::limits::PROBE_WITHIN_MS);
            }
            _ => {}
        }
    }

    /// The time asked for has come; if it came much too late, this program slept.
    pub(super) fn wake(&mut self, now: u64) {
        let due = self.wake_at.take().unwrap_or(now);
        if now >= due + SLEPT_MS && matches!(self.phase, Phase::SignedIn { .. }) {
            self.probe(now);
        }
    }

    /// Looks at the time.
    pub(super) fn check_connection(&mut self, now: u64) {
        match self.phase {
            Phase::Waiting { until, .. } if until <= now => self.connect(now),
            Phase::Authorizing { until } if until <= now => self.wait(None, now),
            Phase::Opening { until } | Phase::Greeting { until } if until <= now => {
                self.drop_socket(now);
                self.wait(None, now);
            }
            Phase::SignedIn {
                comeback: Some(at), ..
            } if at <= now => {
                self.connect_anew(now);
            }
            Phase::SignedIn { .. } => match self.heart.verdict(now) {
                heart::Verdict::Alive => {}
                heart::Verdict::Doubtful => self.probe(now),
                heart::Verdict::Dead => {
                    self.drop_socket(now);
                    self.wait(None, now);
                }
            },
            _ => {}
        }
    }

    pub(super) fn stop(&mut self, now: u64) {
        self.drop_socket(now);
        self.credentials = None;
        self.phase = Phase::Idle;
    }

    fn probe(&mut self, now: u64) {
        if self.heart.probe(now) {
            self.outputs.push_back(Output::Transmit(PROBE.to_owned()));
        }
    }

    fn bar(&mut self, code: Code, now: u64) {
        self.drop_socket(now);
        self.credentials = None;
        self.phase = Phase::Barred(code);
    }

    /// Closes the socket, if there is one. The caller says what comes next.
    fn drop_socket(&mut self, now: u64) {
        if matches!(
            self.phase,
            Phase::Opening { .. } | Phase::Greeting { .. } | Phase::SignedIn { .. }
        ) {
            self.outputs.push_back(Output::Close);
            self.lose(now);
        }
    }

    /// The socket is gone: what was on its way is unknown now.
    fn lose(&mut self, now: u64) {
        if let Phase::SignedIn { since, .. } = self.phase {
            if now >= since + Backoff::STABLE_MS {
                self.backoff.calm();
            }
            // The next wait counts from now on, not from when this connection began.
            self.tried_at = now;
        }
        self.phase = Phase::Idle;
        self.cut();
    }

    /// Waits before the next try. The time since the last one counts: a try that took long has
    /// waited already.
    fn wait(&mut self, after_ms: Option<u64>, now: u64) {
        let own = self.tried_at + self.backoff.next(&mut self.random);
        let asked = after_ms.map(|ms| now + ms.min(LONGEST_WAIT_MS));
        self.phase = Phase::Waiting {
            until: own.max(asked.unwrap_or(0)).max(now),
            is_firm: asked.is_some(),
        };
    }
}
