//! What users wrote with `${…}` in it, on its way across and back.

use super::raw::{RawPlaceholders, RawPlaceholders_TO, RawPlaceholdersArc};
use crate::{Placeholders, ResolvePlaceholders};
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RArc, ROption, RResult, RStr, RString};
use std::sync::Arc;

/// The host's under the calls of a plugin.
struct ForPlugin(Arc<dyn ResolvePlaceholders>);

impl RawPlaceholders for ForPlugin {
    fn resolve(&self, pointer: RStr<'_>) -> RResult<ROption<RString>, RString> {
        let renewed = self.0.resolve(&pointer);
        renewed.map(|text| text.map(RString::from).into()).map_err(RString::from).into()
    }
}

/// The host's as a plugin sees it.
struct OfHost(RawPlaceholdersArc);

impl ResolvePlaceholders for OfHost {
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String> {
        let renewed = self.0.resolve(pointer.into()).into_result();
        renewed.map(|text| text.map(RString::into_string).into()).map_err(RString::into_string)
    }
}

pub(super) fn raw_placeholders(placeholders: &Placeholders) -> ROption<RawPlaceholdersArc> {
    let source = placeholders.source().cloned().map(ForPlugin);
    source.map(|source| RawPlaceholders_TO::from_ptr(RArc::new(source), TD_Opaque)).into()
}

pub(super) fn placeholders(source: ROption<RawPlaceholdersArc>) -> Placeholders {
    source
        .into_option()
        .map_or_else(Placeholders::default, |source| Placeholders::new(Arc::new(OfHost(source))))
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
    fn what_users_wrote_is_looked_up_across_the_border() {
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
