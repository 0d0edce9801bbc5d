/** ShareGPT: {conversations: [{from: 'human' | 'gpt' | 'system', value}, …]}. */
import type { Json } from '#core/json.ts';
import { RowError, scalarText, type Row, type RowShape } from './shape.ts';
import { conversation } from './turns.ts';

const keys = ['conversations', 'conversation'];

export const shareGpt: RowShape = {
	id: 'shareGpt',
	title: 'ShareGPT',
	matches: (row) => keys.some((key) => readTurns(row, key)?.every((turn) => 'from' in turn)),
	toExamples(row) {
		const key = keys.find((name) => Object.hasOwn(row, name)) ?? keys[0];
		const turns = readTurns(row, key);
		if (!turns) throw new RowError(`${key} is not a list of turns.`);
		if (turns.length === 0) throw new RowError(`${key} is empty.`);
		return [
			conversation(
				turns.map((turn, i) => ({
					role: scalarText(turn['from']) ?? '',
					content: scalarText(turn['value']) ?? '',
					where: `${key}.${i}`,
				})),
			),
		];
	},
};

/** undefined if the value is not a list of objects. */
function readTurns(row: Row, key: string): readonly Row[] | undefined {
	const turns = row[key];
	const isObject = (turn: Json) =>
		turn !== null && typeof turn === 'object' && !Array.isArray(turn);
	return Array.isArray(turns) && turns.every(isObject) ? (turns as Row[]) : undefined;
}
