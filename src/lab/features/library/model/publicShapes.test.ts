/**
 * Rows as public data sets have them: each is read or left to the visitor, and what it holds
 * besides is named.
 */
import { describe, expect, test } from 'vitest';
import type { Json } from '#engine/core/json.ts';
import { mapRow, recogniseMapping, rowReader } from './mapping.ts';
import { askedColumn, toRow } from './shapes.ts';

const user = (content: Json, more = {}) => ({ role: 'user', content, ...more });
const assistant = (content: Json, more = {}) => ({ role: 'assistant', content, ...more });
const turn = (from: string, value: Json, more = {}) => ({ from, value, ...more });
const letter = { system: 's', user: 'u', assistant: 'a', tool: 't' };

/** The shape with the columns beside it, the messages, and what is not read. */
function read(row: Json) {
	const mapping = recogniseMapping([toRow(row)]);
	if (mapping?.kind !== 'shape') return 'asks';
	const mapped = mapRow({ line: 1, raw: '', value: row }, rowReader(mapping));
	if ('id' in mapped) return mapped.id;
	return {
		as: [mapping.shape, ...(mapping.beside ?? [])].join(' + '),
		said: mapped.examples.map(({ messages }) =>
			messages
				.map(({ role, content, weight }) => `${letter[role]}${weight ?? ''}:${content}`)
				.join(' | '),
		),
		unread: mapped.unread,
	};
}

/** A row, its shape, its messages, and the paths that are not read. */
type Case = [name: string, row: Json, as: string, said: string, unread: string[]];

