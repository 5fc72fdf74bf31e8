use crate::settings::{Pem, TlsFault};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Returns the certificates in a setting: at least one.
///
/// # Errors
/// When the file cannot be read or contains none.
pub(super) fn certificates(
    setting: &'static str,
    pem: &Pem,
    folder: &Path,
) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let bytes = bytes(setting, pem, folder)?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let bad = |why: &str| {
        let help = "it should contain -----BEGIN CERTIFICATE-----";
        TlsFault::new(setting, format!("{} {why}", name(pem, folder)), help)
    };
    match read {
        Ok(read) if read.is_empty() => Err(bad("contains no certificate")),
        Ok(read) => Ok(read),
        Err(error) => Err(bad(&format!("is not PEM: {error}"))),
    }
}

/// Returns the key in a setting.
///
/// # Errors
/// When the file cannot be read, or contains no key or an encrypted one.
pub(super) fn key(
    setting: &'static str,
    pem: &Pem,
    folder: &Path,
) -> Result<PrivateKeyDer<'static>, TlsFault> {
    let bytes = bytes(setting, pem, folder)?;
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| {
        let name = name(pem, folder);
        let encrypted = bytes.windows(9).any(|part| part == b"ENCRYPTED");
        let (what, help) = match encrypted {
            true => {
                ("contains an encrypted key", "decrypt it with `openssl pkey -in KEY -out PLAIN`")
            }
            false => ("contains no private key", "it should contain -----BEGIN PRIVATE KEY-----"),
        };
        TlsFault::new(setting, format!("{name} {what}"), help)
    })
}

/// Returns the files among these.
pub(super) fn files(pems: &[Option<&Pem>], folder: &Path) -> Vec<PathBuf> {
    pems.iter().flatten().filter_map(|pem| pem.file(folder)).collect()
}

fn bytes<'a>(
    setting: &'static str,
    pem: &'a Pem,
    folder: &Path,
) -> Result<Cow<'a, [u8]>, TlsFault> {
    let Some(file) = pem.file(folder) else {
        return Ok(Cow::Borrowed(pem.text().unwrap_or_default().as_bytes()));
    };
    std::fs::read(&file).map(Cow::Owned).map_err(|error| {
        let message = format!("cannot read {}: {error}", file.display());
        TlsFault::new(setting, message, "relative paths start at the project folder")
    })
}

fn name(pem: &Pem, folder: &Path) -> String {
    pem.file(folder).map_or_else(|| "the text".to_owned(), |file| file.display().to_string())
}
