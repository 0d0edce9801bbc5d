/** A model folder of the visitor's: an import that is cancelled, and one that ends. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { readSafetensors } from '#model/safetensors.ts';
import { tinyModelFolder } from '../../src/lab/worker/tinyModel.test-support.ts';

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

/** Drafts, and pieces of files that belong to no model. */
const leftOvers = (page: Page): Promise<number> =>
	page.evaluate(async () => {
		const settled = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error!);
			});
		const database = await settled(indexedDB.open('skillet'));
		const on = database.transaction(['drafts', 'pieces', 'models']);
		const [drafts, pieces, models] = await Promise.all([
			settled(on.objectStore('drafts').getAllKeys()),
			settled(on.objectStore('pieces').getAllKeys()),
			settled(on.objectStore('models').getAll() as IDBRequest<{ pieces: number }[]>),
		]);
		database.close();
		const owned = new Set(models.map((model) => model.pieces));
		const owners = pieces.map((key) => (key as [number | string])[0]);
		const loose = owners.filter((owner) => typeof owner === 'number' && !owned.has(owner));
		return drafts.length + loose.length;
	});

test('an import of a folder can be cancelled, leaves nothing, and can come again', async ({
	page,
}) => {
	const parent = mkdtempSync(path.join(tmpdir(), 'skillet-models-'));
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	await page.getByRole('button', { name: 'Models…', exact: true }).click();
	const dialog = page.getByRole('dialog');
	const open = async (folder: string) => {
		const chooser = page.waitForEvent('filechooser');
		await dialog.getByRole('button', { name: 'Open a folder…', exact: true }).click();
		await (await chooser).setFiles(folder);
	};
	await open(modelOnDisk(parent, 'large', 400_000_000));
	await expect.poll(() => leftOvers(page)).toBeGreaterThan(3);
	await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
	await expect(dialog.getByText('Cancelled: nothing was stored.')).toBeVisible();
	await expect.poll(() => leftOvers(page)).toBe(0);
	await expect(dialog.getByRole('progressbar')).toHaveCount(0);
	await open(modelOnDisk(parent, 'small'));
	await expect(dialog.getByText('small is here.')).toBeVisible();
	await expect(dialog.getByText('Cancelled: nothing was stored.')).toHaveCount(0);
	rmSync(parent, { recursive: true });
});
