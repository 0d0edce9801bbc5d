/**
 * `picture`: trains the default experiment in a browser, and keeps two pictures of the README and
 * of links to the page: public/lab.png, the drawing after a run by size from its middle on, and
 * docs/lab.webp, ten seconds of a run in which a share of the mix is pulled.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import sharp from 'sharp';
import type { Experiment } from '../src/lab/run/experiment.ts';
import { encodeLink } from '../src/lab/run/link.ts';
import type { Depth } from '../src/lab/page/state/depth.ts';
import { withLab } from '../scripts/lib/bench/site.ts';
import { readCommand } from '../scripts/lib/command.ts';
import { runScript } from '../scripts/lib/faults.ts';
import { writeBeside } from '../scripts/lib/writeBeside.ts';

/** A hub shows pictures up to some megabytes; a reader's phone should not load more than this. */
const mostBytes = 1_500_000;
const size = { width: 1200, height: 700 };
/** Milliseconds of a frame of the moving picture. */
const frame = 125;
const seconds = 10;

/** Opens an experiment on the page with the speed of Train at its highest. */
async function open(page: Page, experiment: Experiment, depth: Depth): Promise<void> {
	const [site] = page.url().split('#');
	await page.evaluate(() => localStorage.setItem('skillet.speed', 'full'));
	// A new fragment alone would not load the page again.
	await page.goto('about:blank');
	await page.goto(`${site}#${encodeLink(experiment, { view: { depth } })}`);
	await page.evaluate(() => window.skillet!.ready);
}

const train = (page: Page) => page.getByRole('button', { name: /Train$/ }).click();

async function still(page: Page, experiment: Experiment): Promise<Buffer> {
	const policy = [...experiment.policy, { fromStep: 150, id: 'proportional', settings: {} }];
	await page.setViewportSize({ width: 1280, height: 800 });
	await open(page, { ...experiment, policy }, 'lab');
	await train(page);
	const finished = page.getByText('Finished: 300 steps.').first();
	await finished.waitFor({ timeout: 600_000, state: 'attached' });
	// The last bars are still on their way.
	return page.screenshot({ animations: 'disabled' });
}

/** A headless browser shows no pointer. */
function showPointer(): void {
	const dot = document.createElement('div');
	dot.style.cssText =
		'position:fixed;z-index:9;width:18px;height:18px;margin:-9px;border-radius:50%;' +
		'background:#0007;border:2px solid #fff;pointer-events:none';
	document.body.append(dot);
	addEventListener('pointermove', ({ clientX, clientY }) => {
		dot.style.left = `${clientX}px`;
		dot.style.top = `${clientY}px`;
	});
}

/** Pulls the share of a skill up, as a visitor does. */
async function pullShare(page: Page): Promise<void> {
	const { x, y, width, height } = (await page.getByRole('slider').nth(1).boundingBox())!;
	const [left, top] = [x + width / 2, y + height / 2];
	await page.mouse.move(left, top, { steps: 10 });
	await page.mouse.down();
	await page.mouse.move(left, top - 60, { steps: 40 });
	await page.mouse.up();
}

/** The frames of a run, as PNG, at equal times. */
async function film(page: Page, experiment: Experiment): Promise<Buffer[]> {
	await page.setViewportSize(size);
	// Values move within ten seconds.
	await open(
		page,
		{ ...experiment, evaluation: { ...experiment.evaluation, every: 10 } },
		'simple',
	);
	await page.evaluate(showPointer);
	const cast = await page.context().newCDPSession(page);
	let latest: Buffer | undefined;
	cast.on('Page.screencastFrame', ({ data, sessionId }) => {
		latest = Buffer.from(data, 'base64');
		void cast.send('Page.screencastFrameAck', { sessionId });
	});
	await cast.send('Page.startScreencast', { format: 'png', ...size });
	await train(page);
	const pulled = sleep(3000).then(() => pullShare(page));
	const frames: Buffer[] = [];
	while (frames.length < (seconds * 1000) / frame) {
		await sleep(frame);
		if (latest) frames.push(latest);
	}
	await pulled;
	await cast.send('Page.stopScreencast');
	return frames;
}

/** The best quality that stays below the limit. */
async function movingPicture(frames: readonly Buffer[]): Promise<Buffer> {
	for (const quality of [80, 65, 50, 35]) {
		const picture = await sharp([...frames], { join: { animated: true } })
			.webp({ quality, loop: 0, delay: frames.map(() => frame), minSize: true })
			.toBuffer();
		if (picture.length <= mostBytes) return picture;
	}
	throw new Error(`The moving picture has more than ${mostBytes} bytes. Shorten it in picture.ts.`);
}

await runScript(() => {
	readCommand({
		name: 'npm run --prefix workshop picture',
		purpose: 'Trains the default experiment, and keeps public/lab.png and docs/lab.webp.',
		options: {},
	});
	return withLab(async ({ page, info: { defaultExperiment } }) => {
		writeBeside('public/lab.png', await still(page, defaultExperiment));
		writeBeside('docs/lab.webp', await movingPicture(await film(page, defaultExperiment)));
	});
});
