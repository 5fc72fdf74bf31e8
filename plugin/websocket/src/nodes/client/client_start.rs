use super::connection;
use crate::client::{Client, Overrides};
use crate::endpoints::SharedEndpoints;
use pulsewire_plugin::{
    Context, Flow, Node, NodeError, NodeInfo, NodeType, Placeholders, Socket, ValueType,
};
use std::sync::Arc;

/// WebSocket Client Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Starts a connection and returns at once; it is open when On WebSocket Start fires. On a connection \
               that is open or being opened nothing happens: there is never a second one. While it closes, it \
               starts again when it has closed. While it waits to be tried again, `url` and `headers` are those \
               of the next attempt, and the wait goes on: so a token can be renewed behind On WebSocket Error. \
               `${env:NAME}` and `${file:PATH}` work in the attributes `url` and `headers` and are looked up anew for \
               each attempt; in what comes by a wire they are text like any other.";
    NodeInfo::action("websocket.client_start", "WebSocket Client Start", doc)
        .attribute(connection())
        .input(Socket::new(
            "url",
            "URL",
            ValueType::String,
            "Where to connect this time and when it is tried again, instead of the `url` and `port` of the settings; empty changes nothing.",
        ))
        .input(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "Headers of the handshake this time and when it is tried again, each a String, besides or instead of those of the settings.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(ClientStart { client, placeholders: setup.placeholders })
        })
}

struct ClientStart {
    client: Arc<Client>,
    placeholders: Placeholders,
}

impl Node for ClientStart {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let settings = &self.client.terms().target;
        let instead =
            Overrides::new(context.text(0)?, context.dictionary(1)?, &self.placeholders, settings)?;
        let started = self.client.start(instead);
        started.map_err(|error| NodeError::new("cannot_start", error))?;
        Ok(Flow::NEXT)
    }
}
