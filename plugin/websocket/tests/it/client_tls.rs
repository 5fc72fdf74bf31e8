//! A client over TLS: which servers it trusts, and how it reports the others.

use crate::certificates::{Authority, Identity, self_signed};
use crate::event::Event;
use crate::peer::Peer;
use crate::rig::Rig;
use futures_util::{SinkExt, StreamExt};
use pulsewire_plugin::{Plugin, Value};
use rustls::ServerConfig;
use rustls::version::{TLS12, TLS13};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

const HOST: &str = "127.0.0.1";

/// What is expected: the connection opens, or an error says this.
type Outcome<'a> = Result<(), &'a str>;

#[test]
fn certificates_are_trusted_or_refused_with_the_reason() {
    let (ours, theirs) = (Authority::new("Ours"), Authority::new("Theirs"));
    let (leaf, ca) = (self_signed(HOST, false), self_signed(HOST, true));
    let trusting = |pem: &str| json!({ "ca_file": pem });
    let named = json!({ "ca_file": ours.pem, "server_name": "other.test" });
    for (case, shown, tls, outcome) in [
        ("good", ours.issue(HOST), trusting(&ours.pem), Ok(())),
        ("own CA alone", ours.issue(HOST), only(&ours), Ok(())),
        (
            "expired",
            ours.issue_between(HOST, 2000, 2001),
            trusting(&ours.pem),
            Err("has expired, "),
        ),
        (
            "not yet valid",
            ours.issue_between(HOST, 2099, 2100),
            trusting(&ours.pem),
            Err("not valid yet, only in "),
        ),
        (
            "wrong name",
            ours.issue("other.test"),
            trusting(&ours.pem),
            Err("another name: it has DnsName(\"other.test\"), not 127.0.0.1"),
        ),
        ("another name is meant", ours.issue("other.test"), named.clone(), Ok(())),
        ("self-signed", leaf.clone(), trusting(&ours.pem), Err("certificate is self-signed")),
        ("self-signed CA", ca.clone(), trusting(&ours.pem), Err("certificate is self-signed")),
        ("self-signed, by system roots", ca.clone(), json!({}), Err("certificate is self-signed")),
        ("self-signed, trusted", leaf.clone(), trusting(&leaf.certificate), Ok(())),
        ("self-signed CA, trusted", ca.clone(), trusting(&ca.certificate), Ok(())),
        (
            "self-signed CA, wrong name",
            self_signed("b.test", true),
            trusting(&ca.certificate),
            Err("self-signed"),
        ),
        ("unknown CA", theirs.issue(HOST), trusting(&ours.pem), Err("by an unknown CA")),
        ("unknown CA, not verified", theirs.issue(HOST), json!({ "verify": false }), Ok(())),
    ] {
        check(case, shown.server(&[&TLS13, &TLS12], None), tls.clone(), outcome);
        check(case, shown.server(&[&TLS12], None), tls, outcome);
    }
}

#[test]
fn a_trusted_self_signed_ca_must_have_the_name_too() {
    let other = self_signed("other.test", true);
    let tls = json!({ "ca_file": other.certificate });
    check("name", other.server(&[&TLS13], None), tls, Err("certificate is for another name"));
}

#[test]
fn versions_must_have_one_in_common() {
    let ours = Authority::new("Ours");
    let tls = json!({ "ca_file": ours.pem, "min_version": "1.3" });
    let shown = ours.issue(HOST);
    check("1.3", shown.server(&[&TLS13], None), tls.clone(), Ok(()));
    check("1.2", shown.server(&[&TLS12], None), tls, Err("no version of TLS in common"));
}

#[test]
fn a_server_may_want_a_certificate() {
    let (ours, theirs) = (Authority::new("Ours"), Authority::new("Theirs"));
    let showing = |identity: &Identity| {
        json!({ "ca_file": ours.pem, "client_certificate": identity.certificate,
                "client_key": identity.key })
    };
    let without = json!({ "ca_file": ours.pem });
    for versions in [&[&TLS13][..], &[&TLS12]] {
        let server = ours.issue(HOST).server(versions, Some(&ours));
        check("good", server.clone(), showing(&ours.issue("me")), Ok(()));
        check("missing", server.clone(), without.clone(), Err("requires a client certificate"));
        let expired = showing(&ours.issue_between("me", 2000, 2001));
        check(
            "expired",
            server.clone(),
            expired,
            Err("certificate of this side: CertificateExpired"),
        );
        let unknown = showing(&theirs.issue("me"));
        check(
            "unknown CA",
            server,
            unknown,
            Err("rejects the certificate of this side: UnknownCA"),
        );
    }
}

#[test]
fn a_server_without_tls_is_reported() {
    let peer = Peer::new();
    let mut rig = Rig::new(&settings(&peer, json!({})));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.write(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let error = rig.wait(on_error);
    assert_eq!(error.error("does not speak TLS"), "tls");
    rig.pulse(start, &[]).ok();
    drop(peer.accept_raw());
    assert_eq!(rig.wait(on_error).error("the TLS handshake").as_str(), "tls");
}

#[test]
fn a_server_with_tls_is_reported_to_a_client_without() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    // A TLS alert: unexpected message.
    peer.write(&mut stream, b"\x15\x03\x03\x00\x02\x02\x0a");
    drop(stream);
    assert_eq!(rig.wait(on_error).error("the peer speaks TLS"), "handshake");
}

