//! `samtale channel look`

mod link;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use clap::{Args, ValueEnum};
use shared::file::{File, Limits};

use self::link::Reach;
use super::super::{Place, out};
use crate::{
    directory::{Logo, Look, MAX_LOGO, Scheme},
    files::{self, Verdict},
    look,
    store::accounts::Accounts,
};

/// The pictures that browsers show in the place of a logo.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/// Where in the data folder the picture is cleaned.
const SCRATCH: &str = "logo.half";
/// A large window.
const LARGE: [(&str, &str); 2] = [("panel-width", "480px"), ("panel-height", "800px")];

/// How the widget looks on a channel, where the page around it sets nothing else. Without options it is shown. Visitors
/// see a change when they load a page the next time.
#[derive(Args, Debug)]
pub(in crate::cli) struct Dress {
    /// The channel.
    channel: String,
    /// A style sheet that sets tokens, such as a ready theme or one from the studio. It takes the place of all that was
    /// set before.
    #[arg(long, value_name = "FILE")]
    theme: Option<PathBuf>,
    /// A token and its value, such as --samtale-accent=#7a1f5c; without a value it is set no more. May be given several
    /// times.
    #[arg(long, value_name = "TOKEN=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Light, dark, or as the visitor's system has it.
    #[arg(long, value_enum)]
    scheme: Option<Colours>,
    /// How large the window is.
    #[arg(long, value_enum)]
    window: Option<Window>,
    /// A picture that stands before the title: PNG, JPEG, GIF or WebP, at most 64 KiB. A link (https://…) is fetched once,
    /// now.
    #[arg(long, value_name = "FILE or LINK", conflicts_with = "no_logo")]
    logo: Option<String>,
    /// Lets the link lead into a private network, such as your own.
    #[arg(long, requires = "logo")]
    logo_inside: bool,
    /// Takes the logo away.
    #[arg(long)]
    no_logo: bool,
    /// Takes everything away that was set before.
    #[arg(long)]
    clear: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colours {
    Auto,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Window {
    Normal,
    Large,
}

impl Dress {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut channel = super::find(&mut store, &self.channel)?;
        let before = channel.look.clone();
        let scratch = self.place.config(file)?.data.join(SCRATCH);
        let done = self.put_into(&mut channel.look, &scratch);
        // It is only there if there is a logo.
        let _ = fs::remove_file(&scratch);
        done?;
        if channel.look != before {
            store.put_channel(&channel)?;
        }
        out::say(&describe(&channel.look));
        Ok(())
    }

    fn put_into(self, look: &mut Look, scratch: &Path) -> Result<()> {
        if self.clear {
            *look = Look::default();
        }
        if let Some(theme) = &self.theme {
            let name = theme.display();
            let css = fs::read_to_string(theme).with_context(|| format!("cannot read {name}"))?;
            let set = look::declarations(&css).map_err(|told| anyhow!("{name}: {told}"))?;
            ensure!(!set.is_empty(), "{name}: it sets nothing");
            look.tokens.clear();
            for (token, value) in set {
                look::set(look, &token, &value).map_err(|told| anyhow!("{name}: {told}"))?;
            }
        }
        match self.window {
            Some(Window::Large) => {
                for (token, value) in LARGE {
                    look.tokens.insert(token.to_owned(), value.to_owned());
                }
            }
            Some(Window::Normal) => look
                .tokens
                .retain(|name, _| LARGE.iter().all(|it| it.0 != name)),
            None => {}
        }
        for given in &self.set {
            let (token, value) = given
                .split_once('=')
                .with_context(|| format!("--set {given}: TOKEN=VALUE, such as accent=#7a1f5c"))?;
            if value.is_empty() {
                let short = token.strip_prefix(look::PREFIX).unwrap_or(token);
                ensure!(look.tokens.remove(short).is_some(), "`{token}` is not set");
            } else {
                look::set(look, token, value).map_err(|told| anyhow!("--set: {told}"))?;
            }
        }
        if let Some(scheme) = self.scheme {
            look.scheme = match scheme {
                Colours::Auto => Scheme::Auto,
                Colours::Light => Scheme::Light,
                Colours::Dark => Scheme::Dark,
            };
        }
        if self.no_logo {
            look.logo = None;
        }
        if let Some(logo) = &self.logo {
            let reach = match self.logo_inside {
                true => Reach::Inside,
                false => Reach::Outside,
            };
            look.logo = Some(picture(logo, reach, scratch)?);
        }
        Ok(())
    }
}

/// What is the picture in a file or behind a link, and nothing else of it.
fn picture(name: &str, reach: Reach, scratch: &Path) -> Result<Logo> {
    if !name.starts_with(link::HTTPS) {
        ensure!(
            !name.contains("://"),
            "{name}: a link begins with {}",
            link::HTTPS
        );
        return picture_in(Path::new(name), name, scratch);
    }
    let come = scratch.with_extension("come");
    fs::write(&come, link::fetch(name, reach)?)?;
    let found = picture_in(&come, name, scratch);
    // It was only there to be looked at.
    let _ = fs::remove_file(&come);
    found
}

fn picture_in(file: &Path, name: &str, scratch: &Path) -> Result<Logo> {
    let size = fs::metadata(file)
        .with_context(|| format!("cannot read {name}"))?
        .len();
    ensure!(
        size <= MAX_LOGO,
        "{name}: a logo has at most {MAX_LOGO} bytes, this one has {size}"
    );
    let limits = Limits {
        max_count: 1,
        max_bytes: MAX_LOGO,
        types: PICTURES.map(str::to_owned).to_vec(),
    };
    let announced = File {
        name: "logo".to_owned(),
        size,
        ..File::default()
    };
    let Verdict::Cleaned(found) = files::inspect(file, scratch, &announced, &limits)? else {
        bail!("{name}: a logo is a picture: PNG, JPEG, GIF or WebP");
    };
    Ok(Logo {
        width: found.width.unwrap_or_default(),
        height: found.height.unwrap_or_default(),
        kind: found.kind,
        bytes: BASE64.encode(fs::read(scratch)?).into(),
    })
}

fn describe(look: &Look) -> String {
    let mut lines = Vec::new();
    match look.scheme {
        Scheme::Auto => {}
        Scheme::Light => lines.push("always light".to_owned()),
        Scheme::Dark => lines.push("always dark".to_owned()),
    }
    if let Some(logo) = &look.logo {
        let Logo {
            kind,
            width,
            height,
            ..
        } = logo;
        lines.push(format!("a logo, {kind}, {width} × {height}"));
    }
    let tokens = look.tokens.iter();
    lines.extend(tokens.map(|(name, value)| format!("{}{name}: {value};", look::PREFIX)));
    if lines.is_empty() {
        lines.push("the standard look".to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        dress: Dress,
    }

    fn dressed(look: &mut Look, line: &str) -> Result<()> {
        let words = ["look", "support"]
            .into_iter()
            .chain(line.split_whitespace());
        let line = Line::try_parse_from(words)?;
        let folder = tempfile::tempdir()?;
        line.dress.put_into(look, &folder.path().join(SCRATCH))
    }

    #[test]
    fn tokens_are_set_and_taken_away_again() {
        let mut look = Look::default();
        let line = "--set --samtale-accent=#7a1f5c --set radius=2px --scheme dark --window large";
        dressed(&mut look, line).unwrap();
        assert_eq!(look.tokens["accent"], "#7a1f5c");
        assert_eq!(look.tokens["panel-width"], "480px");
        assert_eq!(look.scheme, Scheme::Dark);
        dressed(&mut look, "--set radius= --window normal").unwrap();
        assert_eq!(look.tokens.len(), 1);
        assert!(dressed(&mut look, "--set radius=").is_err());
        assert!(dressed(&mut look, "--set accent=url(x)").is_err());
        dressed(&mut look, "--clear").unwrap();
        assert_eq!(look, Look::default());
    }

    #[test]
    fn a_theme_takes_the_place_of_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let theme = folder.path().join("mine.css");
        fs::write(&theme, "samtale-chat { --samtale-own: #123; }").unwrap();
        let mut look = Look::default();
        dressed(&mut look, "--set accent=#456").unwrap();
        let line = format!("--theme {}", theme.display());
        dressed(&mut look, &line).unwrap();
        assert_eq!(look.tokens.keys().collect::<Vec<_>>(), ["own"]);
        fs::write(&theme, "body { display: none }").unwrap();
        let told = dressed(&mut look, &line).unwrap_err().to_string();
        assert!(told.contains("there is no token `display`"), "{told}");
    }

    #[test]
    fn a_logo_is_a_picture_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("logo.png");
        let line = format!("--logo {}", file.display());
        let mut look = Look::default();
        for bytes in [&b"<svg onload=alert(1)>"[..], b"\x89PNG\r\n\x1a\nbroken"] {
            fs::write(&file, bytes).unwrap();
            let told = dressed(&mut look, &line).unwrap_err().to_string();
            assert!(told.contains("a logo is a picture"), "{told}");
        }
        fs::write(&file, vec![0; MAX_LOGO as usize + 1]).unwrap();
        let told = dressed(&mut look, &line).unwrap_err().to_string();
        assert!(told.contains("at most"), "{told}");
        fs::write(&file, DOT).unwrap();
        dressed(&mut look, &line).unwrap();
        let logo = look.logo.clone().unwrap();
        assert_eq!(
            (logo.kind.as_str(), logo.width, logo.height),
            ("image/png", 1, 1)
        );
        dressed(&mut look, "--no-logo").unwrap();
        assert_eq!(look.logo, None);
        for (link, why) in [
            ("http://example.com/logo.png", "a link begins with https://"),
            ("file:///etc/passwd", "a link begins with https://"),
            ("https://127.0.0.1:1/logo.png", "cannot fetch"),
        ] {
            let line = format!("--logo {link}");
            let told = dressed(&mut look, &line).unwrap_err().to_string();
            assert!(told.contains(why), "{told}");
        }
        assert_eq!(look.logo, None);
    }

    /// A picture of one pixel.
    const DOT: &[u8] = &[
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0,
        0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, 0x49, 0x44, 0x41,
        0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x56, 0xc7, 0x2f,
        0x0d, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];
}
