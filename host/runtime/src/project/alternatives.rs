//! Which of several alternatives in a schema was probably meant.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

/// What each alternative has against a value.
pub(super) type Branches = [Vec<ValidationError<'static>>];

type Branch = Vec<ValidationError<'static>>;

/// The alternative that was probably meant: its constants and its type fit, and it has the least against the rest.
pub(super) fn probable<'e>(error: &ValidationError<'_>, all: &'e Branches) -> Option<&'e Branch> {
    let other_kind = |one: &ValidationError<'_>| match one.kind() {
        Kind::Constant { .. } => true,
        Kind::Type { .. } | Kind::Enum { .. } => one.instance_path() == error.instance_path(),
        _ => false,
    };
    all.iter().filter(|branch| !branch.iter().any(other_kind)).min_by_key(|branch| branch.len())
}

/// Where every alternative wants another constant in the same place: what stands there, and the constants.
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
