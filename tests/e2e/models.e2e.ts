/** Models in and out: a cancelled import, an adapter, a GGUF file, and a single HTML file. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { bar, button, openExperiment, openTab } from './lab.ts';
import { tinyModelFolder } from '../support/tinyModel.ts';

const weights = 'model.safetensors';

/** On disk. `extra`: bytes of a tensor of zeros that the lab does not use, as a sparse file. */
function modelOnDisk(parent: string, name: string, extra = 0): string {
	const folder = path.join(parent, name);
	mkdirSync(folder);
	for (const [file, bytes] of tinyModelFolder())
		writeFileSync(path.join(folder, file), file === weights ? padded(bytes, extra) : bytes);
	const { length } = padded(tinyModelFolder().get(weights)!, extra);
	truncateSync(path.join(folder, weights), length + extra);
	return folder;
}

/** The header names a last tensor, whose bytes are missing. */
function padded(file: Uint8Array, extra: number): Uint8Array {
	if (extra === 0) return file;
	const headerBytes = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
	const header = JSON.parse(Buffer.from(file.subarray(8, 8 + headerBytes)).toString()) as object;
	const end = [...readSafetensors(file).values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
	const tensor = { dtype: 'F32', shape: [extra / 4], data_offsets: [end, end + extra] };
	const text = Buffer.from(JSON.stringify({ ...header, extra: tensor }));
	const start = Buffer.alloc(8);
	start.writeBigUInt64LE(BigInt(text.length));
	return Buffer.concat([start, text, file.subarray(8 + headerBytes)]);
}

const click = (within: Page | Locator, name: string | RegExp): Promise<void> =>
	within.getByRole('button', { name, exact: true }).click();
async function give(button: Locator, files: string | readonly string[]): Promise<void> {
	const chooser = button.page().waitForEvent('filechooser');
	await button.click();
	await (await chooser).setFiles(files);
}
async function openModels(page: Page): Promise<Locator> {
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	await click(page, 'Models');
	return page.getByRole('main', { name: 'Models' });
}
const openFolder = (dialog: Locator, folder: string) =>
	give(dialog.getByRole('button', { name: 'Open a folder…', exact: true }), folder);

let parent: string;
test.beforeEach(() => {
	parent = mkdtempSync(path.join(tmpdir(), 'skillet-models-'));
});
test.afterEach(() => rmSync(parent, { recursive: true }));

test(
	'from a model folder and two files of rows to an adapter and a GGUF file on disk',
	{ tag: '@long' },
	async ({ page }) => {
		const files = ['plus', 'minus'].map((name, sign) => {
			const rows = Array.from({ length: 60 }, (_, i) => ({
				messages: [
					{ role: 'system', content: 'Be short.' },
					{ role: 'user', content: `${i + 9} ${name} 3?` },
					{ role: 'assistant', content: String(i + 9 + (sign === 0 ? 3 : -3)) },
				],
			}));
			const file = path.join(parent, `${name}.jsonl`);
			writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
			return file;
		});
		const models = await openModels(page);
		await openFolder(models, modelOnDisk(parent, 'mine'));
		await click(models, /^Use mine/);
		await expect(models).toHaveCount(0);

		await click(page, 'Data');
		const data = page.getByRole('main', { name: 'Data' });
		await give(data.getByRole('button', { name: 'Choose files…' }), files);
		await click(data, 'Import all 2 that are ready');
		await click(data, 'Train on these 2 alone');
		await expect(data).toHaveCount(0);
		await openTab(page, 'Ask');
		await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue(/^\d+ minus 3\?$/);

		await click(page, 'Settings');
		await page.getByRole('radio', { name: 'LoRA' }).check();
		await page.getByRole('textbox', { name: 'Steps' }).fill('6');
		await click(page, 'Apply as a new run');
		await expect(bar(page)).toContainText('0 / 6');
		await button(page, '▶ Train').click();
		await expect(button(page, '▶ Train again')).toBeVisible();

		await click(page, 'Models');
		const download = page.waitForEvent('download');
		await click(models, 'Download the adapter');
		const zip = unzipSync(readFileSync(await (await download).path()));
		expect(
			Object.keys(zip)
				.map((name) => path.basename(name))
				.sort(),
		).toEqual(['README.md', 'adapter_config.json', 'adapter_model.safetensors']);
		const [config] = Object.keys(zip).filter((name) => name.endsWith('.json'));
		expect(JSON.parse(strFromU8(zip[config]))).toMatchObject({ peft_type: 'LORA', r: 8 });
		const [weightsFile] = Object.keys(zip).filter((name) => name.endsWith('.safetensors'));
		expect(readSafetensors(zip[weightsFile]).size).toBeGreaterThan(1);

		const merged = page.waitForEvent('download');
		await click(models, /^GGUF F16, about/);
		const mergedZip = unzipSync(readFileSync(await (await merged).path()));
		const names = Object.keys(mergedZip).map((name) => path.basename(name));
		expect(names.sort()).toEqual(['Modelfile', 'README.md', 'mine-tuned-F16.gguf']);
		const gguf = path.join(parent, 'tuned.gguf');
		const [inZip] = Object.keys(mergedZip).filter((name) => name.endsWith('.gguf'));
		writeFileSync(gguf, mergedZip[inZip]);
		await give(models.getByRole('button', { name: 'Open its files…', exact: true }), gguf);
		await expect(models.getByText('tuned is here.')).toBeVisible();
	},
);

test('a single HTML file answers from a disk without a network, as the lab does', async ({
	page,
	browser,
}) => {
	await openExperiment(page, { steps: 6 });
	await button(page, '▶ Train').click();
	await expect(button(page, '▶ Train again')).toBeVisible();
	const prompt = 'capital of France?';
	const expected = await page.evaluate(async (prompt) => {
		const { client } = window.skillet!;
		const [{ id }] = await client['run.list']();
		const request = { runId: id, prompt, model: 'tuned', maxTokens: 200 } as const;
		return (await client['model.generate'](request)).text;
	}, prompt);
	await click(page, 'Models');
	const download = page.waitForEvent('download');
	await click(page, 'Single HTML file');
	const file = path.join(parent, 'tuned.html');
	await (await download).saveAs(file);

	const context = await browser.newContext({
		offline: true,
		viewport: { width: 390, height: 844 },
	});
	const friend = await context.newPage();
	const problems: string[] = [];
	friend.on('pageerror', ({ message }) => problems.push(message));
	friend.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	await friend.goto(pathToFileURL(file).href);
	await expect(
		friend.getByText(/A small language model: skillet-base, tuned for 6 steps/),
	).toBeVisible();
	// The model may still open: then it answers as soon as it can.
	await friend.getByRole('textbox', { name: 'Prompt' }).fill(prompt);
	await friend.keyboard.press('Enter');
	const answer = friend.getByRole('article').first();
	await expect(answer).toContainText(/\d+ tokens? in /);
	await expect(answer.locator('code').nth(1)).toContainText(expected);
	// A text of the examples is continued again, not asked.
	const story = friend.getByRole('region', { name: 'Example prompts' }).locator('dd').last();
	await story.getByRole('button').click();
	for (const count of [2, 3]) {
		await expect(friend.getByRole('article')).toHaveCount(count);
		await expect(answer).toContainText(/\d+ tokens? in /);
		if (count === 2) await click(friend, 'Ask');
	}
	const answers = await friend
		.getByRole('article')
		.locator('code:nth-of-type(1)')
		.allTextContents();
	expect(answers.slice(0, 2)).toEqual(answers.slice(2, 4));
	await click(friend, '中文');
	await expect(friend.getByText(/用 .+ 微调了 6 步/)).toBeVisible();
	const width = await friend.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBeLessThanOrEqual(390);
	expect(problems).toEqual([]);

	// A download that was cut.
	const whole = readFileSync(file, 'utf8');
	writeFileSync(file, whole.slice(0, whole.length - 100_000));
	await friend.reload();
	await expect(friend.getByRole('alert')).toHaveText(/文件不完整/);
	await context.close();
});
