//! Names that users give to sockets.

/// Checks the name of a socket that the attribute `attribute` lists after the names `before`. `reserved` are the ids of
/// the node's other sockets and attributes.
pub(crate) fn check(
    attribute: &str,
    name: &str,
    reserved: &[&str],
    before: &[&str],
) -> Result<(), String> {
    if !is_plain(name) {
        let lower = name.to_lowercase();
        let example = match lower != name && check(attribute, &lower, reserved, before).is_ok() {
            true => format!("; write {lower:?}"),
            false => String::new(),
        };
        return Err(format!(
            "`{attribute}` has {name:?}: names are lower case, a to z, 0 to 9 and _, and begin with a letter{example}"
        ));
    }
    if reserved.contains(&name) {
        return Err(format!(
            "`{attribute}` has {name:?}, which the node uses for another socket or attribute"
        ));
    }
    if before.contains(&name) {
        return Err(format!("`{attribute}` has {name:?} twice"));
    }
    Ok(())
}

fn is_plain(name: &str) -> bool {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(plain)
}

/// The title of a socket of this name: `user_name` becomes "User Name".
pub(crate) fn title(id: &str) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    let words: Vec<String> = id.split('_').filter(|word| !word.is_empty()).map(capital).collect();
    words.join(" ")
}

/// A JSON Pointer (RFC 6901) to what an attribute holds under `name`.
pub(crate) fn pointer(attribute: &str, name: &str) -> String {
    format!("/{attribute}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pointers_are_escaped() {
        assert_eq!(pointer("fields", "a/b~"), "/fields/a~1b~0");
    }

    #[test]
    fn a_name_that_is_used_otherwise_is_refused() {
        assert!(
            check("fields", "error", &["error"], &[]).unwrap_err().contains("uses for another")
        );
        assert_eq!(check("fields", "errors", &["error"], &["a"]), Ok(()));
    }
}
