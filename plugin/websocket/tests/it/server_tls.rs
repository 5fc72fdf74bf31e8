//! A server over TLS: client certificates, and certificates that change while it runs.

use crate::certificates::{Authority, Identity, client};
use crate::peer::{Peer, listen};
use crate::rig::Rig;
use futures_util::StreamExt;
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use serde_json::{Value as Json, json};
use std::fs;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::{WebSocketStream, client_async};
use tungstenite::Message;

type Secured = WebSocketStream<TlsStream<TcpStream>>;

#[test]
fn clients_are_accepted_or_refused_with_the_reason() {
    let (ours, theirs) = (Authority::new("Ours"), Authority::new("Theirs"));
    let (me, stranger) = (ours.issue("me"), theirs.issue("stranger"));
    let late = ours.issue_between("late", 2000, 2001);
    let auth = |auth: &str| json!({ "ca_file": ours.pem, "client_auth": auth });
    for (case, tls, identity, says) in [
        ("nobody is asked", json!({}), Some(&stranger), None),
        ("optional, none", auth("optional"), None, None),
        ("optional, known", auth("optional"), Some(&me), None),
        ("optional, unknown", auth("optional"), Some(&stranger), Some("by an unknown CA")),
        ("required, known", auth("required"), Some(&me), None),
        ("required, none", auth("required"), None, Some("showed no certificate")),
        ("required, unknown", auth("required"), Some(&stranger), Some("by an unknown CA")),
        ("required, expired", auth("required"), Some(&late), Some("has expired, ")),
    ] {
        for version in [&TLS13, &TLS12] {
            let (peer, mut rig) = (Peer::new(), rig(&ours.issue("localhost"), tls.clone()));
            let port = listen(&mut rig);
            let [on_error, receive, send] =
                rig.nodes("S", ["on_server_error", "on_server_receive", "server_send"]);
            let opened = peer.run(open(client(&ours.pem, &[version], identity), port));
            match says {
                None => echoes(&mut rig, [receive, send], &peer, opened.unwrap()),
                Some(says) => {
                    let error = opened.err().unwrap();
                    assert!(
                        error.contains("Certificate") || error.contains("UnknownCA"),
                        "{case}: {error}"
                    );
                    assert_eq!(rig.wait(on_error).error(says), "tls", "{case}");
                }
            }
        }
    }
}

#[test]
fn clients_without_tls_are_reported() {
    let (ours, peer) = (Authority::new("Ours"), Peer::new());
    let mut rig = rig(&ours.issue("localhost"), json!({ "min_version": "1.3" }));
    let port = listen(&mut rig);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let error = peer.run(open(client(&ours.pem, &[&TLS12], None), port)).unwrap_err();
    assert!(error.contains("ProtocolVersion"), "{error}");
    assert_eq!(rig.wait(on_error).error("no version of TLS in common"), "tls");
    assert!(peer.try_connect(&format!("ws://127.0.0.1:{port}/")).is_err());
    assert_eq!(rig.wait(on_error).error("does not speak TLS"), "tls");
    assert!(peer.run(open(client(&Authority::new("Theirs").pem, &[&TLS13], None), port)).is_err());
    assert_eq!(rig.wait(on_error).error("rejects the certificate of this side"), "tls");
}

#[test]
fn tls_at_a_server_without_tls_is_reported() {
    let (ours, peer) = (Authority::new("Ours"), Peer::new());
    let mut rig = Rig::new(&json!({ "servers": [{ "name": "S", "port": 0 }] }));
    let port = listen(&mut rig);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    assert!(peer.run(open(client(&ours.pem, &[&TLS13], None), port)).is_err());
    assert_eq!(rig.wait(on_error).error("the peer speaks TLS"), "handshake");
}

#[test]
fn a_client_that_says_nothing_is_cut_off() {
    let (ours, peer) = (Authority::new("Ours"), Peer::new());
    let mut settings = settings(&ours.issue("localhost"), json!({}));
    settings["servers"][0]["handshake_timeout_ms"] = json!(50);
    let mut rig = Rig::new(&settings);
    let port = listen(&mut rig);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let mut silent = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    assert_eq!(rig.wait(on_error).error("no handshake within 50 ms"), "timeout");
    assert_eq!(peer.read_rest(&mut silent), b"");
}

