use super::*;
use clap::{FromArgMatches, Parser};
use tempfile::TempDir;

const LOGIC: &str = r#"{ "nodes": { "begin": { "type": "event.initialize" } } }"#;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: GraphArgs,
}

/// A project with these logic files.
fn project(logic: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let project = serde_json::json!({ "format": 1, "name": "Test", "logic": logic });
    std::fs::write(folder.path().join("project.json"), project.to_string()).unwrap();
    for name in logic {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, LOGIC).unwrap();
    }
    folder
}

/// Draws with these options, into `output` within the project's folder.
fn run(project: &TempDir, options: &[&str], output: &str) -> Result<String, GraphError> {
    let (folder, target) = (project.path(), project.path().join(output));
    let line = ["graph".as_ref(), folder.as_os_str(), "-o".as_ref(), target.as_os_str()];
    let options = options.iter().map(AsRef::as_ref);
    let matches = <Line as clap::CommandFactory>::command()
        .get_matches_from(line.into_iter().chain(options).map(ToOwned::to_owned));
    let args = Line::from_arg_matches(&matches).unwrap().args;
    let mut search = Search::standard(&[]);
    (search.beside, search.folders) = (Vec::new(), Vec::new());
    draw(&args, load(&args, Secrets::default(), search)?)?;
    Ok(if target.is_dir() { String::new() } else { std::fs::read_to_string(target).unwrap() })
}

#[test]
fn the_name_of_the_output_chooses_the_format_unless_an_option_does() {
    let project = project(&["logic/main.json"]);
    assert!(run(&project, &[], "a.svg").unwrap().starts_with("<svg"));
    assert!(run(&project, &[], "a.mmd").unwrap().contains("flowchart LR"));
    assert!(run(&project, &[], "a.dot").unwrap().starts_with("digraph"));
    assert!(run(&project, &[], "a.md").unwrap().starts_with("logic/main.json\n"));
    assert!(run(&project, &["--format", "text"], "a.svg").unwrap().starts_with("logic/main.json"));
}

#[test]
fn a_picture_shows_one_logic_and_an_outline_all() {
    let project = project(&["logic/a.json", "logic/b.json"]);
    let error = run(&project, &[], "a.svg").unwrap_err().to_string();
    assert!(error.contains("--logic") && error.contains("logic/a.json, logic/b.json"), "{error}");
    assert!(run(&project, &["--logic", "logic/b.json"], "a.svg").unwrap().contains("logic/b.json"));
    assert!(run(&project, &["--logic", "b.json"], "a.svg").unwrap().contains("logic/b.json"));
    let outline = run(&project, &[], "a.txt").unwrap();
    assert!(outline.contains("logic/a.json") && outline.contains("\n\nlogic/b.json"), "{outline}");
}

#[test]
fn a_folder_gets_a_picture_of_each() {
    let project = project(&["logic/a.json", "logic/b.json"]);
    run(&project, &["--format", "svg"], "pictures/").unwrap();
    for name in ["logic-a.svg", "logic-b.svg"] {
        let picture = std::fs::read_to_string(project.path().join("pictures").join(name)).unwrap();
        assert!(picture.starts_with("<svg"));
    }
}

#[test]
fn a_missing_logic_file_is_reported() {
    let message = |project: &TempDir, options: &[&str]| {
        run(project, options, "a.txt").unwrap_err().to_string()
    };
    let wrong = message(&project(&["logic/a.json"]), &["--logic", "c.json"]);
    assert_eq!(wrong, "the project has no logic file c.json\n  it has: logic/a.json");
    assert!(message(&project(&[]), &[]).contains("lists no logic file"));
}
