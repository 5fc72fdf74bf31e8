use super::Cli;
use super::output::print;
use crate::options::GlobalOptions;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use pulsewire_runtime::Exit;

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "To install the script:
  bash         pulsewire completions bash > ~/.local/share/bash-completion/completions/pulsewire
  zsh          pulsewire completions zsh > \"${fpath[1]}/_pulsewire\"
  fish         pulsewire completions fish > ~/.config/fish/completions/pulsewire.fish
  powershell   pulsewire completions powershell >> $PROFILE
  elvish       pulsewire completions elvish >> ~/.config/elvish/rc.elv

Completion works in shells that you start afterwards.")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn execute(args: &CompletionsArgs, _options: &GlobalOptions) -> Exit {
    print(&script(args.shell))
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "pulsewire", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_shell_completes_every_command() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
            for command in Cli::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }
}
