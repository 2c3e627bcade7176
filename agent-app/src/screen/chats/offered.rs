//! Options that the visitor shall choose from and a link, put together in a window and sent with the text.

use leptos::{ev::KeyboardEvent, prelude::*};
use shared::{
    limits::{MAX_LINK, MAX_TITLE},
    text::Invalid,
};

use super::pen::{FIELD, Pen};
use crate::{
    dom::{focus, view},
    session::Session,
    slice::Menu,
    ui::{
        Sentence,
        dialog::Dialog,
        icon::{Icon, Picture},
        line::Line,
    },
    words::fill,
};

/// The button beside the private switch.
#[component]
pub(super) fn OptionsButton(pen: Pen, is_open: RwSignal<bool>) -> impl IntoView {
    let session = pen.opened.session;
    view! {
        <Show when=move || !pen.is_private.get()>
            <button
                type="button"
                class="button insert-button"
                aria-haspopup="dialog"
                on:click=move |_| is_open.set(true)
            >
                <Picture icon=Icon::Check />
                {session.say(|w| w.options)}
            </button>
        </Show>
    }
}

/// What will be offered with the text.
#[component]
pub(super) fn Offered(pen: Pen, is_open: RwSignal<bool>) -> impl IntoView {
    let session = pen.opened.session;
    let is_shown = Memo::new(move |_| !pen.is_private.get() && !pen.menu.read().is_blank());
    let texts = move || {
        let menu = pen.menu.get();
        let rows = 0..menu.rows();
        let texts = rows.map(|row| menu.text(row).trim().to_owned());
        let texts = texts.filter(|it| !it.is_empty());
        let link = menu.link().ok().flatten();
        texts
            .chain(link.map(|it| it.name().to_owned()))
            .map(|it| view! { <li dir="auto">{it}</li> })
            .collect_view()
    };
    let note = move || {
        let words = session.words();
        let is_empty = pen.draft.read().trim().is_empty();
        fault(session, &pen.menu.read()).or_else(|| is_empty.then_some(words.options_need_text))
    };
    view! {
        <Show when=move || is_shown.get()>
            <div class="offering">
                <ul class="offered" aria-label=session.say(|w| w.options)>{move || texts()}</ul>
                <button type="button" class="button" data-kind="quiet" on:click=move |_| is_open.set(true)>
                    {session.say(|w| w.edit)}
                </button>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=session.say(|w| w.options_clear)
                    title=session.say(|w| w.options_clear)
                    on:click=move |_| {
                        change(pen, |menu| *menu = Menu::default());
                        focus::focus(FIELD);
                    }
                >
                    <Picture icon=Icon::X />
                </button>
                <p class="faint" role="status">{move || note()}</p>
            </div>
        </Show>
    }
}

/// The window in which they are written. It stands outside of the message's form.
#[component]
pub(in crate::screen) fn OptionsWindow(pen: Pen, is_open: RwSignal<bool>) -> impl IntoView {
    let session = pen.opened.session;
    let close = Callback::new(move |()| {
        if is_open.get_untracked() {
            is_open.set(false);
            focus::focus(FIELD);
        }
    });
    view! {
        <Dialog
            name="options"
            title=session.say(|w| w.options_title)
            is_open=is_open.into()
            on_close=close
        >
            <Window pen close />
        </Dialog>
    }
}

/// What is wrong with them, if there are any.
fn fault(session: Session, menu: &Menu) -> Option<&'static str> {
    let words = session.words();
    let of_options = menu.options().err().map(|invalid| match invalid {
        Invalid::TooLong => words.options_long,
        Invalid::Empty | Invalid::Malformed => words.options_few,
    });
    of_options.or_else(|| menu.link().err().map(|_| words.link_wrong))
}

fn change(pen: Pen, change: impl FnOnce(&mut Menu)) {
    pen.opened
        .with_id(|it| pen.opened.session.change_menu(it, change));
}

