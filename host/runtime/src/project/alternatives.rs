//! Finds out which of several alternatives in a schema was probably meant.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

/// The errors of a value for each alternative.
pub(super) type Branches = [Vec<ValidationError<'static>>];

type Branch = Vec<ValidationError<'static>>;

/// The alternative that was probably meant: its constants and its type fit, and it reports the fewest errors.
pub(super) fn probable<'e>(error: &ValidationError<'_>, all: &'e Branches) -> Option<&'e Branch> {
    let other_kind = |one: &ValidationError<'_>| match one.kind() {
        Kind::Constant { .. } => true,
        Kind::Type { .. } | Kind::Enum { .. } => one.instance_path() == error.instance_path(),
        _ => false,
    };
    all.iter().filter(|branch| !branch.iter().any(other_kind)).min_by_key(|branch| branch.len())
}

/// If every alternative expects a different constant at the same location: the value there, and the constants.
pub(super) fn tag(all: &Branches) -> Option<(&ValidationError<'static>, Vec<String>)> {
    let (first, _) = constant(all.first()?)?;
    let mut words = Vec::new();
    for branch in all {
        let (one, word) = constant(branch)?;
        if one.instance_path() != first.instance_path() {
            return None;
        }
        words.push(word);
    }
    Some((first, words))
}

fn constant(branch: &Branch) -> Option<(&ValidationError<'static>, String)> {
    branch.iter().find_map(|one| match one.kind() {
        Kind::Constant { expected_value } => Some((one, expected_value.as_str()?.to_owned())),
        _ => None,
    })
}
