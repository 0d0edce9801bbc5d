/** `npm run evaluate -- --judge`: marks of a local server, and their agreement with grades. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerSet, questionSet } from '#lab/features/questions/model/question.test-support.ts';
import { calibration, gradedAnswers } from '../../../scripts/lib/evaluate/calibration.ts';
import { judgeGraded, markAnswers, unmarkedAnswers } from '../../../scripts/lib/evaluate/judge.ts';
import { readOptions } from '../../../scripts/lib/evaluate/options.ts';
import { json, judgeServer, marked, type JudgeServer } from '../../support/judgeServer.ts';

const set = questionSet(
	{ id: 'sky', prompt: 'Why is the sky blue?', weights: { accuracy: 1 }, rules: [] },
	{ id: 'sea', prompt: 'Why is the sea salty?', weights: { accuracy: 1 }, rules: [] },
);
const lines: string[] = [];
const log = (line: string) => void lines.push(line);
let server: JudgeServer;
beforeEach(async () => {
	server = await judgeServer();
	lines.length = 0;
});
afterEach(() => server.close());
const judge = () => ({ address: server.address, model: 'referee' });

describe('a judge', () => {
	it('agrees with the grades as far as its marks do', async () => {
		server.behave((response, request, n) => {
			const isRight = request.messages[1].content.includes('Right');
			return marked(isRight ? 10 : 1)(response, request, n);
		});
		const graded = gradedAnswers(
			set,
			{ grades: [4, 0], answers: { sky: ['Right.', 'Wrong.'], sea: ['Right.', 'Wrong.'] } },
			'graded.json',
		);
		const {
			marked: count,
			kappa,
			spearman,
		} = calibration(await judgeGraded(judge(), set, graded, log));
		expect({ count, kappa, spearman }).toEqual({ count: 4, kappa: 1, spearman: 1 });
		expect(lines).toEqual(['referee: 4 of 4 answers marked.']);
	});

	it('names an answer that the server refuses and marks the rest', async () => {
		server.behave((response, request, n) =>
			request.messages[1].content.includes('filtered')
				? json(response, 400, { error: 'content filter' })
				: marked(10)(response, request, n),
		);
		const sets = [answerSet('a', { sky: 'filtered', sea: 'Salt.' })];
		const scores = await markAnswers(judge(), unmarkedAnswers(set, sets, [], judge()), log);
		expect(new Set(scores.map(({ question }) => question))).toEqual(new Set(['sea']));
		expect(lines.join()).toContain('a, sky: not judged: ');
		expect(unmarkedAnswers(set, sets, scores, judge()).map(({ question }) => question.id)).toEqual([
			'sky',
		]);
		expect(unmarkedAnswers(set, sets, scores, { ...judge(), model: 'other' })).toHaveLength(2);
	});
});

describe('its options', () => {
	const read = (...words: string[]) => readOptions(['--questions', 'lab', ...words]);
	const answers = ['--answers', 'a.jsonl'];

	it('tells a folder that answers from the name of a judge', () => {
		const options = read(
			'--model',
			'models/skillet-base',
			'--model',
			'm',
			'--judge',
			'http://j/v1',
		);
		expect(options.modelFolder).toBe('models/skillet-base');
		expect(options.judge).toEqual({ address: 'http://j/v1', model: 'm' });
	});

	it.each([
		[['--judge', 'http://j/v1'], /--judge needs --model/],
		[['--model', 'nowhere'], /no folder nowhere.*--judge/],
		[['--marks', 'm.jsonl'], /--marks needs --judge/],
		[['--judge', 'http://j/v1', '--model', 'a', '--model', 'b'], /--model b: .*already/],
	])('%j', (words, message) => {
		expect(() => read(...answers, ...words)).toThrow(message);
	});
});
