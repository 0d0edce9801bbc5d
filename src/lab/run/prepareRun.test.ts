import { describe, expect, test } from 'vitest';
import { testStores } from '../../../tests/support/testStores.ts';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import type { Measure } from '#engine/core/measures.ts';
import { promptAnswer } from '#engine/data/example.ts';
import type { Part } from '#engine/data/skill.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { prepareRun } from './prepareRun.ts';
import {
	controlFixture,
	experiment,
	fileSkill,
	letterTokenizer,
	never,
	noModel,
} from '../../../tests/support/runControl.ts';

const silent = { progress: () => undefined };

test('a context above that of the model is refused; an equal one is accepted', async () => {
	const { control, stores } = await controlFixture(undefined, {
		openModel: async () => ({ config: { context: 63 }, tokenizer: letterTokenizer }) as LoadedModel,
	});
	await expect(control.create('a', experiment, never)).rejects.toThrow(
		failure(
			'must be at most {longest}, the longest that this model reads, not {context}. Change it under Settings.',
			{ field: 'batching.context', longest: 63, context: 64 },
		),
	);
	expect(await stores.runs.list()).toEqual([]);
	const fits = { ...experiment, batching: { ...experiment.batching, context: 63 } };
	await expect(control.create('b', fits, never)).resolves.toMatchObject({ step: 0 });
});

test('a run without its model cannot open, and stays unchanged', async () => {
	const { control, stores } = await controlFixture();
	await control.create('a', experiment, never);
	const later = await controlFixture(stores, { openModel: noModel });
	await expect(later.control.opened('a', never)).rejects.toThrow(/no model “base”/);
	expect(later.statuses.map(({ kind }) => kind)).toEqual(['preparing', 'paused']);
});

describe('an auxiliary model', () => {
	const model = (tokenizer: string, context: number) =>
		({
			config: { context },
			tokenizer: letterTokenizer,
			texts: new Map([['tokenizer.json', tokenizer]]),
		}) as unknown as LoadedModel;
	const withAuxiliary = { ...experiment, auxiliary: { id: 'judge', sha256: 'b'.repeat(64) } };
	const labWith = (judge: () => LoadedModel) =>
		controlFixture(undefined, {
			openModel: async ({ id }) => (id === 'judge' ? judge() : model('bytes', 64)),
		});

	test('with the same tokens and a long enough context is given to the trainer', async () => {
		const judge = model('bytes', 64);
		const lab = await labWith(() => judge);
		const prepared = await prepareRun(withAuxiliary, lab.sources, silent, never);
		expect(prepared.auxiliary).toBe(judge);
		expect(prepared.model).not.toBe(judge);
		const alone = await prepareRun(experiment, lab.sources, silent, never);
		expect(alone).not.toHaveProperty('auxiliary');
	});

	test.each<[string, () => LoadedModel, unknown]>([
		[
			'with another tokenizer',
			() => model('words', 64),
			failure('has another tokenizer than the model that is trained', { field: 'auxiliary' }),
		],
		[
			'of a shorter context',
			() => model('bytes', 63),
			failure('reads {most} tokens, and examples have up to {context}', {
				field: 'auxiliary',
				most: 63,
				context: 64,
			}),
		],
		['that is missing', noModel, /The lab has no model/],
	])('%s is refused before anything is made', async (_what, judge, message) => {
		const { control, stores, trainer } = await labWith(judge);
		const created = control.create('a', withAuxiliary, never);
		await expect(created).rejects.toThrow(InputError);
		await expect(created).rejects.toThrow(message);
		expect(trainer.calls).toEqual([]);
		expect(await stores.runs.list()).toEqual([]);
	});
});

test('rows that are longer than the context are counted in a warning at the start', async () => {
	const stores = await testStores();
	const writer = await stores.skills.write();
	const rows = async (part: Part, count: number, long: number) =>
		writer.append(
			part,
			Array.from({ length: count }, (_, i) => promptAnswer('x'.repeat(i < long ? 90 : 3), 'y')),
		);
	await rows('train', 90, 6);
	await rows('validation', 4, 0);
	await rows('heldOut', 6, 1);
	const counts = { train: 90, validation: 4, heldOut: 6 };
	await writer.commit({ ...fileSkill, counts });
	const { control, events } = await controlFixture(stores);
	await control.create('a', experiment, never);
	const warnings = events.filter(({ type }) => type === 'warning');
	expect(warnings).toEqual([
		{
			type: 'warning',
			step: 0,
			message: { id: 'rows.cut', values: expect.objectContaining({ context: 64 }) as unknown },
		},
	]);
	expect(warnings[0]).toHaveProperty(
		'message.values.skills',
		expect.arrayContaining([{ name: 'math.jsonl', cut: 7, rows: 100 }]),
	);
	// Its tab was closed before the first checkpoint.
	await stores.runs.create({ ...(await stores.runs.get('a'))!, id: 'b' });
	await control.resume('b', never);
	expect(events.filter(({ type }) => type === 'warning')).toEqual([warnings[0], warnings[0]]);
});

test('a run reads the measure of its experiment; raw text has none to read', async () => {
	const { sources } = await controlFixture();
	const [ref] = experiment.skills;
	const prepare = (measure: Measure, stored: Measure = { kind: 'exact' }) =>
		prepareRun(
			{ ...experiment, skills: [{ ...ref, measure }] },
			{
				...sources,
				openSkill: async (wanted) => {
					const source = (await sources.openSkill(wanted))!;
					return { ...source, info: { ...source.info, measure: stored } };
				},
			},
			silent,
			never,
		);
	const { skills } = await prepare({ kind: 'number' });
	expect(skills[0].info.measure).toEqual({ kind: 'number' });
	await expect(prepare({ kind: 'number' }, { kind: 'loss' })).rejects.toThrow(
		/^measure: “.*” is text without answers/,
	);
	await expect(prepare({ kind: 'pattern', pattern: '(' })).rejects.toThrow('measure.pattern');
});
