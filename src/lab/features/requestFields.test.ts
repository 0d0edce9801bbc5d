/** Requests that the types forbid, as a page of another version can send them. */
import { expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import type { CallName } from '#lab/worker/protocol.ts';
import { checkedRequest } from '#lab/worker/host.ts';
import { requestFields } from './requestFields.ts';
import { freshLab } from '../../../tests/soak/fuzz/messages/lab.ts';

it.each<[CallName, unknown, RegExp]>([
	['run.events', undefined, /^runId: must be text, not nothing/],
	['run.events', { runId: 5 }, /^runId: must be text, not 5/],
	['run.play', { runId: 'r' }, /^pace: must be a pace/],
	['run.play', { runId: 'r', pace: { kind: 'slow', milliseconds: -1 } }, /^pace.milliseconds/],
	[
		'run.fork',
		{ runId: 'r', step: 6, newRunId: 'f', policy: [] },
		/^policy.id: is missing. Add it/,
	],
	['run.meanMix', { runId: 'other' }, /no such run/],
	['skill.rows', { id: 'fact', part: 'all', from: 0, count: 1 }, /^part: must be one of train/],
	['skill.rows', { id: 'fact', part: 'train', from: -1, count: 1 }, /^from: must be a whole/],
	['import.inspect', { importId: 'i', file: 'rows.csv' }, /^file: must be a file/],
	['model.import', { files: [null] }, /^files.0.: must be a file/],
	['model.keep', { runId: 'r', page: '', name: ' ' }, /^name: /],
	['answer.score', { scores: 'all' }, /^scores: must be a list/],
	['answer.score', { scores: [null] }, /^scores.0.: must be an object/],
	['question.save', { set: Array(2) }, /^questions: questions.0.: must be/],
	['study.create', { studyId: 's', study: 5, keepRuns: true }, /^study: must be a study/],
	['study.create', { studyId: 's', study: {}, keepRuns: true }, /must be|is missing/],
	['judge.try', { judge: 5, key: '' }, /^judge: must be the judge/],
	['judge.try', { judge: { address: 5 }, key: '' }, /^judge.address: must be text/],
	['evaluation.export', { questions: 'x', answerSets: 'a', format: 'csv' }, /^answerSets: must/],
])('%s with %o: a message with the field', async (call, request, message) => {
	const lab = await freshLab();
	const reply = lab.call(call, request as never);
	await expect(reply).rejects.toThrow(message);
	await expect(reply).rejects.toBeInstanceOf(InputError);
	await lab.close();
});

it('a report has one of the known formats', async () => {
	const lab = await freshLab();
	const [{ sha256 }] = await lab.call('question.list');
	const request = { questions: sha256, answerSets: [], format: 'toString' as never };
	await expect(lab.call('evaluation.export', request)).rejects.toThrow(/^format: must be one of/);
	await lab.close();
});

it('fields are checked when they are read, and others pass', () => {
	const given = checkedRequest({ runId: 5, other: 7 }, requestFields);
	expect(given.other).toBe(7);
	expect(() => given.runId).toThrow(InputError);
	expect({ ...checkedRequest({ name: 'a', x: null }, requestFields) }).toEqual({
		name: 'a',
		x: null,
	});
});
