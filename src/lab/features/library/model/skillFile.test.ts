/** A file of rows with its measure. */
import { expect, test } from 'vitest';
import { promptAnswer } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import { parts, type SkillInfo } from '#engine/data/skill.ts';
import { readSkillFile, writeSkillFile } from './skillFile.ts';

const rows = {
	train: promptAnswer('1+1', '2'),
	validation: promptAnswer('2+1', '3'),
	heldOut: promptAnswer('3+1', '#### 4'),
};
const fingerprint = createFingerprint();
for (const part of parts) fingerprint.add(part, rows[part]);
const hash = fingerprint.hex();
const info: SkillInfo = {
	id: `file:${hash.slice(0, 12)}`,
	name: 'Sums',
	role: 'domain',
	source: 'file',
	about: 'sums.jsonl',
	counts: { train: 1, validation: 1, heldOut: 1 },
	measure: { kind: 'pattern', pattern: '#### (.+)' },
	heldOutIs: 'unseen',
	fingerprint: hash,
	bytes: 12,
};
const write = (described: SkillInfo) =>
	writeSkillFile({
		info: described,
		async *read(part) {
			yield await Promise.resolve([rows[part]]);
		},
	});
const read = (blob: Blob) =>
	readSkillFile(
		new File([blob], 'rows.jsonl'),
		{ append: async () => undefined },
		new AbortController().signal,
	);

test('the measure comes back', async () => {
	expect(await read((await write(info)).blob)).toEqual(info);
});

test('a description without a measure is refused', async () => {
	const { measure: _, ...before } = info;
	const { blob } = await write(before as SkillInfo);
	await expect(read(blob)).rejects.toThrow(/^line 1.measure: is missing/);
});
