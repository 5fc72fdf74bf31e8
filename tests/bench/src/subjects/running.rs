use super::project::{flow, write_project};
use super::tools::Tools;
use super::{Client, Mode};
use crate::driver::{Driver, Listener, url_of};
use crate::process::{Process, on_cores};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running client and the driver that it is connected to.
pub(crate) struct Subject {
    /// Which it is.
    pub(crate) client: Client,
    /// Drives it.
    pub(crate) driver: Driver,
    child: Child,
    /// Its projects, flows and logs.
    _folder: TempDir,
}

impl Subject {
    /// Starts a client on these cores and waits for its connections; `graphs` is for the program only.
    ///
    /// # Errors
    /// When it cannot be started, ends, or does not connect.
    pub(crate) fn start(
        tools: &Tools,
        client: Client,
        mode: Mode,
        connections: usize,
        graphs: usize,
        cores: &[usize],
    ) -> io::Result<Self> {
        let (folder, listener) = (TempDir::new()?, Listener::open()?);
        let url = url_of(listener.address()?);
        if matches!(client, Client::Pulsewire | Client::Other) {
            write_project(folder.path(), &url, connections, graphs, mode)?;
        }
        let mut command = command(tools, client, mode, &url, connections, folder.path())?;
        let log = File::create(folder.path().join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut child = on_cores(cores, || command.spawn())??;
        let processes = Process::of(child.id());
        let is_alive = || matches!(child.try_wait(), Ok(None));
        match listener.accept(connections, processes, is_alive) {
            Ok(driver) => Ok(Self { client, driver, child, _folder: folder }),
            Err(error) => {
                let _ = child.kill();
                let said = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
                Err(io::Error::other(format!("{}: {error}: {said}", client.name())))
            }
        }
    }

    /// The id of its process.
    #[must_use]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its process.
    #[must_use]
    pub(crate) fn process(&self) -> Process {
        Process::of(self.child.id())
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(
    tools: &Tools,
    client: Client,
    mode: Mode,
    url: &str,
    connections: usize,
    folder: &Path,
) -> io::Result<Command> {
    let (word, count) =
        (if mode == Mode::Echo { "echo" } else { "receive" }, connections.to_string());
    let mut command = match client {
        Client::Pulsewire => tools.pulsewire(folder),
        Client::Other => tools.other(folder).ok_or_else(|| io::Error::other("no --other"))?,
        Client::Python => tools.python(),
        Client::Node => tools.node(),
        Client::NodeRed => {
            fs::write(folder.join("flows.json"), flow(url, connections, mode).to_string())?;
            return Ok(tools.node_red(folder));
        }
        Client::Plain | Client::Batching | Client::Raw => {
            let mut own = Command::new(std::env::current_exe()?);
            own.arg("client").arg(
                clap::ValueEnum::to_possible_value(&client)
                    .map_or_else(String::new, |v| v.get_name().to_owned()),
            );
            own
        }
    };
    if !matches!(client, Client::Pulsewire | Client::Other) {
        command.args([word, url, &count]);
    }
    Ok(command)
}
