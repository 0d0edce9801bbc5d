/** Finds a browser, or fetches one, and prints its path: `tsx scripts/browser.ts`. */
import { ensureBrowser, runScript } from './lib/browser.ts';

await runScript(async () => {
	const browser = await ensureBrowser((line) => console.error(line));
	console.log(`Browser: ${browser.path} (${browser.source})`);
});
