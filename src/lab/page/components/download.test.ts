/** The zip that the page saves opens again with the same names and bytes. */
import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { saveFolder, zipStored } from './download.ts';

test('a stored zip gives back every file byte for byte', async () => {
	const weights = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31) % 251);
	const zip = await zipStored([
		{ name: 'config.json', blob: new Blob(['{"a":1}']) },
		{ name: 'model.safetensors', blob: new Blob([weights]) },
		{ name: 'empty.txt', blob: new Blob([]) },
	]);
	const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
	expect(Object.keys(files)).toEqual(['config.json', 'model.safetensors', 'empty.txt']);
	expect(new TextDecoder().decode(files['config.json'])).toBe('{"a":1}');
	expect(files['model.safetensors']).toEqual(weights);
	expect(files['empty.txt'].length).toBe(0);
	expect(zip.size).toBeGreaterThan(weights.length);
});

test('a folder is one zip, or file by file beyond 4 GB', async () => {
	const saved: string[] = [];
	vi.stubGlobal('document', {
		createElement: () => ({
			download: '',
			click(this: { readonly download: string }) {
				saved.push(this.download);
			},
		}),
	});
	vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined });
	vi.useFakeTimers();
	const card = { name: 'README.md', blob: new Blob(['card']) };
	const weights = { name: 'model.safetensors', blob: { size: 4.4e9 } as Blob };
	await saveFolder('small.zip', [card]);
	await saveFolder('large.zip', [card, weights]);
	vi.useRealTimers();
	vi.unstubAllGlobals();
	expect(saved).toEqual(['small.zip', 'README.md', 'model.safetensors']);
});
