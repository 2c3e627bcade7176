//! What the palette finds: words typed against names.

/// How well a name fits words, the lower the better; nothing where a word is missing. Each word has to begin a
/// word of the name.
pub(crate) fn fit(words: &str, name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let begins = |word: &str| {
        let mut parts = name.split(|it: char| !it.is_alphanumeric());
        name.starts_with(word) || parts.any(|part| part.starts_with(word))
    };
    let words = words.to_lowercase();
    let mut words = words.split_whitespace();
    let first = words.clone().next().unwrap_or_default();
    let is_whole = words.all(begins);
    is_whole.then(|| usize::from(!name.starts_with(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_begins_a_word_of_the_name() {
        assert_eq!(fit("", "Archive"), Some(0));
        assert_eq!(fit("arch", "Archive"), Some(0));
        assert_eq!(fit("queue", "Get next in queue"), Some(1));
        assert_eq!(fit("next get", "Get next in queue"), Some(1));
        assert_eq!(fit("ext", "Get next in queue"), None);
        assert_eq!(fit("get last", "Get next in queue"), None);
        assert_eq!(fit("ÅSE", "Åse Berg"), Some(0));
        assert_eq!(fit("berg", "Åse Berg"), Some(1));
    }
}
