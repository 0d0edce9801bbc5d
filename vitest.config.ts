/** Test projects: `unit` and `isolated` in Node, `gpu` in a real browser with a WebGPU adapter. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { locateBrowser, testBrowserArgs } from './scripts/lib/browser.ts';
import { isolationHeaders } from './src/lab/worker/isolationHeaders.ts';
import { buildWasmIfStale } from './scripts/lib/wasm.ts';

await buildWasmIfStale();

/** Environment of the tests. SKILLET_SUITE is `short` or `long`; some tests have a long form. */
const env = {
	SKILLET_SUITE: process.env['SKILLET_SUITE'] ?? 'short',
	/** Random shapes of the kernel suite (docs/dev/kernels.md), and cases of property tests. */
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
					include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts', 'tests/golden/**/*.test.ts'],
					// Files share their modules, which else take a fifth of the time to load.
					isolate: false,
					// Other suites run beside this one.
					testTimeout: 240_000,
					setupFiles: ['tests/support/seed.ts', 'src/lab/texts.ts'],
					env,
				},
			},
			{
				plugins: [svelte({ configFile: false })],
				test: {
					// Files that replace or reload modules.
					name: 'isolated',
					environment: 'node',
					include: ['tests/isolated/**/*.test.ts'],
					testTimeout: 240_000,
					setupFiles: ['tests/support/seed.ts', 'src/lab/texts.ts'],
					env,
				},
			},
			{
				server: { headers: isolationHeaders },
				// Listed here, because Vite reloads the page when it discovers one during the tests.
				optimizeDeps: {
					include: [
						'@tensorflow/tfjs-core',
						'@tensorflow/tfjs-backend-cpu',
						'@tensorflow/tfjs-backend-webgpu',
						'fake-indexeddb',
						'fake-indexeddb/auto',
						'idb',
					],
				},
				test: {
					name: 'gpu',
					include: ['tests/gpu/**/*.gpu.test.ts'],
					setupFiles: ['tests/gpu/requireAdapter.ts', 'src/lab/texts.ts'],
					testTimeout: 240_000,
					hookTimeout: 120_000,
					fileParallelism: false,
					// The files share one page and its modules, which else load for each of them.
					isolate: false,
					env,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								args: testBrowserArgs(),
								executablePath: locateBrowser()?.path ?? 'no browser: run npm test -- gpu',
							},
						}),
						instances: [{ browser: 'chromium' }],
					},
				},
			},
		],
	},
});
