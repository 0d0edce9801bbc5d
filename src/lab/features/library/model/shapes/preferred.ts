/**
 * Preference pairs (DPO): the chosen conversation. `rejected` is not read, since the lab does not
 * train on pairs. `chosen` is a text, a message or a list of messages. The prompt stands in its own
 * column, or the text has both, as in HH-RLHF ("Human: … Assistant: …").
 */
import { isObject, type Json } from '#engine/core/json.ts';
import { conversation, listTurns, roleOf, type Turn } from './messages.ts';
import { isFilled, scalarText, type Row, type RowShape } from './shape.ts';
import { bare, forget } from './watched.ts';

const prompts = [
	'prompt',
	'conversations',
	'messages',
	'instruction',
	'question',
	'query',
	'input',
];
const promptKey = (row: Row) => prompts.find((key) => isFilled(row[key]));
/** Begins a turn of HH-RLHF. */
const speaker = /(?:^|\n\n)(Human|Assistant): ?/;

export const preferred: RowShape = {
	id: 'preferred',
	matches(row) {
		const { chosen, rejected } = row;
		if (!isFilled(chosen) || !isFilled(rejected)) return false;
		const isDialogue = typeof chosen === 'string' && /^\s*Human:/.test(chosen);
		const isList = Array.isArray(chosen) && chosen.every(isObject);
		const isText = scalarText(chosen) !== undefined || isObject(chosen);
		return isDialogue || isList || (isText && promptKey(row) !== undefined);
	},
	toExamples(row) {
		const chosen = readTurns(row, 'chosen', 'assistant');
		const question = chosen.find(({ role }) => roleOf(role) === 'user');
		const key = promptKey(bare(row));
		const prompt = key === undefined ? [] : readTurns(row, key, 'user').map(silent);
		if (!question) return [conversation([...prompt, ...chosen])];
		// Many files have the first question as a column, too.
		const isRepeated = prompt.every(({ content }) => question.content.includes(content));
		if (key !== undefined && !isRepeated) forget(row, key);
		return [conversation(chosen)];
	},
};

/** A text is by `role`. Throws RowError. */
function readTurns(row: Row, key: string, role: 'user' | 'assistant'): Turn[] {
	const value = row[key] ?? null;
	if (value !== null && typeof value === 'object')
		return listTurns(Array.isArray(value) ? (value as readonly Json[]) : [value], key);
	const content = scalarText(value) ?? '';
	const [before, ...said] = content.trim().split(speaker);
	if (before !== '' || said.length === 0) return [{ role, content, where: key }];
	return said.flatMap((name, i) => {
		if (i % 2 === 1) return [];
		const turn = { role: name, content: said[i + 1].trim(), where: `${key}.${i / 2}` };
		// The prompt of some files ends with the name of who answers.
		return i + 2 === said.length && turn.content === '' ? [] : [turn];
	});
}

/** An answer of the prompt has no loss, as in TRL. */
const silent = (turn: Turn): Turn =>
	roleOf(turn.role) === 'assistant' ? { ...turn, fields: { weight: 0 } } : turn;
