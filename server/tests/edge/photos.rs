//! Agents' photos: given on the command line, shown to whoever knows their ids.

use std::fs;

use server::{photo::Photo, store::accounts::Accounts};

use crate::{command_line::Shell, house::House};

const FACE: &[u8] = include_bytes!("../../src/demo/faces/anna.png");

// SO-53.
#[tokio::test]
async fn a_photo_may_be_kept_for_ever_and_is_gone_when_it_was_taken_away() {
    let house = House::open().await.with_channel().await;
    house.administrator().await;
    let agent = house.account().await.id;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("anna.png");
    fs::write(&path, FACE).unwrap();
    let photo = Photo::read(&path).unwrap();
    let address = format!("/v1/photos/{}", photo.id);
    assert!(!address.contains(agent.as_str()));
    let (of, given) = (agent.clone(), photo.clone());
    let set = move |it: &mut dyn Accounts| it.set_photo(&of, Some(&given));
    house.running.engine.ask(set).await.unwrap();
    let answer = house.get(&address).await;
    assert_eq!((answer.status, answer.bytes == photo.bytes), (200, true));
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        // A widget without a frame stands in a page of another origin.
        ("cross-origin-resource-policy", "cross-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let gone = move |it: &mut dyn Accounts| it.set_photo(&agent, None);
    house.running.engine.ask(gone).await.unwrap();
    for address in [address.as_str(), "/v1/photos/nobody", "/v1/photos/%2e%2e"] {
        assert_eq!(house.get(address).await.status, 404, "{address}");
    }
}

#[test]
fn an_account_is_changed_by_what_is_given() {
    let shell = Shell::new();
    shell.says("channel add support");
    shell.says("agent add anna@example.com --name Anna --generate");
    let path = shell.path().join("anna.png");
    fs::write(&path, FACE).unwrap();
    let photo = path.to_str().unwrap();
    shell.says(&format!(
        "agent change anna@example.com --photo {photo} --name Berg"
    ));
    assert!(shell.says("agent list").contains("Berg"));
    shell.says("agent change anna@example.com --photo none");
    assert!(shell.says("agent list").contains("Berg"));
    fs::write(&path, "<svg/>").unwrap();
    let odd = shell.complains(&format!("agent change anna@example.com --photo {photo}"));
    assert!(odd.contains("is no picture"), "{odd}");
    let absent = shell.complains("agent change ole@example.com --photo none");
    assert!(absent.contains("ole@example.com"), "{absent}");
}
