/// Raises the limit of open file descriptors to the hard limit.
///
/// Each connection takes one. The default soft limit, often 1024, is meant for programs that use `select`; a program
/// may raise it up to the hard limit.
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
