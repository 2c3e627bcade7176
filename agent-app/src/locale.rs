//! Numbers, times and days as people of a language write them, by the browser's own knowledge.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use shared::time::Timestamp;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The formats of one language.
pub(crate) struct Locale {
    number: Function,
    time: Function,
    day: Function,
    moment: Function,
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
            time: dates(&[("timeStyle", "short")]),
            day: dates(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            moment: dates(&[("dateStyle", "medium"), ("timeStyle", "short")]),
            tag: tag.to_owned(),
        }
    }

    /// A number, grouped.
    pub(crate) fn number(&self, number: u64) -> String {
        call(&self.number, &JsValue::from_f64(number as f64))
    }

    /// The hour and minute.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        call(&self.time, &date(at))
    }

    /// The day of the week and month.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        call(&self.day, &date(at))
    }

    /// Date and time.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        call(&self.moment, &date(at))
    }

    /// What a language is called; its tag, when that is not known.
    pub(crate) fn language(&self, tag: &str) -> String {
        self.language_name(tag).unwrap_or_else(|| tag.to_owned())
    }

    fn language_name(&self, tag: &str) -> Option<String> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let names: Function = Reflect::get(&intl, &"DisplayNames".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let arguments = Array::of2(&self.tag.as_str().into(), &object(&[("type", "language")]));
        let names = Reflect::construct(&names, &arguments).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    }
}

/// The number of a moment's day in the calendar of the reader.
pub(crate) fn day_number(at: Timestamp) -> i64 {
    let offset = date(at).get_timezone_offset() as i64 * 60 * 1000;
    (at.0 as i64 - offset).div_euclid(DAY_MS)
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
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
