/** Data and models move to another lab in one file, with the same hashes. */
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { tinyModelFolder } from '../../../../../tests/support/tinyModel.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';

const rows = Array.from({ length: 40 }, (_, i) => `{"prompt":"${i}+1","completion":"${i + 1}"}\n`);
const options = { name: 'Sums', heldOutShare: 0.1, seed: 1, maskPrivate: false } as const;

async function withSums() {
	const lab = await openLab();
	const { skillId } = await lab.client['import.start']({
		importId: 'i',
		file: new File(rows, 'sums.jsonl'),
		mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] },
		options: { ...options, role: 'domain' },
	});
	const info = (await lab.client['skill.list']()).find(({ id }) => id === skillId)!;
	return { lab, info };
}

type Lab = Awaited<ReturnType<typeof openLab>>;
const allRows = async ({ stores: { skills } }: Lab, id: string) => ({
	train: await skills.rows(id, 'train', 0, 100),
	validation: await skills.rows(id, 'validation', 0, 100),
	heldOut: await skills.rows(id, 'heldOut', 0, 100),
});

describe('data as a file', () => {
	it('has the same rows, hash and recipe in another lab, also with 3 GB of text', async () => {
		const { lab, info } = await withSums();
		const { name, blob } = await lab.client['skill.export']({ id: info.id });
		const text = (await blob.text()).replace(`"bytes":${info.bytes}`, '"bytes":3000000000');
		const file = new File([text], name);
		const other = await openLab();
		expect(await other.client['skill.import']({ file })).toEqual({ ...info, bytes: 3e9 });
		expect(await allRows(other, info.id)).toEqual(await allRows(lab, info.id));
	});

	it('is refused with the line or the hash, and leaves nothing', async () => {
		const { lab, info } = await withSums();
		const text = await (await lab.client['skill.export']({ id: info.id })).blob.text();
		const other = await openLab();
		const importing = (content: string) =>
			other.client['skill.import']({ file: new File([content], 'rows.jsonl') });
		await expect(importing(text.replace('"7+1"', '"7+2"'))).rejects.toThrow(
			failure('its rows are not those of its hash (found {found}). Ask for the file once more.'),
		);
		await expect(importing(text.replace('["train"', '["training"'))).rejects.toThrow(/line 2/);
		await expect(importing(text.slice(0, -20))).rejects.toThrow(
			failure('line {line}: {why}. Ask for the file once more.'),
		);
		expect(await other.stores.count('drafts')).toBe(0);
		expect(await other.stores.count('skillRows')).toBe(0);
	});
});

describe('a stored model as files', () => {
	it('has the same hash and the given name in another lab', async () => {
		const { client } = await openLab();
		const folder = tinyModelFolder();
		const files = Array.from(folder, ([name, bytes]) => new File([bytes], name));
		const model = await client['model.import']({ files });
		const other = await openLab();
		const moved = await other.client['model.import']({
			files: (await client['model.files']({ id: model.id })).map(
				({ name, blob }) => new File([blob], name),
			),
			name: 'Moved',
		});
		expect(moved).toEqual({ ...model, name: 'Moved' });
	});
});
