/** Times that a busy machine keeps, and the hooks on top of this SDK. Vitest wants a default export here. */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { configDefaults } from "vitest/config";

// They install packages and open pages for minutes: `npm run test:all`, and `cargo xtask e2e`.
const long = ["test/kits.test.ts", "test/pages.test.ts"];

export default {
  resolve: { alias: { "@io-economy/sdk": join(import.meta.dirname, "src/index.ts") } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Vitest's own count leaves one core idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    exclude: [...configDefaults.exclude, ...(process.env["IO_ALL"] ? [] : long)],
  },
};
