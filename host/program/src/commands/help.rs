use clap::Command;
use clap::builder::StyledStr;
use clap::builder::styling::Style;

/// The commands by topic.
const GROUPS: [(&str, &[&str]); 3] = [
    ("Projects", &["new", "check", "run", "graph", "state"]),
    ("Nodes and plugins", &["node", "function", "plugin"]),
    ("Editors and shells", &["schema", "completions"]),
];

const EXAMPLES: [(&str, &str); 5] = [
    ("pulsewire new hello", "create a project with a WebSocket server and client"),
    ("pulsewire run hello", "run it"),
    ("pulsewire graph hello", "show what each event triggers"),
    ("pulsewire check hello", "report every mistake without running the project"),
    ("pulsewire node list", "list every node type"),
];

const STATUSES: [(&str, &str); 5] = [
    ("0", "success, including a clean stop after Ctrl-C or SIGTERM"),
    ("1", "an unhandled error, a failed Assert, or a node given to --until that did not fire"),
    ("2", "invalid command line or project"),
    ("3", "a plugin could not be loaded"),
    ("130, 143", "ended by a second signal before the clean stop was complete"),
];

/// Adds groups of subcommands, examples and exit statuses to the help.
pub(super) fn grouped(command: Command) -> Command {
    let header = *command.get_styles().get_header();
    let literal = *command.get_styles().get_literal();
    let mut template = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    for (title, lines) in groups(&command) {
        template += &section(header, literal, &title, &lines);
    }
    template += &format!("\n{header}Options:{header:#}\n{{options}}{{after-help}}");
    let examples = section(header, literal, "Examples", &owned(&EXAMPLES));
    let statuses = section(header, literal, "Exit status", &owned(&STATUSES));
    let more = "\nRun 'pulsewire COMMAND --help' for more about a command.";
    let after = format!("{}{statuses}{more}", examples.trim_start());
    command.help_template(StyledStr::from(template)).after_help(StyledStr::from(after))
}

type Lines = Vec<(String, String)>;

/// The commands of each group with what they do; commands without a group come last.
fn groups(command: &Command) -> Vec<(String, Lines)> {
    let shown: Vec<&Command> =
        command.get_subcommands().filter(|command| !command.is_hide_set()).collect();
    let line = |command: &Command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        (command.get_name().to_owned(), about)
    };
    let named = |name: &&str| shown.iter().find(|command| command.get_name() == *name);
    let mut groups: Vec<(String, Lines)> = GROUPS
        .iter()
        .map(|(title, names)| {
            ((*title).to_owned(), names.iter().filter_map(named).map(|one| line(one)).collect())
        })
        .collect();
    let is_named = |name: &str| GROUPS.iter().any(|(_, names)| names.contains(&name));
    let rest: Lines =
        shown.iter().filter(|one| !is_named(one.get_name())).map(|one| line(one)).collect();
    if !rest.is_empty() {
        groups.push(("More".to_owned(), rest));
    }
    groups
}

fn section(header: Style, literal: Style, title: &str, lines: &[(String, String)]) -> String {
    let width = lines.iter().map(|(left, _)| left.len()).max().unwrap_or_default().max(11);
    let line = |(left, right): &(String, String)| {
        format!("  {literal}{left}{literal:#}{:pad$}  {right}\n", "", pad = width - left.len())
    };
    format!("\n{header}{title}:{header:#}\n{}", lines.iter().map(line).collect::<String>())
}

fn owned(lines: &[(&str, &str)]) -> Lines {
    lines.iter().map(|(left, right)| ((*left).to_owned(), (*right).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_is_listed_once_with_its_description() {
        let help = grouped(Cli::command()).render_long_help().to_string();
        for command in Cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
            let line = format!("\n  {:11}  {}\n", command.get_name(), command.get_about().unwrap());
            assert_eq!(help.matches(&line).count(), 1, "{line}{help}");
        }
        assert!(!help.contains("More:"), "{help}");
    }

    #[test]
    fn the_help_has_options_examples_and_statuses() {
        let help = grouped(Cli::command()).render_help().to_string();
        for part in ["--plugin-dir", "Examples:\n  pulsewire new", "Exit status:\n  0 "] {
            assert!(help.contains(part), "{part} is not in {help}");
        }
    }
}
