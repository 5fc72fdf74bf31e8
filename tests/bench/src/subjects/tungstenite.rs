//! What a Rust programmer writes with tokio-tungstenite.

use super::Mode;
use futures_util::{FutureExt, SinkExt, StreamExt};
use std::io;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::{Message, Result};
use tokio_tungstenite::{WebSocketStream, client_async};

pub(super) fn run(url: &str, connections: usize, mode: Mode, batching: bool) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            let socket = connect(url).await.map_err(io::Error::other)?;
            match (mode, batching) {
                (Mode::Receive, _) => tasks.spawn(receive(socket)),
                (Mode::Echo, false) => tasks.spawn(send_each(socket)),
                (Mode::Echo, true) => tasks.spawn(feed_and_flush(socket)),
            };
        }
        // The driver hangs up when it is done.
        while tasks.join_next().await.is_some() {}
        Ok(())
    })
}

async fn connect(url: &str) -> Result<WebSocketStream<TcpStream>> {
    let address = url.trim_start_matches("ws://").trim_end_matches('/');
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(client_async(url, stream).await?.0)
}

async fn receive(mut socket: WebSocketStream<TcpStream>) -> Result<()> {
    while let Some(message) = socket.next().await {
        message?;
    }
    Ok(())
}

async fn send_each(mut socket: WebSocketStream<TcpStream>) -> Result<()> {
    while let Some(message) = socket.next().await {
        let message = message?;
        if is_data(&message) {
            socket.send(message).await?;
        }
    }
    Ok(())
}

async fn feed_and_flush(mut socket: WebSocketStream<TcpStream>) -> Result<()> {
    while let Some(message) = socket.next().await {
        let mut next = Some(message);
        while let Some(message) = next {
            let message = message?;
            if is_data(&message) {
                socket.feed(message).await?;
            }
            next = socket.next().now_or_never().flatten();
        }
        socket.flush().await?;
    }
    Ok(())
}

fn is_data(message: &Message) -> bool {
    message.is_text() || message.is_binary()
}
