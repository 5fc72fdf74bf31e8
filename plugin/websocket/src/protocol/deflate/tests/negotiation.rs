//! Offers and responses (RFC 7692 sections 5 and 7.1).

use crate::protocol::deflate::{accept_answer, accept_offer, offer};
use crate::settings::Compression;
use tungstenite::protocol::Role;

fn settings(json: &str) -> Compression {
    serde_json::from_str(json).unwrap()
}

fn chosen(offers: &[&str], json: &str) -> Option<String> {
    accept_offer(offers.iter().copied(), &settings(json)).map(|(_, answer)| answer)
}

fn accepted(answers: &[&str], json: &str) -> Result<Option<String>, String> {
    let settings = settings(json);
    accept_answer(answers.iter().copied(), Some(&settings)).map(|it| it.map(|(_, answer)| answer))
}

#[test]
fn a_clients_offer_follows_its_settings() {
    let deflate = "permessage-deflate";
    assert_eq!(offer(&settings("{}")), format!("{deflate}; client_max_window_bits"));
    let all = r#"{ "server_no_context_takeover": true, "client_no_context_takeover": true,
                   "server_max_window_bits": 10, "client_max_window_bits": 9 }"#;
    let parameters = "server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; \
                      client_max_window_bits=9";
    assert_eq!(offer(&settings(all)), format!("{deflate}; {parameters}"));
}

#[test]
fn a_servers_response_suits_both_sides() {
    let table = [
        ("permessage-deflate", "{}", "permessage-deflate"),
        ("permessage-deflate; client_max_window_bits", "{}", "permessage-deflate"),
        (
            "permessage-deflate; client_max_window_bits",
            r#"{ "client_max_window_bits": 10 }"#,
            "permessage-deflate; client_max_window_bits=10",
        ),
        // A client that does not announce support cannot be limited.
        ("permessage-deflate", r#"{ "client_max_window_bits": 10 }"#, "permessage-deflate"),
        (
            "permessage-deflate; server_max_window_bits=12; client_max_window_bits=11",
            r#"{ "server_max_window_bits": 10 }"#,
            "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11",
        ),
        (
            "permessage-deflate; server_no_context_takeover",
            r#"{ "client_no_context_takeover": true }"#,
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        ),
        (
            "permessage-deflate; server_max_window_bits=8",
            "{}",
            "permessage-deflate; server_max_window_bits=8",
        ),
    ];
    for (offer, settings, answer) in table {
        assert_eq!(chosen(&[offer], settings).as_deref(), Some(answer), "{offer} {settings}");
    }
}

#[test]
fn a_server_ignores_unknown_extensions_and_invalid_offers() {
    let bad = "permessage-deflate; server_max_window_bits=99";
    assert_eq!(chosen(&[], "{}"), None);
    assert_eq!(chosen(&["x-webkit-deflate-frame", bad], "{}"), None);
    let second = ["x-unknown", bad, "permessage-deflate; client_no_context_takeover"];
    let answer = "permessage-deflate; client_no_context_takeover";
    assert_eq!(chosen(&second, "{}").as_deref(), Some(answer));
}

#[test]
fn a_client_accepts_only_responses_to_its_offer() {
    assert_eq!(accepted(&[], "{}"), Ok(None));
    assert_eq!(accept_answer(std::iter::empty(), None), Ok(None));
    assert!(accept_answer(["permessage-deflate"].into_iter(), None).is_err());
    let good = "permessage-deflate; client_max_window_bits=9; server_max_window_bits=8";
    assert!(accepted(&[good], "{}").is_ok());
    let less = r#"{ "server_max_window_bits": 10, "server_no_context_takeover": true }"#;
    assert!(
        accepted(
            &["permessage-deflate; server_no_context_takeover; server_max_window_bits=9"],
            less
        )
        .is_ok()
    );
    for (answers, settings) in [
        (&["x-unknown"][..], "{}"),
        (&["permessage-deflate", "permessage-deflate"], "{}"),
        (&["permessage-deflate; client_max_window_bits"], "{}"),
        (&["permessage-deflate; server_max_window_bits=16"], "{}"),
        (&["permessage-deflate; no_such=1"], "{}"),
        (&["permessage-deflate; server_no_context_takeover"], less),
        (&["permessage-deflate; server_no_context_takeover; server_max_window_bits=11"], less),
        (&["permessage-deflate; server_max_window_bits=10"], less),
    ] {
        assert!(accepted(answers, settings).is_err(), "{answers:?} {settings}");
    }
}

#[test]
fn each_side_compresses_as_negotiated() {
    let answer = "permessage-deflate; server_no_context_takeover; client_max_window_bits=9";
    let (agreed, _) = accept_answer([answer].into_iter(), Some(&settings("{}"))).unwrap().unwrap();
    let (server, client) = (agreed.sent(Role::Server), agreed.sent(Role::Client));
    assert_eq!((server.keeps_context, server.window_bits), (false, 15));
    assert_eq!((client.keeps_context, client.window_bits), (true, 9));
    assert_eq!(agreed.received(Role::Client), server);
    assert_eq!(agreed.received(Role::Server), client);
}

#[test]
fn a_client_limits_itself_if_the_server_does_not_mention_it() {
    let limited =
        settings(r#"{ "client_max_window_bits": 9, "client_no_context_takeover": true }"#);
    let (agreed, _) =
        accept_answer(["permessage-deflate"].into_iter(), Some(&limited)).unwrap().unwrap();
    let client = agreed.sent(Role::Client);
    assert_eq!((client.keeps_context, client.window_bits), (false, 9));
}