describe('rows that are read', () => {
	test.each<Case>([
		[
			'OpenOrca',
			{ id: 'o', system_prompt: 'S', question: 'q', response: 'a' },
			'questionAnswer + system_prompt',
			's:S | u:q | a:a',
			['id'],
		],
		[
			'BoolQ',
			{ question: 'q', title: 't', passage: 'P', answer: true },
			'questionAnswer + passage',
			'u:P\nq | a:true',
			['title'],
		],
		[
			'Dolly',
			{ instruction: 'q', context: 'C', response: 'a', category: 'x' },
			'alpaca',
			'u:q\nC | a:a',
			['category'],
		],
		[
			'Alpaca with its template’s text',
			{ instruction: 'q', input: '', output: 'a', text: 'all' },
			'alpaca',
			'u:q | a:a',
			['text'],
		],
		[
			'NuminaMath',
			{ problem: 'q', solution: 'a', answer: '3', messages: [user('q'), assistant('a')] },
			'openAiMessages',
			'u:q | a:a',
			['problem', 'solution', 'answer'],
		],
		[
			'MATH',
			{ problem: 'q', level: 'Level 5', type: 'Algebra', solution: 'a' },
			'questionAnswer',
			'u:q | a:a',
			['level', 'type'],
		],
		[
			'two answers',
			{ problem: 'q', solution: 'a', answer: '3' },
			'questionAnswer',
			'u:q | a:a',
			['answer'],
		],
		[
			'FLAN',
			{ inputs: 'q', targets: 'a', task_name: 'x' },
			'promptCompletion',
			'u:q | a:a',
			['task_name'],
		],
		[
			'a prompt with an input',
			{ prompt: 'q', input: 'I', completion: 'a' },
			'promptCompletion + input',
			'u:q\nI | a:a',
			[],
		],
		[
			'a prompt that has its context already',
			{ prompt: 'C says q', context: 'C', completion: 'a' },
			'promptCompletion + context',
			'u:C says q | a:a',
			[],
		],
		[
			'LLaMA-Factory’s history',
			{ query: 'q', response: 'a', history: [['h', 'i']], system: 'S' },
			'questionAnswer + system + history',
			's:S | u:h | a:i | u:q | a:a',
			[],
		],
		[
			'a history of messages',
			{ prompt: 'q', response: 'a', history: [user('h'), assistant('i')] },
			'promptCompletion + history',
			'u:h | a:i | u:q | a:a',
			[],
		],
		[
			'messages with a column system',
			{ system: 'S', messages: [user('q'), assistant('a')] },
			'openAiMessages + system',
			's:S | u:q | a:a',
			[],
		],
		[
			'messages with another system message',
			{ system: 'S', messages: [{ role: 'system', content: 'T' }, user('q'), assistant('a')] },
			'openAiMessages',
			's:T | u:q | a:a',
			['system'],
		],
		[
			'OpenAI chat',
			{ messages: [user('q', { name: 'Ann' }), assistant('a', { refusal: null, weight: 1 })] },
			'openAiMessages',
			'u:q | a:a',
			['messages[].name'],
		],
		[
			'OpenAI Responses',
			{ messages: [user([{ type: 'input_text', text: 'q', id: 1 }]), assistant('a')] },
			'openAiMessages',
			'u:q | a:a',
			['messages[].content[].id'],
		],
		[
			'UltraChat',
			{ prompt: 'q', prompt_id: 'x', messages: [user('q'), assistant('a'), user('r')] },
			'openAiMessages',
			'u:q | a:a',
			['prompt', 'prompt_id', 'messages[]'],
		],
		[
			'WildChat',
			{ conversation: [user('q', { toxic: false }), assistant('a', { toxic: false })], turn: 1 },
			'openAiMessages',
			'u:q | a:a',
			['conversation[].toxic', 'turn'],
		],
		[
			'OpenHermes',
			{ source: 'x', conversations: [turn('human', 'q'), turn('gpt', 'a', { weight: 1 })] },
			'shareGpt',
			'u:q | a:a',
			['source'],
		],
		[
			'SlimOrca',
			{ conversations: [turn('human', 'q', { weight: 0 }), turn('gpt', 'a', { weight: 1 })] },
			'shareGpt',
			'u:q | a:a',
			[],
		],
		[
			'LLaVA',
			{ id: 1, image: 'x.png', conversations: [turn('human', 'q'), turn('gpt', 'a')] },
			'shareGpt',
			'u:q | a:a',
			['id', 'image'],
		],
		[
			'a conversation that begins with an answer',
			{ conversations: [turn('gpt', 'hi'), turn('human', 'q'), turn('gpt', 'a')] },
			'shareGpt',
			'u:q | a:a',
			['conversations[]'],
		],
		[
			'seed tasks',
			{ id: 's', instruction: 'q', instances: [{ input: 'I', output: 'a', note: 'x' }] },
			'alpaca',
			'u:q\nI | a:a',
			['id', 'instances[].note'],
		],
		[
			'SVAMP',
			{ ID: 'c', Body: 'B', Question: 'q', Answer: 3, Equation: '1+2' },
			'svamp',
			'u:B\nq | a:3',
			['ID', 'Equation'],
		],
		[
			'MT-bench',
			{ question_id: 81, category: 'x', turns: ['q', 'r'], reference: ['a'] },
			'mtBench',
			'u:q | a:a',
			['question_id', 'category', 'turns[]'],
		],
		[
			'ShareGPT with a weight of 0',
			{
				conversations: [
					...[turn('human', 'q'), turn('gpt', 'no', { weight: 0 })],
					...[turn('human', 'r'), turn('gpt', 'a', { weight: 1 })],
				],
			},
			'shareGptTools',
			'u:q | a0:no | u:r | a:a',
			[],
		],
		[
			'mixed key names',
			{
				conversations: [
					{ from: 'user', content: 'q' },
					{ from: 'assistant', content: 'a' },
				],
			},
			'shareGpt',
			'u:q | a:a',
			[],
		],
		[
			'roles with values',
			{
				messages: [
					{ role: 'user', value: 'q' },
					{ role: 'assistant', value: 'a' },
				],
			},
			'openAiMessages',
			'u:q | a:a',
			[],
		],
		['a list for a row', [turn('human', 'q'), turn('gpt', 'a')], 'shareGpt', 'u:q | a:a', []],
		[
			'messages as JSON text',
			{ messages: JSON.stringify([user('q', { id: 7 }), assistant('a')]) },
			'openAiMessages',
			'u:q | a:a',
			['messages[].id'],
		],
		[
			'an empty system message',
			{ messages: [{ role: 'system', content: '' }, user('q'), assistant('a')] },
			'openAiMessages',
			'u:q | a:a',
			[],
		],
		[
			'an empty system turn',
			{ conversations: [turn('system', ' '), turn('human', 'q'), turn('gpt', 'a')] },
			'shareGpt',
			'u:q | a:a',
			[],
		],
		[
			'a part of type text without one',
			{
				messages: [
					user([
						{ type: 'text', text: 'q' },
						{ type: 'text', text: null },
					]),
					assistant('a'),
				],
			},
			'openAiMessages',
			'u:q | a:a',
			[],
		],
		['C4', { text: 'T', url: 'u', timestamp: 't' }, 'rawText', 'a:T', ['url', 'timestamp']],
		['KTO', { prompt: 'q', completion: 'a', label: true }, 'labelled', 'u:q | a:a', []],
	])('%s', (_name, row, as, said, unread) => {
		expect(read(row)).toEqual({ as, said: [said], unread });
	});
});

