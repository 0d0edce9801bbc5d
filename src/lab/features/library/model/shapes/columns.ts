/** Shapes with a column for each text: prompt and answer, Alpaca, preference pairs, raw text. */
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { promptAnswer, rawText as rawTextExample } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { conversation, isAsked, silent, turnsAt, withTools, type Turn } from './messages.ts';
import {
	filledKey,
	isFilled,
	isTurns,
	joined,
	optionalText,
	required,
	scalarText,
	type Row,
	type RowShape,
} from './shape.ts';
import { bare, forget } from './watched.ts';

interface PairNames {
	readonly prompt: readonly string[];
	readonly answer: readonly string[];
	/** Optional text before the prompt. */
	readonly context?: readonly string[];
}

/** One prompt column and one answer column, each under one of several names: texts or messages. */
function pairShape(
	id: string,
	pairs: readonly PairNames[],
	marks: readonly string[] = ['true', 'false'],
): RowShape {
	const has = (row: Row, keys: readonly string[]) => filledKey(row, keys) !== undefined;
	const pairIn = (row: Row) =>
		pairs.find(({ prompt, answer }) => has(row, prompt) && has(row, answer));
	return {
		id,
		marks,
		matches: (row) => pairIn(row) !== undefined,
		toExamples(row) {
			// An error names the missing column that belongs to the present one.
			const pair = pairIn(row) ?? pairs.find(({ prompt }) => has(row, prompt)) ?? pairs[0];
			const named = (keys: readonly string[]) =>
				filledKey(row, keys) ?? keys.find((key) => Object.hasOwn(bare(row), key)) ?? keys[0];
			const [first, ...more] = turnsAt(row, named(pair.prompt), 'user').map(silent);
			const content = joined([optionalText(row, pair.context ?? []), first.content]);
			const prompt = [{ ...first, content }, ...more];
			const example = conversation([...prompt, ...turnsAt(row, named(pair.answer), 'assistant')]);
			return [first.at ? withTools(example, row) : example];
		},
	};
}

/** Names of GSM8K, MetaMathQA and MATH too. Answers may be numbers. */
export const questionAnswer = pairShape('questionAnswer', [
	{ prompt: ['question'], answer: ['answer', 'response', 'solution', 'output'] },
	{ prompt: ['query'], answer: ['response', 'answer'] },
	{ prompt: ['problem'], answer: ['solution', 'answer'] },
]);

/** Spreadsheets write the marks of TRL's KTO trainer as numbers. */
export const promptCompletion = pairShape(
	'promptCompletion',
	[
		{ prompt: ['prompt'], answer: ['completion', 'response', 'output', 'answer'] },
		{ prompt: ['input', 'inputs'], answer: ['output', 'outputs', 'target', 'targets', 'response'] },
		{ prompt: ['source'], answer: ['target'] },
	],
	['true', 'false', '1', '0', '1.0', '0.0'],
);

const story = pairShape('svamp', [{ prompt: ['Question'], answer: ['Answer'], context: ['Body'] }]);
/** A story, a question about it, and a number. Without the story the question is not trained. */
export const svamp: RowShape = {
	...story,
	matches: (row) => filledKey(row, ['Body']) !== undefined && story.matches(row),
};

export const texts = ['text', 'content'];
/** Without a prompt, so the loss is on the whole text. */
export const rawText: RowShape = {
	id: 'rawText',
	matches: (row) => texts.some((key) => scalarText(row[key]) !== undefined),
	toExamples: (row) => [rawTextExample(required(row, filledKey(row, texts) ?? 'text'))],
};

const inputs = ['input', 'context'];
const outputs = ['output', 'response', 'completion', 'answer'];

/**
 * {instruction, input, output} with an optional input. Dolly: {instruction, context, response}.
 * Seed tasks: {instruction, instances: [{input, output}, …]}, one example per instance.
 */
export const alpaca: RowShape = {
	id: 'alpaca',
	marks: ['true', 'false'],
	matches: (row) =>
		scalarText(row['instruction']) !== undefined &&
		(Array.isArray(row['instances']) || filledKey(row, outputs) !== undefined),
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
	const key =
		filledKey(row, outputs) ?? outputs.find((name) => Object.hasOwn(bare(row), name)) ?? 'output';
	return promptAnswer(prompt, required(row, key, where + key));
}

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

/** Columns of the chosen answer, of the one that was not, and of what both answer. */
const chosenKeys = ['chosen', 'preferred_output'];
const rejectedKeys = ['rejected', 'non_preferred_output'];
const prompts = 'prompt conversations messages instruction question query input'.split(' ');
/** Begins a turn of HH-RLHF. */
const speaker = /(?:^|\n\n)(Human|Assistant): ?/;

/**
 * Preference pairs (DPO): the chosen conversation. The other one is not read, since the lab does
 * not train on pairs. The chosen answer is a text or messages. The prompt stands in its own column,
 * or the text has both, as in HH-RLHF ("Human: … Assistant: …").
 */
export const preferred: RowShape = {
	id: 'preferred',
	matches(row) {
		const chosen = chosenKeys.map((key) => row[key]).find(isFilled);
		if (!rejectedKeys.some((key) => isFilled(row[key])) || !isFilled(chosen)) return false;
		const isDialogue = typeof chosen === 'string' && /^\s*Human:/.test(chosen);
		const isText = scalarText(chosen) !== undefined;
		return isDialogue || isTurns(chosen) || (isText && prompts.some((key) => isFilled(row[key])));
	},
	toExamples(row) {
		const seen = bare(row);
		const chosenKey = chosenKeys.find((key) => isFilled(seen[key])) ?? 'chosen';
		const chosen = pairTurns(row, chosenKey, 'assistant');
		const question = chosen.find(isAsked);
		const key = prompts.find((name) => isFilled(seen[name]));
		const prompt = key === undefined ? [] : pairTurns(row, key, 'user').map(silent);
		if (key === 'instruction' && !prompt[0].at)
			prompt[0] = { ...prompt[0], content: joined([prompt[0].content, optionalText(row, inputs)]) };
		if (!question) return [withTools(conversation([...prompt, ...chosen]), row)];
		// Many files have the first question as a column, too.
		const isRepeated = prompt.every(({ content }) => question.content.includes(content));
		if (key !== undefined && !isRepeated) forget(row, key);
		return [withTools(conversation(chosen), row)];
	},
};

function pairTurns(row: Row, key: string, role: 'user' | 'assistant'): Turn[] {
	const turns = turnsAt(row, key, role);
	const [before, ...said] = turns[0].at ? [''] : turns[0].content.trim().split(speaker);
	if (before !== '' || said.length === 0) return turns;
	return said.flatMap((name, i) => {
		if (i % 2 === 1) return [];
		const turn = { role: name, content: said[i + 1].trim(), where: `${key}.${i / 2}` };
		// The prompt of some files ends with the name of who answers.
		return i + 2 === said.length && turn.content === '' ? [] : [turn];
	});
}
