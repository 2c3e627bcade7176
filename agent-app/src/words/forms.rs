//! Sentences with a gap, and sentences that depend on a number.

/// Stands between the forms of a sentence.
pub(super) const BETWEEN: &str = "\t";

/// The forms of a sentence that depends on a number. The gap is `{n}`.
#[derive(Clone, Copy)]
pub(crate) struct Forms(&'static str);

impl From<&'static str> for Forms {
    fn from(forms: &'static str) -> Self {
        Self(forms)
    }
}

impl Forms {
    /// The sentence for `n`, which is written as `shown`.
    pub(crate) fn of(self, n: u64, shown: &str) -> String {
        let forms = || self.0.split(BETWEEN);
        let form = forms().nth(index(forms().count(), n));
        fill(form.unwrap_or_default(), "n", shown)
    }
}

/// Which form is for a number. How many forms a language has tells its rule; they stand in the order of
/// Unicode's plural rules: one and other, or as in Arabic zero, one, two, few, many and other.
fn index(count: usize, n: u64) -> usize {
    match (count, n, n % 100) {
        (2, ..) => usize::from(n != 1),
        (6, 0..=2, _) => n as usize,
        (6, _, 3..=10) => 3,
        (6, _, 11..) => 4,
        (6, ..) => 5,
        _ => 0,
    }
}

/// Puts `value` where `{gap}` stands.
pub(crate) fn fill(sentence: &str, gap: &str, value: &str) -> String {
    sentence.replace(&format!("{{{gap}}}"), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_chooses_the_form() {
        let of = |n| Forms("{n} chat\t{n} chats").of(n, &n.to_string());
        assert_eq!([0, 1, 2].map(of), ["0 chats", "1 chat", "2 chats"]);
        assert_eq!(Forms("{n} chat").of(2, "2"), "2 chat");
    }

    #[test]
    fn six_forms_are_those_of_arabic() {
        let of = |n| Forms("zero\tone\ttwo\tfew\tmany\tother").of(n, "");
        for (form, numbers) in [
            ("zero", &[0][..]),
            ("one", &[1]),
            ("two", &[2]),
            ("few", &[3, 10, 103, 110]),
            ("many", &[11, 99, 111, 1_011]),
            ("other", &[100, 101, 102, 200, 1_002]),
        ] {
            for n in numbers {
                assert_eq!(of(*n), form, "{n}");
            }
        }
    }

    #[test]
    fn a_gap_is_filled_with_the_text_as_it_is() {
        assert_eq!(fill("{name} writes", "name", "{n} <b>"), "{n} <b> writes");
    }
}
