/** Tests of the workshop, in Node and from the repository's root. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { buildWasmIfStale } from '../scripts/lib/wasm.ts';

await buildWasmIfStale();

export default defineConfig({
	plugins: [svelte({ configFile: false })],
	test: {
		include: ['workshop/tests/**/*.test.ts'],
		isolate: false,
		testTimeout: 240_000,
		setupFiles: ['tests/support/seed.ts', 'src/lab/texts.ts'],
		env: { SKILLET_SUITE: process.env['SKILLET_SUITE'] ?? 'short' },
	},
});
