//! The functions of the program, which a project lists as `std:NAME`.

/// What the name of a function of the program begins with in `functions`.
pub(super) const PREFIX: &str = "std:";

/// A function of the program.
#[derive(Clone, Copy, Debug)]
pub struct StandardFunction {
    /// Its name, without `std:`.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// Every function of the program, by name.
const ALL: [StandardFunction; 1] =
    [StandardFunction { name: "heartbeat", text: include_str!("../../functions/heartbeat.json") }];

/// Every function of the program, by name.
#[must_use]
pub fn standard_functions() -> &'static [StandardFunction] {
    &ALL
}

/// The function of the program of this name, with or without `std:`.
#[must_use]
pub fn standard(name: &str) -> Option<StandardFunction> {
    let name = name.strip_prefix(PREFIX).unwrap_or(name);
    ALL.into_iter().find(|one| one.name == name)
}
