/** The screen for questions: the choice, the report, late replies and failures. */
import { expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';
import type { EvaluationReport } from '../model/report.ts';
import type { AnswerSetInfo, QuestionSet, QuestionSetInfo } from '../model/types.ts';
import { QuestionsState, type QuestionsLab } from './QuestionsState.svelte.ts';

const makeInfo = (sha256: string, shipped = true): QuestionSetInfo => ({
	sha256,
	name: sha256,
	about: '',
	language: 'en',
	questions: 1,
	general: 1,
	domain: 0,
	shipped,
	savedAt: 0,
});
const makeAnswers = (
	id: string,
	kind: AnswerSetInfo['by']['kind'],
	madeAt: number,
): AnswerSetInfo => ({
	id,
	questions: 'one',
	by: { kind, name: id },
	origin: { kind: 'lab' },
	madeAt,
	answered: 1,
	scores: 0,
});

function place(answers: AnswerSetInfo[] = [], entries = new Map<string, string>()) {
	const sets = [makeInfo('one'), makeInfo('two'), makeInfo('own', false)];
	const lab = {
		'question.list': vi.fn<QuestionsLab['question.list']>(async () => sets),
		'question.open': vi.fn<QuestionsLab['question.open']>(
			async ({ sha256 }) => ({ name: sha256, questions: [{ id: 'q' }] }) as unknown as QuestionSet,
		),
		'question.delete': vi.fn<QuestionsLab['question.delete']>(async ({ sha256 }) => {
			sets.splice(
				sets.findIndex((set) => set.sha256 === sha256),
				1,
			);
		}),
		'answer.list': vi.fn<QuestionsLab['answer.list']>(async () => answers),
		'answer.open': async ({ id }: { id: string }) => ({ id, set: { id }, scores: [] }),
		'answer.import': vi.fn<QuestionsLab['answer.import']>(),
		'answer.delete': vi.fn<QuestionsLab['answer.delete']>(async ({ id }) => {
			answers.splice(
				answers.findIndex((set) => set.id === id),
				1,
			);
		}),
		'answer.restore': vi.fn<QuestionsLab['answer.restore']>(async () => true),
		'evaluation.report': vi.fn<QuestionsLab['evaluation.report']>(
			async ({ answerSets }) => ({ rows: answerSets }) as unknown as EvaluationReport,
		),
	};
	const storage = memoryStorage(entries);
	const state = new QuestionsState(lab as unknown as QuestionsLab, storage, () => undefined);
	return { state, lab, answers, entries };
}

test('deleted answers can be brought back with their marks', async () => {
	const { state, lab, answers } = place([makeAnswers('base', 'base', 2)]);
	await state.load();
	const undo = await state.deleteAnswers('base');
	expect([answers, state.answers]).toEqual([[], []]);
	await undo?.();
	const { file } = lab['answer.restore'].mock.calls[0][0];
	expect(JSON.parse(await file.text())).toEqual({ set: { id: 'base' }, scores: [] });
	lab['answer.delete'].mockRejectedValueOnce(new InputError(asMessage('The disk is full.')));
	expect(await state.deleteAnswers('base')).toBeNull();
	expect(state.notice?.problem).toBe('The disk is full.');
});

test('zero-shot answers come first; excluded answers are not in the request', async () => {
	const { state, lab } = place([
		makeAnswers('late', 'tuned', 3),
		makeAnswers('file', 'other', 1),
		makeAnswers('base', 'base', 2),
	]);
	await state.load();
	expect(state.answers.map(({ id }) => id)).toEqual(['base', 'file', 'late']);
	await state.include('file', false);
	expect(lab['evaluation.report'].mock.lastCall?.[0].answerSets).toEqual(['base', 'late']);
	await state.include('base', false);
	await state.include('late', false);
	expect(state.report).toBe(null);
});

test('a refused file gives a notice and changes nothing', async () => {
	const { state, lab } = place([makeAnswers('base', 'base', 1)]);
	await state.load();
	lab['answer.import'].mockRejectedValue(new InputError(asMessage('x.jsonl: line 3: has no id.')));
	const importFile = (file: File) =>
		state.importMore(file, async (client) => {
			return (await client['answer.import']({ questions: 'one', file })).notes;
		});
	await importFile(new File(['{}'], 'x.jsonl'));
	expect(state.notice).toMatchObject({ problem: 'x.jsonl: line 3: has no id.' });
	expect(state.answers).toHaveLength(1);
	lab['answer.import'].mockResolvedValue({ info: makeAnswers('new', 'other', 2), notes: [] });
	await importFile(new File(['{}'], 'y.jsonl'));
	expect(state.notice).toBe(null);
});
