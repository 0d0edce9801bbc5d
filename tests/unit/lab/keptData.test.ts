import { expect, test } from 'vitest';
import { LabConnection } from '#lab/page/state/LabConnection.svelte.ts';
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { openLab } from '../../support/featureLab.ts';
import { keptData } from '#lab/features/library/page/kept.ts';

test('a backup holds the data and the models that a script has stored since', async () => {
	const { client, info } = await openLab();
	const lab = new LabConnection(client);
	await lab.connect(Promise.resolve(info));
	const kinds = keptData(lab, { put: async (model) => model });
	const held = async () =>
		Promise.all(kinds.map(async ({ list }) => (await list()).map(({ name }) => name)));
	expect(await held()).toEqual([[], []]);
	const rows = Array.from({ length: 20 }, (_, i) => `{"prompt":"${i} =","completion":"${i}"}`);
	await client['import.start']({
		importId: 'i',
		file: new File([rows.join('\n')], 'a.jsonl'),
		mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] },
		options: { name: 'Sums', heldOutShare: 0.2, seed: 1, maskPrivate: false, role: 'domain' },
	});
	const files = Array.from(tinyModelFolder(3), ([name, bytes]) => new File([bytes], name));
	await client['model.import']({ files, name: 'Mine' });
	expect(await held()).toEqual([['Sums'], ['Mine']]);
	// The dialogs show them, too.
	expect(lab.info?.models.map(({ name }) => name)).toContain('Mine');
	const [part] = await (await kinds[0].list())[0].read().then(({ id, name }) => [{ id, name }]);
	expect(await kinds[0].store(part, [])).toBe(false);
});
