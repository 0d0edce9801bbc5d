/** Two test projects: `unit` in Node, and `gpu` in a real browser with a WebGPU adapter. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { locateBrowser, testBrowserArgs } from './scripts/lib/browser.ts';
import { isolationHeaders } from './scripts/lib/isolation.ts';
import { buildWasmIfStale } from './scripts/lib/wasm.ts';

await buildWasmIfStale();

/** Environment of the tests. SKILLET_SUITE is `short` or `long`; some tests have a long form. */
const env = {
	SKILLET_SUITE: process.env['SKILLET_SUITE'] ?? 'short',
	/** Random shapes of the kernel suite (docs/dev/kernels.md). */
	SKILLET_SEED: process.env['SKILLET_SEED'] ?? '',
	SKILLET_CASES: process.env['SKILLET_CASES'] ?? '',
};

export default defineConfig({
	test: {
		// The default leaves one core unused: half of a machine with two.
		maxWorkers: '100%',
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
				// Listed here, because Vite reloads the page when it discovers one during the tests.
				optimizeDeps: {
					include: [
						'@tensorflow/tfjs',
						'@tensorflow/tfjs-core',
						'@tensorflow/tfjs-backend-cpu',
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
