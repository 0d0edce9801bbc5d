import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InternalError } from '#engine/core/errors.ts';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import type { SkillWriter } from '#lab/run/stores.ts';
import type { Part } from '#engine/data/skill.ts';
import { readContents } from '../../../tests/support/databaseDump.ts';
import { examples, skillInfo } from '../../../tests/support/labValues.ts';
import {
	closedAtEachWrite,
	openStoresForEachTest,
	reopen,
	stores,
} from '../../../tests/support/openTab.ts';

openStoresForEachTest();

/** 1,203 rows for training in batches that fit no chunk, 40 held out, in between. */
async function writeRows(writer: SkillWriter, from = 0): Promise<void> {
	await writer.append('train', examples(7, from));
	await writer.append('train', examples(700, from + 7));
	await writer.append('heldOut', examples(40, from + 5_000));
	await writer.append('train', examples(496, from + 707));
}
async function importSkill(info = skillInfo(), from = 0): Promise<void> {
	const writer = await stores.skills.write();
	await writeRows(writer, from);
	await writer.commit(info);
}
async function readAll(id: string, part: Part): Promise<Example[]> {
	const rows: Example[] = [];
	const source = await stores.skills.source(id);
	for await (const batch of source?.read(part) ?? []) rows.push(...batch);
	return rows;
}
const traces = async () => {
	const { stores } = await readContents('skillet');
	return {
		skills: stores.skills?.records.length,
		skillRows: stores.skillRows?.records.length,
		drafts: stores.drafts?.records.length,
	};
};

describe('a skill', () => {
	const { id } = skillInfo();

	it('is read back completely, by part and chunk', async () => {
		await importSkill();
		expect(await stores.skills.list()).toEqual([skillInfo()]);
		expect((await stores.skills.source(id))?.info).toEqual(skillInfo());
		expect(await readAll(id, 'train')).toEqual(examples(1_203));
		expect(await readAll(id, 'validation')).toEqual([]);
		expect(await readAll(id, 'heldOut')).toEqual(examples(40, 5_000));
		expect(await traces()).toEqual({ skills: 1, skillRows: 4, drafts: 0 });
	});

	it.each([
		[0, 3],
		[498, 4],
		[499, 1],
		[500, 500],
		[0, 1_203],
		[1_200, 50],
		[1_203, 5],
	])('gives rows from %i, %i of them', async (from, count) => {
		await importSkill();
		const expected = examples(1_203).slice(from, from + count);
		expect(await stores.skills.rows(id, 'train', from, count)).toEqual(expected);
	});

	it('keeps every message, raw text, noise and odd characters', async () => {
		const rows: Example[] = [
			{ messages: [{ role: 'system', content: 'Be brief.' }], noisy: true },
			rawText('naïve \u0000 \ud83d\ude00 \ud800'),
			promptAnswer('', 'x'.repeat(100_000)),
		];
		const writer = await stores.skills.write();
		await writer.append('train', rows);
		await writer.commit(skillInfo({ counts: { train: 3, validation: 0, heldOut: 0 } }));
		expect(await readAll(id, 'train')).toEqual(rows);
	});
});

describe('an import', () => {
	it('is invisible before its commit', async () => {
		const writer = await stores.skills.write();
		await writeRows(writer);
		expect(await stores.skills.list()).toEqual([]);
		expect(await stores.skills.source(skillInfo().id)).toBeUndefined();
	});

	it('leaves nothing after an abort, and takes no more rows', async () => {
		const writer = await stores.skills.write();
		await writeRows(writer);
		await writer.abort();
		await writer.abort();
		expect(await traces()).toEqual({ skills: 0, skillRows: 0, drafts: 0 });
		await expect(writer.append('train', examples(1))).rejects.toThrow(InternalError);
	});

	it('refuses counts that differ from the written rows', async () => {
		const writer = await stores.skills.write();
		await writer.append('train', examples(3));
		const info = skillInfo({ counts: { train: 4, validation: 0, heldOut: 0 } });
		await expect(writer.commit(info)).rejects.toThrow(/3 rows for train, but its summary says 4/);
		await writer.abort();
		expect(await traces()).toEqual({ skills: 0, skillRows: 0, drafts: 0 });
	});

	it('keeps the older skill if the tab closes at any write; the next start cleans up', async () => {
		await importSkill();
		const before = await traces();
		const writes = await closedAtEachWrite(
			() => importSkill(skillInfo({ name: 'again.jsonl' }), 10_000),
			async () => {
				expect(await traces()).toEqual(before);
				expect(await stores.skills.list()).toEqual([skillInfo()]);
				expect(await stores.skills.rows(skillInfo().id, 'train', 0, 1)).toEqual(examples(1));
			},
		);
		// The draft, 4 chunks, the draft's end, the older rows' deletion, the skill.
		expect(writes).toBe(8);
		expect(await stores.skills.rows(skillInfo().id, 'train', 0, 1)).toEqual(examples(1, 10_000));
	});
});

describe('a removed skill', () => {
	const { id } = skillInfo();
	beforeEach(() => importSkill());

	it('is deleted by a purge, and the others stay', async () => {
		await importSkill(skillInfo({ id: 'file:b' }), 20_000);
		await stores.skills.remove(id);
		await stores.skills.purge();
		await expect(stores.skills.restore(id)).rejects.toThrow(
			failure('The skill {id} is not in the database. Import its file again.'),
		);
		expect(await traces()).toEqual({ skills: 1, skillRows: 4, drafts: 0 });
		expect(await readAll('file:b', 'heldOut')).toEqual(examples(40, 25_000));
	});

	it('is deleted at the next start', async () => {
		await stores.skills.remove(id);
		await reopen();
		expect(await traces()).toEqual({ skills: 0, skillRows: 0, drafts: 0 });
	});
});
