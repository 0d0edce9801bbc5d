/** A model from a local hub: permission, a redirect to another origin, and a reload in between. */
import { expect, test, type Page } from '@playwright/test';
import { readSafetensors } from '#model/safetensors.ts';
import { tinyModelFolder } from '../../src/lab/worker/tinyModel.test-support.ts';
import { hubServer, type HubServer } from '../support/hubServer.ts';
import { writeSafetensors } from '../../scripts/lib/memoryFolder.ts';

const weights = 'model.safetensors';
const dialogOf = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) =>
	dialogOf(page).getByRole('button', { name, exact: true }).click();

async function look(page: Page, hub: HubServer): Promise<void> {
	await page.getByRole('button', { name: 'Models…', exact: true }).click();
	await dialogOf(page).getByRole('textbox', { name: 'Model', exact: true }).fill(hub.address);
	await press(page, 'Look for it');
	await press(page, `Allow ${hub.origin} and reload`);
}

test(
	'a hub and the origin of its files are asked once they are allowed, and no other',
	{ tag: '@long' },
	async ({ page }) => {
		const hub = await hubServer({ files: tinyModelFolder(), redirects: true });
		const asked = new Set<string>();
		page.on('request', (request) => asked.add(new URL(request.url()).origin));
		await page.goto('/');
		const own = new URL(page.url()).origin;
		await look(page, hub);
		await press(page, 'Find the address');
		const dialog = dialogOf(page);
		await expect(dialog.getByText(`The hub sends its files from ${hub.storage}.`)).toBeVisible();
		expect(hub.seen).toHaveLength(1);
		await press(page, `Allow ${hub.storage} and reload`);
		await expect(dialog.getByText(/llama, which the lab opens/)).toBeVisible();
		await dialog.getByRole('button', { name: /^Download / }).click();
		await expect(dialog.getByText('owner/tiny is here.')).toBeVisible();
		await expect(dialog.getByText(`${hub.address}@${hub.commit}`)).toBeVisible();
		await press(page, 'Use owner/tiny for a new run');
		expect([...asked].sort()).toEqual([own, hub.origin, hub.storage].sort());
		await hub.close();
	},
);

test('a download goes on after a reload, where it stopped', { tag: '@long' }, async ({ page }) => {
	const folder = tinyModelFolder();
	const tensors = [...readSafetensors(folder.get(weights)!)].map(([name, { shape, bytes }]) => ({
		name,
		shape,
		values: new Float32Array(bytes.slice().buffer),
	}));
	// The lab does not use this tensor, which makes the file longer than a piece.
	const extra = { name: 'extra', shape: [2_500_000], values: new Float32Array(2_500_000) };
	const large = writeSafetensors([...tensors, extra]);
	const hub = await hubServer({ files: folder.set(weights, large) });
	let isStuck = true;
	hub.breakFiles((response, { file }) => {
		if (!isStuck || file !== weights) return false;
		response.writeHead(200, { 'Content-Length': large.length });
		response.write(large.subarray(0, 9_000_000));
		return true;
	});
	await page.goto('/');
	await look(page, hub);
	const dialog = dialogOf(page);
	await dialog.getByRole('button', { name: /^Download / }).click();
	await expect(dialog.getByText(/B of 10\.0 MB$/)).toBeVisible();
	const stored = () =>
		page.evaluate(async () => (await window.skillet!.client['hub.drafts']())[0]?.stored);
	await expect.poll(stored).toBeGreaterThan(8_000_000);

	await page.reload();
	isStuck = false;
	hub.seen.length = 0;
	await page.getByRole('button', { name: 'Models…', exact: true }).click();
	await press(page, 'Resume the download of owner/tiny');
	await expect(dialog.getByText('owner/tiny is here.')).toBeVisible();
	expect(hub.seen.map(({ file, from }) => [file, from])).toEqual([[weights, 8_000_000]]);
	await expect(dialog.getByText('Unfinished downloads')).toHaveCount(0);
	await hub.close();
});
