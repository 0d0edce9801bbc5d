/** Saved charts (SVG, PNG) and metrics of a run. The tests open each saved file. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import Papa from 'papaparse';
import { button, openExperiment, openTab, standing } from './lab.ts';

interface Saved {
	readonly name: string;
	readonly bytes: Buffer;
}
async function saved(page: Page, save: () => Promise<void>): Promise<Saved> {
	const coming = page.waitForEvent('download');
	await save();
	const download = await coming;
	return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
/** Saves by keyboard only. */
const savedChart = (page: Page, title: string, format: string): Promise<Saved> =>
	saved(page, async () => {
		await page
			.getByRole('button', { name: `Save chart: ${title}`, exact: true })
			.first()
			.focus();
		await page.keyboard.press('Enter');
		const item = page.getByRole('menuitem', { name: new RegExp(`^${format}`) });
		// A key before the menu has the focus would be lost.
		await expect(page.getByRole('menuitem', { name: /^SVG/ })).toBeFocused();
		for (let i = 0; i < ['SVG', 'PNG'].indexOf(format); i++) await page.keyboard.press('ArrowDown');
		await expect(item).toBeFocused();
		await page.keyboard.press('Enter');
	});
const readCsv = ({ bytes }: Saved) =>
	Papa.parse<Record<string, string>>(bytes.toString('utf8').replace(/^\ufeff/, ''), {
		header: true,
		skipEmptyLines: true,
	});

/** The texts and links of the drawing. Throws if it is not XML. */
const readSvg = (page: Page, { bytes }: Saved) =>
	page.evaluate((text) => {
		const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
		const fault = svg.querySelector('parsererror');
		if (fault) throw new Error(fault.textContent);
		const all = (selector: string) => [...svg.querySelectorAll(selector)];
		return {
			scripts: all('script').length,
			texts: all('text').map(({ textContent }) => textContent),
			links: all('a').map((link) => link.getAttribute('href')),
			about: all('desc').map(({ textContent }) => textContent),
			drawn: all('path[d]').length,
		};
	}, bytes.toString('utf8'));
/** The width of the decoded picture and its number of colours. */
const readPng = (page: Page, { bytes }: Saved) =>
	page.evaluate(async (base64) => {
		const image = new Image();
		image.src = `data:image/png;base64,${base64}`;
		await image.decode();
		const canvas = new OffscreenCanvas(image.width, image.height);
		const context = canvas.getContext('2d')!;
		context.drawImage(image, 0, 0);
		const { data } = context.getImageData(0, 0, image.width, image.height);
		return { width: image.width, colours: new Set(new Uint32Array(data.buffer)).size };
	}, bytes.toString('base64'));
test(
	'saved charts and metrics open elsewhere and link to their experiment',
	{ tag: '@long' },
	async ({ page }) => {
		const evil = '<script>alert(1)</script> & "co"';
		const experiment = await openExperiment(page, { steps: 8 });
		const skills = experiment.skills.map((skill, i) =>
			i === 0 ? { ...skill, name: evil } : skill,
		);
		await page.goto('about:blank');
		await openExperiment(page, { steps: 8, skills });
		await button(page, '▶ Train').click();
		await expect(standing(page)).toHaveText('Finished: 8 steps.');
		const link = page.url();

		await page.keyboard.press('1');
		const svg = await savedChart(page, evil, 'SVG');
		await page.keyboard.press('Escape');
		expect(svg.name).toMatch(
			/^skillet-uniform-on-[\w-]+-seed-1-[0-9a-f]{8}-script-alert-1-script-co\.svg$/,
		);
		const drawing = await readSvg(page, svg);
		expect(drawing).toMatchObject({ scripts: 0, links: [link] });
		expect(drawing.about.join()).toContain(link);
		expect(drawing.texts).toEqual(expect.arrayContaining([evil, 'held-out loss', 'Exact match']));
		expect(drawing.drawn).toBeGreaterThan(8);

		const png = await savedChart(page, 'Mix over time', 'PNG');
		const picture = await readPng(page, png);
		expect(picture.width).toBe(1440);
		expect(picture.colours).toBeGreaterThan(10);

		await openTab(page, 'Why');

		const file = (label: string) =>
			saved(page, () => page.getByRole('button', { name: label, exact: true }).click());
		const lines = (await file('Metrics, JSON Lines')).bytes.toString('utf8').trim().split('\n');
		const rows = lines.map((line) => JSON.parse(line) as Record<string, number | string>);
		expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		expect(rows[8]['_step']).toBe(8);
		expect(rows[8][`eval/loss/${evil}`]).toBeGreaterThan(0);
		const table = readCsv(await file('Metrics, CSV'));
		expect(table.data).toHaveLength(9);
		expect(Number(table.data[8]['train/loss'])).toBe(rows[8]['train/loss']);
		const config = JSON.parse((await file('Config, JSON')).bytes.toString('utf8')) as {
			config: { link: string };
		};
		expect(config.config.link).toBe(link);

		const zip = await saved(page, async () => {
			await page.getByRole('button', { name: 'Train on a server', exact: true }).focus();
			await page.keyboard.press('Enter');
		});
		expect(zip.name).toMatch(/^skillet-[\w-]+-seed-1-[0-9a-f]{8}-server\.zip$/);
		const server = unzipSync(zip.bytes);
		expect(Object.keys(server)).toEqual(
			expect.arrayContaining([
				...['llamafactory.yaml', 'data/dataset_info.json', 'train_trl.py', 'shares.json'],
				...['data/1-script-alert-1-script-co.jsonl', 'data/2-reverse-letters.jsonl'],
				...['order.jsonl', 'dataflex/train.py'],
			]),
		);
		expect(strFromU8(server['train_trl.py'])).toContain(`# ${link}\n`);
	},
);
