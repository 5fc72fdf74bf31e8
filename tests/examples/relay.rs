//! A relay as a process of its own, which a test can kill: `relay PORT OWN` prints its own port.

fn main() {
    let mut ports = std::env::args().skip(1).map(|port| port.parse().expect("a port"));
    let (to, own) = (ports.next().expect("relay PORT OWN"), ports.next().unwrap_or(0));
    println!("port {}", pulsewire_tests::Relay::between(own, to).port());
    loop {
        std::thread::park();
    }
}
