use super::*;
use indicatif::{InMemoryTerm, ProgressDrawTarget, TermLike};
use pulsewire_runtime::contract::ConnectionStatus;
use std::io::{self, Write};
use std::sync::mpsc::channel;
use tracing_subscriber::fmt::MakeWriter;

/// The terminal as the standard output and error of a program.
struct Stream(InMemoryTerm);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
        self.0.write_str(&text).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stream(terminal: &InMemoryTerm) -> Box<dyn Write + Send> {
    Box::new(Stream(terminal.clone()))
}

fn screen(terminal: &InMemoryTerm) -> Screen {
    let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
    Screen::new(target, stream(terminal), stream(terminal), true)
}

#[test]
fn printed_and_logged_lines_appear_above_the_live_line() {
    let terminal = InMemoryTerm::new(10, 40);
    let screen = screen(&terminal);
    screen.show("1 open");
    assert_eq!(terminal.contents(), "1 open");
    screen.print("hello").unwrap();
    screen.log().make_writer().write_all(b"WARN look\n").unwrap();
    assert_eq!(terminal.contents(), "hello\nWARN look");
    screen.show("2 open");
    screen.show("3 open");
    assert_eq!(terminal.contents(), "hello\nWARN look\n3 open");
    screen.hide();
    assert_eq!(terminal.contents(), "hello\nWARN look");
}

#[test]
fn a_line_wider_than_the_terminal_is_cut() {
    let terminal = InMemoryTerm::new(10, 12);
    let screen = screen(&terminal);
    screen.show("more than twelve columns");
    assert_eq!(terminal.contents(), "more than tw");
}

#[test]
fn redirected_output_does_not_touch_the_live_line() {
    let (terminal, elsewhere) = (InMemoryTerm::new(10, 40), InMemoryTerm::new(10, 40));
    let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
    let screen = Screen::new(target, stream(&elsewhere), stream(&terminal), false);
    screen.show("1 open");
    screen.print("hello").unwrap();
    assert_eq!((terminal.contents(), elsewhere.contents()), ("1 open".into(), "hello".into()));
}

#[test]
fn the_line_follows_its_source_and_disappears_when_finished() {
    let terminal = InMemoryTerm::new(10, 80);
    let (asked, was_asked) = channel();
    let source = move || {
        // Nobody listens any more once the test has seen enough.
        let _ = asked.send(());
        let one = ConnectionStatus { open: 7, ..Default::default() };
        (Status { connections: vec![one] }, 1)
    };
    let line = StatusLine::start(&screen(&terminal), source);
    // Asked a second time: the first answer is on the screen.
    was_asked.recv().unwrap();
    was_asked.recv().unwrap();
    assert!(terminal.contents().ends_with("7 open · in 0/s · out 0/s · no errors · 1 stuck"));
    line.finish();
    assert_eq!(terminal.contents(), "");
}

#[test]
fn without_a_terminal_there_is_no_live_line() {
    let terminal = InMemoryTerm::new(10, 40);
    let hidden = ProgressDrawTarget::hidden();
    let screen = Screen::new(hidden, stream(&terminal), stream(&terminal), false);
    assert!(!screen.is_live());
    let asked = || -> (Status, usize) { panic!("nobody looks at this line") };
    let line = StatusLine::start(&screen, asked);
    screen.print("hello").unwrap();
    line.finish();
    assert_eq!(terminal.contents(), "hello");
}
