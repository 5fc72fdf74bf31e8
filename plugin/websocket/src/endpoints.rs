use crate::client::{Client, Overrides};
use crate::queue::{Gate, GraphGates, GraphGatesByName};
use crate::runtime::Tasks;
use crate::server::Server;
use crate::settings::{SendQueue, Settings, WhenFull};
use pulsewire_plugin::{Host, NodeError, Project, Status};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The time at the end of a stop in which connections are cut and their ends are reported.
const TIME_FOR_CUTTING: Duration = Duration::from_millis(500);

/// The project's connections and servers, by name. A node looks its own up once, when it is created.
#[derive(Debug, Default)]
pub(crate) struct Endpoints {
    clients: Vec<Arc<Client>>,
    servers: Vec<Arc<Server>>,
    clients_by_name: HashMap<String, Arc<Client>>,
    servers_by_name: HashMap<String, Arc<Server>>,
    tasks: Arc<Tasks>,
    graphs: GraphGatesByName,
}

/// The current settings, as the node types see them.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedEndpoints(Arc<RwLock<Arc<Endpoints>>>);

impl SharedEndpoints {
    pub(crate) fn set(&self, endpoints: Endpoints) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(endpoints);
    }

    pub(crate) fn current(&self) -> Arc<Endpoints> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Endpoints {
    /// Creates everything that a project's settings name; starts nothing.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn new(settings: Settings, project: &Project, host: &Host) -> Result<Self, String> {
        let mut endpoints = Self::default();
        for (index, connection) in settings.connections.into_iter().enumerate() {
            let name = connection.name.clone();
            let client =
                Client::new(connection, index, project, endpoints.tasks.clone(), host.clone());
            let client = Arc::new(client.map_err(|fault| fault.at(&name).message)?);
            endpoints.clients.push(client.clone());
            endpoints.clients_by_name.insert(name, client);
        }
        for server in settings.servers {
            let name = server.name.clone();
            let server =
                Server::new(server, &project.folder, endpoints.tasks.clone(), host.clone());
            let server = Arc::new(server.map_err(|fault| fault.at(&name).message)?);
            endpoints.servers.push(server.clone());
            endpoints.servers_by_name.insert(name, server);
        }
        Ok(endpoints)
    }

    /// Returns the connection with this name.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn client(&self, name: &str) -> Result<Arc<Client>, NodeError> {
        self.clients_by_name.get(name).cloned().ok_or_else(|| unknown("connections", name))
    }

    /// Returns the server with this name.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn server(&self, name: &str) -> Result<Arc<Server>, NodeError> {
        self.servers_by_name.get(name).cloned().ok_or_else(|| unknown("servers", name))
    }

    /// Returns the graph with this name.
    pub(crate) fn graph(&self, name: &str) -> Arc<GraphGates> {
        self.graphs.get(name)
    }

    /// Notes that a graph sends into queues with this limit and gate.
    pub(crate) fn add_sender(&self, graph: &str, limit: &SendQueue, gate: &Arc<Gate>) {
        if limit.when_full == WhenFull::Wait {
            self.graph(graph).add(gate);
        }
    }

    /// Starts everything with `autostart`: servers first, since the project's own connections may lead to them.
    ///
    /// # Errors
    /// When the threads cannot be created.
    pub(crate) fn autostart(&self) -> Result<(), String> {
        let mut servers = self.servers.iter().filter(|server| server.settings.autostart);
        servers.try_for_each(Server::start)?;
        let mut clients = self.clients.iter().filter(|client| client.autostart);
        clients.try_for_each(|client| client.start(Overrides::default()))
    }

    /// Closes everything with 1001. Connections whose peers do not answer in time are cut, which is no failure. Returns
    /// false if something did not end even then.
    pub(crate) fn stop(&self, within: Duration) -> bool {
        self.clients.iter().for_each(|client| client.shut_down());
        self.servers.iter().for_each(|server| server.shut_down());
        let for_cutting = TIME_FOR_CUTTING.min(within / 4);
        let all_closed = self.tasks.wait(within.saturating_sub(for_cutting)) || {
            self.clients.iter().for_each(|client| client.cut());
            self.servers.iter().for_each(|server| server.cut());
            self.tasks.wait(for_cutting)
        };
        if !all_closed {
            self.clients.iter().for_each(|client| client.count_leaked());
            self.servers.iter().for_each(|server| server.clients.count_leaked());
        }
        self.tasks.shut_down();
        self.clients.iter().for_each(|client| client.report_undelivered());
        all_closed
    }

    pub(crate) fn status(&self) -> Status {
        let clients = self.clients.iter().map(|client| client.status());
        let servers = self.servers.iter().map(|server| server.status());
        Status { connections: clients.chain(servers).collect() }
    }
}

fn unknown(list: &str, name: &str) -> NodeError {
    let message = format!("no entry of `{list}` in the settings has the name `{name}`");
    NodeError::new("unknown_configuration", message)
}
