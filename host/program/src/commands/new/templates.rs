use serde_json::Value as Json;

/// A template for new projects: the files of a folder in `templates`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    /// What it creates, in one phrase.
    pub(super) doc: &'static str,
    /// Paths within the project, and texts.
    pub(super) files: &'static [(&'static str, &'static str)],
}

/// The placeholder for the project's name.
const NAME: &str = "{{name}}";

/// Every template; the first is the default.
pub(super) const TEMPLATES: [Template; 5] = [
    Template {
        name: "echo",
        doc: "a WebSocket server and a client that talk to each other",
        files: &[
            ("project.json", include_str!("../../../templates/echo/project.json")),
            ("logic/server.json", include_str!("../../../templates/echo/logic/server.json")),
            ("logic/client.json", include_str!("../../../templates/echo/logic/client.json")),
            ("README.md", include_str!("../../../templates/echo/README.md")),
        ],
    },
    Template {
        name: "client",
        doc: "a WebSocket client that sends a greeting and prints every message",
        files: &[
            ("project.json", include_str!("../../../templates/client/project.json")),
            ("logic/main.json", include_str!("../../../templates/client/logic/main.json")),
            ("README.md", include_str!("../../../templates/client/README.md")),
        ],
    },
    Template {
        name: "server",
        doc: "a WebSocket server that greets every client and echoes its messages",
        files: &[
            ("project.json", include_str!("../../../templates/server/project.json")),
            ("logic/main.json", include_str!("../../../templates/server/logic/main.json")),
            ("README.md", include_str!("../../../templates/server/README.md")),
        ],
    },
    Template {
        name: "function",
        doc: "a function, and logic that uses it twice",
        files: &[
            ("project.json", include_str!("../../../templates/function/project.json")),
            (
                "functions/greet.json",
                include_str!("../../../templates/function/functions/greet.json"),
            ),
            ("logic/main.json", include_str!("../../../templates/function/logic/main.json")),
            ("README.md", include_str!("../../../templates/function/README.md")),
        ],
    },
    Template {
        name: "empty",
        doc: "a single event node to build on",
        files: &[
            ("project.json", include_str!("../../../templates/empty/project.json")),
            ("logic/main.json", include_str!("../../../templates/empty/logic/main.json")),
            ("README.md", include_str!("../../../templates/empty/README.md")),
        ],
    },
];

/// The text of a file with the project's name filled in, escaped if the file is JSON.
pub(super) fn with_name(path: &str, text: &str, name: &str) -> String {
    if !path.ends_with(".json") {
        return text.replace(NAME, name);
    }
    text.replace(&Json::from(NAME).to_string(), &Json::from(name).to_string())
}
