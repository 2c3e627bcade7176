//! How the app draws attention: each way can be switched, and tried.

use leptos::prelude::*;

use crate::{
    dom::notification::Permission,
    session::Session,
    slice::Alert,
    ui::{Sentence, dialog::Dialog, switch::Switch},
    words::fill,
};

#[component]
pub(in crate::screen) fn Alerts(is_open: Signal<bool>, on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let is_denied = move || *session.permission().read() == Permission::Denied;
    let line = move |alert| view! { <Line alert label=label(session, alert) /> };
    view! {
        <Dialog name="alerts" title=session.say(|w| w.alerts) is_open on_close>
            <p class="faint">{session.say(|w| w.alerts_text)}</p>
            <ul>{Alert::ALL.map(line).collect_view()}</ul>
            <Show when=is_denied>
                <p class="notice" data-kind="warning">{session.say(|w| w.alert_denied)}</p>
            </Show>
            <div class="answers">
                <button class="button" on:click=move |_| on_close.run(())>
                    {session.say(|w| w.close)}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Line(alert: Alert, label: Sentence) -> impl IntoView {
    let session = Session::here();
    let is_on = Signal::derive(move || {
        let is_possible =
            alert != Alert::Notification || *session.permission().read() == Permission::Granted;
        session.settings().read().alerts.has(alert) && is_possible
    });
    view! {
        <li>
            <Switch
                label
                is_on
                on_change=Callback::new(move |is_on| session.set_alert(alert, is_on))
            />
            <button
                type="button"
                class="button"
                aria-label=move || fill(session.words().alert_try_what, "what", label.get())
                on:click=move |_| session.try_alert(alert)
            >
                {session.say(|w| w.alert_try)}
            </button>
        </li>
    }
}

fn label(session: Session, alert: Alert) -> Sentence {
    session.say(match alert {
        Alert::Queue => |w| w.alert_queue,
        Alert::Message => |w| w.alert_message,
        Alert::Asked => |w| w.alert_asked,
        Alert::Warned => |w| w.alert_warned,
        Alert::Notification => |w| w.alert_notification,
        Alert::Title => |w| w.alert_title,
        Alert::Icon => |w| w.alert_icon,
    })
}
