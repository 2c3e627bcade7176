//! Which articles may answer a question: those whose titles have its words in common. A word counts the more,
//! the fewer titles have it, and words that say nothing do not count.

use shared::{
    faq::Article,
    limits::MAX_ARTICLES,
    reply::{Entry, Kind},
};

/// What a word in the path of folders counts, beside one in the title.
const IN_FOLDER: f64 = 0.4;
/// Words that are forms of one another have so many letters in common at the beginning.
const STEM: usize = 4;
/// Words of one question that are looked at.
const MAX_WORDS: usize = 40;

/// Words that say nothing of what a question is about.
const FILLERS: &str = "\
    a about an and any are as at be but by can could do does for from had has have help hello hey hi how i if in is \
    it me my need no not of on or our please so some thank thanks that the there they this to us want was we what \
    when where which who why will with would you your \
    alle at av da de den der det du eg en er et etter for fra får før ha han har hei hjelp hva hvem hver hvis hvor \
    hvordan hvorfor i ikke jeg kan kunne man med meg men min mine mitt mot når noe og om opp oss på seg si skal skulle \
    som så takk til trenger under ut var ved vi vil være å \
    alla att av behöver dig din eller en ett ej från för ha har hej hjälp hur här i inte jag kan man med men mig \
    min mina mitt när något och om oss på sig ska skulle som så tack till under var varför vad vem vi vid vill åt är \
    aan als bij dan dat de deze die dit door een en er geen had hallo heb hebben heeft help het hoe hoi ik in is je \
    jij kan kunnen maar me met mij mijn moet naar niet nog of om ons onze op over te tot uit u uw van voor waar \
    waarom wanneer was wat we welke wie wil willen wordt zijn \
    إلى أن أنا أو في كيف لا لم لي ما متى من هذا هذه هل على عن";

/// The likeliest articles of a folder and those below it.
pub(crate) fn best(question: &str, folder: &str, entries: &[Entry]) -> Vec<Article> {
    let articles: Vec<(&Entry, Vec<String>, Vec<String>)> = entries
        .iter()
        .filter(|it| it.kind == Kind::Faq && is_within(&it.folder, folder))
        .map(|it| (it, words(&it.title), words(&it.folder)))
        .collect();
    let mut asked: Vec<String> = Vec::new();
    for word in words(question) {
        if asked.len() < MAX_WORDS && !asked.contains(&word) {
            asked.push(word);
        }
    }
    let mut scores = vec![0.0; articles.len()];
    for word in &asked {
        let has = |words: &[String]| words.iter().any(|it| is_alike(it, word));
        let titles: Vec<bool> = articles.iter().map(|(_, title, _)| has(title)).collect();
        let known = titles.iter().filter(|it| **it).count();
        // The words of a title stand for themselves when every title has them.
        let rarity = ((articles.len() + 1) as f64 / (known + 1) as f64).ln() + 0.1;
        for (at, (_, _, path)) in articles.iter().enumerate() {
            if titles[at] {
                scores[at] += rarity;
            } else if known > 0 && has(path) {
                scores[at] += rarity * IN_FOLDER;
            }
        }
    }
    let mut order: Vec<usize> = (0..articles.len())
        .filter(|at| has_common_word(&articles[*at].1, &asked))
        .collect();
    // Those alike stay in the order of the shelf.
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
    let best = order.into_iter().take(MAX_ARTICLES);
    best.map(|at| {
        let entry = articles[at].0;
        Article {
            id: entry.id.clone(),
            title: entry.title.clone(),
            link: entry.content.clone(),
        }
    })
    .collect()
}

/// Whether a folder is this one or lies below it; without one, all do.
fn is_within(path: &str, folder: &str) -> bool {
    let below = path.strip_prefix(folder);
    folder.is_empty() || below.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

fn has_common_word(title: &[String], asked: &[String]) -> bool {
    asked
        .iter()
        .any(|word| title.iter().any(|it| is_alike(it, word)))
}

/// The words of a text that say something.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric());
    let telling = all.filter(|it| it.chars().nth(1).is_some() && !is_filler(it));
    telling.map(str::to_owned).collect()
}

fn is_filler(word: &str) -> bool {
    FILLERS.split_whitespace().any(|it| it == word)
}

/// Whether two words are the same, or forms of one: they begin alike and differ in a short ending.
fn is_alike(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars());
    let common = common.take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    one == other || common >= STEM && longest - common <= common / 2
}

#[cfg(test)]
mod tests {
    use shared::id::Id;

    use super::*;

    fn shelf(entries: &[(&str, &str)]) -> Vec<Entry> {
        let entry = |(folder, title): &(&str, &str)| Entry {
            id: Id::new(*title),
            kind: Kind::Faq,
            folder: (*folder).to_owned(),
            title: (*title).to_owned(),
            content: "https://help.example/".to_owned(),
        };
        entries.iter().map(entry).collect()
    }

    fn shop() -> Vec<Entry> {
        shelf(&[
            ("Orders", "How do I change my order?"),
            ("Orders", "Where is my order?"),
            ("Orders/Returns", "How do I return something?"),
            ("Orders/Returns", "When do I get my money back?"),
            ("Products", "How do I descale the kettle?"),
            ("Products/Lamper", "Hvordan bytter jeg lyspære?"),
        ])
    }

    fn titles(question: &str, folder: &str) -> Vec<String> {
        let best = best(question, folder, &shop());
        best.into_iter().map(|it| it.title).collect()
    }

    #[test]
    fn a_question_finds_the_article_about_it() {
        let found = titles("Hi! I would like to change an order, how do I do that?", "");
        assert_eq!(found[0], "How do I change my order?");
        assert_eq!(titles("my kettles", ""), ["How do I descale the kettle?"]);
        assert_eq!(
            titles("Returning a lamp", "")[0],
            "How do I return something?"
        );
        assert_eq!(
            titles("Lyspæren er gått!", ""),
            ["Hvordan bytter jeg lyspære?"]
        );
    }

    #[test]
    fn words_that_say_nothing_find_nothing() {
        for question in [
            "How do I do this?",
            "hvordan kan jeg?",
            "",
            "?!",
            "my",
            "Où est la gare?",
        ] {
            assert!(titles(question, "").is_empty(), "{question}");
        }
    }

    #[test]
    fn a_rare_word_counts_more_than_a_common_one() {
        let shelf = shelf(&[
            ("", "Order a lamp"),
            ("", "Order a mug"),
            ("", "Order a chair"),
            ("", "Broken glass"),
        ]);
        let best = best("order glass", "", &shelf);
        assert_eq!(best[0].title, "Broken glass");
        assert_eq!(best.len(), MAX_ARTICLES);
    }

    #[test]
    fn only_articles_of_the_folder_and_below_are_found() {
        assert_eq!(
            titles("order return", "Orders/Returns"),
            ["How do I return something?"]
        );
        assert_eq!(titles("return", "Orders"), ["How do I return something?"]);
        assert!(titles("kettle", "Orders").is_empty());
        assert!(titles("return", "Order").is_empty());
    }

    #[test]
    fn nothing_but_articles_is_ever_found() {
        let mut entries = shelf(&[("", "Secret kettle")]);
        for kind in [Kind::Template, Kind::Quick, Kind::Unknown] {
            entries[0].kind = kind;
            assert!(best("kettle", "", &entries).is_empty(), "{kind:?}");
        }
    }
}
