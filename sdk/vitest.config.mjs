/** Times that a busy machine keeps, and the hooks on top of this SDK. Vitest wants a default export here. */

import { join } from "node:path";

export default {
  resolve: { alias: { "@io-economy/sdk": join(import.meta.dirname, "src/index.ts") } },
  test: { testTimeout: 60_000, hookTimeout: 120_000 },
};
