import { register as addHooks } from "node:module";
import { register } from "tsx/esm/api";

// A thread has module hooks of its own: TypeScript and `@/…` have to be made known again.
register();
addHooks("../cli/setup/resolve.mjs", import.meta.url);
const { serve } = await import("./worker-thread.ts");
await serve();