describe('choices: the prompt has a letter for each, and the answer is one', () => {
	const four = { A: 'x', B: 'y', C: 'z', D: 'w' };
	const said = (letters: string) => `u:q\n${letters.replaceAll(',', '\n')} | a:`;
	const two = said('A. x,B. y');
	test.each<[name: string, row: Json, said: string, unread: string[]]>([
		[
			'MMLU counts from 0',
			{ question: 'q', subject: 's', choices: ['1', '0'], answer: 1 },
			`${said('A. 1,B. 0')}B`,
			['subject'],
		],
		[
			'MMLU-Pro',
			{ question: 'q', options: ['x', 'y'], answer: 'B', answer_index: 1, category: 'law' },
			`${two}B`,
			['category'],
		],
		[
			'MedQA',
			{ question: 'q', answer: 'x', options: { A: 'x', B: 'y' }, answer_idx: 'A' },
			`${two}A`,
			[],
		],
		[
			'ARC with numbers for letters',
			{ id: 'i', question: 'q', choices: { text: ['x', 'y'], label: ['1', '2'] }, answerKey: '2' },
			`${two}B`,
			['id'],
		],
		[
			'ARC’s own file',
			{
				question: {
					stem: 'q',
					choices: [
						{ text: 'x', label: 'A' },
						{ text: 'y', label: 'B' },
					],
				},
				answerKey: 'B',
			},
			`${two}B`,
			[],
		],
		['HellaSwag', { ctx_a: 'r', ctx: 'q', endings: ['x', 'y'], label: '1' }, `${two}B`, ['ctx_a']],
		['WinoGrande', { sentence: 'q', option1: 'x', option2: 'y', answer: '1' }, `${two}A`, []],
		['SWAG', { sentence: 'q', ending0: 'x', ending1: 'y', label: 1 }, `${two}B`, []],
		[
			'C-Eval',
			{ id: 0, question: 'q', ...four, answer: 'C' },
			`${said('A. x,B. y,C. z,D. w')}C`,
			['id'],
		],
		['CMMLU', { Question: 'q', ...four, Answer: 'D' }, `${said('A. x,B. y,C. z,D. w')}D`, []],
		['numbered columns', { question: 'q', option1: 'x', option2: 'y', answer: 1 }, `${two}B`, []],
		['MedMCQA', { question: 'q', opa: 'x', opb: 'y', cop: 0, exp: 'e' }, `${two}A`, ['exp']],
		['AQuA', { question: 'q', options: ['A)x', 'B)y'], correct: 'B' }, `${two}B`, []],
		[
			'the text of a choice',
			{ question: 'q', choices: ['3', '4'], answer: '4' },
			`${said('A. 3,B. 4')}B`,
			[],
		],
		['a cell with a list', { query: 'q', choices: '["x","y"]', answer: '(b)' }, `${two}B`, []],
	])('%s', (_name, row, said, unread) => {
		expect(read(row)).toEqual({ as: 'choices', said: [said], unread });
	});

	test('RACE has its article before the question', () => {
		const row = { article: 'P', question: 'q', options: ['x', 'y'], answer: 'A' };
		expect(read(row)).toMatchObject({ as: 'choices + article', said: [`u:P\n${two.slice(2)}A`] });
	});

	test('a number that only counts from 1 makes all numbers count so', () => {
		const rows = [1, 3, 2].map((label) => ({
			question: 'q',
			answerA: 'x',
			answerB: 'y',
			answerC: 'z',
			label,
		}));
		const mapping = recogniseMapping(rows)!;
		expect(mapping).toEqual({ kind: 'shape', shape: 'choicesFromOne' });
		const answers = rows.map((value) => mapRow({ line: 1, raw: '', value }, rowReader(mapping)));
		expect(
			answers.map((row) => ('id' in row ? row.id : row.examples[0].messages[1].content)),
		).toEqual(['A', 'C', 'B']);
	});

	test('an answer that is no choice rejects its row', () => {
		const rows = [0, 1, 5].map((answer) => ({ question: 'q', choices: ['x', 'y'], answer }));
		const read = rowReader(recogniseMapping(rows)!);
		expect(mapRow({ line: 1, raw: '', value: rows[2] }, read)).toMatchObject({
			values: { key: 'answer', answer: '5', count: 2 },
		});
	});
});

