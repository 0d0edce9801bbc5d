/** Journeys through the built page, two at a time: each waits for its page half of the time. */
import { defineConfig } from '@playwright/test';
import { locateBrowser, testBrowserArgs } from './scripts/lib/browser.ts';

// The first process chooses the port, and the test processes inherit it.
const port = (process.env['SKILLET_E2E_PORT'] ??= String(20_000 + (process.pid % 20_000)));
const url = `http://127.0.0.1:${port}/`;
const browser = locateBrowser();

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	workers: 2,
	// Journeys with this tag belong to `npm run test:long`.
	...(process.env['SKILLET_SUITE'] === 'short' && { grepInvert: /@long/ }),
	forbidOnly: true,
	timeout: 600_000,
	expect: { timeout: 120_000 },
	reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : 'list',
	use: {
		baseURL: url,
		// The page's own first speed is for people who watch, and its first depth hides most controls.
		storageState: {
			cookies: [],
			origins: [
				{
					origin: new URL(url).origin,
					localStorage: [
						{ name: 'skillet.speed', value: 'full' },
						{ name: 'skillet.depth', value: 'lab' },
					],
				},
			],
		},
		actionTimeout: 120_000,
		// In each context it would store the whole site, and give files that a journey changes on their
		// way. Journeys of the service worker allow it.
		serviceWorkers: 'block',
		viewport: { width: 1440, height: 900 },
		// A trace takes a sixth of the processor's time. A journey that failed has one with
		// `npx playwright test FILE --trace on`.
		trace: 'off',
		screenshot: 'only-on-failure',
		launchOptions: { args: testBrowserArgs(), ...(browser && { executablePath: browser.path }) },
	},
	webServer: { command: 'npx tsx scripts/serve.ts', url, env: { PORT: port }, timeout: 400_000 },
});
