use super::{functions_of_program, toolbox};
use crate::commands::inspect::{common, examples, node_type};
use crate::commands::output::{fail, print, print_json};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::toolbox::{Tool, Toolbox, group};
use serde_json::json;
use std::path::PathBuf;

/// Show a node type: what it does, its attributes, its sockets, and examples with their output
#[derive(Debug, Args)]
pub(in crate::commands) struct ShowArgs {
    /// The id of the node type, such as flow.branch, function.NAME or std:heartbeat
    #[arg(value_name = "TYPE")]
    id: String,
    /// Also know the functions of this project
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn execute(args: &ShowArgs, options: &GlobalOptions) -> Exit {
    let toolbox = toolbox(options, args.project.as_deref());
    let of_program = functions_of_program(&toolbox);
    let is_asked = |tool: &&Tool| tool.function.as_ref().is_some_and(|one| one.path == args.id);
    let found = toolbox.get(&args.id).or_else(|| of_program.iter().find(is_asked));
    let Some(tool) = found else { return unknown(&args.id, &toolbox) };
    let info = &tool.node_type.info;
    if args.json {
        let mut shown = json!(info);
        shown["plugin"] = json!(tool.plugin);
        return print_json(&shown);
    }
    print(&(node_type(info, "") + &common() + &examples(info)))
}

fn unknown(id: &str, toolbox: &Toolbox) -> Exit {
    if let Some(why) = toolbox.absent(group(id)) {
        return fail(
            Exit::Plugin,
            &format!("the node type \"{id}\" is not available: {why}"),
            None,
        );
    }
    let known = toolbox.list();
    let ids: Vec<&str> = known.iter().map(|tool| tool.node_type.info.id.as_str()).collect();
    let group: Vec<&str> = ids.iter().copied().filter(|other| group(other) == id).collect();
    let similar: Vec<String> = toolbox.similar(id).iter().map(|id| format!("\"{id}\"")).collect();
    let help = match similar.len() {
        _ if !group.is_empty() => format!("the group {id} has {}", group.join(", ")),
        1.. => format!("did you mean {}?", similar.join(" or ")),
        0 => "pulsewire node list shows every node type".to_owned(),
    };
    fail(Exit::Invalid, &format!("there is no node type \"{id}\""), Some(&help))
}
