//! What the doctor says of a chat without a frame: that needs other things of its page than one in a frame does.

use serde_json::json;

use super::{LOOK_AGAIN, diagnosis, names_sockets};
use crate::{shadow::policy, stage::play};

/// A page whose chat is a part of it, in a language.
fn page(server: &str, language: &str) -> String {
    format!(
        "<!doctype html><html lang={language}><meta charset=utf-8><title>Site</title><h1>Site</h1>\
         <script src=\"{server}/widget.js\" data-channel=support data-isolation=shadow async></script>"
    )
}

#[tokio::test]
async fn the_doctor_names_exactly_what_the_policy_lacks_for_a_chat_without_a_frame() {
    play("frameless", async |stage| {
        let server = stage.demo.origin().to_owned();
        let sockets = server.replacen("http", "ws", 1);
        let whole = policy(&server);
        let without = |source: &str, directive: &str| {
            let shorter = directive.replacen(&format!(" {source}"), "", 1);
            assert!(whole.contains(directive), "{directive} in {whole}");
            whole.replacen(directive, &shorter, 1)
        };
        let script = format!("script-src {server} 'wasm-unsafe-eval'");
        let connect = format!("connect-src {server} {sockets}");
        let image = format!("img-src {server}");
        let bare = format!("default-src 'none'; img-src 'self'; script-src {server}");
        let page = |language| page(&server, language);
        let host = stage
            .host([
                ("/whole", whole.clone(), page("en")),
                ("/wasm", without("'wasm-unsafe-eval'", &script), page("en")),
                ("/fetch", without(&server, &connect), page("en")),
                ("/socket", without(&sockets, &connect), page("en")),
                ("/picture", without(&server, &image), page("en")),
                ("/bare", bare.clone(), page("en")),
                ("/nb", bare.clone(), page("nb")),
                ("/sv", bare.clone(), page("sv")),
                ("/nl", bare, page("nl")),
            ])
            .await;
        let kari = stage.guest("Kari", &host, "/whole?samtale-doctor").await;
        assert_eq!(diagnosis(&kari).await, ("All is well.".to_owned(), None));
        let page = kari.page().await;
        let looked_at = page.texts("li").await.concat();
        assert!(looked_at.contains("a chat without a frame"), "{looked_at}");
        assert!(!looked_at.contains("The frame loads"), "{looked_at}");

        let all = format!("script-src 'wasm-unsafe-eval'; {connect}; {image}");
        let lacking = [
            ("/wasm", "script-src 'wasm-unsafe-eval'"),
            ("/fetch", &format!("connect-src {server}")),
            ("/socket", &format!("connect-src {sockets}")),
            ("/picture", &image),
            ("/bare", &all),
        ];
        for (path, sources) in lacking {
            kari.go(&format!("{path}?samtale-doctor")).await;
            let (verdict, fault) = diagnosis(&kari).await;
            assert_eq!(verdict, "Faults: 1", "{path}");
            let fix = format!(
                "The page's Content Security Policy forbids what a chat without a frame needs. Add {sources}."
            );
            assert_eq!(fault, Some(fix), "{path}");
            let said = kari.page().await.complaints().await;
            let is_of_policy = |it: &String| it.contains("Content Security Policy");
            assert!(said.iter().all(is_of_policy), "{path}: {said:?}");
        }

        let languages = [
            ("/nb", "Sidens Content Security Policy forbyr noe som en chat uten ramme trenger."),
            ("/sv", "Sidans Content Security Policy förbjuder något som en chatt utan ram behöver."),
            ("/nl", "De Content Security Policy van de pagina verbiedt iets wat een chat zonder frame nodig heeft."),
        ];
        for (path, sentence) in languages {
            kari.go(&format!("{path}?samtale-doctor")).await;
            let page = kari.page().await;
            page.see("li[data-is=ill]", sentence).await;
            page.see("li[data-is=ill] code", &all).await;
            page.complaints().await;
        }
    })
    .await;
}

/// What is not the policy's doing is not laid at its door.
#[tokio::test]
async fn the_doctor_names_sockets_that_do_not_come_through_to_a_chat_without_a_frame() {
    play("frameless-sockets", async |stage| {
        let server = stage.demo.origin().to_owned();
        let host = stage
            .host([("/", policy(&server), page(&server, "en"))])
            .await;
        names_sockets(&stage.guest("Kari", &host, "/").await).await;
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_an_origin_of_files_that_the_policy_lacks() {
    play("files-apart", async |stage| {
        let server = stage.demo.origin().to_owned();
        let host = stage
            .host([("/", policy(&server), page(&server, "en"))])
            .await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        assert_eq!(diagnosis(&kari).await.0, "All is well.");
        let page = kari.page().await;
        page.press("section button", "Close").await;
        let apart = json!({ "files": "https://files.example" });
        page.ask(LOOK_AGAIN, &[apart]).await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 1");
        let fault = fault.expect("there is one");
        assert!(
            fault.ends_with("Add img-src https://files.example."),
            "{fault}"
        );
        kari.page().await.complaints().await;
    })
    .await;
}
