/** Two projects: `unit` in Node, in seconds, and `gpu` in a real browser that must have a WebGPU adapter. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { locateBrowser, testBrowserArgs } from './scripts/lib/browser.ts';
import { isolationHeaders } from './scripts/lib/isolation.ts';
import { buildWasmIfStale } from './scripts/lib/wasm.ts';

await buildWasmIfStale();

/** `short` or `long`: tests with a full form read it from import.meta.env.SKILLET_SUITE. */
const env = {
	SKILLET_SUITE: process.env['SKILLET_SUITE'] ?? 'short',
	/** The kernel suite's random shapes (docs/dev/kernels.md). */
	SKILLET_SEED: process.env['SKILLET_SEED'] ?? '',
	SKILLET_CASES: process.env['SKILLET_CASES'] ?? '',
};

export default defineConfig({
	test: {
		projects: [
			{
				plugins: [svelte({ configFile: false })],
				test: {
					name: 'unit',
					environment: 'node',
					include: [
						'src/**/*.test.ts',
						'tests/unit/**/*.test.ts',
						'tests/golden/**/*.test.ts',
						'tests/world/**/*.test.ts',
					],
					testTimeout: 20_000,
					env,
				},
			},
			{
				server: { headers: isolationHeaders },
				// Named, because one that is found while tests run reloads the page under them.
				optimizeDeps: {
					include: [
						'@tensorflow/tfjs',
						'@tensorflow/tfjs-core',
						'@tensorflow/tfjs-backend-wasm',
						'@tensorflow/tfjs-backend-webgpu',
					],
				},
				test: {
					name: 'gpu',
					include: ['tests/gpu/**/*.gpu.test.ts'],
					setupFiles: ['tests/gpu/requireAdapter.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					fileParallelism: false,
					env,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								args: testBrowserArgs(),
								executablePath: locateBrowser()?.path ?? 'no browser: run npm run test:gpu',
							},
						}),
						instances: [{ browser: 'chromium' }],
					},
				},
			},
		],
	},
});
