import { expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { ByteReader } from '#engine/core/bytes.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import packedModel from '../../../tests/golden/packedModel.json' with { type: 'json' };
import { readContents, settled } from '../../../tests/support/databaseDump.ts';
import { ggufBytes } from '../../../tests/support/ggufFiles.ts';
import { modelFiles, modelInfo } from '../../../tests/support/labValues.ts';
import {
	closedAtEachWrite,
	openStoresForEachTest,
	reopen,
	stores,
} from '../../../tests/support/openTab.ts';

openStoresForEachTest();

const counts = async () => {
	const dump = (await readContents('skillet')).stores;
	return [dump.models, dump.pieces, dump.drafts].map((store) => store?.records.length);
};

/** config.json has 18 bytes, model.safetensors 57: 2 + 4 pieces of 16. */
it.each([1, 16, 19, 57, 64_000_000])('a folder comes back in pieces of %i bytes', async (bytes) => {
	await reopen({ pieceBytes: bytes });
	await stores.models.put(modelInfo(), modelFiles());
	expect(await stores.models.list()).toEqual([modelInfo()]);
	const folder = await stores.models.open('base');
	expect(folder?.info).toEqual(modelInfo());
	for (const [name, file] of modelFiles()) {
		expect(await folder?.file(name)).toEqual(file);
		expect(await new ByteReader(folder!.pieces(name)).take(100)).toEqual(file);
	}
	expect(await folder?.file('vocab.json')).toBeUndefined();
	expect(await stores.models.open('other')).toBeUndefined();
	const pieces = Math.ceil(18 / bytes) + Math.ceil(57 / bytes);
	expect(await counts()).toEqual([1, pieces, 0]);
});

it('a model that is stored again replaces the older one; its open folder reports it', async () => {
	await stores.models.put(modelInfo(), modelFiles());
	const older = await stores.models.open('base');
	await stores.models.put(modelInfo({ name: 'New' }), modelFiles(100));
	expect((await stores.models.list()).map(({ name }) => name)).toEqual(['New']);
	const folder = await stores.models.open('base');
	expect(await folder?.file('model.safetensors')).toEqual(modelFiles(100).get('model.safetensors'));
	expect(await counts()).toEqual([1, 6, 0]);
	await expect(older?.file('model.safetensors')).rejects.toThrow(
		failure(
			'The database holds {stored} of the {length} bytes of {name}. Delete what it belongs to, and make or open it again.',
			{ stored: 0, length: 57 },
		),
	);
	const reader = new ByteReader(older!.pieces('model.safetensors'));
	await expect(reader.take(57)).rejects.toThrow(
		failure(
			'The database holds {stored} of the {length} bytes of {name}. Delete what it belongs to, and make or open it again.',
			{ stored: 0, length: 57 },
		),
	);
});

it('weights that version 1 stored packed are unpacked to the same bytes', async () => {
	const { record, config, firstByte, sha256 } = packedModel;
	const { bytes } = record.packed;
	const blocks = ggufBytes('golden/gguf/smollm3.gguf').subarray(firstByte, firstByte + bytes);
	const database = await settled(indexedDB.open('skillet'));
	const on = database.transaction(['models', 'pieces'], 'readwrite');
	on.objectStore('models').put(record);
	const put = (content: Uint8Array, file: string, n: number) =>
		on.objectStore('pieces').put(content.slice().buffer, [record.pieces, file, n]);
	put(new TextEncoder().encode(config), 'config.json', 0);
	await settled(put(blocks.subarray(0, 4001), 'model.safetensors', 0));
	await settled(put(blocks.subarray(4001), 'model.safetensors', 1));
	database.close();
	const folder = (await stores.models.open('file:packed'))!;
	const file = (await folder.file('model.safetensors'))!;
	expect(file).toHaveLength(record.files[1].bytes);
	expect(sha256Hex(file)).toBe(sha256);
	expect(await new ByteReader(folder.pieces('model.safetensors')).take(1e6)).toEqual(file);
	await stores.models.delete('file:packed');
	expect(await counts()).toEqual([0, 0, 0]);
});

it('a model is deleted with its own pieces only', async () => {
	await stores.models.put(modelInfo(), modelFiles());
	await stores.models.put(modelInfo({ id: 'other' }), modelFiles(1));
	await stores.models.delete('base');
	await stores.models.delete('base');
	expect(await counts()).toEqual([1, 6, 0]);
	const other = await stores.models.open('other');
	expect(await other?.file('model.safetensors')).toEqual(modelFiles(1).get('model.safetensors'));
});

it('a tab that closes at any write keeps the older model; the next start cleans up', async () => {
	await stores.models.put(modelInfo(), modelFiles());
	const writes = await closedAtEachWrite(
		() => stores.models.put(modelInfo({ name: 'New' }), modelFiles(100)),
		async () => {
			expect(await counts()).toEqual([1, 6, 0]);
			expect(await stores.models.list()).toEqual([modelInfo()]);
			const folder = await stores.models.open('base');
			expect(await folder?.file('model.safetensors')).toEqual(
				modelFiles().get('model.safetensors'),
			);
		},
	);
	// The draft, 6 pieces, the draft's end, the older pieces' deletion, the model.
	expect(writes).toBe(10);
	expect((await stores.models.list()).map(({ name }) => name)).toEqual(['New']);
});
