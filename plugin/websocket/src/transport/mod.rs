//! The stream under a connection: TCP, TLS and proxies.
//!
//! | file | content |
//! | --- | --- |
//! | `dial` | opens a connection: name look-up, TCP, proxy, TLS, handshake, redirects |
//! | `credentials` | the headers that carry origin, cookies and credentials |
//! | `proxy` | HTTP and SOCKS5 proxies |
//! | `tls` | TLS of both sides |
//! | `stream` | TCP with or without TLS |
//! | `polled_stream` | a stream that never blocks, as frames need it |

mod credentials;
pub(crate) mod dial;
mod polled_stream;
pub(crate) mod proxy;
mod stream;
pub(crate) mod tls;

pub(crate) use polled_stream::PolledStream;
pub(crate) use stream::Stream;
