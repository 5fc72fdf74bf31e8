use pulsewire_tests::sockets::free_port;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Free ports in place of those that pages and examples name, so that tests can run in parallel.
#[derive(Default)]
pub(crate) struct Ports(BTreeMap<String, String>);

impl Ports {
    /// Replaces each number from 9001 to 9099, the same one always by the same.
    pub(crate) fn replace(&mut self, text: &str) -> String {
        let mut replaced = String::new();
        let (mut number, digit) = (String::new(), |c: char| c.is_ascii_digit());
        for c in text.chars().map(Some).chain([None]) {
            if let Some(c) = c.filter(|c| digit(*c)) {
                number.push(c);
                continue;
            }
            replaced.push_str(&self.port(std::mem::take(&mut number)));
            replaced.extend(c);
        }
        replaced
    }

    /// Replaces them in every `project.json` under a folder.
    pub(crate) fn replace_in_projects(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.replace_in_projects(&path);
            } else if entry.file_name() == "project.json" {
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, self.replace(&text)).unwrap();
            }
        }
    }

    fn port(&mut self, number: String) -> String {
        let is_free = |port: &String| self.0.values().any(|taken| taken == port);
        let is_named = number.len() == 4 && number.starts_with("90") && number != "9000";
        if !is_named || is_free(&number) {
            return number;
        }
        self.0.entry(number).or_insert_with(|| free_port().to_string()).clone()
    }
}

#[test]
fn ports_are_replaced_once_and_everything_else_is_kept() {
    let mut ports = Ports::default();
    let replaced = ports.replace("9001 1.9001, 90011 9000 9002");
    let parts: Vec<&str> = replaced.split([' ', '.']).collect();
    assert_eq!((parts[1], parts[3], parts[4]), ("1", "90011", "9000"));
    assert_eq!(format!("{},", parts[0]), parts[2]);
    assert!(parts[0] != "9001" && parts[5] != "9002" && parts[0] != parts[5]);
    assert_eq!(ports.replace(&replaced), replaced);
}
