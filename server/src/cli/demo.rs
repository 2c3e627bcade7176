//! `samtale demo`

use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;

use super::{
    out,
    ready::{Ready, ReadyFile},
    serve::{Signals, run, until_stopped},
};
use crate::{
    config::{Config, Dns, LogLevel, MailPlace, PORT, Values},
    demo::{self, Shop, SignIn},
    log, serve,
};

/// The folder in the data folder in which mails can be read.
const MAIL: &str = "mail";
/// From whom they are.
const FROM: &str = "Nordlys <chat@demo.example>";

/// Runs a server with example data, and a small web shop that embeds the chat. Both can be reached from
/// this machine alone.
#[derive(Args, Debug)]
pub(super) struct Demo {
    /// The server's port.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// The shop's port. It is another origin than the server, as in real life.
    #[arg(long, default_value_t = PORT + 1)]
    demo_port: u16,
    /// The folder for the example data.
    #[arg(long, default_value = "data/demo", value_name = "FOLDER")]
    data: PathBuf,
    /// A folder with the built apps, to serve instead of those inside this program.
    #[arg(long, env = "SAMTALE_APPS", value_name = "FOLDER")]
    apps: Option<PathBuf>,
    /// Forgets the example data of earlier runs.
    #[arg(long)]
    fresh: bool,
    /// Begins without the conversations of past weeks.
    #[arg(long)]
    without_past: bool,
    /// Begins with channels that do nothing by themselves, such as suggesting articles.
    #[arg(long)]
    plain: bool,
    /// Who is asked whether mail domains exist, as in the configuration. The demo's people have addresses that are
    /// nowhere.
    #[arg(long, default_value = "off", value_name = "DNS")]
    dns: Dns,
    /// How much is logged.
    #[arg(
        long,
        env = "SAMTALE_LOG",
        value_name = "LEVEL",
        default_value = "warn"
    )]
    log: LogLevel,
    #[command(flatten)]
    ready: ReadyFile,
}

impl Demo {
    pub(super) fn run(self) -> Result<()> {
        let values = Values {
            listen: Some((Ipv4Addr::LOCALHOST, self.port).into()),
            mail_server: Some(MailPlace::Folder(self.data.join(MAIL))),
            mail_from: Some(FROM.parse().map_err(anyhow::Error::msg)?),
            data: Some(self.data),
            apps: self.apps,
            dns: Some(self.dns),
            log: Some(self.log),
            ..Values::default()
        };
        let config = Config::new(values)?;
        log::start(&config);
        if self.fresh {
            demo::forget(&config.data)?;
        }
        if !self.without_past {
            demo::remember(&config.data)?;
        }
        let data = config.data.clone();
        let is_plain = self.plain;
        run(async {
            let signals = Signals::listen()?;
            let running = serve(config)
                .await
                .context("cannot start the server; --port chooses another port")?;
            let shop = Shop::open(self.demo_port, &running.origin)
                .context("cannot start the shop; --demo-port chooses another port")?;
            let agents =
                demo::fill(&running.engine, &data, shop.origins(), shop.key(), is_plain).await?;
            let ready = Ready {
                shop: Some(shop.address()),
                agents,
                setup_token: None,
                ..Ready::of(&running)
            };
            out::say(&announcement(&ready, &data.join(MAIL)));
            if !running.has_apps {
                out::say("\nThere are no apps inside this program: name their folder with --apps.");
            }
            self.ready.write(&ready)?;
            let done = until_stopped(running, signals).await;
            shop.close().await;
            done
        })
    }
}

fn announcement(ready: &Ready, mail: &Path) -> String {
    let shop = ready.shop.as_deref().unwrap_or_default();
    let mut text = format!(
        "\nThe demo is ready. Ctrl-C ends it.\n\n  \
         The shop, for visitors    {shop}/\n  \
         The desk, for agents      {}/\n  \
         Mails that it sends       {}\n\nSign in at the desk as\n",
        ready.origin,
        mail.display()
    );
    for SignIn {
        name,
        email,
        password,
    } in &ready.agents
    {
        text.push_str(&format!("  {name:14}  {email:22}  {password}\n"));
    }
    text.push_str(
        "\nThe passwords were made for this machine and are kept beside the example data.",
    );
    text
}
