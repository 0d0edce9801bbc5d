import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import { writeSafetensors } from '#model/safetensors.ts';
import { openLab } from './lab.test-support.ts';
import { tinyModelFolder } from './tinyModel.test-support.ts';

describe('a model', () => {
	const asFiles = (folder: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) =>
		[...folder].map(([name, bytes]) => new File([bytes], name));

	it('of the visitor opens, trains, and comes out tuned in the same layout', async () => {
		const { client, experiment, trainer } = await openLab();
		const folder = tinyModelFolder(3);
		const info = await client['model.import']({ files: asFiles(folder) });
		expect(info).toMatchObject({
			source: 'file',
			sha256: sha256Hex(folder.get('model.safetensors')!),
		});
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });

		const files = await client['model.export']({ runId: 'r' });
		expect(files.map(({ name }) => name).sort()).toEqual(['README.md', ...folder.keys()].sort());
		expect(trainer.asked).toContain('state');
	});

	it('that lacks a file, or has its weights in another layout, is refused by name', async () => {
		const { client, stores } = await openLab();
		const without = tinyModelFolder();
		without.delete('tokenizer.json');
		await expect(client['model.import']({ files: asFiles(without) })).rejects.toThrow(
			'tokenizer.json',
		);
		const sharded = tinyModelFolder();
		sharded.set('model-00001-of-00002.safetensors', new Uint8Array(8));
		sharded.delete('model.safetensors');
		await expect(client['model.import']({ files: asFiles(sharded) })).rejects.toThrow(
			'model-00001-of-00002.safetensors',
		);
		const empty = tinyModelFolder();
		empty.set('model.safetensors', writeSafetensors([]));
		await expect(client['model.import']({ files: asFiles(empty) })).rejects.toThrow(InputError);
		expect(await stores.models.list()).toEqual([]);
	});

	it('that a link names and the lab lacks is named with its hash', async () => {
		const { client, experiment } = await openLab();
		const model = { id: 'theirs', sha256: 'b'.repeat(64) };
		await expect(
			client['run.create']({ runId: 'r', experiment: { ...experiment, model } }),
		).rejects.toThrow(`“theirs” (SHA-256 of its model.safetensors: ${'b'.repeat(64)})`);
	});
});
