/** Shapes with a column for each text: prompt and answer, Alpaca, MT-bench, raw text. */
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { promptAnswer, rawText as rawTextExample } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { withBeside } from './beside.ts';
import { conversation, type Turn } from './messages.ts';
import {
	isFilled,
	joined,
	optionalText,
	required,
	scalarKey,
	scalarText,
	type Row,
	type RowShape,
} from './shape.ts';

interface PairNames {
	readonly prompt: readonly string[];
	readonly answer: readonly string[];
	/** Optional text before the prompt. */
	readonly context?: readonly string[];
}

/** One prompt column and one answer column, each under one of several names. */
function pairShape(id: string, pairs: readonly PairNames[]): RowShape {
	const pairIn = (row: Row) =>
		pairs.find(
			({ prompt, answer }) =>
				scalarKey(row, prompt) !== undefined && scalarKey(row, answer) !== undefined,
		);
	return {
		id,
		matches: (row) => pairIn(row) !== undefined,
		toExamples(row) {
			// An error names the missing column that belongs to the present one.
			const pair =
				pairIn(row) ?? pairs.find(({ prompt }) => scalarKey(row, prompt) !== undefined) ?? pairs[0];
			const prompt = required(row, scalarKey(row, pair.prompt) ?? pair.prompt[0]);
			const answer = required(row, scalarKey(row, pair.answer) ?? pair.answer[0]);
			return [promptAnswer(joined([optionalText(row, pair.context ?? []), prompt]), answer)];
		},
	};
}

/** Names of GSM8K, MetaMathQA and MATH too. Answers may be numbers. */
export const questionAnswer = pairShape('questionAnswer', [
	{
		prompt: ['question'],
		answer: ['answer', 'response', 'solution', 'output'],
		context: ['context'],
	},
	{ prompt: ['query'], answer: ['response', 'answer'], context: ['context'] },
	{ prompt: ['problem'], answer: ['solution', 'answer'] },
]);

export const promptCompletion = pairShape('promptCompletion', [
	{ prompt: ['prompt'], answer: ['completion', 'response', 'output', 'answer'] },
	{ prompt: ['input', 'inputs'], answer: ['output', 'outputs', 'target', 'targets', 'response'] },
	{ prompt: ['source'], answer: ['target'] },
]);

const story = pairShape('svamp', [{ prompt: ['Question'], answer: ['Answer'], context: ['Body'] }]);
/** A story, a question about it, and a number. Without the story the question is not trained. */
export const svamp: RowShape = {
	...story,
	matches: (row) => scalarKey(row, ['Body']) !== undefined && story.matches(row),
};

const texts = ['text', 'content'];
/** Without a prompt, so the loss is on the whole text. */
export const rawText: RowShape = {
	id: 'rawText',
	matches: (row) => scalarKey(row, texts) !== undefined,
	toExamples: (row) => [rawTextExample(required(row, scalarKey(row, texts) ?? 'text'))],
};

const inputs = ['input', 'context'];
const outputs = ['output', 'response', 'completion', 'answer'];

/**
 * {instruction, input, output} with an optional input. Dolly: {instruction, context, response}.
 * Seed tasks: {instruction, instances: [{input, output}, …]}, one example per instance.
 */
export const alpaca: RowShape = {
	id: 'alpaca',
	matches: (row) =>
		scalarText(row['instruction']) !== undefined &&
		(Array.isArray(row['instances']) || scalarKey(row, outputs) !== undefined),
	toExamples(row) {
		const instruction = scalarText(row['instruction']) ?? '';
		const instances = row['instances'];
		if (!Array.isArray(instances)) return [instructed(instruction, row, '')];
		if (instances.length === 0) throw new RowError(say('instances is empty.'));
		return instances.map((instance: Json, i) => {
			if (instance === null || typeof instance !== 'object')
				throw new RowError(say('instances.{i} is not an object.', { i }));
			return instructed(instruction, instance as Row, `instances.${i}.`);
		});
	},
};

function instructed(instruction: string, row: Row, where: string) {
	const prompt = joined([instruction, optionalText(row, inputs)]);
	if (prompt === '') throw new RowError(say('instruction is empty.'));
	const key = scalarKey(row, outputs) ?? 'output';
	return promptAnswer(prompt, required(row, key, where + key));
}

/**
 * LLaMA-Factory's columns `system` and `history`: [[question, answer], …]. A shape of its own:
 * links to files that were imported as `alpaca` keep their fingerprint.
 */
export const alpacaHistory: RowShape = {
	id: 'alpacaHistory',
	matches: (row) =>
		alpaca.matches(row) &&
		!Array.isArray(row['instances']) &&
		(isFilled(row['system']) || isFilled(row['history'])),
	toExamples: (row) => withBeside(alpaca.toExamples(row), row, ['system', 'history']),
};

/**
 * {question_id, turns: [question, …], reference: [answer, …]}. Most published rows have no
 * reference, so nothing can be trained on them.
 */
export const mtBench: RowShape = {
	id: 'mtBench',
	matches: (row) => scalarText(row['question_id']) !== undefined && Array.isArray(row['turns']),
	toExamples({ turns, reference }) {
		if (!Array.isArray(turns)) throw new RowError(say('turns is not a list of questions.'));
		if (!Array.isArray(reference)) throw new RowError(say('reference is not a list of answers.'));
		const said = (role: string, name: string, list: readonly Json[], i: number): Turn[] =>
			i < list.length
				? [{ role, content: scalarText(list[i]) ?? '', where: `${name}.${i}`, at: [list, i] }]
				: [];
		return [
			conversation(
				turns.flatMap((_: Json, i) => [
					...said('user', 'turns', turns, i),
					...said('assistant', 'reference', reference, i),
				]),
			),
		];
	},
};
