import { describe, expect, it } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { englishText } from '#engine/core/message.ts';
import { keptAnswersText } from './model/keptAnswers.ts';
import { setSha256 } from './model/set.ts';
import { policyCourse } from './makeAnswers.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';

const rows = [
	{ id: 'a', prompt: 'What is 2 + 3?', reference: '5', scope: 'general' },
	{ id: 'b', prompt: 'Which river?', reference: 'The Nile', scope: 'domain', maxTokens: 7 },
];
const jsonLines = (values: readonly unknown[], name: string) =>
	new File([values.map((value) => `${JSON.stringify(value)}\n`).join('')], name);

async function withSet() {
	const lab = await openLab();
	const { sha256 } = await lab.client['question.import']({ file: jsonLines(rows, 'mine.jsonl') });
	const answers = (name: string, values: readonly unknown[]) =>
		lab.client['answer.import']({ questions: sha256, file: jsonLines(values, name) });
	return { ...lab, questions: sha256, answers };
}

describe('question sets', () => {
	it('that come with the lab are listed first and cannot be deleted', async () => {
		const { client } = await openLab();
		const shipped = await client['question.list']();
		expect(shipped.map(({ questions, shipped: isShipped }) => [questions, isShipped])).toEqual([
			[45, true],
			[131, true],
		]);
		const { sha256 } = shipped[0];
		expect((await client['question.open']({ sha256 })).questions).toHaveLength(45);
		await expect(client['question.delete']({ sha256 })).rejects.toThrow(InputError);
	});

	it('are imported and exported; the same set is stored once', async () => {
		const { client, questions } = await withSet();
		const file = await client['question.export']({ sha256: questions });
		expect(file.name).toBe('mine.questions.jsonl');
		const again = await client['question.import']({ file: new File([file.blob], file.name) });
		expect(again.sha256).toBe(questions);
		expect((await client['question.list']()).filter(({ shipped }) => !shipped)).toHaveLength(1);
	});

	it('are deleted with their answers', async () => {
		const { client, questions, answers } = await withSet();
		await answers('x.jsonl', [{ id: 'a', answer: '5' }]);
		await client['question.delete']({ sha256: questions });
		expect(await client['answer.list']({})).toEqual([]);
	});

	it('that come with the lab stay with their answers if a later version has others', async () => {
		const { client, stores } = await openLab();
		const [{ sha256 }] = await client['question.list']();
		const { questions } = await client['question.open']({ sha256 });
		const file = jsonLines([{ id: questions[0].id, answer: 'x' }], 'x.jsonl');
		await client['answer.import']({ questions: sha256, file });
		expect(await client['question.list']()).toHaveLength(2);
		const [info] = await stores.questionSets.list();
		expect(info).toMatchObject({ sha256, shipped: true });

		// The data of a version that shipped another set.
		const set = { ...(await stores.questionSets.get(sha256))!, name: 'As it was' };
		const older = { ...info, sha256: setSha256(set), name: set.name };
		await stores.questionSets.put({ sha256: older.sha256, info: older, set });
		await client['answer.import']({ questions: older.sha256, file });
		const listed = await client['question.list']();
		expect(listed.slice(2)).toEqual([{ ...older, shipped: false, earlier: true }]);
		const [answers] = await client['answer.list']({ questions: older.sha256 });
		const report = await client['evaluation.report']({
			questions: older.sha256,
			answerSets: [answers.id],
		});
		expect(report.questions).toMatchObject({ name: 'As it was', earlier: true });
		await client['question.delete']({ sha256: older.sha256 });
		expect(await client['answer.list']({ questions: older.sha256 })).toEqual([]);
		expect(await client['answer.list']({ questions: sha256 })).toHaveLength(1);
	});
});

describe('answers', () => {
	it('of the base model and of the run have their answerer', async () => {
		const { client, events, experiment, questions, trainer } = await withSet();
		await client['run.create']({ runId: 'r', experiment });
		const made = await client['answer.make']({
			task: 't',
			questions,
			runId: 'r',
			models: ['base', 'tuned'],
		});
		expect(made.map(({ by }) => by.kind)).toEqual(['base', 'tuned']);
		// A message, which the page shows in its language.
		const label = { id: 'questions.answering', values: {} };
		expect(events).toContainEqual(expect.objectContaining({ event: 'progress', task: 't', label }));
		expect(made[0].by.name).toMatch(/, zero-shot$/);
		expect(made[1].by).toMatchObject({ runId: 'r', step: 0, seed: experiment.seed });
		expect(made[1].by.experiment).toMatch(/^[0-9a-f]{64}$/);
		const { set } = await client['answer.open']({ id: made[1].id });
		expect(set.answers.map(({ id }) => id)).toEqual(['a', 'b']);
		// All questions of a model in one pass.
		expect(trainer.calls.filter((what) => what.startsWith('generate'))).toHaveLength(2);
		expect(set.answers[1].text).toBe('Which river?:tuned:0');
	});

	it('name the whole course of the policies up to the step', () => {
		const segment = (id: string, fromStep: number) => ({ id, fromStep, settings: {} });
		const policy = [segment('uniform', 0), segment('mos', 100), segment('fixed', 200)];
		expect(policyCourse({ policy }, 300)).toBe('uniform → mos → fixed');
		expect(policyCourse({ policy }, 200)).toBe('uniform → mos');
		expect(policyCourse({ policy }, 0)).toBe('uniform');
	});

	it('from a file: errors name the faults, a part is enough, and the export has them', async () => {
		const { client, questions, answers } = await withSet();
		await expect(answers('x.jsonl', [{ id: 'z', answer: '' }])).rejects.toThrow(
			failure('“{id}” is not a question of this set', { field: 'x.jsonl: line 1.id', id: 'z' }),
		);
		const { info, notes } = await answers('gpt.jsonl', [{ id: 'b', answer: 'Nile', seed: 2 }]);
		expect(info).toMatchObject({
			answered: 1,
			by: { kind: 'other', name: 'gpt', seed: 2 },
			questions,
		});
		expect(notes.map(englishText)).toEqual([
			'1 of 2 questions have no answer and count nowhere: a.',
		]);
		const { blob } = await client['answer.export']({ id: info.id });
		expect(JSON.parse(await blob.text())).toMatchObject({ id: 'b', answer: 'Nile', seed: 2 });
		await client['answer.rename']({ id: info.id, name: ' Mine ' });
		const { set: renamed } = await client['answer.open']({ id: info.id });
		expect(renamed.by.name).toBe('Mine');
		await client['answer.delete']({ id: info.id });
		await expect(client['answer.open']({ id: info.id })).rejects.toThrow(
			failure('These answers are not here: they were deleted. Choose others.'),
		);
	});
});

