/** Data of a study that do not come with the lab are found in a folder by their content. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderSkills, importSource } from '../results/folderSkills.ts';
import { testFolder } from '../../tests/support/testFolder.ts';

const folder = testFolder();

const rows = (count: number) =>
	Array.from({ length: count }, (_, i) => JSON.stringify({ question: `${i}?`, answer: i })).join(
		'\n',
	);
const recipe = {
	mapping: { kind: 'shape', shape: 'questionAnswer' },
	heldOutShare: 0.2,
	seed: 0,
	maskPrivate: false,
} as const;

test('a file is found whatever its name, and a missing one is named', async () => {
	writeFileSync(path.join(folder, 'notes.md'), 'No rows here.');
	writeFileSync(path.join(folder, 'other.jsonl'), rows(30));
	writeFileSync(path.join(folder, 'renamed.jsonl'), rows(40));
	const settings = { name: 'Sums', use: 'train' as const, recipe };
	const { info } = (await importSource(path.join(folder, 'renamed.jsonl'), settings))!;
	const ref = { ...settings, id: info.id, version: 0, sha256: info.fingerprint };

	const found = await folderSkills([ref], folder);
	const examples = [];
	for await (const chunk of found.get(info.id)!.read('train')) examples.push(...chunk);
	expect(examples).toHaveLength(info.counts.train);

	// A hub's cache has folders of links.
	const links = path.join(folder, 'links');
	mkdirSync(links);
	symlinkSync('../renamed.jsonl', path.join(links, 'train.jsonl'));
	expect((await folderSkills([ref], links)).has(info.id)).toBe(true);

	rmSync(path.join(folder, 'renamed.jsonl'));
	await expect(folderSkills([ref], folder)).rejects.toThrow(/Sums.*Name its folder with --data/);
	await expect(folderSkills([ref], undefined)).rejects.toThrow(/--data/);
});
