import { register as addHooks } from "node:module";
import { register } from "tsx/esm/api";

register();
addHooks("../cli/setup/resolve.mjs", import.meta.url);
const { serve } = await import("./child-serve.ts");
await serve();
