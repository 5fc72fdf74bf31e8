/// Allows as many file descriptors as the system lets this program have.
///
/// Each connection takes one. The limit that programs begin with, often 1024, is for those that use `select`; they may
/// raise it themselves up to the hard limit.
pub(crate) fn allow_all() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let raised = Rlimit { current: limit.maximum, ..limit };
        match setrlimit(Resource::Nofile, raised) {
            Ok(()) => tracing::debug!(
                "file descriptors: {:?} instead of {:?}",
                raised.current,
                limit.current
            ),
            Err(error) => tracing::debug!("file descriptors: still {:?}: {error}", limit.current),
        }
    }
}
