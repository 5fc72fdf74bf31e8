// Node-RED without its editor and without a web server of its own.
"use strict";

module.exports = {
  uiHost: "127.0.0.1",
  uiPort: 0,
  disableEditor: true,
  httpAdminRoot: false,
  httpNodeRoot: false,
  editorTheme: { tours: false },
  telemetry: { enabled: false },
  logging: { console: { level: "warn", metrics: false, audit: false } },
};
