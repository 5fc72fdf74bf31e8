//! What users wrote with `${…}` in it, on its way across and back.

use super::raw::{RawRenew, RawRenew_TO, RawRenewArc};
use crate::{Fresh, Renew};
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RArc, ROption, RResult, RStr, RString};
use std::sync::Arc;

/// The host's under the calls of a plugin.
struct ForPlugin(Arc<dyn Renew>);

impl RawRenew for ForPlugin {
    fn renew(&self, pointer: RStr<'_>) -> RResult<ROption<RString>, RString> {
        let renewed = self.0.renew(&pointer);
        renewed.map(|text| text.map(RString::from).into()).map_err(RString::from).into()
    }
}

/// The host's as a plugin sees it.
struct OfHost(RawRenewArc);

impl Renew for OfHost {
    fn renew(&self, pointer: &str) -> Result<Option<String>, String> {
        let renewed = self.0.renew(pointer.into()).into_result();
        renewed.map(|text| text.map(RString::into_string).into()).map_err(RString::into_string)
    }
}

pub(super) fn raw_fresh(fresh: &Fresh) -> ROption<RawRenewArc> {
    let source = fresh.source().cloned().map(ForPlugin);
    source.map(|source| RawRenew_TO::from_ptr(RArc::new(source), TD_Opaque)).into()
}

pub(super) fn fresh(source: ROption<RawRenewArc>) -> Fresh {
    source.into_option().map_or_else(Fresh::default, |source| Fresh::new(Arc::new(OfHost(source))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Written;

    impl Renew for Written {
        fn renew(&self, pointer: &str) -> Result<Option<String>, String> {
            match pointer {
                "/token" => Ok(Some(r#"{"a": 1}"#.to_owned())),
                "/gone" => Err("the file `x` is gone".to_owned()),
                _ => Ok(None),
            }
        }
    }

    #[test]
    fn what_users_wrote_is_looked_up_across_the_border() {
        let here = fresh(raw_fresh(&Fresh::new(Arc::new(Written))));
        assert_eq!(here.get("/token"), Ok(Some(json!({ "a": 1 }))));
        assert_eq!(here.get("/name"), Ok(None));
        assert_eq!(here.get("/gone"), Err("the file `x` is gone".to_owned()));
        assert_eq!(fresh(raw_fresh(&Fresh::default())).get("/token"), Ok(None));
    }
}
