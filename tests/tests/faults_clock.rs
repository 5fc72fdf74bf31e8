//! The wall clock jumps: timers, retries and time-outs are unaffected, only Now shows it.

use pulsewire_tests::sockets::free_port;
use pulsewire_tests::{Graph, Project, Running, pulsewire};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A wall clock that is alternately a day ahead and a day behind; other clocks are unchanged.
const JUMPS: &str = r#"
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    static _Atomic unsigned calls;
    long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += calls++ % 2 ? 86400 : -86400;
    return (int) result;
}
"#;

#[cfg(target_os = "linux")]
#[test]
fn timers_and_retries_continue_while_the_wall_clock_jumps_by_days() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("both", "flow.sequential", json!({ "pulse_count": 3 }))
        .node("every", "timer.start_interval", json!({ "seconds": 0.01 }))
        .node("once", "timer.start_timeout", json!({ "seconds": 0.2 }))
        .node("now", "time.now", json!({}))
        .node("error", "websocket.on_error", json!({ "configuration": "Nobody" }))
        .wires(&[
            "begin.pulse -> both.pulse",
            "both.pulse_1 -> every.pulse",
            "both.pulse_2 -> once.pulse",
            "every.pulse -> now.pulse",
        ])
        .print("tick", "now.pulse", "now {now.utc_unix}")
        .print("told", "once.pulse", "once")
        .print("failed", "error.pulse", "attempt {error.attempt}");
    let url = format!("ws://127.0.0.1:{}/", free_port());
    let reconnect = json!({ "initial_delay_ms": 20, "max_delay_ms": 50 });
    let nobody = json!({ "name": "Nobody", "url": url, "autostart": true, "reconnect": reconnect });
    let project =
        Project::new().logic("main", &graph).websocket(json!({ "connections": [nobody] }));
    let mut command = pulsewire(&["run", project.folder().to_str().unwrap()]);
    command.env("LD_PRELOAD", jumping_clock(project.folder()));
    let mut run = Running::start(command);
    run.expect_line("once");
    run.expect_line("attempt 4");
    let times: Vec<i64> = (0..20).map(|_| milliseconds(&run.expect_line("now "))).collect();
    let jumps = times.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 40_000_000).count();
    assert!(jumps > 0, "the wall clock does not jump: {times:?}");
    run.stop();
    let _ = run.wait().with_status(0);
}

fn milliseconds(line: &str) -> i64 {
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

/// Builds the clock, with the C compiler that the program itself needs.
fn jumping_clock(folder: &Path) -> String {
    let (source, library) = (folder.join("jumps.c"), folder.join("jumps.so"));
    fs::write(&source, JUMPS).unwrap();
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-o"]).args([&library, &source]);
    assert!(cc.status().expect("there is a C compiler").success());
    library.to_str().unwrap().to_owned()
}
