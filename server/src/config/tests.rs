use std::fs;

use super::*;

fn config(toml: &str) -> Result<Config, String> {
    Values::from_toml(toml).and_then(|values| Config::new(values).map_err(|it| it.to_string()))
}

#[test]
fn nothing_given_means_loopback() {
    let config = config("").unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:7700");
    assert!(config.trusted_proxies.is_empty());
}

#[test]
fn plain_http_beyond_loopback_must_be_meant() {
    let wrong = config("listen = '0.0.0.0:7700'").unwrap_err();
    assert!(wrong.starts_with("listen: 0.0.0.0:7700"), "{wrong}");
    let wrong = config("listen = '0.0.0.0:7700'\nbehind_tls_proxy = true").unwrap_err();
    assert!(wrong.starts_with("public_url: "), "{wrong}");
    config(
        "listen = '0.0.0.0:7700'\nbehind_tls_proxy = true\npublic_url = 'https://chat.example.com'",
    )
    .unwrap();
}

#[test]
fn a_register_needs_its_secret() {
    let wrong = config("register = 'https://crm.example.com'").unwrap_err();
    assert!(wrong.starts_with("register: "), "{wrong}");
    let wrong = config("register = 'http://crm.example.com'\nregister_secret = 's'").unwrap_err();
    assert!(wrong.contains("only https://"), "{wrong}");
    config("register = 'https://crm.example.com'\nregister_secret = 's'").unwrap();
}

#[test]
fn a_mistake_in_the_file_is_told_with_file_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samtale.toml");
    for (text, parts) in [
        ("\nlisten = '127.0.0.1:x'", ["line 2", "listen"]),
        ("data = 'd'\nlisen = 1\n", ["line 2", "lisen"]),
        ("origins = ['https://a.example/']", ["line 1", "origins"]),
        ("time_zone = 'Europe/Olso'", ["line 1", "time_zone"]),
        ("log = 'loud'", ["line 1", "log"]),
        ("data = [", ["line 1", "data"]),
    ] {
        fs::write(&path, text).unwrap();
        let told = Values::from_file(Some(&path)).unwrap_err().to_string();
        for part in parts.into_iter().chain(["samtale.toml"]) {
            assert!(told.contains(part), "{told:?} does not name {part}");
        }
    }
    assert!(Values::from_file(Some(&folder.path().join("none.toml"))).is_err());
}

#[test]
fn the_first_source_wins() {
    let flags = Values::from_toml("data = 'a'").unwrap();
    let file = Values::from_toml("data = 'b'\nlog = 'warn'").unwrap();
    let joined = flags.or(file);
    assert_eq!(joined.data, Some(PathBuf::from("a")));
    assert_eq!(joined.log, Some(LogLevel::Warn));
}
