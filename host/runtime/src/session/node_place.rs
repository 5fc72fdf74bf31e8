use super::Session;
use crate::diagnostics::join;
use crate::project::LogicFile;
use std::path::PathBuf;

impl Session {
    /// Where a node of a graph is written: its file, and the JSON Pointer there. A node of a function, `use/node`, is
    /// written in the function.
    pub(super) fn place_of_node(&self, graph: &LogicFile, name: &str) -> (PathBuf, String) {
        let (mut file, mut logic, mut parts) =
            (&graph.file, &graph.logic, name.split('/').peekable());
        while let Some(part) = parts.next() {
            let node = logic.nodes.get(part).filter(|_| parts.peek().is_some());
            let tool = node.and_then(|node| self.toolbox.get(&node.node_type));
            match tool.and_then(|tool| tool.function.as_ref()) {
                Some(function) => (file, logic) = (&function.file, &function.body.logic),
                None => return (file.clone(), join("/nodes", part)),
            }
        }
        (file.clone(), "/nodes".to_owned())
    }
}
