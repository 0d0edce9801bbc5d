/** A model from a local hub: permission, a redirect to another origin, and a reload in between. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { tinyModelFolder } from '../support/tinyModel.ts';
import libraryEnglish from '../../src/languages/en/library.json' with { type: 'json' };
import { folderHash } from '../support/folderHash.ts';
import { hubServer, json, type HubServer } from '../support/hubServer.ts';
import { writeSafetensors } from '../../scripts/lib/memoryFolder.ts';

const weights = 'model.safetensors';
const findModels = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string) =>
	findModels(page).getByRole('button', { name, exact: true }).click();

async function look(page: Page, hub: HubServer) {
	const { hub: text, models } = libraryEnglish;
	await page.getByRole('button', { name: models.title, exact: true }).click();
	await findModels(page)
		.getByRole('textbox', { name: text.address, exact: true })
		.fill(hub.address);
	await press(page, text.find);
	await press(page, text.allow.replace('{origin}', hub.origin));
}

test(
	'a hub and the origin of its files are asked once they are allowed, and no other',
	{ tag: '@long' },
	async ({ page }) => {
		const hub = await hubServer({ files: tinyModelFolder(), redirects: true });
		const origins = new Set<string>();
		page.on('request', (request) => origins.add(new URL(request.url()).origin));
		await page.goto('/');
		const home = new URL(page.url()).origin;
		await look(page, hub);
		await press(page, 'Find the address');
		const dialog = findModels(page);
		await expect(dialog.getByText(`The hub sends its files from ${hub.storage}.`)).toBeVisible();
		expect(hub.seen).toHaveLength(1);
		await press(page, `Allow ${hub.storage} and reload`);
		await expect(dialog.getByText(/llama, which the lab opens/)).toBeVisible();
		await dialog.getByRole('button', { name: /^Download / }).click();
		await expect(dialog.getByText('owner/tiny is here.')).toBeVisible();
		await expect(dialog.getByText(`${hub.address}@${hub.commit}`)).toBeVisible();
		await press(page, 'Use owner/tiny for a new run');
		expect([...origins].sort()).toEqual([home, hub.origin, hub.storage].sort());
		await hub.close();
	},
);

test(
	'a model of the shelf and a data set ask no address before they are allowed to',
	{ tag: '@long' },
	async ({ page }) => {
		const name = 'default/train/0000.parquet';
		const rows = new Uint8Array(readFileSync('tests/golden/parquet/sums-v2.parquet'));
		const dataBranch = 'refs/convert/parquet';
		const hub = await hubServer({ files: new Map([[name, rows]]), dataBranch });
		const origins = new Set<string>();
		page.on('request', (request) => origins.add(new URL(request.url()).origin));
		await page.goto('/');
		const home = new URL(page.url()).origin;
		await page.getByRole('button', { name: 'Models', exact: true }).click();
		await page.getByText('published models that open here').click();
		await press(page, 'Look for Qwen/Qwen3-0.6B');
		await expect(
			page.getByRole('button', { name: 'Allow https://huggingface.co and reload' }),
		).toBeInViewport();
		await page.getByRole('button', { name: 'Data', exact: true }).click();
		const dialog = page.getByRole('main', { name: 'Data' });
		await dialog.getByText('A data set from a hub').click();
		const address = dialog.getByRole('textbox', { name: 'Data set', exact: true });
		await address.fill('x');
		// The form stays unfolded.
		await address.clear();
		await address.fill(`${hub.origin}/datasets/owner/tiny`);
		await press(page, 'Look for it');
		await press(page, `Allow ${hub.origin} and reload`);
		await press(page, `Add ${name}`);
		await press(page, 'Import');
		await expect(dialog.getByText('tiny-default-train-0000 is imported.')).toBeVisible();
		expect(origins).toEqual(new Set([home, hub.origin]));
		await hub.close();
	},
);

/** Bytes of the unfinished download. */
const stored = (page: Page) =>
	page.evaluate(async () => (await window.skillet!.client['hub.drafts']())[0]?.stored);

