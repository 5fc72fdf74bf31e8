use super::{functions_of_program, toolbox};
use crate::commands::inspect::heading;
use crate::commands::output::{NAME, fail, print, print_json, styled};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::toolbox::{Tool, group};
use serde_json::json;
use std::path::PathBuf;

/// List node types by group: id, title and what each does
#[derive(Debug, Args)]
pub(in crate::commands) struct ListArgs {
    /// List only node types whose id, title or description contains this text
    filter: Option<String>,
    /// Also list the functions of this project
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn execute(args: &ListArgs, options: &GlobalOptions) -> Exit {
    let toolbox = toolbox(options, args.project.as_deref());
    let (mut tools, mut functions) = (toolbox.list(), functions_of_program(&toolbox));
    if let Some(filter) = &args.filter {
        let filter = filter.to_lowercase();
        tools.retain(|tool| matches(tool, &filter));
        functions.retain(|tool| matches(tool, &filter));
    }
    if args.json {
        let tools = tools.into_iter().chain(&functions);
        return print_json(&tools.map(entry).collect::<Vec<_>>());
    }
    match (&args.filter, tools.is_empty() && functions.is_empty()) {
        (Some(filter), true) => {
            let help = Some("pulsewire node list without a filter shows every node type");
            fail(Exit::Invalid, &format!("no node type contains \"{filter}\""), help)
        }
        _ => print(&(by_group(&tools) + &of_program(&functions))),
    }
}

fn matches(tool: &Tool, filter: &str) -> bool {
    let info = &tool.node_type.info;
    [&info.id, &info.title, &info.doc].iter().any(|text| text.to_lowercase().contains(filter))
}

fn entry(tool: &Tool) -> serde_json::Value {
    let info = &tool.node_type.info;
    let (id, title, doc) = (listed_id(tool), &info.title, &info.doc);
    json!({ "id": id, "title": title, "kind": info.kind, "doc": doc, "plugin": tool.plugin })
}

fn by_group(tools: &[&Tool]) -> String {
    let widest = |part: fn(&Tool) -> &str| tools.iter().map(|tool| part(tool).len()).max();
    let ids = widest(|tool| &tool.node_type.info.id).unwrap_or(0);
    let titles = widest(|tool| &tool.node_type.info.title).unwrap_or(0);
    let mut text = String::new();
    for tools in tools.chunk_by(|a, b| group(&a.node_type.info.id) == group(&b.node_type.info.id)) {
        text.push_str(&heading_of(tools));
        for tool in tools {
            let info = &tool.node_type.info;
            let id = styled(NAME, format!("{:ids$}", info.id));
            text.push_str(&format!("  {id}  {:titles$}  {}\n", info.title, first_line(&info.doc)));
        }
    }
    text
}

/// The functions of the program, under a heading of their own.
fn of_program(functions: &[Tool]) -> String {
    let ids = functions.iter().map(|tool| listed_id(tool).len()).max().unwrap_or(0);
    let line = |tool: &Tool| {
        let (info, id) = (&tool.node_type.info, styled(NAME, format!("{:ids$}", listed_id(tool))));
        format!("  {id}  {}  {}\n", info.title, first_line(&info.doc))
    };
    let lines: String = functions.iter().map(line).collect();
    match lines.as_str() {
        "" => lines,
        _ => {
            heading("functions of the program: list them under \"functions\" in project.json")
                + &lines
        }
    }
}

/// What a node names it by; for a function of the program what a project lists.
fn listed_id(tool: &Tool) -> &str {
    let function = tool.function.as_ref().map(|function| function.path.as_str());
    function.filter(|path| path.starts_with("std:")).unwrap_or(&tool.node_type.info.id)
}

fn heading_of(tools: &[&Tool]) -> String {
    let Some(first) = tools.first() else { return String::new() };
    let group = group(&first.node_type.info.id);
    let origin = match (&first.plugin, &first.function) {
        (Some(_), _) => format!("{group} (plugin)"),
        (None, Some(_)) => format!("{group} (project)"),
        (None, None) => group.to_owned(),
    };
    heading(&origin).trim_start_matches('\n').to_owned()
}

/// The first sentence says what the node is for.
fn first_line(doc: &str) -> &str {
    let line = doc.lines().next().unwrap_or_default();
    line.find(". ").map_or(line, |end| &line[..=end])
}
