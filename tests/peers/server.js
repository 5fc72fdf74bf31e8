// An echo server on Node's `ws`. It prints its port, what it receives and how connections close.
"use strict";

const { WebSocketServer } = require("ws");

function describe(data, isBinary) {
  const kind = isBinary ? "binary" : "text";
  const message = isBinary ? data.toString("hex") : data.toString();
  const length = isBinary ? data.length : message.length;
  return length > 100 ? `${kind} of ${length}` : `${kind} ${message}`.trimEnd();
}

function echo(socket) {
  socket.on("message", (data, isBinary) => {
    console.log(describe(data, isBinary));
    const order = isBinary ? null : data.toString().match(/^close (\d+) (.*)$/);
    if (order) socket.close(Number(order[1]), order[2]);
    else socket.send(data, { binary: isBinary });
  });
  socket.on("close", (code, reason) => console.log(`closed ${code} ${reason}`.trimEnd()));
  socket.on("error", () => {}); // A close follows, and is printed.
}

// What PEER_COMPRESSION says, in the words of `ws`.
function compression() {
  const options = JSON.parse(process.env.PEER_COMPRESSION || "null");
  if (options === null) return false;
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const named = Object.entries(options).map(([name, value]) => [camel(name), value]);
  return { threshold: 0, ...Object.fromEntries(named) };
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, maxPayload: 0, perMessageDeflate: compression() });
server.on("connection", echo);
server.on("listening", () => console.log(`port ${server.address().port}`));
