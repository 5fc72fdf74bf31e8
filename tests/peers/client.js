// A client on Node's `ws` that takes the steps it is given and prints a line about each.
"use strict";

const { WebSocket } = require("ws");
const { once } = require("node:events");

class Client {
  constructor(url) {
    this.socket = new WebSocket(url, { maxPayload: 0, perMessageDeflate: compression() });
    this.received = [];
    this.closed = once(this.socket, "close");
    this.socket.on("message", (data, isBinary) => {
      this.received.push({ data, isBinary });
      this.socket.emit("received");
    });
  }

  async receive() {
    if (this.received.length === 0) await once(this.socket, "received");
    return this.received.shift();
  }

  async echoed(data, binary) {
    this.socket.send(data, { binary });
    const echo = await this.receive();
    const same = echo.isBinary === binary && echo.data.equals(data);
    return same ? "same" : `different: ${echo.data.subarray(0, 100)}`;
  }

  async many(count) {
    for (let number = 0; number < count; number++) this.socket.send(String(number));
    for (let number = 0; number < count; number++) {
      const echo = (await this.receive()).data.toString();
      if (echo !== String(number)) return `${echo} instead of ${number}`;
    }
    return "in order";
  }

  async end() {
    const [code, reason] = await this.closed;
    return `${code} ${reason}`.trimEnd();
  }

  take(step) {
    const [word, rest] = split(step);
    const length = Number(rest);
    switch (word) {
      case "text":
        return this.echoed(Buffer.from(rest), false);
      case "binary":
        return this.echoed(Buffer.from(rest, "hex"), true);
      case "big-text":
        return this.echoed(Buffer.from("é".repeat(length)), false);
      case "big-binary":
        return this.echoed(Buffer.from(Array.from({ length }, (_, at) => at % 251)), true);
      case "many":
        return this.many(length);
      case "close": {
        const [code, reason] = split(rest);
        this.socket.close(Number(code), reason);
        return this.end();
      }
      case "await-close":
        return this.end();
      default:
        throw new Error(`no such step: ${step}`);
    }
  }
}

// What PEER_COMPRESSION says, in the words of `ws`.
function compression() {
  const options = JSON.parse(process.env.PEER_COMPRESSION || "null");
  if (options === null) return false;
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const named = Object.entries(options).map(([name, value]) => [camel(name), value]);
  return { threshold: 0, ...Object.fromEntries(named) };
}

function split(text) {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

async function main([url, ...steps]) {
  const client = new Client(url);
  await once(client.socket, "open");
  console.log("open");
  for (const step of steps) console.log(`${step}: ${await client.take(step)}`);
  client.socket.close();
}

main(process.argv.slice(2));
