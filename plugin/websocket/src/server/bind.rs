//! Listening at the address of the settings.

use super::Server;
use crate::error::{Error, ErrorKind};
use std::io;
use std::net::SocketAddr;
use tokio::net::{TcpListener, lookup_host};

/// The first port that needs no privilege.
const FIRST_FREE_PORT: u16 = 1024;

/// The error numbers of Linux for too many open files, in the process and in the system.
const TOO_MANY_FILES: [i32; 2] = [24, 23];

impl Server {
    /// Starts listening.
    ///
    /// # Errors
    /// Why the server cannot listen, and what to do.
    pub(super) async fn bind(&self) -> Result<(TcpListener, SocketAddr), Error> {
        if let Some(tls) = &self.tls {
            tls.refresh()?;
        }
        let (host, port) = (self.settings.host.as_str(), self.settings.port);
        let failed = |error: &io::Error, help: &str| {
            let message = format!("cannot listen on {host} port {port}: {error}; {help}");
            Error::new(ErrorKind::Listen, message)
        };
        let addresses = lookup_host((host, port)).await;
        let addresses: Vec<_> = addresses
            .map_err(|error| failed(&error, "`host` must be an address, or a name that has one"))?
            .collect();
        let listener = TcpListener::bind(&addresses[..]).await;
        let bound = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
        bound
            .map(|(address, listener)| (listener, address))
            .map_err(|error| failed(&error, help(&error, port)))
    }
}

/// What to do about the cause.
fn help(error: &io::Error, port: u16) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program, or another run of this project, listens there: stop it or set another `port`"
        }
        io::ErrorKind::PermissionDenied if port < FIRST_FREE_PORT => {
            "a port below 1024 needs a privilege: set `port` to 1024 or above, or give the program CAP_NET_BIND_SERVICE"
        }
        io::ErrorKind::PermissionDenied => {
            "the system forbids it: look for a rule of a sandbox or of SELinux or AppArmor"
        }
        io::ErrorKind::AddrNotAvailable => {
            "no interface of this machine has that address: set `host` to one that it has, or to 0.0.0.0 for all"
        }
        _ if error.raw_os_error().is_some_and(|number| TOO_MANY_FILES.contains(&number)) => {
            "raise the limit of open files (`ulimit -n`)"
        }
        _ => "check `host` and `port`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_the_cause() {
        for (number, port, part) in [
            (98, 9001, "another program"),
            (13, 80, "below 1024"),
            (13, 9001, "the system forbids it"),
            (99, 9001, "no interface"),
            (24, 9001, "ulimit -n"),
            (22, 9001, "check `host` and `port`"),
        ] {
            let help = help(&io::Error::from_raw_os_error(number), port);
            assert!(help.contains(part), "{number}: {help}");
        }
    }
}
