/**
 * The single HTML file of a small and of a large model, opened from a disk without a network: its
 * size, the time until it can be asked, and the speed of an answer.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { weightReader } from '#engine/model/folder.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { chooseBase, writeHtml } from '#lab/features/library/model/htmlFile.ts';
import { browserArgs, ensureBrowser } from './browser.ts';
import { readModelOnDisk } from './modelOnDisk.ts';
import { megabytes, tableOf } from './output.ts';
import { randomModel } from './shapedModel.ts';
import { buildTakeaway } from './takeaway.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { writeBeside } from './writeBeside.ts';

export async function measureHtml() {
	const shipped = readModelOnDisk('models/skillet-base');
	/** The shipped model's tokenizer has fewer tokens than the large embedding has rows. */
	const large = () => ({
		...randomModel(),
		texts: new Map([...shipped.texts, ['config.json', JSON.stringify(smolLm2)]]),
	});
	const models = { 'skillet-base': () => shipped, 'shape of SmolLM2-135M, random': large };
	const { path: executablePath } = await ensureBrowser(console.error);
	const file = path.join(temporaryFolder('skillet-html'), 'model.html');
	const browser = await chromium.launch({ executablePath, args: browserArgs({ software: true }) });
	const shell = await buildTakeaway();
	const rows = [];
	try {
		for (const [name, open] of Object.entries(models)) {
			const model = open();
			const facts = { name, baseName: name, step: 1, skills: ['all'], link: '', examples: [] };
			const base = chooseBase(model, name);
			const html = await writeHtml(shell, facts, model, weightReader(model), base);
			writeBeside(file, new Uint8Array(await html.arrayBuffer()));
			const context = await browser.newContext({ offline: true });
			const page = await context.newPage();
			page.setDefaultTimeout(120_000);
			const began = performance.now();
			await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
			// Without a prompt the button stays disabled.
			await page.getByRole('textbox').fill('capital of France?');
			await page.locator('button[type=submit]:not([aria-disabled=true])').waitFor();
			const ready = performance.now();
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
	}
	console.log(
		tableOf(rows, {
			model: ({ name }) => name,
			weights: ({ base }) => base,
			MB: ({ bytes }) => megabytes(bytes),
			's until it opens': ({ readySeconds }) => readySeconds.toFixed(2),
			's to the first text': ({ firstTextSeconds }) => firstTextSeconds.toFixed(2),
			tokens: ({ tokens }) => String(tokens),
			'tokens/s': ({ tokensPerSecond }) => tokensPerSecond.toFixed(1),
		}),
	);
	return rows;
}
