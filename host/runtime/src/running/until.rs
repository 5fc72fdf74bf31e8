use crate::diagnostics::suggest;
use crate::engine::{Graph, RunEvent};
use crossbeam_channel::Sender;
use pulsewire_plugin::{Context, Flow, Node, NodeError};
use std::sync::Arc;

/// The node that a run waits for: `NODE`, or `GRAPH:NODE` where several graphs have a node of that name.
#[derive(Clone, Debug)]
pub struct Until<'a>(pub &'a str);

/// Why a node cannot be waited for.
#[derive(Debug, thiserror::Error)]
pub enum UntilError {
    /// There is none.
    #[error("--until {name}: no node of that name{}", .help.as_ref().map(|help| format!("; {help}")).unwrap_or_default())]
    Unknown {
        /// The name that was given.
        name: String,
        /// A did-you-mean.
        help: Option<String>,
    },
    /// There are several.
    #[error("--until {name}: several graphs have such a node; write one of {}", .all.join(", "))]
    Ambiguous {
        /// The name that was given.
        name: String,
        /// All matches, as they must be written.
        all: Vec<String>,
    },
}

impl Until<'_> {
    /// Reports when the node fires. This slows no other node down.
    ///
    /// # Errors
    /// When no node, or more than one, has that name.
    pub fn watch(&self, graphs: &[Arc<Graph>], events: Sender<RunEvent>) -> Result<(), UntilError> {
        let (file, name) = match self.0.rsplit_once(':') {
            Some((file, name)) => (Some(file), name),
            None => (None, self.0),
        };
        let graphs =
            graphs.iter().filter(|graph| file.is_none_or(|file| graph.plan().name == file));
        let found: Vec<(&Arc<Graph>, u32)> = graphs
            .clone()
            .filter_map(|graph| {
                let nodes = &graph.plan().nodes;
                let at = nodes.iter().position(|node| &*node.name == name)?;
                Some((graph, u32::try_from(at).ok()?))
            })
            .collect();
        match found[..] {
            [(graph, node)] => {
                graph.wrap(node, |inner| Box::new(Watched { inner, events: Some(events) }))
            }
            [] => {
                let nodes = graphs.flat_map(|graph| &graph.plan().nodes).map(|node| &*node.name);
                let help = suggest(name, nodes);
                return Err(UntilError::Unknown { name: self.0.to_owned(), help });
            }
            _ => {
                let all = found.iter().map(|(graph, _)| format!("{}:{name}", graph.plan().name));
                return Err(UntilError::Ambiguous { name: self.0.to_owned(), all: all.collect() });
            }
        }
        Ok(())
    }
}

/// Reports when a node fires.
struct Watched {
    inner: Box<dyn Node>,
    /// None once it has fired.
    events: Option<Sender<RunEvent>>,
}

impl Node for Watched {
    fn start(&mut self) -> Result<(), NodeError> {
        self.inner.start()
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Some(events) = self.events.take() {
            let _ = events.try_send(RunEvent::Fired);
        }
        self.inner.run(context)
    }
}
