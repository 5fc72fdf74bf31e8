//! The limit: reads what is there, rewrites frame headers, writes it back.

use super::Mode;
use crate::frames::{PING, PONG, Piece, Reader, put_header};
use crate::readiness::Readiness;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How much is read at once.
const READ: usize = 256 << 10;

struct Link {
    stream: TcpStream,
    reader: Reader,
    /// What goes out next.
    out: Vec<u8>,
    written: usize,
    /// Whether the payload at hand goes out.
    copies: bool,
}

pub(super) fn run(url: &str, connections: usize, mode: Mode) -> io::Result<()> {
    let (mut links, mut readiness) = (Vec::new(), Readiness::new()?);
    for number in 0..connections {
        let stream = connect(url)?;
        readiness.add(&stream, number)?;
        let (reader, out) = (Reader::default(), Vec::new());
        links.push(Link { stream, reader, out, written: 0, copies: false });
    }
    let (mut buffer, mut ready) = (vec![0; READ], Vec::new());
    loop {
        readiness.wait(Duration::from_secs(3600), &mut ready)?;
        for &number in &ready {
            if !links[number].turn(&mut buffer, mode)? {
                return Ok(());
            }
        }
    }
}

fn connect(url: &str) -> io::Result<TcpStream> {
    let address = url.trim_start_matches("ws://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let request = format!(
        "GET / HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    // The driver sends nothing behind its answer before all clients are there.
    for line in BufReader::new(&stream).lines() {
        if line?.is_empty() {
            break;
        }
    }
    stream.set_nonblocking(true)?;
    Ok(stream)
}

impl Link {
    /// False when the driver has hung up.
    fn turn(&mut self, buffer: &mut [u8], mode: Mode) -> io::Result<bool> {
        while self.write()? {
            match self.stream.read(buffer) {
                Ok(0) => return Ok(false),
                Ok(size) => self.rewrite(&buffer[..size], mode),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// True when everything is written.
    fn write(&mut self) -> io::Result<bool> {
        while self.written < self.out.len() {
            match self.stream.write(&self.out[self.written..]) {
                Ok(size) => self.written += size,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        self.out.clear();
        self.written = 0;
        Ok(true)
    }

    fn rewrite(&mut self, mut bytes: &[u8], mode: Mode) {
        while let Some(piece) = self.reader.next(&mut bytes) {
            match piece {
                Piece::Head(header) => {
                    let opcode = if header.opcode == PING { PONG } else { header.opcode };
                    self.copies = mode == Mode::Echo || opcode == PONG;
                    if self.copies {
                        put_header(&mut self.out, opcode, header.len, true);
                    }
                }
                Piece::Payload(bytes, _) if self.copies => self.out.extend_from_slice(bytes),
                Piece::Payload(..) => {}
            }
        }
    }
}
