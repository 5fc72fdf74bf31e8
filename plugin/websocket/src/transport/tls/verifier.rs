use crate::error::tls::SelfSigned;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::sync::Arc;
use webpki::EndEntityCert;

/// Decides which certificates of servers are trusted.
///
/// Adds two things to the verifier of rustls: it distinguishes self-signed certificates from those of an unknown CA, and
/// it accepts a CA certificate as a server's own if the user trusts that very certificate, as `openssl req -x509`
/// creates them.
#[derive(Debug)]
pub(super) struct Verifier {
    /// `None` accepts any certificate.
    pub(super) chain: Option<Arc<WebPkiServerVerifier>>,
    /// The certificates given by the user.
    pub(super) own: Vec<CertificateDer<'static>>,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(verifier) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        let verified = verifier.verify_server_cert(shown, chain, name, ocsp, now);
        verified.or_else(|error| self.recheck(shown, name, error))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, shown, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, shown, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl Verifier {
    /// Checks a rejected certificate again. Its dates are valid if it was rejected for being a CA's.
    fn recheck(
        &self,
        shown: &CertificateDer<'_>,
        name: &ServerName<'_>,
        error: Error,
    ) -> Result<ServerCertVerified, Error> {
        let is_ca = is_ca(&error);
        let is_unknown = is_ca || error == CertificateError::UnknownIssuer.into();
        let Some(parsed) = EndEntityCert::try_from(shown).ok().filter(|_| is_unknown) else {
            return Err(error);
        };
        if is_ca && self.own.contains(shown) {
            let named = parsed.verify_is_valid_for_subject_name(name);
            named.map_err(|_| CertificateError::NotValidForName)?;
            return Ok(ServerCertVerified::assertion());
        }
        if parsed.issuer() == parsed.subject() {
            return Err(CertificateError::Other(OtherError(Arc::new(SelfSigned))).into());
        }
        Err(error)
    }
}

fn is_ca(error: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(OtherError(error))) = error else {
        return false;
    };
    matches!(error.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}
