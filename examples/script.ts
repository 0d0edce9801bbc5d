/**
 * Trains the experiment that a page of Skillet has open, for 20 steps, and prints its scores.
 * npx tsx examples/script.ts [address]
 */
import { chromium } from 'playwright';
import type {} from '../src/lab/page/shell/headless.ts';

const [address = 'http://127.0.0.1:4173/'] = process.argv.slice(2);
const browser = await chromium.launch({
	...(process.env['SKILLET_CHROMIUM'] && { executablePath: process.env['SKILLET_CHROMIUM'] }),
	args: ['--enable-unsafe-webgpu'],
});
const page = await browser.newPage();
await page.goto(address);
await page.waitForFunction(() => window.skillet !== undefined);
const scores = await page.evaluate(async () => {
	const skillet = window.skillet!;
	if (skillet.version !== 1) throw new Error('This script is for version 1 of the interface.');
	await skillet.ready;
	const experiment = await skillet.experiment();
	const events = await skillet.run({ ...experiment, steps: 20 });
	const last = events.findLast((event) => event.type === 'evaluation')!;
	return last.skills.map(({ exact }, at) => [experiment.skills[at].name, exact]);
});
for (const [name, right] of scores) console.log(`${name}: ${right}`);
await browser.close();
