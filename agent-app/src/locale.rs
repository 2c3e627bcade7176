//! Numbers, times and days as people of a language write them, by the browser's own knowledge.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use shared::time::Timestamp;

const MINUTE_MS: u64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The formats of one language.
pub(crate) struct Locale {
    number: Function,
    time: Minutes,
    day: Function,
    moment: Minutes,
    tag: String,
}

impl Locale {
    /// The formats for a BCP 47 tag.
    pub(crate) fn new(tag: &str) -> Self {
        let tags = Array::of1(&JsValue::from_str(tag));
        let dates =
            |options: &[(&str, &str)]| Intl::DateTimeFormat::new(&tags, &object(options)).format();
        Self {
            number: Intl::NumberFormat::new(&tags, &Object::new()).format(),
            time: Minutes::new(dates(&[("timeStyle", "short")])),
            day: dates(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            moment: Minutes::new(dates(&[("dateStyle", "medium"), ("timeStyle", "short")])),
            tag: tag.to_owned(),
        }
    }

    /// A number, grouped.
    pub(crate) fn number(&self, number: u64) -> String {
        call(&self.number, &JsValue::from_f64(number as f64))
    }

    /// An amount, with its decimals.
    pub(crate) fn amount(&self, amount: f64) -> String {
        call(&self.number, &JsValue::from_f64(amount))
    }

    /// The hour and minute.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        self.time.write(at)
    }

    /// The day of the week and month.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        call(&self.day, &date(at))
    }

    /// Date and time.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        self.moment.write(at)
    }

    /// The hour and minute by the clocks of a zone, where the browser knows it.
    pub(crate) fn time_in(&self, zone: &str, at: Timestamp) -> Option<String> {
        let options = object(&[("timeStyle", "short"), ("timeZone", zone)]);
        let arguments = Array::of2(&self.tag.as_str().into(), &options);
        let format = intl("DateTimeFormat")?;
        let format = Reflect::construct(&format, &arguments).ok()?;
        let format = format.dyn_into::<Intl::DateTimeFormat>().ok()?;
        Some(call(&format.format(), &date(at)))
    }

    /// What a language is called; its tag, when that is not known.
    pub(crate) fn language(&self, tag: &str) -> String {
        self.language_name(tag).unwrap_or_else(|| tag.to_owned())
    }

    fn language_name(&self, tag: &str) -> Option<String> {
        let names = intl("DisplayNames")?;
        let arguments = Array::of2(&self.tag.as_str().into(), &object(&[("type", "language")]));
        let names = Reflect::construct(&names, &arguments).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    }
}

/// A format that does not tell seconds. Much is said within one minute: what was written last is kept.
struct Minutes {
    format: Function,
    last: RefCell<(u64, String)>,
}

impl Minutes {
    fn new(format: Function) -> Self {
        Self {
            format,
            last: RefCell::new((u64::MAX, String::new())),
        }
    }

    fn write(&self, at: Timestamp) -> String {
        let minute = at.0 / MINUTE_MS;
        let mut last = self.last.borrow_mut();
        if last.0 != minute {
            *last = (minute, call(&self.format, &date(at)));
        }
        last.1.clone()
    }
}

/// Clocks are put forward and back at the quarters of an hour.
const QUARTER_MS: u64 = 15 * MINUTE_MS;
/// So many offsets of the reader's zone are kept: the browser is slow to tell them.
const OFFSETS: usize = 64;

thread_local! {
    static ZONE: RefCell<[Option<(u64, i64)>; OFFSETS]> = const { RefCell::new([None; OFFSETS]) };
}

/// The number of a moment's day in the calendar of the reader.
pub(crate) fn day_number(at: Timestamp) -> i64 {
    (at.0 as i64 - offset(at)).div_euclid(DAY_MS)
}

/// By how much the reader's clocks are behind, in milliseconds.
fn offset(at: Timestamp) -> i64 {
    let quarter = at.0 / QUARTER_MS;
    ZONE.with_borrow_mut(|zone| match &mut zone[quarter as usize % OFFSETS] {
        Some((known, offset)) if *known == quarter => *offset,
        other => {
            let offset = date(at).get_timezone_offset() as i64 * MINUTE_MS as i64;
            *other = Some((quarter, offset));
            offset
        }
    })
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

/// One of the browser's makers of texts.
fn intl(name: &str) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        // Setting a property of a new, plain object does not fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn call(format: &Function, value: &JsValue) -> String {
    let text = format.call1(&JsValue::UNDEFINED, value);
    text.ok().and_then(|it| it.as_string()).unwrap_or_default()
}
