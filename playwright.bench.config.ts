/** Playwright config for the cells of a study. `npm run bench` writes the plan and starts it. */
import { defineConfig } from '@playwright/test';
import { readPlan } from './scripts/lib/bench/plan.ts';
import { browserArgs, locateBrowser } from './scripts/lib/browser.ts';

const plan = readPlan();
const browser = plan && locateBrowser();
const launchOptions = {
	args: browserArgs({ software: plan?.software ?? true }),
	...(browser && { executablePath: browser.path }),
};

export default defineConfig({
	testDir: 'scripts/lib/bench',
	testMatch: '*.bench.ts',
	fullyParallel: true,
	timeout: 0,
	...(plan && { workers: plan.workers, outputDir: plan.folder }),
	reporter: [
		...(plan ? ([['./scripts/lib/bench/LiveReporter.ts']] as const) : []),
		['./scripts/lib/bench/GatherReporter.ts'],
	],
	use: { launchOptions },
});