describe('scores and the report', () => {
	it('of people outrank rules; they can be stored, exported and imported', async () => {
		const { client, questions, answers } = await withSet();
		const { info } = await answers('x.jsonl', [
			{ id: 'a', answer: '6' },
			{ id: 'b', answer: 'The Nile.' },
		]);
		const report = () => client['evaluation.report']({ questions, answerSets: [info.id] });
		expect((await report()).rows[0].all.categories.accuracy).toEqual({ value: 0.5, n: 2, of: 2 });

		const by = { kind: 'person', name: 'Ada' } as const;
		const mark = { answerSet: info.id, question: 'a', category: 'accuracy', value: 1, by } as const;
		await client['answer.score']({ scores: [mark] });
		await client['answer.score']({ scores: [{ ...mark, value: 0.5 }] });
		expect((await report()).rows[0].all.categories.accuracy).toEqual({ value: 0.75, n: 2, of: 2 });
		await expect(client['answer.score']({ scores: [{ ...mark, question: 'z' }] })).rejects.toThrow(
			'scores[0].question: “z” is not a question of this set.',
		);

		const { blob } = await client['answer.exportScores']({ ids: [info.id] });
		await client['answer.score']({ scores: [mark] });
		expect((await report()).rows[0].all.categories.accuracy).toEqual({ value: 1, n: 2, of: 2 });
		const file = new File([blob], 's.jsonl');
		expect(await client['answer.importScores']({ file })).toBe(1);
		expect((await report()).rows[0].all.categories.accuracy).toEqual({ value: 0.75, n: 2, of: 2 });
	});

	it('is exported as CSV and Markdown', async () => {
		const { client, questions, answers } = await withSet();
		const { info } = await answers('x.jsonl', [{ id: 'a', answer: '5' }]);
		for (const [format, name, begin] of [
			['csv', 'evaluation-mine.csv', 'answer_set,'],
			['markdown', 'evaluation-mine.md', '# mine'],
		] as const) {
			const file = await client['evaluation.export']({ questions, answerSets: [info.id], format });
			expect(file.name).toBe(name);
			expect((await file.blob.text()).startsWith(begin)).toBe(true);
		}
	});
});

describe('answers of another lab', () => {
	async function keptAnswers() {
		const lab = await withSet();
		const { info } = await lab.answers('mine.jsonl', [
			{ id: 'a', answer: '5' },
			{ id: 'b', answer: 'The Rhine' },
		]);
		const by = { kind: 'person', name: 'Ada' } as const;
		const mark = {
			answerSet: info.id,
			question: 'b',
			category: 'accuracy',
			value: 0.25,
			by,
		} as const;
		await lab.client['answer.score']({ scores: [mark] });
		return { ...lab, record: await lab.client['answer.open']({ id: info.id }) };
	}

	it('have the same marks and bits, and replace nothing', async () => {
		const { record } = await keptAnswers();
		const { client, questions } = await withSet();
		const file = new File([keptAnswersText(record)], 'answers.json');
		expect(await client['answer.restore']({ file })).toBe(true);
		expect(await client['answer.open']({ id: record.id })).toEqual(record);
		await client['answer.rename']({ id: record.id, name: 'Renamed' });
		expect(await client['answer.restore']({ file })).toBe(false);
		const [info] = await client['answer.list']({ questions });
		expect([info.by.name, info.scores]).toEqual(['Renamed', 1]);
	});

	it('are refused with the field, or without their questions', async () => {
		const { record } = await keptAnswers();
		const { client } = await withSet();
		const restore = (text: string, { client: lab } = { client }) =>
			lab['answer.restore']({ file: new File([text], 'answers.json') });
		const text = keptAnswersText(record);
		await expect(restore(text.slice(0, -3))).rejects.toThrow('answers.json');
		await expect(restore(text.replace('"id":"b"', '"id":"a"'))).rejects.toThrow(
			'set.answers[1].id',
		);
		await expect(restore(text.replace('0.25', '25'))).rejects.toThrow('scores[0]');
		await expect(restore(text, await openLab())).rejects.toThrow(
			failure('There is no question set {sha256}… here. Import its file first.'),
		);
		expect(await client['answer.list']({})).toEqual([]);
	});
});
