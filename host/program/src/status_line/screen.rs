use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use pulsewire_runtime::secrets::Secrets;
use std::fmt;
use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

/// More than the redraws per second, so that indicatif never skips one.
const MOST_DRAWS: u8 = 20;

/// The standard output and error of a run, and the live line below them.
///
/// Everything that is printed or logged during a run goes through here: the live line is removed first and returns with
/// its next redraw, so that many lines do not cost a redraw each. Clones share the same screen.
#[derive(Clone)]
pub struct Screen(Arc<Mutex<State>>);

struct State {
    line: Option<Line>,
    out: Box<dyn Write + Send>,
    log: Box<dyn Write + Send>,
    /// Whether standard output is the terminal with the live line.
    out_shares: bool,
    /// Secrets that the log hides.
    secrets: Secrets,
}

/// The live line and its renderer.
struct Line {
    screen: MultiProgress,
    bar: ProgressBar,
    is_shown: bool,
}

/// Writes log lines on the screen: what `tracing_subscriber` takes as its writer.
#[derive(Clone, Debug)]
pub struct LogWriter(Screen);

impl Screen {
    /// The standard output, and the standard error for the log and, if that is a terminal, for a live line.
    #[must_use]
    pub fn standard() -> Self {
        let target = ProgressDrawTarget::stderr_with_hz(MOST_DRAWS);
        Self::new(target, Box::new(stdout()), Box::new(stderr()), stdout().is_terminal())
    }

    pub(super) fn new(
        target: ProgressDrawTarget,
        out: Box<dyn Write + Send>,
        log: Box<dyn Write + Send>,
        out_shares: bool,
    ) -> Self {
        let line = (!target.is_hidden()).then(|| Line::new(target));
        Self(Arc::new(Mutex::new(State {
            line,
            out,
            log,
            out_shares,
            secrets: Secrets::default(),
        })))
    }

    /// Whether a live line can be shown.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.lock().line.is_some()
    }

    /// Prints a whole line on standard output and flushes it.
    ///
    /// # Errors
    /// If the output is closed, such as a pipe without a reader.
    pub fn print(&self, line: &str) -> io::Result<()> {
        let state = &mut *self.lock();
        if state.out_shares {
            state.hide();
        }
        state.out.write_all(line.as_bytes())?;
        state.out.write_all(b"\n")?;
        state.out.flush()
    }

    /// The standard error, for log lines that the live line must not garble.
    #[must_use]
    pub fn log(&self) -> LogWriter {
        LogWriter(self.clone())
    }

    /// Hides these secrets in the log from now on.
    pub fn hide_in_log(&self, secrets: &Secrets) {
        self.lock().secrets = secrets.clone();
    }

    /// Replaces the live line.
    pub(super) fn show(&self, text: &str) {
        if let Some(line) = &mut self.lock().line {
            line.is_shown = true;
            line.bar.set_message(text.to_owned());
        }
    }

    /// Removes the live line until it is shown again.
    pub(super) fn hide(&self) {
        self.lock().hide();
    }

    /// A poisoned lock is fine: a panic cannot leave the state inconsistent.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hide(&mut self) {
        if let Some(line) = self.line.as_mut().filter(|line| line.is_shown) {
            line.is_shown = false;
            // If the terminal is closed, there is nothing to clear.
            let _ = line.screen.clear();
        }
    }
}

impl Line {
    fn new(target: ProgressDrawTarget) -> Self {
        let screen = MultiProgress::with_draw_target(target);
        let bar = screen.add(ProgressBar::new_spinner());
        // `wide_msg` is cut to the width of the terminal.
        if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
            bar.set_style(style);
        }
        Self { screen, bar, is_shown: false }
    }
}

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = &mut *self.0.lock();
        state.hide();
        // Each call writes a whole line.
        let line = String::from_utf8_lossy(bytes);
        state.log.write_all(state.secrets.redact(&line).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().log.flush()
    }
}

impl MakeWriter<'_> for LogWriter {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Screen")
    }
}
