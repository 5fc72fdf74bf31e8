use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, OtherError, PeerIncompatible};
use std::time::Duration;

/// A certificate that is signed by its own key: rustls has no error of its own for it.
#[derive(Debug, thiserror::Error)]
#[error("self-signed")]
pub(crate) struct SelfSigned;

/// Explains an error of rustls: what is wrong, and what to do.
pub(crate) fn explain(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(error) => certificate(error),
        Error::NoCertificatesPresented => {
            "the peer showed no certificate, and `tls.client_auth` requires one".to_owned()
        }
        Error::InvalidMessage(_) => {
            format!("the peer does not speak TLS ({error}); does it expect ws://?")
        }
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::SupportedVersionsExtensionRequired
            | PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled,
        ) => "the two sides have no version of TLS in common (`tls.min_version`)".to_owned(),
        Error::AlertReceived(alert) => refused(*alert),
        other => format!("TLS failed: {other}"),
    }
}

fn certificate(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired => "its certificate has expired".to_owned(),
        CertificateError::ExpiredContext { time, not_after } => {
            format!("its certificate has expired, {} ago", between(*not_after, *time))
        }
        CertificateError::NotValidYet => "its certificate is not valid yet".to_owned(),
        CertificateError::NotValidYetContext { time, not_before } => {
            format!("its certificate is not valid yet, only in {}", between(*time, *not_before))
        }
        CertificateError::NotValidForName => "its certificate is for another name".to_owned(),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let expected = expected.to_str();
            let names = if presented.is_empty() { "no name".into() } else { presented.join(", ") };
            format!("its certificate is for another name: it has {names}, not {expected}")
        }
        CertificateError::UnknownIssuer => {
            "its certificate is signed by an unknown CA; add the CA to `tls.ca_file` to trust it"
                .to_owned()
        }
        CertificateError::Revoked => "its certificate was revoked".to_owned(),
        CertificateError::Other(OtherError(error)) if error.is::<SelfSigned>() => {
            "its certificate is self-signed; add it to `tls.ca_file` to trust it".to_owned()
        }
        other => format!("its certificate is not valid: {other}"),
    }
}

/// Describes an alert from the peer.
fn refused(alert: AlertDescription) -> String {
    use AlertDescription as Alert;
    match alert {
        Alert::CertificateRequired => {
            "the peer requires a client certificate (`tls.client_certificate`)".to_owned()
        }
        Alert::UnknownCA
        | Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::AccessDenied => {
            format!("the peer rejects the certificate of this side: {alert:?}")
        }
        Alert::UnrecognisedName => {
            "the peer does not know the requested name (`tls.server_name`)".to_owned()
        }
        other => format!("the peer ended the TLS handshake: {other:?}"),
    }
}

fn between(from: UnixTime, to: UnixTime) -> String {
    let seconds = Duration::from_secs(to.as_secs().saturating_sub(from.as_secs())).as_secs();
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds / 60, "minute"),
        7200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
