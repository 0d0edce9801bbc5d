/** A study's cells as tests: `npm run bench` writes the plan that this reads and starts Playwright's runner. */
import { defineConfig } from '@playwright/test';
import { planMetadata, readPlan } from './scripts/lib/bench/plan.ts';
import { browserArgs, locateBrowser } from './scripts/lib/browser.ts';

const plan = readPlan();
const browser = plan && plan.connect === null ? locateBrowser() : null;
const launchOptions = {
	args: browserArgs({ software: plan?.software ?? true }),
	...(browser && { executablePath: browser.path }),
};

export default defineConfig({
	testDir: 'scripts/lib/bench',
	testMatch: '*.bench.ts',
	fullyParallel: true,
	timeout: 0,
	// A report that is merged with others brings its study along.
	metadata: plan ? planMetadata(plan) : {},
	...(plan && { workers: plan.workers, outputDir: plan.folder }),
	reporter: [
		...(plan ? ([['./scripts/lib/bench/liveReporter.ts']] as const) : []),
		...(plan?.blob ? ([['blob', { outputFile: plan.blob }]] as const) : []),
		['./scripts/lib/bench/gatherReporter.ts'],
	],
	use: {
		launchOptions,
		...(plan?.connect && {
			// The page is served on this machine: the remote browser gets to it through this connection.
			connectOptions: { wsEndpoint: plan.connect, exposeNetwork: '<loopback>' },
		}),
	},
});
