use crate::settings::Settings;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::{Arc, OnceLock};

/// `hello.greet`: a value node. It computes when its output is read, or when it is pulsed.
pub fn node_type(settings: &Arc<OnceLock<Settings>>) -> NodeType {
    let settings = settings.clone();
    NodeInfo::value("hello.greet", "Greet", "Greets somebody by name.")
        .input(
            Socket::new("name", "Name", ValueType::String, "Whom to greet.").with_default("World"),
        )
        .output(Socket::new("greeting", "Greeting", ValueType::String, "The greeting."))
        .create(move |_| {
            let greeting = settings.get().map_or("Hello", |settings| settings.greeting.as_str());
            Ok(Greet { greeting: greeting.to_owned() })
        })
}

struct Greet {
    greeting: String,
}

impl Node for Greet {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let greeting = format!("{}, {}!", self.greeting, context.text(0)?);
        context.set(0, greeting);
        Ok(Flow::NEXT)
    }
}
