use crate::connection::ConnectionPolicy;
use crate::error::ErrorKind;
use crate::protocol::handshake::{Refusal, UpgradeRequest};
use crate::settings::{
    AllowedOrigin, Compression, Fault, Origin, PathPattern, PathSettings, Server,
};
use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use tungstenite::http::StatusCode;
use tungstenite::http::header::{HOST, ORIGIN};

/// The paths of a server, the most specific first.
#[derive(Debug)]
pub(super) struct Routes(Vec<(Option<PathPattern>, Arc<Route>)>);

/// The settings that apply at one path of a server.
#[derive(Debug)]
pub(crate) struct Route {
    /// The server's settings, with those of the path applied.
    pub(crate) settings: Server,
    /// How many clients are connected here.
    pub(super) clients: AtomicUsize,
    /// How a connection behaves here.
    pub(super) policy: Arc<ConnectionPolicy>,
    allowed_origins: Vec<AllowedOrigin>,
}

impl Routes {
    /// Prepares the settings of each path.
    ///
    /// # Errors
    /// When they were not checked before.
    pub(super) fn new(settings: &Server) -> Result<Self, Fault> {
        let none = PathSettings::default();
        let paths = settings.path.iter().map(|path| (path, &none)).chain(&settings.paths);
        let mut routes = Vec::new();
        for (path, path_settings) in paths {
            routes.push((PathPattern::parse(path), Route::new(settings.at_path(path_settings))?));
        }
        routes.sort_by_key(|(pattern, _)| Reverse(pattern.as_ref().map(PathPattern::closeness)));
        if routes.is_empty() {
            routes.push((None, Route::new(settings.clone())?));
        }
        Ok(Self(routes))
    }

    /// The settings of each path.
    pub(super) fn all(&self) -> impl Iterator<Item = &Route> {
        self.0.iter().map(|(_, route)| &**route)
    }

    /// The settings of this path.
    pub(super) fn find(&self, path: &str) -> Result<&Arc<Route>, Refusal> {
        let fits =
            |pattern: &Option<PathPattern>| pattern.as_ref().is_none_or(|one| one.fits(path));
        let found = self.0.iter().find(|(pattern, _)| fits(pattern));
        found.map(|(_, route)| route).ok_or_else(|| {
            let message = format!("no WebSocket at the path {path}");
            Refusal::new(StatusCode::NOT_FOUND, ErrorKind::Handshake, message)
        })
    }
}

impl Route {
    fn new(settings: Server) -> Result<Arc<Self>, Fault> {
        let origins = settings.allowed_origins.iter();
        let allowed_origins = origins.filter_map(|origin| AllowedOrigin::parse(origin)).collect();
        let policy = Arc::new(ConnectionPolicy::new(&settings.shared())?);
        Ok(Arc::new(Self { settings, clients: AtomicUsize::new(0), policy, allowed_origins }))
    }

    /// Checks the origin of the requesting web page, if any (RFC 6455 section 4.2.2, point 4).
    pub(super) fn check_origin(&self, request: &UpgradeRequest) -> Result<(), Refusal> {
        let refused =
            |why: String| Err(Refusal::new(StatusCode::FORBIDDEN, ErrorKind::Origin, why));
        let Some(header) = request.headers.get(ORIGIN) else {
            return match self.settings.require_origin {
                true => refused("the request has no Origin (`require_origin`)".to_owned()),
                false => Ok(()),
            };
        };
        let text = String::from_utf8_lossy(header.as_bytes());
        let origin = Origin::parse(&text);
        let host =
            request.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if self.settings.same_origin && !origin.as_ref().is_some_and(|origin| origin.is_at(host)) {
            return refused(format!("the origin `{text}` is not `{host}` (`same_origin`)"));
        }
        let mut allowed = self.allowed_origins.iter();
        if self.allowed_origins.is_empty() || allowed.any(|one| one.holds(&text, origin.as_ref())) {
            return Ok(());
        }
        refused(format!("the origin `{text}` is not among the `allowed_origins`"))
    }

    /// The compression that may be negotiated here.
    pub(super) fn compression(&self) -> Option<&Compression> {
        Compression::enabled(self.settings.compression.as_ref())
    }

    /// Chooses the subprotocol: the first of the client's list that is supported here, or none.
    pub(super) fn choose_subprotocol(&self, request: &UpgradeRequest) -> Result<String, Refusal> {
        let known = &self.settings.subprotocols;
        match request.subprotocols().find(|one| known.iter().any(|it| it == one)) {
            Some(chosen) => Ok(chosen.to_owned()),
            None if self.settings.require_subprotocol => {
                let message = format!("offer one of these subprotocols: {}", known.join(", "));
                Err(Refusal::new(StatusCode::BAD_REQUEST, ErrorKind::Subprotocol, message))
            }
            None => Ok(String::new()),
        }
    }
}