#[component]
fn Window(pen: Pen, close: Callback<()>) -> impl IntoView {
    let session = pen.opened.session;
    let rows = Memo::new(move |_| pen.menu.read().rows());
    let has_room = Memo::new(move |_| pen.menu.read().has_room());
    let is_tried = RwSignal::new(false);
    let wrong = move || {
        let fault = fault(session, &pen.menu.read());
        fault.filter(|_| is_tried.get())
    };
    let done = move || {
        is_tried.set(true);
        if fault(session, &pen.menu.read_untracked()).is_none() {
            close.run(());
        }
    };
    view! {
        <p>{session.say(|w| w.options_text)}</p>
        <ol class="option-rows">
            <For each=move || 0..rows.get() key=|row| *row let:row>
                <Row pen row />
            </For>
        </ol>
        <Show when=move || has_room.get()>
            <button type="button" class="button" data-kind="quiet" on:click=move |_| add(pen)>
                {session.say(|w| w.option_add)}
            </button>
        </Show>
        <Tick
            label=session.say(|w| w.options_multiple)
            is_on=read(pen, |menu| menu.multiple)
            on_tick=write(pen, |menu, is_on| menu.multiple = is_on)
        />
        <Tick
            label=session.say(|w| w.options_required)
            is_on=read(pen, |menu| menu.required)
            on_tick=write(pen, |menu, is_on| menu.required = is_on)
        />
        <Line
            id="link-address"
            label=session.say(|w| w.link_address)
            kind="url"
            most=MAX_LINK as u32
            value=read(pen, |menu| menu.address.clone())
            on_write=write(pen, |menu, address| menu.address = address)
        />
        <Line
            id="link-title"
            label=session.say(|w| w.link_title)
            most=MAX_TITLE as u32
            value=read(pen, |menu| menu.title.clone())
            on_write=write(pen, |menu, title| menu.title = title)
        />
        <p class="wrong" role="alert">{move || wrong()}</p>
        <div class="answers">
            <button type="button" class="button" data-kind="primary" on:click=move |_| done()>
                {session.say(|w| w.options_done)}
            </button>
            <button type="button" class="button" on:click=move |_| {
                change(pen, |menu| *menu = Menu::default());
                close.run(());
            }>{session.say(|w| w.options_clear)}</button>
        </div>
    }
}

fn read<T: Send + Sync + 'static>(pen: Pen, read: fn(&Menu) -> T) -> Signal<T> {
    Signal::derive(move || read(&pen.menu.read()))
}

fn write<T: 'static>(pen: Pen, write: fn(&mut Menu, T)) -> Callback<T> {
    Callback::new(move |value| change(pen, |menu| write(menu, value)))
}

#[component]
fn Tick(label: Sentence, is_on: Signal<bool>, on_tick: Callback<bool>) -> impl IntoView {
    view! {
        <label class="several">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change:target=move |event| on_tick.run(event.target().checked())
            />
            {label}
        </label>
    }
}

/// One more row, in which one writes at once.
fn add(pen: Pen) {
    let mut added = 0;
    change(pen, |menu| added = menu.add());
    write_in(added);
}

fn write_in(row: usize) {
    view::before_picture(move || {
        focus::focus(&field_id(row));
    });
}

fn field_id(row: usize) -> String {
    format!("option-{row}")
}

#[component]
fn Row(pen: Pen, row: usize) -> impl IntoView {
    let session = pen.opened.session;
    let number = move |sentence: &'static str| {
        let number = session.written(|it| it.number(row as u64 + 1));
        fill(sentence, "n", &number)
    };
    let press = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            let rows = pen.menu.read_untracked().rows();
            if row + 1 < rows {
                write_in(row + 1);
            } else {
                add(pen);
            }
        }
    };
    view! {
        <li>
            <input
                class="input"
                type="text"
                autocomplete="off"
                dir="auto"
                maxlength="255"
                id=field_id(row)
                aria-label=move || number(session.words().option_number)
                prop:value=move || pen.menu.read().text(row).to_owned()
                on:input:target=move |event| {
                    let text = event.target().value();
                    change(pen, |menu| menu.write(row, &text));
                }
                on:keydown=press
            />
            <button
                type="button"
                class="icon-button lift"
                aria-label=move || number(session.words().option_up)
                aria-disabled=(row == 0).then_some("true")
                on:click=move |_| change(pen, |menu| menu.lift(row))
            >
                <Picture icon=Icon::ArrowDown />
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=move || number(session.words().option_down)
                aria-disabled=move || (row + 1 >= pen.menu.read().rows()).then_some("true")
                on:click=move |_| change(pen, |menu| menu.lift(row + 1))
            >
                <Picture icon=Icon::ArrowDown />
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=move || number(session.words().option_remove)
                on:click=move |_| change(pen, |menu| menu.remove(row))
            >
                <Picture icon=Icon::X />
            </button>
        </li>
    }
}
