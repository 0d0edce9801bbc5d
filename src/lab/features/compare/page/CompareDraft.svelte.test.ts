import { expect, test } from 'vitest';
import { exampleExperiment as base } from '../../../../../tests/support/experiment.ts';
import { studyRecord } from '../../../../../tests/support/studyValues.ts';
import { failure } from '../../../../../tests/support/failure.ts';
import { checkedBy } from '#engine/core/fields.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { studyFile } from '#lab/study/study.ts';
import { CompareDraft, readNumbers } from './CompareDraft.svelte.ts';

test('the form’s values become the fields of a file', () => {
	const draft = new CompareDraft(base);
	const { fields } = draft;
	fields.title = 'Does it?';
	draft.addPolicy('uniform', 'Uniform');
	draft.addPolicy('uniform', 'Uniform');
	draft.domainShares = '0, 12.5, 100';
	fields.budget = { tokens: 5000 };
	fields.models.push('large');
	fields.against.push('Uniform 2');
	fields.target = 'add';
	expect(draft.file).toEqual({
		version: 1,
		title: 'Does it?',
		about: '',
		policies: [
			{ label: 'Uniform', id: 'uniform' },
			{ label: 'Uniform 2', id: 'uniform' },
		],
		seeds: [1, 2, 3],
		models: ['large'],
		domainShares: [0, 0.125, 1],
		budget: { tokens: 5000 },
		against: ['Uniform 2'],
		target: 'add',
	});
});

test('a changed label changes in references; a removed policy removes its replays', () => {
	const draft = new CompareDraft(base, {
		policies: [
			{ label: 'a', id: 'uniform' },
			{ label: 'mean of a', id: 'replay', meanOf: 'a' },
			{ label: 'b', id: 'proportional' },
			{ label: 'mean of the mean', id: 'replay', meanOf: 'mean of a' },
			{ label: 'a backwards', id: 'timetable', reverseOf: 'a' },
		],
		against: ['a', 'mean of a'],
	});
	const { fields } = draft;
	draft.renamePolicy(fields.policies[0], 'A');
	const sources = fields.policies.map(({ label, meanOf, reverseOf }) => [
		label,
		meanOf ?? reverseOf,
	]);
	expect(sources).toEqual([
		['A', undefined],
		['mean of a', 'A'],
		['b', undefined],
		['mean of the mean', 'mean of a'],
		['a backwards', 'A'],
	]);
	expect(fields.against).toEqual(['A', 'mean of a']);
	draft.removePolicy(fields.policies[0]);
	expect(draft.comparable).toEqual(['b']);
	expect(fields.against).toEqual([]);
});

test('labels stay apart: one that is taken gets a number, and a share counts once', () => {
	const draft = new CompareDraft(base);
	draft.addPolicy('uniform', 'Equal');
	draft.addPolicy('proportional', 'By size');
	const [, second] = draft.fields.policies;
	draft.renamePolicy(second, 'Equal');
	draft.renamePolicy(second, 'Equal');
	draft.domainShares = '50, 50';
	expect(draft.comparable).toEqual(['Equal', 'Equal 2', 'domain 50 %']);
});

test('a label that is a title changes with the policy, also behind a number', () => {
	const draft = new CompareDraft(base);
	const titles: Record<string, string> = { uniform: 'Equal', mos: 'Hard first' };
	const titleOf = (id: string) => titles[id];
	for (let i = 0; i < 3; i++) draft.addPolicy('uniform', 'Equal');
	const [, second, third] = draft.fields.policies;
	draft.renamePolicy(third, 'Mine');
	for (const policy of [second, third]) draft.changePolicy(policy, 'mos', titleOf);
	expect(draft.comparable).toEqual(['Equal', 'Hard first', 'Mine']);
});

