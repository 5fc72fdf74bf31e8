// Echoes what a server sends, or only reads it: client.js echo|receive URL CONNECTIONS
"use strict";

const WebSocket = require("ws");

const [mode, url, connections] = process.argv.slice(2);

for (let at = 0; at < Number(connections); at += 1) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on("error", () => socket.terminate());
  socket.on("message", (data, isBinary) => {
    if (mode === "echo") socket.send(data, { binary: isBinary });
  });
}
