use super::connection;
use crate::client::{Client, Overrides};
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::settings::Address;
use pulsewire_plugin::{
    Constants, Context, Flow, Node, NodeError, NodeInfo, NodeType, Placeholders, Socket, ValueType,
};
use std::sync::Arc;

/// WebSocket Client Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Opens a connection and returns at once; On WebSocket Start fires when it is open. Does nothing if the \
               connection is already open or opening: there is never a second one. If the connection is closing, it \
               opens again once it has closed. If it is waiting to reconnect, `url` and `headers` of this start apply \
               from the next attempt on, which keeps its time: use this after On WebSocket Error to renew a token. \
               Nothing of an earlier start remains. `${env:NAME}` and \
               `${file:PATH}` work in the attributes `url` and `headers` and are resolved again for each attempt; \
               values that arrive over a wire are used literally.";
    NodeInfo::action("websocket.client_start", "WebSocket Client Start", doc)
        .attribute(connection())
        .input(Socket::new(
            "url",
            "URL",
            ValueType::String,
            "The url to connect to until the next start, instead of `url` and `port` in the settings; also used to reconnect. Empty stands for those of the settings, whatever an earlier start used.",
        ))
        .input(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "Headers of the handshake request until the next start, each a String; also used to reconnect. They add to the headers in the settings or replace them.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(ClientStart { client, placeholders: setup.placeholders })
        })
        .check_constants(|check| {
            check_url(check);
            constants::headers(check);
        })
}

/// An empty url stands for that of the settings.
fn check_url(constants: &mut Constants<'_>) {
    if let Some(url) = constants.text("url").filter(|url| !url.is_empty()) {
        constants.check("url", Address::parse(&url, None).map_err(NodeError::from));
    }
}

struct ClientStart {
    client: Arc<Client>,
    placeholders: Placeholders,
}

impl Node for ClientStart {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let settings = &self.client.config().target;
        let overrides =
            Overrides::new(context.text(0)?, context.dictionary(1)?, &self.placeholders, settings)?;
        let started = self.client.start(overrides);
        started.map_err(|error| NodeError::new("cannot_start", error))?;
        Ok(Flow::NEXT)
    }
}
