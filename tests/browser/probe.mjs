// Exits with 0 if the browser can be started here.

import { start, stop } from "./browser.mjs";

await start();
await stop();
