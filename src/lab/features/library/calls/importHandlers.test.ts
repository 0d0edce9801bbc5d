import { describe, expect, it } from 'vitest';
import type { Measure } from '#engine/core/measures.ts';
import { toSkillRef } from '#lab/run/experiment.ts';
import { failure } from '../../../../../tests/support/failure.ts';
import { StorageError } from '#engine/core/errors.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import { waitForEvent } from '../../../../../tests/support/lab.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { tinyModelFolder } from '../../../../../tests/support/tinyModel.ts';

const jsonl = (rows: number): File => {
	const lines = Array.from(
		{ length: rows },
		(_, i) => `{"prompt":"${i}+1","completion":"${i + 1}"}\n`,
	);
	return new File([lines.join('')], 'sums.jsonl');
};
const importing = (file: File) => ({
	importId: 'import-1',
	file,
	mapping: { kind: 'columns', prompt: ['prompt'], answer: ['completion'] } as const,
	options: {
		name: 'Sums',
		heldOutShare: 0.1,
		seed: 1,
		maskPrivate: false,
		role: 'domain',
	} as const,
});

describe('an import', () => {
	it('becomes a skill that can be trained, read, removed and restored', async () => {
		const { client, experiment, events } = await openLab();
		const file = jsonl(40);
		const inspection = await client['import.inspect']({ importId: 'import-1', file });
		expect(inspection.columns.map(({ path }) => path)).toEqual(['prompt', 'completion']);
		const { skillId, imported } = await client['import.start'](importing(file));
		expect(imported.train + imported.validation + imported.heldOut).toBe(40);
		const info = (await client['skill.list']()).find(({ id }) => id === skillId)!;
		const label = { id: 'skill.reading', values: { name: 'sums.jsonl' } };
		expect(events).toContainEqual(expect.objectContaining({ task: 'import-1', label, done: true }));
		const rows = await client['skill.rows']({ id: skillId, part: 'train', from: 1, count: 2 });
		expect(rows).toHaveLength(2);
		const { sha256 } = experiment.model;
		const page = { id: skillId, part: 'train', from: 1, count: 2, sha256, context: 64 } as const;
		const [first] = await client['skill.seen'](page);
		expect(first.parts.at(-1)).toEqual({
			text: `${rows[0].messages[1].content}<|eos|>`,
			isTrained: true,
		});

		const ref = { id: skillId, name: info.name, version: 0, sha256: info.fingerprint } as const;
		const trained = { ...experiment, skills: [{ ...ref, use: 'train' as const }] };
		await client['run.create']({ runId: 'r', experiment: trained });

		await client['skill.remove']({ id: skillId });
		await expect(client['run.create']({ runId: 's', experiment: trained })).rejects.toThrow(
			info.fingerprint,
		);
		await client['skill.restore']({ id: skillId });
		await client['run.create']({ runId: 's', experiment: trained });
		await expect(client['skill.remove']({ id: 'capitals' })).rejects.toThrow(
			failure('“{id}” is built in and takes no space: leave it out of the experiment instead.'),
		);
	});

	it('has a measure that can change without a new import', async () => {
		const { client, experiment, stores } = await openLab();
		const { skillId, measure, answers } = await client['import.start'](importing(jsonl(40)));
		expect(measure).toEqual({ kind: 'exact' });
		expect(answers).toMatchObject({ shares: { exact: 1, number: 0, choice: 0 } });
		const find = async () => (await client['skill.list']()).find(({ id }) => id === skillId)!;
		const before = await find();
		expect((await client['skill.answers']({ id: skillId })).first).toHaveLength(3);
		await client['skill.measure']({ id: skillId, measure: { kind: 'number' } });
		expect(await find()).toEqual({ ...before, measure: { kind: 'number' } });
		const change = (id: string, kind: object) =>
			client['skill.measure']({ id, measure: kind as Measure });
		await expect(change(skillId, { kind: 'pattern', pattern: '(?=a)' })).rejects.toThrow(
			'measure.pattern: the pattern cannot be used',
		);
		await expect(change(skillId, { kind: 'loss' })).rejects.toThrow(/does not suit/);
		await expect(change(skillId, { kind: 'bleu' })).rejects.toThrow(
			/measure\.kind: must be one of/,
		);
		await expect(change('addition', { kind: 'number' })).rejects.toThrow(/no longer has the data/);
		// An experiment names it, and without a name keeps the exact match of before.
		const ref = toSkillRef(await find(), 'train');
		expect(ref.measure).toEqual({ kind: 'number' });
		expect(toSkillRef(before, 'train')).not.toHaveProperty('measure');
		const run = { ...experiment, skills: [ref] };
		await client['run.create']({ runId: 'r', experiment: run });
		expect((await stores.runs.get('r'))!.experiment.skills).toEqual([ref]);
	});

	it('names held-out prompts that another skill trains', async () => {
		const { client, experiment, events } = await openLab();
		const first = await client['import.start'](importing(jsonl(60)));
		expect(first.overlaps).toEqual([]);
		const lines = Array.from(
			{ length: 60 },
			(_, i) => `{"prompt":"${i}+1","completion":"?${i}"}\n`,
		);
		const again = importing(new File([lines.join('')], 'more.jsonl'));
		const options = { ...again.options, name: 'More', seed: 7, heldOutShare: 0.3 };
		const { skillId, overlaps = [] } = await client['import.start']({ ...again, options });
		const [overlap] = overlaps.filter(({ trainer }) => trainer.id === first.skillId);
		expect(overlap).toMatchObject({ holder: { name: 'More' }, trainer: { name: 'Sums' } });
		expect(overlap.prompts).toBeGreaterThan(0);

		const skills = await client['skill.list']();
		const refOf = (id: string) => {
			const { name, fingerprint } = [...skills].find((skill) => skill.id === id)!;
			return { id, name, version: 0, sha256: fingerprint, use: 'train' as const };
		};
		const run = { ...experiment, skills: [refOf(first.skillId), refOf(skillId)] };
		await client['run.create']({ runId: 'r', experiment: run });
		expect(JSON.stringify(events)).toContain('"rows.overlap"');
	});

	it('leaves nothing after a cancellation', async () => {
		const lab = await openLab();
		const { client, stores } = lab;
		const imported = client['import.start'](importing(jsonl(20_000)));
		const refused = expect(imported).rejects.toMatchObject({ name: 'AbortError' });
		await waitForEvent(
			lab,
			(event): event is LabEvent & { event: 'progress' } =>
				event.event === 'progress' && event.task === 'import-1',
		);
		await client['task.cancel']({ task: 'import-1' });
		expect(await stores.count('drafts')).toBe(0);
		expect(await stores.count('skillRows')).toBe(0);
		await refused;
		await client['import.start'](importing(jsonl(40)));
	});

	it('is refused before the first write if there is not enough space', async () => {
		const { client, stores } = await openLab();
		stores.disk.quota = 100;
		await expect(client['import.start'](importing(jsonl(100)))).rejects.toThrow(StorageError);
		expect(await stores.count('drafts')).toBe(0);
	});
});

