/**
 * Alpaca: {instruction, input, output} with an optional input. Dolly: {instruction, context,
 * response}. Seed tasks: {instruction, instances: [{input, output}, …]}, one example per instance.
 * LLaMA-Factory adds the columns `system` and `history`: [[question, answer], …].
 */
import type { Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import {
	joined,
	optionalText,
	required,
	scalarKey,
	scalarText,
	type Row,
	type RowShape,
} from './shape.ts';
import { isFilled, readList } from './toolMessages.ts';
import { conversation, systemTurns, type Turn } from './turns.ts';

const inputs = ['input', 'context'];
const outputs = ['output', 'response', 'completion', 'answer'];

export const alpaca: RowShape = {
	id: 'alpaca',
	title: 'Alpaca',
	matches: (row) =>
		scalarText(row['instruction']) !== undefined &&
		(Array.isArray(row['instances']) || scalarKey(row, outputs) !== undefined),
	toExamples(row) {
		const instruction = scalarText(row['instruction']) ?? '';
		const instances = row['instances'];
		if (!Array.isArray(instances)) return [example(instruction, row, '')];
		if (instances.length === 0) throw new RowError(sentence('library.errors.instancesIsEmpty'));
		return instances.map((instance: Json, i) => {
			if (instance === null || typeof instance !== 'object')
				throw new RowError(sentence('library.errors.instancesIsNotObject', { i }));
			return example(instruction, instance as Row, `instances.${i}.`);
		});
	},
};

/** A shape of its own: links to files that were imported as `alpaca` keep their fingerprint. */
export const alpacaHistory: RowShape = {
	id: 'alpacaHistory',
	title: 'Alpaca with system and history',
	matches: (row) =>
		alpaca.matches(row) &&
		!Array.isArray(row['instances']) &&
		(isFilled(row['system']) || isFilled(row['history'])),
	toExamples: (row) =>
		alpaca.toExamples(row).map(({ messages }) => {
			const last = messages.map((message) => ({ ...message, where: 'instruction' }));
			const history = readList(row['history'], 'history') ?? [];
			return conversation([...systemTurns(row), ...history.flatMap(historyTurns), ...last]);
		}),
};

function historyTurns(pair: Json, i: number): Turn[] {
	if (!Array.isArray(pair) || pair.length !== 2)
		throw new RowError(sentence('library.errors.historyIsNotPair', { i }));
	return ['user', 'assistant'].map((role, k) => ({
		role,
		content: scalarText(pair[k] as Json) ?? '',
		where: `history.${i}.${k}`,
	}));
}

function example(instruction: string, row: Row, where: string) {
	const prompt = joined([instruction, optionalText(row, inputs)]);
	if (prompt === '') throw new RowError(sentence('library.errors.instructionIsEmpty'));
	const key = scalarKey(row, outputs) ?? 'output';
	return promptAnswer(prompt, required(row, key, where + key));
}
