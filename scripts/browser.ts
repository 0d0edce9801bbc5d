/** Finds a browser, or fetches one, and prints its path: `tsx scripts/browser.ts`. */
import { ensureBrowser } from './lib/browser.ts';
import { runScript } from './lib/faults.ts';
import { readCommand } from './lib/command.ts';

readCommand({
	name: 'tsx scripts/browser.ts',
	purpose: 'Finds a browser, or fetches one, and prints its path.',
	options: {},
});

await runScript(async () => {
	const browser = await ensureBrowser((line) => console.error(line));
	console.log(`Browser: ${browser.path} (${browser.source})`);
});
