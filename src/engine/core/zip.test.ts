/** A zip opens again with the same names and bytes. */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipStored } from './zip.ts';

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
