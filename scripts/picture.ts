/**
 * `npm run picture`: runs the default race and keeps its screen as public/race.png, the
 * picture of the README and of links to the page.
 */
import path from 'node:path';
import { ensureBrowser, hasGpu, runScript } from './lib/browser.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { readCommand } from './lib/command.ts';
import { openLab } from './lib/headlessRun.ts';
import { serve } from './lib/serve.ts';

const file = path.join('public', 'race.png');

await runScript(async () => {
	readCommand({
		name: 'npm run picture',
		purpose: 'Runs the default race and keeps its screen as public/race.png.',
		example: '',
		options: {},
	});
	const browser = await ensureBrowser(console.log);
	await buildIfStale(console.log);
	const site = await serve(siteFolder, 0);
	const lab = await openLab({ browser: browser.path, url: site.url, software: !hasGpu() });
	try {
		// The whole race without scrolling.
		await lab.page.setViewportSize({ width: 1200, height: 880 });
		await lab.page.getByRole('button', { name: 'Race', exact: true }).click();
		await lab.page.getByRole('button', { name: 'Start' }).click();
		await lab.page.getByText('One seed cannot tell').waitFor({ timeout: 600_000 });
		await lab.page.screenshot({ path: file });
	} finally {
		await lab.close();
		await site.close();
	}
});
