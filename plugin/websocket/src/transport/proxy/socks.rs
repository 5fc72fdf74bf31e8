//! SOCKS5 (RFC 1928) with user name and password (RFC 1929). The proxy resolves host names.

use crate::error::Error;
use std::net::IpAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const NONE_OF_THESE: u8 = 0xFF;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

pub(super) async fn tunnel(
    stream: &mut TcpStream,
    host: &str,
    port: u16,
    credentials: Option<(&str, &str)>,
) -> Result<(), Error> {
    greet(stream, credentials).await?;
    let mut request = vec![VERSION, CONNECT, 0];
    request.extend(destination(host)?);
    request.extend(port.to_be_bytes());
    write(stream, &request).await?;
    let [version, reply, _, kind] = read(stream).await?;
    if version != VERSION {
        return Err(not_a_proxy());
    }
    if reply != 0 {
        return Err(Error::proxy(&format!("it reports: {}", explain_reply(reply))));
    }
    skip_address(stream, kind).await
}

/// Negotiates the authentication method, and authenticates.
async fn greet(stream: &mut TcpStream, credentials: Option<(&str, &str)>) -> Result<(), Error> {
    let methods: &[u8] = match credentials {
        None => &[VERSION, 1, NO_AUTHENTICATION],
        Some(_) => &[VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD],
    };
    write(stream, methods).await?;
    match (read(stream).await?, credentials) {
        ([VERSION, NO_AUTHENTICATION], _) => Ok(()),
        ([VERSION, USER_AND_PASSWORD], Some((username, password))) => {
            authenticate(stream, username, password).await
        }
        ([VERSION, NONE_OF_THESE], None) => {
            Err(Error::proxy(&"it requires a user name and password, or rejects this client"))
        }
        ([VERSION, _], _) => Err(Error::proxy(&"it requires an unsupported authentication method")),
        _ => Err(not_a_proxy()),
    }
}

async fn authenticate(stream: &mut TcpStream, username: &str, password: &str) -> Result<(), Error> {
    let mut message = vec![1];
    for part in [username, password] {
        let long = |_| Error::proxy(&"user name and password may have at most 255 bytes each");
        message.push(u8::try_from(part.len()).map_err(long)?);
        message.extend(part.as_bytes());
    }
    write(stream, &message).await?;
    match read(stream).await? {
        [_, 0] => Ok(()),
        _ => Err(Error::proxy(&"it rejects the user name and password")),
    }
}

fn destination(host: &str) -> Result<Vec<u8>, Error> {
    Ok(match host.parse() {
        Ok(IpAddr::V4(address)) => [&[IPV4][..], &address.octets()].concat(),
        Ok(IpAddr::V6(address)) => [&[IPV6][..], &address.octets()].concat(),
        Err(_) => {
            let long = |_| Error::proxy(&"a host name may have at most 255 bytes");
            let length = u8::try_from(host.len()).map_err(long)?;
            [&[NAME, length][..], host.as_bytes()].concat()
        }
    })
}

/// Skips the address and port from which the proxy connects.
async fn skip_address(stream: &mut TcpStream, kind: u8) -> Result<(), Error> {
    let length = match kind {
        IPV4 => 4,
        IPV6 => 16,
        NAME => usize::from(read::<1>(stream).await?[0]),
        _ => return Err(not_a_proxy()),
    };
    let mut unused = vec![0; length + 2];
    stream.read_exact(&mut unused).await.map(drop).map_err(|error| Error::io(&error))
}

async fn read<const N: usize>(stream: &mut TcpStream) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.map_err(|error| Error::io(&error))?;
    Ok(bytes)
}

async fn write(stream: &mut TcpStream, bytes: &[u8]) -> Result<(), Error> {
    stream.write_all(bytes).await.map_err(|error| Error::io(&error))
}

fn not_a_proxy() -> Error {
    Error::proxy(&"it is not a SOCKS5 proxy")
}

/// The replies of RFC 1928 section 6.
fn explain_reply(reply: u8) -> &'static str {
    match reply {
        1 => "general failure",
        2 => "not allowed by its rules",
        3 => "the network cannot be reached",
        4 => "the host cannot be reached",
        5 => "nothing listens there",
        6 => "too many hops",
        7 => "it does not support CONNECT",
        8 => "it does not support this type of address",
        _ => "an unknown failure",
    }
}
