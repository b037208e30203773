/** Times that a busy machine keeps. Vitest wants a default export here. */
export default { test: { testTimeout: 60_000, hookTimeout: 120_000 } };
