/**
 * `npm run bench:html`: the single HTML file of a small and of a large model, opened from a disk
 * without a network: its size, the time until it can be asked, and the speed of an answer.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { weightReader } from '#engine/model/folder.ts';
import { chooseBase, writeHtml } from '#lab/features/library/model/htmlFile.ts';
import { browserArgs, ensureBrowser } from './lib/browser.ts';
import { runScript } from './lib/faults.ts';
import { outputFile, readCommand } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { megabytes, table, writeJson } from './lib/output.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { randomModel } from './lib/smolLm2.ts';
import { buildTakeaway } from './lib/takeaway.ts';

const shipped = readModelOnDisk('models/skillet-base');
/** The tokenizer of the shipped model has fewer tokens than the large one's embedding has rows. */
const large = () => ({
	...randomModel(),
	texts: new Map([...shipped.texts, ['config.json', JSON.stringify(smolLm2)]]),
});
const models = { 'skillet-base': () => shipped, 'shape of SmolLM2-135M, random': large };

await runScript(async () => {
	const { json } = readCommand({
		name: 'npm run bench:html',
		purpose: 'Measures the single HTML file of a small and a large model.',
		example: '--json html.json',
		options: { json: outputFile('All figures') },
	});
	const { path: executablePath } = await ensureBrowser(console.error);
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-html-'));
	const browser = await chromium.launch({ executablePath, args: browserArgs({ software: true }) });
	const shell = await buildTakeaway();
	const rows = [];
	try {
		for (const [name, open] of Object.entries(models)) {
			const model = open();
			const facts = { name, baseName: name, step: 1, skills: ['all'], link: '', examples: [] };
			const base = chooseBase(model, name);
			const html = await writeHtml(shell, facts, model, weightReader(model), base);
			const file = path.join(folder, 'model.html');
			writeFileSync(file, new Uint8Array(await html.arrayBuffer()));
			const context = await browser.newContext({ offline: true });
			const page = await context.newPage();
			page.setDefaultTimeout(120_000);
			const began = performance.now();
			await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
			await page.locator('button[type=submit]:not([aria-disabled=true])').waitFor();
			const ready = performance.now();
			await page.getByRole('textbox').fill('capital of France?');
			await page.keyboard.press('Enter');
			const answer = page.locator('article code').nth(1);
			await answer.filter({ hasText: /\w/ }).waitFor();
			const first = performance.now();
			const speed = await page.getByText(/^\d+ tokens? in /).textContent();
			const [, tokens, seconds] = /(\d+) tokens? in ([\d.]+)/.exec(speed ?? '')!.map(Number);
			rows.push({
				name,
				base,
				bytes: html.size,
				readySeconds: (ready - began) / 1000,
				firstTextSeconds: (first - ready) / 1000,
				tokens,
				tokensPerSecond: tokens / seconds,
			});
			await context.close();
		}
	} finally {
		await browser.close();
		rmSync(folder, { recursive: true });
	}
	console.log(
		table([
			['model', 'weights', 'MB', 's until it opens', 's to the first text', 'tokens', 'tokens/s'],
			...rows.map((row) => [
				row.name,
				row.base,
				megabytes(row.bytes),
				row.readySeconds.toFixed(2),
				row.firstTextSeconds.toFixed(2),
				String(row.tokens),
				row.tokensPerSecond.toFixed(1),
			]),
		]),
	);
	console.log(`Load: ${loadavg()[0].toFixed(1)}`);
	writeJson(json, rows);
});