test('policies and domain shares can be compared with; a removed one is left out', () => {
	const draft = new CompareDraft(base, { domainShares: [0.95, 1], against: ['domain 100 %'] });
	expect(draft.comparable).toContain('domain 95 %');
	expect(draft.file.against).toEqual(['domain 100 %']);
	draft.domainShares = '0, 12.5';
	expect(draft.comparable).toEqual(['domain 0 %', 'domain 12.5 %']);
	expect(draft.file).not.toHaveProperty('against');
});

test('a list that is not numbers stays text, which the file’s reader refuses', () => {
	const draft = new CompareDraft(base);
	draft.domainShares = 'one, two';
	expect(draft.file.domainShares).toBe('one, two');
	expect(() => checkedBy(studyFile, { ...draft.file, title: 'x' })).toThrow(
		failure('must be a list of {min} to {max} {what}.', { field: 'domainShares' }),
	);
});

test('a copy of a stored study has all its fields, also those that the form does not show', () => {
	const { study } = studyRecord();
	const axes = {
		model: [study.experiment.model],
		learningRate: [0.001, 0.002],
		domainShare: [0.1, 0.9],
	};
	const budget = { kind: 'seconds', seconds: 7 } as const;
	const record = studyRecord({ order: 'turns', study: { ...study, axes, budget } });
	const draft = CompareDraft.ofStudy(record);
	expect([draft.order, draft.keepRuns]).toEqual(['turns', false]);
	expect(draft.base).toEqual(study.experiment);
	expect(draft.file).toMatchObject({
		title: study.title,
		about: study.about,
		seeds: [1, 2],
		groups: study.groups,
		policies: study.policies,
		models: ['base'],
		learningRates: [0.001, 0.002],
		domainShares: [0.1, 0.9],
		budget: { seconds: 7 },
	});
});

test('a copy has the references of a stored analysis, whose other fields left', () => {
	const { study } = studyRecord();
	const analysis = { comparisons: [['uniform', 'proportional', 'add']], margin: 2 };
	const { file } = CompareDraft.ofStudy(studyRecord({ study: { ...study, analysis } }));
	expect(file).not.toHaveProperty('analysis');
	expect(file.against).toEqual(['proportional']);
});

test('a copied study on another experiment names none of its skills', () => {
	const draft = CompareDraft.ofStudy(studyRecord());
	draft.takeBase(base);
	expect(draft.file).not.toHaveProperty('groups');
});

test('the policies of a link train in turns, each with a label of its own', () => {
	const policy = (id: string) => [{ fromStep: 0, id, settings: {} }];
	const switched = [...policy('uniform'), { fromStep: 9, id: 'mos', settings: {} }];
	const policies = [policy('uniform'), switched];
	const draft = CompareDraft.ofPolicies({ ...base, seed: 7 }, policies, ['Equal', 'Equal']);
	expect(draft.order).toBe('turns');
	expect(draft.title).toBe('Equal and Equal 2 (1 seed)');
	expect(draft.file).toMatchObject({
		seeds: [7],
		policies: [
			{ label: 'Equal', id: 'uniform' },
			{ label: 'Equal 2', switches: [{ fromStep: 9, id: 'mos' }] },
		],
	});
	draft.seedCount = 3;
	expect(draft.file.seeds).toEqual([7, 8, 9]);
});

test('lists of numbers are read as people write them', () => {
	expect(readNumbers('1, 2 3;4')).toEqual([1, 2, 3, 4]);
	expect(readNumbers('1e-3 .5 0.25')).toEqual([0.001, 0.5, 0.25]);
	expect(readNumbers('1，2、３；4')).toEqual([1, 2, 3, 4]);
	expect(readNumbers('  ')).toEqual([]);
	for (const wrong of ['two', '1,x', '0x1', 'NaN', '1..5', '1e999x'])
		expect(readNumbers(wrong)).toBeNull();
});

test('a share that is typed outside 0 to 100 % is refused in percent', () => {
	const draft = new CompareDraft(base);
	draft.domainShares = '50 101';
	const study = () => draft.study({} as LabInfo);
	expect(study).toThrow(
		failure('A share of the domain must be from 0 to 100 %, not {share} %. Correct it.', {
			share: 101,
		}),
	);
});
