//! A table as spreadsheets write it: columns between commas or semicolons, quoted where they hold one.

/// A line of the table.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Row {
    /// Where it begins in the file; the first line is 1.
    pub(super) line: usize,
    pub(super) folder: String,
    pub(super) title: String,
    pub(super) content: String,
}

/// What the columns must be called.
const NAMES: [&str; 3] = ["folder", "title", "content"];

/// The rows below the heading, without empty ones.
///
/// # Errors
/// When the heading lacks a column or a quote is not closed, in words.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') { ';' } else { ',' };
    let mut records = records(text, separator)?.into_iter();
    let (_, heading) = records.next().unwrap_or_default();
    let place = |name: &&str| {
        let mut all = heading.iter();
        all.position(|it| it.trim().eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("line 1: there is no column `{name}`; it names the columns folder, title and content"))
    };
    let places: Vec<usize> = NAMES.iter().map(place).collect::<Result<_, _>>()?;
    let is_filled =
        |(_, columns): &(usize, Vec<String>)| columns.iter().any(|it| !it.trim().is_empty());
    Ok(records
        .filter(is_filled)
        .map(|(line, columns)| {
            let column = |at: usize| columns.get(places[at]).cloned().unwrap_or_default();
            Row {
                line,
                folder: column(0),
                title: column(1),
                content: column(2),
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

    fn row(line: usize, folder: &str, title: &str, content: &str) -> Row {
        Row {
            line,
            folder: folder.to_owned(),
            title: title.to_owned(),
            content: content.to_owned(),
        }
    }

    #[test]
    fn columns_are_found_by_their_names_and_lines_are_counted() {
        let text = "\u{feff}Title,content,Folder\r\nHello,\"Two\nlines, \"\"quoted\"\"\",A/B\r\n\r\nShort,x\n";
        let expected = [
            row(2, "A/B", "Hello", "Two\nlines, \"quoted\""),
            row(5, "", "Short", "x"),
        ];
        assert_eq!(rows(text), Ok(expected.into()));
    }

    #[test]
    fn semicolons_separate_where_the_heading_has_them() {
        let text = "folder;title;content\n;One, two;Three";
        assert_eq!(rows(text), Ok(vec![row(2, "", "One, two", "Three")]));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let open = rows("folder,title,content\na,b,c\na,b,\"c\n\n");
        assert_eq!(open, Err("line 3: a quote is not closed".to_owned()));
        assert!(rows("folder,name\n").is_err_and(|it| it.contains("`title`")));
        assert!(rows("").is_err());
    }
}
