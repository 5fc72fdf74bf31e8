use crate::sockets::free_port;
use crate::{Running, scratch, skip};
use std::fs;
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a daemon may take until it listens.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A third-party server from Debian's packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Daemon {
    /// nginx.
    Nginx,
    /// tinyproxy, an HTTP proxy.
    Tinyproxy,
    /// microsocks, a SOCKS5 proxy.
    Microsocks,
}

impl Daemon {
    /// Whether `tests/set-up` installed it. A test returns early when it is missing.
    #[must_use]
    pub fn is_installed(self) -> bool {
        let there = scratch().join("debian/unpacked").exists();
        if !there {
            skip(&format!("{self:?}: run tests/set-up, which needs Debian's apt-get"));
        }
        there
    }

    /// Starts nginx with `server` in its `server` block and `files` in its folder. Returns its port, which uses TLS
    /// with `certificate.pem` and `key.pem`.
    #[must_use]
    pub fn nginx(server: &str, files: &[(&str, &str)]) -> (Running, u16) {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String =
            temporary.iter().map(|name| format!("{name}_temp_path {name};\n")).collect();
        let config = format!(
            "daemon off; master_process off; pid nginx.pid; error_log stderr info;\n\
             events {{}}\nhttp {{ access_log off;\n{temporary}server {{\n\
             listen 127.0.0.1:{port} ssl; ssl_certificate certificate.pem;\n\
             ssl_certificate_key key.pem;\n{server}\n}} }}\n"
        );
        fs::write(folder.path().join("nginx.conf"), config).unwrap();
        let mut command = Command::new(scratch().join("debian/usr/sbin/nginx"));
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "stderr"]);
        (started(command, folder, port), port)
    }

    /// Starts tinyproxy on a loopback port; it requires this user name and password.
    #[must_use]
    pub fn tinyproxy(username: &str, password: &str) -> (Running, u16) {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let config = format!(
            "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nLogLevel Connect\n\
             BasicAuth {username} {password}\n"
        );
        let file = folder.path().join("tinyproxy.conf");
        fs::write(&file, config).unwrap();
        let mut command = Command::new(scratch().join("debian/usr/bin/tinyproxy"));
        command.arg("-d").arg("-c").arg(file);
        (started(command, folder, port), port)
    }

    /// Starts microsocks on a loopback port; it requires this user name and password.
    #[must_use]
    pub fn microsocks(username: &str, password: &str) -> (Running, u16) {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let mut command = Command::new(scratch().join("debian/usr/bin/microsocks"));
        command.args(["-i", "127.0.0.1", "-p", &port.to_string(), "-u", username, "-P", password]);
        (started(command, folder, port), port)
    }
}

/// Starts it and polls until it accepts connections: none of them reports when it is ready.
fn started(command: Command, folder: TempDir, port: u16) -> Running {
    let mut running = Running::start(command).with_folder(Some(Arc::new(folder)));
    let deadline = Instant::now() + TIMEOUT;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() >= deadline {
            running.kill();
            panic!("it does not listen: {:#?}", running.wait());
        }
        sleep(Duration::from_millis(10));
    }
    running
}
