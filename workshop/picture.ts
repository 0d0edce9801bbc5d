/**
 * `picture`: trains the default experiment, by size from its middle on, and keeps the
 * drawing as public/lab.png, the picture of the README and of links to the page.
 */
import { encodeLink } from '../src/lab/run/link.ts';
import { withLab } from '../scripts/lib/bench/site.ts';
import { readCommand } from '../scripts/lib/command.ts';
import { runScript } from '../scripts/lib/faults.ts';
import { writeBeside } from '../scripts/lib/writeBeside.ts';

await runScript(() => {
	readCommand({
		name: 'npm run --prefix workshop picture',
		purpose: 'Trains the default experiment and keeps the drawing as public/lab.png.',
		options: {},
	});
	return withLab(async ({ page, info: { defaultExperiment } }) => {
		const policy = [
			...defaultExperiment.policy,
			{ fromStep: 150, id: 'proportional', settings: {} },
		];
		const [site] = page.url().split('#');
		const address = `${site}#${encodeLink({ ...defaultExperiment, policy })}`;
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.evaluate(() => localStorage.setItem('skillet.speed', 'full'));
		// A new fragment alone would not load the page again.
		await page.goto('about:blank');
		await page.goto(address);
		await page.evaluate(() => window.skillet!.ready);
		await page.getByRole('button', { name: /Train$/ }).click();
		const finished = page.getByText('Finished: 300 steps.').first();
		await finished.waitFor({ timeout: 600_000, state: 'attached' });
		// The last bars are still on their way.
		writeBeside('public/lab.png', await page.screenshot({ animations: 'disabled' }));
	});
});
