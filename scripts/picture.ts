/**
 * `npm run picture`: trains the default experiment, by size from its middle on, and keeps the
 * drawing as public/lab.png, the picture of the README and of links to the page.
 */
import path from 'node:path';
import { encodeLink } from '#lab/run/link.ts';
import { ensureBrowser, hasGpu } from './lib/browser.ts';
import { runScript } from './lib/faults.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { readCommand } from './lib/command.ts';
import { openLab } from './lib/headlessRun.ts';
import { serve } from './lib/serve.ts';

const file = path.join('public', 'lab.png');

await runScript(async () => {
	readCommand({
		name: 'npm run picture',
		purpose: 'Trains the default experiment and keeps the drawing as public/lab.png.',
		example: '',
		options: {},
	});
	const browser = await ensureBrowser(console.log);
	await buildIfStale(console.log);
	const site = await serve(siteFolder, 0);
	const lab = await openLab({ browser: browser.path, url: site.url, software: !hasGpu() });
	try {
		const { defaultExperiment } = lab.info;
		const policy = [
			...defaultExperiment.policy,
			{ fromStep: 150, id: 'proportional', settings: {} },
		];
		const link = encodeLink({ ...defaultExperiment, policy });
		await lab.page.setViewportSize({ width: 1280, height: 800 });
		await lab.page.evaluate(() => localStorage.setItem('skillet.speed', 'full'));
		// A new fragment alone would not load the page again.
		await lab.page.goto('about:blank');
		await lab.page.goto(`${site.url}#${link}`);
		await lab.page.evaluate(() => window.skillet!.ready);
		await lab.page.getByRole('button', { name: /Train$/ }).click();
		await lab.page
			.getByText('Finished: 300 steps.')
			.first()
			.waitFor({ timeout: 600_000, state: 'attached' });
		await lab.page.screenshot({ path: file });
	} finally {
		await lab.close();
		await site.close();
	}
});