it('the report counts what the chat template of the model does not write', async () => {
	const { client, info } = await openLab();
	const rows = Array.from({ length: 40 }, (_, i) => {
		const thoughts = i % 2 === 0 ? { reasoning_content: 'Count on.' } : {};
		const answer = { role: 'assistant', content: `${i + 1}`, ...thoughts };
		return JSON.stringify({ messages: [{ role: 'user', content: `After ${i}?` }, answer] });
	});
	const start = (file: File, model?: string) =>
		client['import.start']({
			importId: 'i',
			file,
			mapping: { kind: 'shape', shape: 'openAiMessages' },
			options: { name: 'a', heldOutShare: 0.2, seed: 1, maskPrivate: false, role: 'domain' },
			...(model !== undefined && { model }),
		});
	const file = new File([rows.join('\n')], 'thoughts.jsonl');
	const { sha256 } = info.models[0];
	expect((await start(file, sha256)).ignored).toEqual([{ field: 'reasoning_content', rows: 20 }]);
	// Without a model on the workbench, or if it cannot be had, the report says nothing of it.
	expect((await start(file)).ignored).toEqual([]);
	expect((await start(file, 'f'.repeat(64))).ignored).toEqual([]);
	// A template of the visitor's model that writes it.
	const folder = tinyModelFolder(3);
	const template =
		"{% for m in messages %}{{ m['reasoning_content'] }}{{ m['content'] }}{{ eos_token }}{% endfor %}";
	folder.set('chat_template.jinja', new TextEncoder().encode(template));
	const files = Array.from(folder, ([name, bytes]) => new File([bytes], name));
	const mine = await client['model.import']({ files });
	expect((await start(file, mine.sha256)).ignored).toEqual([]);
});