describe('preference pairs: the chosen conversation', () => {
	const pair = { chosen: [user('q'), assistant('a')], rejected: [user('q'), assistant('b')] };
	test.each<[string, Json, string, string[]]>([
		['TRL, implicit prompt', pair, 'u:q | a:a', ['rejected']],
		['the prompt once more', { prompt: 'q', ...pair }, 'u:q | a:a', ['rejected']],
		['another prompt', { prompt: 'other', ...pair }, 'u:q | a:a', ['prompt', 'rejected']],
		[
			'TRL, explicit prompt',
			{
				prompt: [user('p'), assistant('h'), user('q')],
				chosen: [assistant('a')],
				rejected: [assistant('b')],
			},
			'u:p | a0:h | u:q | a:a',
			['rejected'],
		],
		[
			'LLaMA-Factory',
			{ conversations: [turn('human', 'q')], chosen: turn('gpt', 'a'), rejected: turn('gpt', 'b') },
			'u:q | a:a',
			['rejected'],
		],
		[
			'UltraFeedback',
			{ ...pair, prompt: 'q', messages: [user('q'), assistant('a')], score_chosen: 8 },
			'u:q | a:a',
			['rejected', 'messages', 'score_chosen'],
		],
		[
			'Orca DPO',
			{ system: 'S', question: 'q', chosen: 'a', rejected: 'b' },
			's:S | u:q | a:a',
			['rejected'],
		],
		[
			'Alpaca DPO',
			{ instruction: 'q', input: 'I', chosen: 'a', rejected: 'b' },
			'u:q\nI | a:a',
			['rejected'],
		],
		[
			'HH-RLHF',
			{ chosen: '\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant: c', rejected: 'x' },
			'u:q | a:a | u:r | a:c',
			['rejected'],
		],
	])('%s', (_name, row, said, unread) => {
		const as = expect.stringMatching(/^preferred/) as string;
		expect(read(row)).toEqual({ as, said: [said], unread });
	});
});

describe('rows that are left to the visitor', () => {
	test.each<[string, Record<string, Json>, unknown]>([
		['IMDB', { text: 'T', label: 1 }, { kind: 'pair', column: 'label' }],
		['AG News', { text: 'T', label: 3, label_text: 'Sci' }, { kind: 'pair', column: 'label' }],
		['MBPP', { task_id: 1, text: 'T', code: 'c' }, { kind: 'pair', column: 'code' }],
		['single messages', { role: 'user', content: 'q' }, { kind: 'messages', column: 'role' }],
		[
			'OASST',
			{ message_id: 'm', text: 'T', role: 'prompter' },
			{ kind: 'messages', column: 'role' },
		],
		['WMT', { translation: { en: 'e', fr: 'f' } }, null],
		['XSum', { document: 'd', summary: 's', id: '1' }, null],
		['SQuAD', { context: 'c', question: 'q', answers: { text: ['a'] } }, null],
		['COPA', { premise: 'p', choice1: 'x', choice2: 'y', question: 'cause', label: 1 }, null],
		['HumanEval', { task_id: 'x', prompt: 'p', canonical_solution: 's', test: 't' }, null],
		['Glaive', { system: 'S', chat: 'USER: q ASSISTANT: a' }, null],
		['SHP', { history: 'h', human_ref_A: 'x', human_ref_B: 'y', labels: 1 }, null],
		['NLI', { premise: 'p', hypothesis: 'h', label: 0 }, null],
	])('%s', (_name, row, asks) => {
		expect(read(row)).toBe('asks');
		expect(askedColumn([row])).toEqual(asks);
	});
});

test('classes are no marks of good answers, also where the first rows have only two', () => {
	const row = (label: Json) => ({ source: 's', target: 't', label });
	const shapeOf = (...labels: Json[]) => recogniseMapping(labels.map(row));
	const pairs = { kind: 'shape', shape: 'promptCompletion' };
	expect(shapeOf(0, 1, 2)).toEqual(pairs);
	expect(shapeOf('0', '1', '2')).toEqual(pairs);
	expect(shapeOf(0, 1, 'neutral')).toEqual(pairs);
	expect(shapeOf(0, 1, 0)).toEqual({ kind: 'shape', shape: 'labelled' });
	expect(shapeOf(true, false)).toEqual({ kind: 'shape', shape: 'labelled' });
});

test('a part of type text whose text is not text is named as that', () => {
	const row = { messages: [user([{ type: 'text', text: { x: 1 } }]), assistant('a')] };
	expect(read(row)).toBe('{where} has a part of type {type} whose text is not text.');
});
