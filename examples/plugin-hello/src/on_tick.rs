use crate::ticker::Tickers;
use pulsewire_plugin::{
    Attribute, Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType,
};
use std::sync::Arc;

/// `hello.on_tick`: an event node. It registers its emitter with the named tick before the first event.
pub fn node_type(tickers: &Arc<Tickers>) -> NodeType {
    let tickers = tickers.clone();
    NodeInfo::event("hello.on_tick", "On Tick", "Starts a pulse at every tick.")
        .attribute(Attribute::configuration("ticks", "Which tick of the settings."))
        .output(Socket::new("count", "Count", ValueType::Int, "Which tick it is, from 1."))
        .create(move |setup| {
            Ok(OnTick {
                tick: setup.attributes.text("configuration").to_owned(),
                emitter: setup.emitter,
                tickers: tickers.clone(),
            })
        })
}

struct OnTick {
    tick: String,
    emitter: Emitter,
    tickers: Arc<Tickers>,
}

impl Node for OnTick {
    fn start(&mut self) -> Result<(), NodeError> {
        if self.tickers.listen(&self.tick, self.emitter.clone()) {
            return Ok(());
        }
        let message = format!("no tick is called \"{}\"; the settings declare them", self.tick);
        Err(NodeError::new("unknown_tick", message))
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let count = context.take_event();
        context.set(0, count);
        Ok(Flow::NEXT)
    }
}
