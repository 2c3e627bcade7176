//! What visitors think, in words.

use leptos::prelude::*;
use shared::{
    figures::Ratings,
    rating::{Rating, Scale},
};

use super::Session;
use crate::words::fill;

impl Session {
    /// A rating, with what can be given.
    pub(crate) fn rating(self, it: &Rating) -> String {
        let most = match it.scale {
            Scale::Unknown => it.value,
            scale => *scale.values().end(),
        };
        let number = |it: u32| self.written(|locale| locale.number(u64::from(it)));
        let sentence = fill(self.words().rated, "value", &number(it.value));
        fill(&sentence, "most", &number(most))
    }

    /// The averages of several ratings, one for each scale.
    pub(crate) fn average(self, all: &[Ratings]) -> String {
        let averages = all.iter().filter(|it| it.count > 0).map(|it| {
            let tenths = (f64::from(it.sum) * 10.0 / f64::from(it.count)).round();
            let average = self.written(|locale| locale.amount(tenths / 10.0));
            match it.scale {
                Scale::Stars => format!("{average} ★"),
                Scale::Score => format!("{average} / 10"),
                Scale::Unknown => average,
            }
        });
        averages.collect::<Vec<_>>().join(" · ")
    }

    /// The scales on which channels of the desk ask.
    pub(crate) fn scales(self) -> Vec<Scale> {
        let desk = self.desk().read();
        let asked = desk.channels().iter().filter_map(|it| {
            let survey = it.channel.ending.rating.as_ref();
            survey.map(|it| it.scale)
        });
        let asked: Vec<_> = asked.collect();
        let all = [Scale::Stars, Scale::Score].into_iter();
        all.filter(|it| asked.contains(it)).collect()
    }
}
