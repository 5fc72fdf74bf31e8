use super::*;
use pulsewire_runtime::project_settings::{FORMAT, Logic, Project, Wire};

fn read<T: serde::de::DeserializeOwned>(file: PathBuf) -> T {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn every_template_creates_a_project_with_its_logic_and_a_readme() {
    for template in TEMPLATES {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("some \"name\"");
        create_project(&folder, &template, false).unwrap();
        let project: Project = read(folder.join("project.json"));
        assert_eq!((project.format, project.name.as_str()), (FORMAT, "some \"name\""));
        assert_eq!(project.logic.len() + project.functions.len() + 2, template.files.len());
        for file in &project.logic {
            let logic: Logic = read(folder.join(file.file()));
            assert!(logic.wires.iter().all(|wire| Wire::parse(wire).is_ok()));
        }
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(readme.starts_with("# some \"name\"\n") && readme.contains("pulsewire run ."));
    }
}

#[test]
fn every_configuration_that_a_template_names_is_in_its_settings() {
    for template in TEMPLATES {
        let project = template.files[0].1;
        let logics = template.files.iter().filter(|(path, _)| path.starts_with("logic/"));
        for (_, logic) in logics {
            let logic: Logic = serde_json::from_str(logic).unwrap();
            let named =
                logic.nodes.iter().filter_map(|(_, node)| node.attributes.get("configuration"));
            for name in named {
                assert!(
                    project.contains(&format!("\"name\": {name}")),
                    "{}: {name}",
                    template.name
                );
            }
        }
    }
}

#[test]
fn existing_files_are_kept_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("project.json");
    std::fs::write(&mine, "mine").unwrap();
    let error = create_project(folder.path(), &TEMPLATES[0], false).unwrap_err();
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "mine");
    assert!(!folder.path().join("README.md").exists());
    create_project(folder.path(), &TEMPLATES[0], true).unwrap();
    assert!(std::fs::read_to_string(&mine).unwrap().contains("\"format\": 1"));
    assert!(matches!(create_project(&mine, &TEMPLATES[0], true), Err(NewError::File(_))));
}

#[test]
fn a_folder_under_version_control_is_free() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    create_project(folder.path(), &TEMPLATES[0], false).unwrap();
}

#[test]
fn the_next_commands_can_be_pasted() {
    for (folder, written) in
        [("a/b", "a/b"), ("my project", "'my project'"), ("it's", r"'it'\''s'")]
    {
        let text = next_steps(Path::new(folder), &TEMPLATES[0]);
        assert!(text.contains(&format!("\n  pulsewire run {written}\n")), "{text}");
    }
}