/** A tensor that the lab does not use makes the file longer than several pieces. */
function largeModel() {
	const folder = tinyModelFolder();
	const tensors = [...readSafetensors(folder.get(weights)!)].map(([name, { shape, bytes }]) => ({
		name,
		shape,
		values: new Float32Array(bytes.slice().buffer),
	}));
	const values = Float32Array.from({ length: 7_500_000 }, (_, i) => i % 1013);
	return folder.set(
		weights,
		writeSafetensors([...tensors, { name: 'extra', shape: [values.length], values }]),
	);
}

test(
	'a download says why it waits, and goes on after its page was closed',
	{ tag: '@long' },
	async ({ page: first, context }) => {
		const waiting = /: the hub asks to wait; next try in \d s$/;
		const folder = largeModel();
		const large = folder.get(weights)!;
		const { hub: text, models } = libraryEnglish;
		const hub = await hubServer({ files: folder });
		// A read of the header ends before it.
		const cutAt = 20_000_000 + Math.floor(Math.random() * 9_000_000);
		let isWell = false;
		let cut = () => {};
		hub.breakFiles((response, { file, from }) => {
			if (file !== weights || isWell) return false;
			if (from > 0) json(response, 429, {}, { 'Retry-After': '9' });
			else {
				response.writeHead(200, { 'Content-Length': large.length });
				response.write(large.subarray(0, cutAt));
				cut = () => response.destroy();
			}
			return true;
		});
		await first.goto('/');
		await look(first, hub);
		const [download] = text.download.split(' ');
		await findModels(first).getByRole('button', { name: download }).click();
		const pieces = Math.floor(cutAt / 1_000_000) * 1_000_000;
		await expect.poll(() => stored(first)).toBeGreaterThan(pieces);
		cut();
		await expect(findModels(first).getByRole('status').filter({ hasText: waiting })).toBeAttached();
		await expect(findModels(first).getByText(waiting)).toHaveCount(2);
		await first.close();

		isWell = true;
		hub.seen.length = 0;
		const page = await context.newPage();
		await page.goto('/');
		const dialog = findModels(page);
		await page.getByRole('button', { name: models.title, exact: true }).click();
		await dialog
			.getByRole('button', { name: text.resumeName.replace('{name}', 'owner/tiny') })
			.click();
		await expect(dialog.getByText(models.opened.replace('{name}', 'owner/tiny'))).toBeVisible();
		const [{ from }] = hub.seen;
		expect(from).toBe(pieces);
		await expect(dialog.getByTitle(folderHash(folder))).toBeVisible();
		await hub.close();
	},
);

test(
	'the preset of a real model fetches its rows, then asks for the model',
	{ tag: '@long' },
	async ({ page }) => {
		const { settings, missing, hub } = libraryEnglish;
		const fetched: string[] = [];
		page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
		await page.route('https://huggingface.co/**', (route) => route.abort());
		await page.goto('/');
		await page.getByRole('button', { name: settings.title, exact: true }).click();
		await page.getByRole('combobox', { name: /^Preset/ }).click();
		expect(fetched.filter((path) => path.includes('/rows/'))).toEqual([]);
		await page.getByRole('option', { name: 'A real model' }).click();
		await expect(page.getByText(settings.memory.missing)).toBeVisible();
		await press(page, settings.apply);
		const dialog = page.getByRole('dialog');
		await expect(dialog.getByRole('heading', { name: missing.title })).toBeVisible();
		// Its two skills came with the site, so only the model is left.
		await expect(dialog.getByRole('heading', { name: /^Skill/ })).toHaveCount(0);
		expect(fetched.filter((path) => path.includes('/rows/'))).toHaveLength(2);
		await press(page, missing.fetch);
		await press(page, hub.allow.replace('{origin}', 'https://huggingface.co'));
		await expect(
			page.getByText(/Nothing answers at https:\/\/huggingface\.co\. Check the address/),
		).toBeVisible();
	},
);
