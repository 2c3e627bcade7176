//! Today by the hour: how many came, and how many were answered.

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::session::Session;

/// Hours of a usual day.
const HOURS: usize = 24;
/// Units of the drawing for one hour, and its height.
const STEP: usize = 10;
const HEIGHT: u32 = 40;
const HOUR_MS: u64 = 60 * 60 * 1000;
/// Every so many hours the time stands below.
const EVERY: usize = 6;

#[component]
pub(in crate::screen) fn Hours() -> impl IntoView {
    let session = Session::here();
    let hours = Memo::new(move |_| {
        let gaze = session.gaze().read();
        let mut hours = session.desk().read().tile(gaze.channel.as_ref()).hours;
        let length = hours.len().max(HOURS);
        hours.resize(length, (0, 0));
        hours
    });
    let most = Memo::new(move |_| {
        let hours = hours.read();
        let most = hours.iter().map(|(came, answered)| *came.max(answered));
        most.max().unwrap_or_default()
    });
    let time = move |hour: usize| {
        let start = session.desk().read().day_start()?;
        let at = Timestamp(start.0 + hour as u64 * HOUR_MS);
        Some(session.written(|it| it.time(at)))
    };
    let bars = move || {
        let most = most.get();
        let all = hours.get().into_iter().enumerate();
        all.map(|(hour, (came, answered))| {
            let left = hour * STEP;
            view! {
                <Bar kind="came" left=left + 1 height=height(came, most) />
                <Bar kind="answered" left=left + 5 height=height(answered, most) />
            }
        })
        .collect_view()
    };
    let marks = move || {
        let marks = (0..HOURS).step_by(EVERY);
        marks
            .map(|hour| view! { <span>{time(hour)}</span> })
            .collect_view()
    };
    let rows = move || {
        let all = hours.get().into_iter().enumerate();
        let full = all.filter(|(_, counts)| *counts != (0, 0));
        full.map(|(hour, (came, answered))| {
            let number = move |it: u32| session.written(|locale| locale.number(u64::from(it)));
            view! {
                <tr>
                    <th scope="row">{time(hour)}</th>
                    <td>{number(came)}</td>
                    <td>{number(answered)}</td>
                </tr>
            }
        })
        .collect_view()
    };
    let size = move || format!("0 0 {} {HEIGHT}", hours.read().len() * STEP);
    let highest = move || session.written(|it| it.number(u64::from(most.get())));
    view! {
        <section class="panel hours" aria-labelledby="hours-title">
            <h2 id="hours-title">{session.say(|w| w.by_hour)}</h2>
            <div class="chart" aria-hidden="true">
                <span class="faint numeral">{highest}</span>
                <svg viewBox=size preserveAspectRatio="none">{bars}</svg>
                <p class="marks faint numeral">{marks}</p>
            </div>
            <p class="legend faint" aria-hidden="true">
                <span data-kind="came">{session.say(|w| w.came)}</span>
                <span data-kind="answered">{session.say(|w| w.answered)}</span>
            </p>
            <table class="spoken">
                <thead>
                    <tr>
                        <th scope="col">{session.say(|w| w.hour)}</th>
                        <th scope="col">{session.say(|w| w.came)}</th>
                        <th scope="col">{session.say(|w| w.answered)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Bar(kind: &'static str, left: usize, height: u32) -> impl IntoView {
    view! {
        <rect
            data-kind=kind
            x=left.to_string()
            y=(HEIGHT - height).to_string()
            width="4"
            height=height.to_string()
        />
    }
}

/// The height of a bar; where there is anything, something is seen.
fn height(count: u32, most: u32) -> u32 {
    let height = (count * HEIGHT).checked_div(most).unwrap_or_default();
    height.max(u32::from(count > 0))
}
