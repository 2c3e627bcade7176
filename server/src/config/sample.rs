//! The configuration file with every value, explained. Made from the same comments as `--help`.

use std::fmt::Write;

use clap::{Args, Command};

use super::Values;

/// What stands when a value is not given, or an example where that depends on the machine.
const STANDARD: [(&str, &str); 24] = [
    ("listen", "\"127.0.0.1:7700\""),
    ("public_url", "\"http://localhost:7700\""),
    ("origins", "[]"),
    ("data", "\"data\""),
    ("apps", "\"target/apps\""),
    ("time_zone", "\"Europe/Oslo\""),
    ("trusted_proxies", "[]"),
    ("behind_tls_proxy", "false"),
    ("files_url", "\"https://files.example.com\""),
    (
        "file_types",
        "[\"image/png\", \"image/jpeg\", \"image/gif\", \"image/webp\", \"image/heic\", \"image/avif\", \
         \"image/bmp\", \"image/tiff\", \"application/pdf\", \"text/*\"]",
    ),
    ("file_space_mb", "20480"),
    ("file_scanner", "\"/usr/local/bin/scan\""),
    ("connections_per_address", "2000"),
    ("rate_factor", "1"),
    ("register", "\"https://crm.example.com/samtale\""),
    ("register_secret", "\"/etc/samtale/register.secret\""),
    ("mail_server", "\"mail.example.com\""),
    ("mail_security", "\"tls\""),
    ("mail_user", "\"samtale\""),
    ("mail_secret", "\"/etc/samtale/mail.secret\""),
    ("mail_from", "\"Chat <chat@example.com>\""),
    ("dns", "\"system\""),
    ("log", "\"info\""),
    ("log_format", "\"human\""),
];

/// Characters in a line.
const WIDTH: usize = 96;

/// A file that changes nothing until a line's `#` is taken away.
pub(crate) fn sample() -> String {
    let mut text = "# Samtale's configuration. Put it into samtale.toml in the folder where the \
                    server starts,\n# or name it with --config. Flags win over the environment, \
                    the environment over this file.\n"
        .to_owned();
    let command = Values::augment_args(Command::new("samtale"));
    for argument in command.get_arguments() {
        let key = argument.get_id().as_str();
        let help = argument.get_long_help().or(argument.get_help());
        let standard = STANDARD.iter().find(|(name, _)| *name == key);
        let (Some(help), Some((_, standard)), Some(variable)) =
            (help, standard, argument.get_env())
        else {
            continue;
        };
        text.push('\n');
        for line in wrapped(&help.to_string()) {
            let _ = writeln!(text, "# {line}");
        }
        let flag = key.replace('_', "-");
        let variable = variable.to_string_lossy();
        let _ = writeln!(text, "# Flag --{flag}, environment {variable}.");
        let _ = writeln!(text, "#{key} = {standard}");
    }
    text
}

/// Breaks a text into lines that are easy to read.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_explains_every_value_and_can_be_read() {
        let text = sample();
        let command = Values::augment_args(Command::new("samtale"));
        for argument in command.get_arguments() {
            let line = format!("\n#{} = ", argument.get_id());
            assert!(text.contains(&line), "{line} is missing in {text}");
        }
        let with_values: String = text
            .lines()
            .filter(|line| !line.starts_with("# "))
            .map(|line| format!("{}\n", line.trim_start_matches('#')))
            .collect();
        Values::from_toml(&with_values).expect("the sample is read");
        Values::from_toml(&text).expect("the sample is read");
    }
}
