/** `npm run evaluate -- --judge`: marks of a local server, and their agreement with grades. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerSet, questionSet } from '#lab/features/questions/model/question.test-support.ts';
import { calibration, gradedAnswers } from '../../../scripts/lib/evaluate/calibration.ts';
import { unmarkedAnswers } from '#lab/features/questions/model/judge/judgeAnswers.ts';
import { judgeGraded, markAnswers } from '../../../scripts/lib/evaluate/judge.ts';
import { readOptions } from '../../../scripts/lib/evaluate/options.ts';
import { json, judgeServer, marked, type JudgeServer } from '../../support/judgeServer.ts';
import { testFolder } from '../../support/testFolder.ts';

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

	/** The exit code of the command, for two answers. */
	const evaluate = async (onStart: (child: ChildProcess) => void = () => undefined) => {
		const folder = testFolder();
		const [questions, answers] = ['set.json', 'answers.jsonl'].map((name) =>
			path.join(folder, name),
		);
		writeFileSync(questions, JSON.stringify(set));
		const texts = set.questions.map(({ id }) => JSON.stringify({ id, answer: 'Salt.' }));
		writeFileSync(answers, texts.join('\n'));
		const words = ['--questions', questions, '--answers', answers, '--model', 'referee'];
		const command = ['--import', 'tsx', 'scripts/evaluate.ts', ...words, '--judge', server.address];
		const child = spawn(process.execPath, command);
		child.stdout.on('data', (text: Buffer) => lines.push(String(text)));
		onStart(child);
		const [code] = (await once(child, 'close')) as [number];
		return code;
	};

	it('is asked again after a pause, during which the command waits', async () => {
		server.behave((response, request, n) =>
			n < 2 ? json(response, 500, {}) : marked(10)(response, request, n),
		);
		expect(await evaluate()).toBe(0);
	}, 60_000);

	it('that marks nothing ends the command with 1', async () => {
		server.behave((response) => json(response, 401, {}));
		expect(await evaluate()).toBe(1);
		expect(lines.join('')).toMatch(
			/referee: 0 of 2 answers marked\.[^]*stopped, with [01] answers? left: /,
		);
	}, 60_000);

	it('that is interrupted leaves its marks in the report', async () => {
		let child: ChildProcess;
		server.behave((response, request, n) => {
			if (request.messages[1].content.includes('salty')) child.kill('SIGINT');
			else marked(10)(response, request, n);
		});
		expect(await evaluate((started) => (child = started))).toBe(1);
		expect(lines.join('')).toMatch(
			/referee: [01] of 2 answers marked\.[^]*stopped, with [12] answers? left: Interrupted\.[^]*Test: 2 questions/,
		);
	}, 60_000);

	it('names an answer that the server refuses and marks the rest', async () => {
		server.behave((response, request, n) =>
			request.messages[1].content.includes('filtered')
				? json(response, 400, { error: 'content filter' })
				: marked(10)(response, request, n),
		);
		const sets = [answerSet('a', { sky: 'filtered', sea: 'Salt.' })];
		const names = new Map([['a', 'Mine']]);
		const scores = await markAnswers(
			judge(),
			unmarkedAnswers(set, sets, [], 'referee'),
			log,
			names,
		);
		expect(new Set(scores.map(({ question }) => question))).toEqual(new Set(['sea']));
		expect(lines.join()).toContain('Mine, sky: not judged: ');
		expect(
			unmarkedAnswers(set, sets, scores, 'referee').map(({ question }) => question.id),
		).toEqual(['sky']);
		expect(unmarkedAnswers(set, sets, scores, 'other')).toHaveLength(2);
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
