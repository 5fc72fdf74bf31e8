//! Placeholders across the boundary.

use super::raw::{RawPlaceholders, RawPlaceholders_TO, RawPlaceholdersArc};
use crate::{Placeholders, ResolvePlaceholders};
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RArc, ROption, RResult, RStr, RString};
use std::sync::Arc;

/// The host's placeholders, as a plugin calls them.
struct PlaceholdersForPlugin(Arc<dyn ResolvePlaceholders>);

impl RawPlaceholders for PlaceholdersForPlugin {
    fn resolve(&self, pointer: RStr<'_>) -> RResult<ROption<RString>, RString> {
        let resolved = self.0.resolve(&pointer);
        resolved.map(|text| text.map(RString::from).into()).map_err(RString::from).into()
    }
}

/// The host's placeholders, as a plugin sees them.
struct HostPlaceholders(RawPlaceholdersArc);

impl ResolvePlaceholders for HostPlaceholders {
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String> {
        let resolved = self.0.resolve(pointer.into()).into_result();
        resolved.map(|text| text.map(RString::into_string).into()).map_err(RString::into_string)
    }
}

pub(super) fn raw_placeholders(placeholders: &Placeholders) -> ROption<RawPlaceholdersArc> {
    let source = placeholders.source().cloned().map(PlaceholdersForPlugin);
    source.map(|source| RawPlaceholders_TO::from_ptr(RArc::new(source), TD_Opaque)).into()
}

pub(super) fn placeholders(source: ROption<RawPlaceholdersArc>) -> Placeholders {
    source.into_option().map_or_else(Placeholders::default, |source| {
        Placeholders::new(Arc::new(HostPlaceholders(source)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Written;

    impl ResolvePlaceholders for Written {
        fn resolve(&self, pointer: &str) -> Result<Option<String>, String> {
            match pointer {
                "/token" => Ok(Some(r#"{"a": 1}"#.to_owned())),
                "/gone" => Err("the file `x` is gone".to_owned()),
                _ => Ok(None),
            }
        }
    }

    #[test]
    fn placeholders_are_resolved_across_the_boundary() {
        let here = placeholders(raw_placeholders(&Placeholders::new(Arc::new(Written))));
        assert_eq!(here.resolve("/token"), Ok(Some(json!({ "a": 1 }))));
        assert_eq!(here.resolve("/name"), Ok(None));
        assert_eq!(here.resolve("/gone"), Err("the file `x` is gone".to_owned()));
        assert_eq!(
            placeholders(raw_placeholders(&Placeholders::default())).resolve("/token"),
            Ok(None)
        );
    }
}
