//! A table as spreadsheets write it: columns between commas or semicolons, quoted where they hold one.

use std::{fs, path::Path};

use anyhow::{Context, Result as Outcome, bail};

/// A file's text.
///
/// # Errors
/// When it cannot be read or is no text.
pub(super) fn read(file: &Path) -> Outcome<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("{} is not UTF-8; nothing was changed", file.display());
    };
    Ok(text)
}

/// A line of the table.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Row {
    /// Where it begins in the file; the first line is 1.
    pub(super) line: usize,
    /// What stands in the columns, in the order in which they were asked for; empty where there is no such
    /// column.
    columns: Vec<String>,
}

impl Row {
    /// What stands in a column, by its place among those that were asked for.
    pub(super) fn at(&self, place: usize) -> &str {
        self.columns.get(place).map_or("", String::as_str)
    }
}

/// What the columns are called: first those that must be there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) needed: &'static [&'static str],
    pub(super) possible: &'static [&'static str],
}

impl Names {
    fn all(self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().chain(self.possible).copied()
    }
}

/// The rows below the heading, without empty ones.
///
/// # Errors
/// When the heading lacks a column or has one nobody knows, or a quote is not closed, in words.
pub(super) fn rows(text: &str, names: Names) -> Result<Vec<Row>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') { ';' } else { ',' };
    let mut records = records(text, separator)?.into_iter();
    let (_, heading) = records.next().unwrap_or_default();
    let heading: Vec<String> = heading
        .iter()
        .map(|it| it.trim().to_lowercase().replace([' ', '-'], ""))
        .collect();
    let listed = || names.all().collect::<Vec<_>>().join(", ");
    let odd = heading
        .iter()
        .find(|it| !it.is_empty() && names.all().all(|name| name != **it));
    if let Some(odd) = odd {
        return Err(format!(
            "line 1: there is no column `{odd}`; it names the columns {}",
            listed()
        ));
    }
    if let Some(name) = names
        .needed
        .iter()
        .find(|name| heading.iter().all(|it| it != **name))
    {
        return Err(format!(
            "line 1: the column `{name}` is missing; it names the columns {}",
            listed()
        ));
    }
    let places: Vec<Option<usize>> = names
        .all()
        .map(|name| heading.iter().position(|it| it == name))
        .collect();
    let is_filled =
        |(_, columns): &(usize, Vec<String>)| columns.iter().any(|it| !it.trim().is_empty());
    Ok(records
        .filter(is_filled)
        .map(|(line, columns)| {
            let column = |place: &Option<usize>| {
                let column = place.and_then(|place| columns.get(place));
                column.cloned().unwrap_or_default()
            };
            Row {
                line,
                columns: places.iter().map(column).collect(),
            }
        })
        .collect())
}

/// The columns of each record, with the line on which it begins.
fn records(text: &str, separator: char) -> Result<Vec<(usize, Vec<String>)>, String> {
    let (mut records, mut columns, mut column) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begin) = (1, 1);
    let mut quoted_since = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted_since.is_some() && chars.peek() == Some(&'"') => {
                chars.next();
                column.push('"');
            }
            '"' if quoted_since.is_some() => quoted_since = None,
            '"' if column.trim().is_empty() => {
                column.clear();
                quoted_since = Some(line);
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if quoted_since.is_none() => {
                line += 1;
                columns.push(std::mem::take(&mut column));
                records.push((begin, std::mem::take(&mut columns)));
                begin = line;
            }
            _ if c == separator && quoted_since.is_none() => {
                columns.push(std::mem::take(&mut column));
            }
            _ => {
                line += usize::from(c == '\n');
                column.push(c);
            }
        }
    }
    if let Some(line) = quoted_since {
        return Err(format!("line {line}: a quote is not closed"));
    }
    columns.push(column);
    records.push((begin, columns));
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names = Names {
        needed: &["title", "content"],
        possible: &["folder"],
    };

    fn row(line: usize, columns: [&str; 3]) -> Row {
        Row {
            line,
            columns: columns.map(str::to_owned).into(),
        }
    }

    #[test]
    fn columns_are_found_by_their_names_and_lines_are_counted() {
        let text = "\u{feff}Folder,content,Title\r\nA/B,\"Two\nlines, \"\"quoted\"\"\",Hello\r\n\r\n,x,Short\n";
        let expected = [
            row(2, ["Hello", "Two\nlines, \"quoted\"", "A/B"]),
            row(5, ["Short", "x", ""]),
        ];
        assert_eq!(rows(text, NAMES), Ok(expected.into()));
    }

    #[test]
    fn semicolons_separate_where_the_heading_has_them_and_columns_may_lack() {
        let text = "title;content\nOne, two;Three";
        let expected = vec![row(2, ["One, two", "Three", ""])];
        assert_eq!(rows(text, NAMES), Ok(expected));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let open = rows("folder,title,content\na,b,c\na,b,\"c\n\n", NAMES);
        assert_eq!(open, Err("line 3: a quote is not closed".to_owned()));
        assert!(rows("folder,content\n", NAMES).is_err_and(|it| it.contains("`title` is missing")));
        assert!(rows("title,content,colour\n", NAMES).is_err_and(|it| it.contains("`colour`")));
        assert!(rows("", NAMES).is_err());
    }
}