#[test]
fn changed_files_hold_for_the_next_client() {
    let (ours, peer) = (Authority::new("Ours"), Peer::new());
    let folder = tempfile::tempdir().unwrap();
    let write = |certificate: &str, key: &str| {
        fs::write(folder.path().join("cert.pem"), certificate).unwrap();
        fs::write(folder.path().join("key.pem"), key).unwrap();
    };
    let (first, second) = (ours.issue("localhost"), ours.issue("localhost"));
    write(&first.certificate, &first.key);
    let tls = json!({ "certificate": "cert.pem", "key": "key.pem" });
    let settings = json!({ "servers": [{ "name": "S", "port": 0, "tls": tls }] });
    let mut rig = Rig::in_folder(folder.path(), &settings);
    let port = listen(&mut rig);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let config = client(&ours.pem, &[&TLS13], None);
    let shown = || {
        let socket = peer.run(open(config.clone(), port)).unwrap();
        let shown = socket.get_ref().get_ref().1.peer_certificates().unwrap()[0].clone();
        (socket, shown.into_owned())
    };
    let (mut before, certificate) = shown();
    assert_eq!(certificate, der(&first));
    write(&format!("# changed\n{}", second.certificate), &second.key);
    let (_during, certificate) = shown();
    assert_eq!(certificate, der(&second));
    write(&first.certificate, "no longer a key, and of another length");
    let (_after, certificate) = shown();
    assert_eq!(certificate, der(&second));
    assert_eq!(rig.wait(on_error).error("`tls.key`: "), "tls");
    // Who is connected stays so.
    peer.send(&mut before, "still here");
}

#[test]
fn files_that_cannot_be_used_are_mistakes_and_errors() {
    let ours = Authority::new("Ours");
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (ours.issue("localhost"), ours.issue("localhost"));
    let tls = |certificate: &str, key: &str| json!({ "certificate": certificate, "key": key });
    for (tls, at, says) in [
        (tls("none.pem", &first.key), "certificate", "cannot read "),
        (tls(&first.key, &first.key), "certificate", "the text contains no certificate"),
        (tls(&first.certificate, &first.certificate), "key", "the text contains no private key"),
        (tls(&first.certificate, &second.key), "key", "cannot be used: "),
    ] {
        let section = json!({ "servers": [{ "name": "S", "port": 0, "tls": tls }] });
        let found = Rig::mistakes(folder.path(), &section);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].pointer, format!("/servers/0/tls/{at}"));
        assert!(found[0].message.contains(says), "{found:?}");
        assert!(!found[0].message.contains("BEGIN"), "{found:?}");
    }
}

fn rig(identity: &Identity, more: Json) -> Rig {
    Rig::new(&settings(identity, more))
}

fn settings(identity: &Identity, more: Json) -> Json {
    let mut tls = json!({ "certificate": identity.certificate, "key": identity.key });
    let Json::Object(more) = more else { panic!("settings are an object") };
    tls.as_object_mut().unwrap().extend(more);
    json!({ "servers": [{ "name": "S", "port": 0, "tls": tls }] })
}

/// Connects and does both handshakes.
async fn open(config: Arc<ClientConfig>, port: i64) -> Result<Secured, String> {
    let tcp = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(config).connect(name, tcp).await;
    let stream = stream.map_err(|error| error.to_string())?;
    let opened = client_async(format!("wss://localhost:{port}/"), stream).await;
    opened.map(|(socket, _)| socket).map_err(|error| error.to_string())
}

/// Messages go both ways.
fn echoes(rig: &mut Rig, [receive, send]: [usize; 2], peer: &Peer, mut socket: Secured) {
    peer.send(&mut socket, "hello");
    let event = rig.wait(receive);
    rig.pulse(send, &[event.get("client").clone(), event.get("message").clone()]).ok();
    assert_eq!(peer.receive(&mut socket), Message::text("hello"));
    peer.run(socket.close(None)).unwrap();
    while let Some(message) = peer.run(socket.next()) {
        message.unwrap();
    }
}

fn der(identity: &Identity) -> CertificateDer<'static> {
    use rustls::pki_types::pem::PemObject;
    CertificateDer::from_pem_slice(identity.certificate.as_bytes()).unwrap()
}