#[test]
fn without_verification_every_start_warns() {
    let theirs = Authority::new("Theirs");
    let server = theirs.issue(HOST).server(&[&TLS13], None);
    for _ in 0..2 {
        let (rig, _) = run(server.clone(), json!({ "verify": false }));
        assert!(rig.log.has("Warn Echo: the server's certificate is not verified"));
    }
    let tls = json!({ "ca_file": theirs.pem });
    assert!(!run(server, tls).0.log.has("not verified"));
}

#[test]
fn files_count_from_the_project_and_are_read_again() {
    let (old, new) = (Authority::new("Old"), Authority::new("New"));
    let folder = tempfile::tempdir().unwrap();
    let write = |pem: &str| std::fs::write(folder.path().join("ca.pem"), pem).unwrap();
    let peer = Peer::new();
    write(&old.pem);
    let settings = settings(&peer, json!({ "ca_file": "ca.pem", "system_roots": false }));
    let mut rig = Rig::in_folder(folder.path(), &settings);
    let [start, on_start, on_error, stop, on_stop] =
        rig.nodes("Echo", ["client_start", "on_start", "on_error", "client_stop", "on_stop"]);
    echo(&peer, new.issue(HOST).server(&[&TLS13], None));
    rig.pulse(start, &[]).ok();
    assert_eq!(rig.wait(on_error).error("by an unknown CA"), "tls");
    write(&format!("# new\n{}", new.pem));
    for pem in [None, Some("no longer a certificate")] {
        pem.into_iter().for_each(write);
        rig.pulse(start, &[]).ok();
        rig.wait(on_start);
        rig.pulse(stop, &[]).ok();
        rig.wait(on_stop);
    }
    assert!(rig.log.has("`tls.ca_file`: "), "{:?}", rig.log.all());
    assert!(rig.log.has("the previous configuration stays in use"));
}

#[test]
fn our_certificate_is_read_again() {
    let (ours, theirs) = (Authority::new("Ours"), Authority::new("Theirs"));
    let folder = tempfile::tempdir().unwrap();
    let write = |identity: &Identity| {
        std::fs::write(folder.path().join("me.pem"), &identity.certificate).unwrap();
        std::fs::write(folder.path().join("me.key"), &identity.key).unwrap();
    };
    write(&theirs.issue("me"));
    let peer = Peer::new();
    let tls =
        json!({ "ca_file": ours.pem, "client_certificate": "me.pem", "client_key": "me.key" });
    let mut rig = Rig::in_folder(folder.path(), &settings(&peer, tls));
    let [start, on_start, on_error] = rig.nodes("Echo", ["client_start", "on_start", "on_error"]);
    echo(&peer, ours.issue(HOST).server(&[&TLS12], Some(&ours)));
    rig.pulse(start, &[]).ok();
    assert_eq!(rig.wait(on_error).error("rejects the certificate of this side: UnknownCA"), "tls");
    write(&ours.issue("me, renewed"));
    rig.pulse(start, &[]).ok();
    rig.wait(on_start);
}

fn only(authority: &Authority) -> Json {
    json!({ "ca_file": authority.pem, "system_roots": false })
}

fn check(case: &str, server: Arc<ServerConfig>, tls: Json, outcome: Outcome<'_>) {
    let (rig, event) = run(server, tls);
    match outcome {
        Ok(()) => assert_eq!(event.text("message"), "hello", "{case}"),
        Err(says) => {
            assert!(event.text("message").contains(says), "{case}: {}", event.text("message"));
            assert_eq!(event.text("kind"), "tls", "{case}");
        }
    }
    rig.plugin.stop(std::time::Duration::from_secs(5));
}

/// What comes of a connection to this server: an error, or the echo of a message.
fn run(server: Arc<ServerConfig>, tls: Json) -> (Rig, Event) {
    let peer = Peer::new();
    let mut rig = Rig::new(&settings(&peer, tls));
    echo(&peer, server);
    let [start, send] = rig.nodes("Echo", ["client_start", "client_send"]);
    let [_, on_receive, on_start] = rig.nodes("Echo", ["on_error", "on_receive", "on_start"]);
    rig.pulse(start, &[]).ok();
    let event = rig.next();
    if event.node != on_start {
        return (rig, event);
    }
    rig.pulse(send, &[Value::from("hello")]).ok();
    let event = rig.wait(on_receive);
    (rig, event)
}

fn settings(peer: &Peer, tls: Json) -> Json {
    peer.settings(json!({ "url": "wss://127.0.0.1/", "tls": tls }))
}

/// Takes every connection and echoes its messages.
fn echo(peer: &Peer, server: Arc<ServerConfig>) {
    let listener = peer.listener();
    peer.spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            let Ok(stream) = TlsAcceptor::from(server.clone()).accept(tcp).await else { continue };
            let Ok(socket) = tokio_tungstenite::accept_async(stream).await else { continue };
            tokio::spawn(async move {
                let (mut write, mut read) = socket.split();
                while let Some(Ok(message)) = read.next().await {
                    let _ = write.send(message).await;
                }
            });
        }
    });
}
