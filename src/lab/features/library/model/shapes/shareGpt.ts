/** ShareGPT: {conversations: [{from: 'human' | 'gpt' | 'system', value}, …]}. */
import { isObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import { contentText } from './openAiMessages.ts';
import { firstFilled, scalarText, type Row, type RowShape } from './shape.ts';
import { conversation } from './turns.ts';

const keys = ['conversations', 'conversation'];

export const shareGpt: RowShape = {
	id: 'shareGpt',
	title: 'ShareGPT',
	matches: (row) => keys.some((key) => readTurns(row, key)?.every((turn) => 'from' in turn)),
	toExamples: (row) => [conversation(parseTurns(row))],
};

export interface GivenTurn {
	readonly role: string;
	readonly content: string;
	readonly where: string;
}

/** Throws RowError. */
export function parseTurns(row: Row): GivenTurn[] {
	const key = firstFilled(row, keys);
	const turns = readTurns(row, key);
	if (!turns) throw new RowError(sentence('library.errors.isNotListOfTurns', { key }));
	if (turns.length === 0) throw new RowError(sentence('library.errors.isEmpty', { key }));
	return turns.map((turn, i) => ({
		role: scalarText(turn['from']) ?? '',
		content: contentText(turn['value'], `${key}.${i}`),
		where: `${key}.${i}`,
	}));
}

/** Whether one of `names` has a turn. */
export const hasTurnBy = (row: Row, names: readonly string[]): boolean =>
	keys.some((key) =>
		readTurns(row, key)?.some(({ from }) => names.includes(scalarText(from) ?? '')),
	);

/** undefined if the value is not a list of objects. */
function readTurns(row: Row, key: string): readonly Row[] | undefined {
	const turns = row[key];
	return Array.isArray(turns) && turns.every(isObject) ? (turns as Row[]) : undefined;
}
