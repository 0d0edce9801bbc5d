import { describe, expect, it } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json } from '#engine/core/json.ts';
import { promptAnswer, rawText } from '#engine/data/example.ts';
import english from '#languages/en/library.json' with { type: 'json' };
import { RowError } from './formats.ts';
import { recogniseShape, rowShapes, toRow, type Row } from './shapes.ts';

const examples = (id: string, row: Row) =>
	rowShapes.find((shape) => shape.id === id)!.toExamples(row);
const reason = (id: string, row: Row): string => {
	try {
		examples(id, row);
	} catch (error) {
		expect(error).toBeInstanceOf(RowError);
		return (error as RowError).message;
	}
	return 'no error';
};
const turns = (...said: [string, string][]): Row => ({
	conversations: said.map(([from, value]) => ({ from, value })),
});
const message = (role: string, content: Json): Json => ({ role, content });
const shortRole = { system: 's', user: 'u', assistant: 'a', tool: 't' };
const written = (id: string, row: Row) =>
	examples(id, row)[0].messages.map(({ role, content }) => `${shortRole[role]}:${content}`);

it('has a title for each shape', () => {
	expect(Object.keys(english.importing.shapes).sort()).toEqual(
		rowShapes.map(({ id }) => id).sort(),
	);
});

describe('recognising a shape', () => {
	it.each<[string, Row]>([
		['alpaca', { instruction: 'a', input: '', output: 'b' }],
		['alpaca', { instruction: 'a', context: '', response: 'b' }],
		['alpaca', { id: 'x', instruction: 'a', instances: [{ input: '', output: 'b' }] }],
		['promptCompletion', { prompt: 'a', completion: 'b' }],
		['promptCompletion', { prompt: 'a', response: 'b' }],
		['promptCompletion', { input: 'a', output: 'b' }],
		['questionAnswer', { question: 'a', answer: 5 }],
		['questionAnswer', { query: 'a', response: 'b' }],
		['questionAnswer', { problem: 'a', solution: 'b', answer: 'c' }],
		['shareGpt', turns(['human', 'a'], ['gpt', 'b'])],
		['openAiMessages', { messages: [message('user', 'a'), message('assistant', 'b')] }],
		['openAiMessages', { conversations: [message('user', 'a'), message('assistant', 'b')] }],
		['svamp', { ID: 'x', Body: 'a', Question: 'b', Answer: 1 }],
		['mtBench', { question_id: 81, category: 'writing', turns: ['a', 'b'] }],
		['mtBench', { question_id: 101, turns: ['a'], reference: ['b'] }],
		['rawText', { text: 'a', meta: 1 }],
	])('%s', (id, row) => {
		expect(recogniseShape([row])?.id).toBe(id);
	});

	it('does not recognise similar names, or answers that are objects', () => {
		expect(recogniseShape([{ Story: 'a', Question: 'b', Answer: 1 }])).toBeNull();
		expect(recogniseShape([{ question: 'a', answer: { text: ['b'] } }])).toBeNull();
		expect(recogniseShape([])).toBeNull();
	});

	it('decides by more than half of the first 20 rows', () => {
		const known = { prompt: 'a', completion: 'b' };
		const mixed = (good: number) =>
			Array.from({ length: 40 }, (_, i): Row => (i < good || i >= 20 ? known : { x: 1 }));
		expect(recogniseShape(mixed(11))?.id).toBe('promptCompletion');
		expect(recogniseShape(mixed(10))).toBeNull();
	});
});

describe('rows to examples', () => {
	it('SVAMP: the story, its question and the number', () => {
		expect(examples('svamp', { Body: 'A.', Question: 'How many?', Answer: 51.0 })).toEqual([
			promptAnswer('A.\nHow many?', '51'),
		]);
	});

	it('MT-bench: each turn with its reference, without turns after the last one', () => {
		const row = { question_id: 101, turns: ['a', 'b'], reference: ['c', 'd'] };
		expect(written('mtBench', row)).toEqual(['u:a', 'a:c', 'u:b', 'a:d']);
		expect(written('mtBench', { ...row, reference: ['c'] })).toEqual(['u:a', 'a:c']);
		expect(reason('mtBench', { question_id: 81, turns: ['a'] })).toBe(
			'reference is not a list of answers.',
		);
		expect(reason('mtBench', { ...row, reference: ['c', ''] })).toBe('reference.1 is empty.');
		expect(reason('mtBench', { ...row, turns: 'a' })).toBe('turns is not a list of questions.');
	});

	it('Alpaca: the input under the instruction, if there is one', () => {
		expect(examples('alpaca', { instruction: 'Add.', input: '1 2', output: 3 })).toEqual([
			promptAnswer('Add.\n1 2', '3'),
		]);
		expect(examples('alpaca', { instruction: 'Hi', input: '', output: 'b' })).toEqual([
			promptAnswer('Hi', 'b'),
		]);
	});

	it('Alpaca: an example for each nested instance', () => {
		const row = {
			instruction: 'Add.',
			instances: [{ input: '1 2', output: '3' }, { output: '4' }],
		};
		expect(examples('alpaca', row)).toEqual([
			promptAnswer('Add.\n1 2', '3'),
			promptAnswer('Add.', '4'),
		]);
	});

	it('questions: context before them, numbers as text', () => {
		expect(examples('questionAnswer', { context: 'c', question: 'q', answer: 51.0 })).toEqual([
			promptAnswer('c\nq', '51'),
		]);
		expect(examples('questionAnswer', { question: 'q', answer: false })).toEqual([
			promptAnswer('q', 'false'),
		]);
	});

	it('raw text: a text alone, no prompt', () => {
		expect(examples('rawText', toRow('abc'))).toEqual([rawText('abc')]);
	});

	it('ShareGPT: maps role names and leaves out turns without loss', () => {
		const row = turns(['system', 'x'], ['gpt', 'y'], ['human', '1'], ['gpt', '2'], ['human', '3']);
		expect(written('shareGpt', row)).toEqual(['s:x', 'u:1', 'a:2']);
		const long = turns(['human', '1'], ['gpt', '2'], ['human', '3'], ['gpt', '4']);
		expect(written('shareGpt', long)).toEqual(['u:1', 'a:2', 'u:3', 'a:4']);
	});

	it('OpenAI: contents as text or as parts of type text', () => {
		const row = {
			messages: [
				message('developer', 'x'),
				message('user', [
					{ type: 'text', text: 'a' },
					{ type: 'text', text: 'b' },
				]),
				message('assistant', 'c'),
			],
		};
		expect(written('openAiMessages', row)).toEqual(['s:x', 'u:a\nb', 'a:c']);
	});
});

describe('OpenAI messages with tools', () => {
	const call = (args: Json) => ({ type: 'function', function: { name: 'f', arguments: args } });
	const tools = [{ type: 'function', function: { name: 'f' } }];
	const question = message('user', 'q');
	const row = (args: Json): Row => ({
		tools,
		messages: [
			message('system', 's'),
			question,
			{ role: 'assistant', content: null, tool_calls: [call(args)] },
			{ role: 'tool', content: '', tool_call_id: 'c1', name: 'f' },
			{ role: 'assistant', content: 'a', thinking: 'hm' },
		],
	});

	it('keeps tools, calls, a tool’s messages and thoughts', () => {
		const [{ messages, tools: listedTools }] = examples('toolMessages', row({ x: 1 }));
		expect(listedTools).toEqual(tools);
		expect(messages).toEqual([
			{ role: 'system', content: 's' },
			{ role: 'user', content: 'q' },
			{ role: 'assistant', content: '', tool_calls: [call({ x: 1 })] },
			{ role: 'tool', content: '', tool_call_id: 'c1', name: 'f' },
			{ role: 'assistant', content: 'a', reasoning_content: 'hm' },
		]);
	});

	it('reads tools and arguments from JSON text', () => {
		const text = { ...row('{"x":1}'), tools: JSON.stringify(tools) };
		expect(examples('toolMessages', text)).toEqual(examples('toolMessages', row({ x: 1 })));
		expect(reason('toolMessages', { ...row({}), tools: '{}' })).toBe('tools is not a list.');
		const [{ messages }] = examples('toolMessages', row('no JSON'));
		expect(messages[2].tool_calls).toEqual([call('no JSON')]);
	});

	it('is recognised if one of the first rows has tools, and only then', () => {
		const plain = { messages: [question, message('assistant', 'a')], tools: null };
		expect(recogniseShape([plain, plain, row({})])?.id).toBe('toolMessages');
		expect(recogniseShape([plain, plain])?.id).toBe('openAiMessages');
		expect(examples('toolMessages', plain)).toEqual(examples('openAiMessages', plain));
	});

	it('leaves the other shape as it was', () => {
		const called = {
			messages: [question, { role: 'assistant', content: 'a', tool_calls: [call({})] }],
		};
		expect(examples('openAiMessages', { ...called, tools })).toEqual([promptAnswer('q', 'a')]);
		expect(reason('openAiMessages', row({}))).toBe('messages.2 is empty.');
	});
});

describe('ShareGPT with tools', () => {
	const tool = { name: 'f', parameters: {} };
	const call = { name: 'f', arguments: { x: 1 } };
	const row = {
		system: 's',
		tools: JSON.stringify([tool]),
		...turns(
			['human', 'q'],
			['function_call', JSON.stringify(call)],
			['observation', '5'],
			['gpt', 'a'],
		),
	};

	it('keeps the column system, also without tools', () => {
		const shareGptRow = { system: 's', ...turns(['human', 'q'], ['gpt', 'a']) };
		expect(recogniseShape([shareGptRow])?.id).toBe('shareGptTools');
		expect(written('shareGptTools', shareGptRow)).toEqual(['s:s', 'u:q', 'a:a']);
	});

	it('becomes messages with calls, and keeps the tools in OpenAI’s form', () => {
		const [{ messages, tools }] = examples('shareGptTools', row);
		expect(tools).toEqual([{ type: 'function', function: tool }]);
		expect(messages).toEqual([
			{ role: 'system', content: 's' },
			{ role: 'user', content: 'q' },
			{ role: 'assistant', content: '', tool_calls: [{ type: 'function', function: call }] },
			{ role: 'tool', content: '5' },
			{ role: 'assistant', content: 'a' },
		]);
	});

	it('is recognised if one of the first rows has tools, and only then', () => {
		const plain = turns(['human', 'q'], ['gpt', 'a']);
		expect(recogniseShape([plain, plain, row])?.id).toBe('shareGptTools');
		expect(recogniseShape([plain, plain])?.id).toBe('shareGpt');
		expect(examples('shareGptTools', plain)).toEqual(examples('shareGpt', plain));
	});

	it('is recognised also beside a row without turns', () => {
		expect(recogniseShape([row, { conversations: [] }])?.id).toBe('shareGptTools');
	});
});

describe('Alpaca with system and history', () => {
	const plain = { instruction: 'Add.', input: '1', output: '2' };
	const row = { ...plain, system: 's', history: [['q', 'a']] };

	it('is one conversation: the system message, the earlier turns, the row’s own', () => {
		expect(written('alpacaHistory', row)).toEqual(['s:s', 'u:q', 'a:a', 'u:Add.\n1', 'a:2']);
		const text = { ...row, system: '', history: '[["q","a"]]' };
		expect(written('alpacaHistory', text)).toEqual(['u:q', 'a:a', 'u:Add.\n1', 'a:2']);
		expect(examples('alpaca', row)).toEqual(examples('alpacaHistory', plain));
	});

	it('is recognised if one of the first rows has one, and only then', () => {
		const empty = { ...plain, system: '', history: [] };
		expect(recogniseShape([empty, empty, row])?.id).toBe('alpacaHistory');
		expect(recogniseShape([empty, { ...plain, history: null }])?.id).toBe('alpaca');
	});
});

describe('OpenAI messages with weights', () => {
	const question = message('user', 'q');
	const answer = (content: string, weight?: Json): Json => ({
		role: 'assistant',
		content,
		...(weight !== undefined && { weight }),
	});
	const row = { messages: [question, answer('a', 0), question, answer('b', 1)] };

	it('keeps a weight of 0, and no other', () => {
		const [{ messages }] = examples('weightedMessages', row);
		expect(messages.map(({ weight }) => weight)).toEqual([undefined, 0, undefined, undefined]);
		expect(examples('openAiMessages', row)[0].messages[1]).toEqual(answer('a'));
	});

	it('ends with the last trained answer', () => {
		const silent = { messages: [...row.messages, question, answer('c', 0)] };
		expect(written('weightedMessages', silent)).toEqual(['u:q', 'a:a', 'u:q', 'a:b']);
	});

	it('is recognised if one of the first rows has a weight of 0, and only then', () => {
		const plain = { messages: [question, answer('a', 1)] };
		expect(recogniseShape([plain, plain, row])?.id).toBe('weightedMessages');
		expect(recogniseShape([plain, plain])?.id).toBe('openAiMessages');
		expect(examples('weightedMessages', plain)).toEqual(examples('openAiMessages', plain));
	});
});

describe('labelled answers', () => {
	const good = { prompt: 'q', completion: 'a', label: true };
	const bad = { prompt: 'q', completion: 'b', label: false };
	const reasonOfBad = 'The label is false: the lab does not train on bad answers.';

	it('trains on the good ones only', () => {
		expect(recogniseShape([bad, bad, good])?.id).toBe('labelled');
		expect(examples('labelled', good)).toEqual([promptAnswer('q', 'a')]);
		expect(reason('labelled', bad)).toBe(reasonOfBad);
		expect(reason('labelled', { ...bad, label: 'False' })).toBe(reasonOfBad);
	});

	it.each<[string, Row]>([
		['chatPairs', { prompt: [message('user', 'q')], completion: [message('assistant', 'a')] }],
		['openAiMessages', { messages: [message('user', 'q'), message('assistant', 'a')] }],
		['shareGpt', turns(['human', 'q'], ['gpt', 'a'])],
		['alpaca', { instruction: 'q', input: '', output: 'a' }],
	])('%s with a label', (id, row) => {
		expect(recogniseShape([row])?.id).toBe(id);
		const tagged = { ...row, kto_tag: true };
		expect(recogniseShape([tagged])?.id).toBe('labelled');
		expect(examples('labelled', tagged)).toEqual([promptAnswer('q', 'a')]);
		expect(reason('labelled', { ...row, kto_tag: false })).toBe(reasonOfBad);
	});

	it('leaves other labels as they are', () => {
		expect(recogniseShape([{ ...good, label: 'spam' }])?.id).toBe('promptCompletion');
	});
});

it('prompt and completion as messages are one conversation', () => {
	const row = { prompt: [message('user', 'q')], completion: [message('assistant', 'a')] };
	expect(recogniseShape([row])?.id).toBe('chatPairs');
	expect(examples('chatPairs', row)).toEqual([promptAnswer('q', 'a')]);
	expect(recogniseShape([{ prompt: 'q', completion: 'a' }])?.id).toBe('promptCompletion');
});

it('answers of a prompt have no loss, as in TRL', () => {
	const [q, a] = [message('user', 'q'), message('assistant', 'a')];
	const row = { prompt: [q, a, q], completion: [message('assistant', 'b')] };
	expect(recogniseShape([{ prompt: [q], completion: [a] }, row])?.id).toBe('chatCompletions');
	const [{ messages }] = examples('chatCompletions', row);
	expect(messages.map(({ content, weight }) => [content, weight])).toEqual([
		['q', undefined],
		['a', 0],
		['q', undefined],
		['b', undefined],
	]);
	expect(examples('chatPairs', row)[0].messages[1]).toEqual(a);
	expect(reason('chatCompletions', { prompt: 'q', completion: [a] })).toBe('prompt.0 has no role.');
});

describe('rows that cannot be used', () => {
	it.each<[string, Row, string]>([
		[
			'shareGptTools',
			turns(['human', 'q'], ['function_call', 'f(1)']),
			'conversations.1 is not a call: JSON with name and arguments is needed.',
		],
		['chatPairs', { prompt: [], completion: [] }, 'prompt is empty.'],
		[
			'alpacaHistory',
			{ instruction: 'a', output: 'b', history: [['q']] },
			'history.0 is not a pair of question and answer.',
		],
		[
			'alpacaHistory',
			{ instruction: 'a', output: 'b', history: [['q', '']] },
			'history.0.1 is empty.',
		],
		[
			'weightedMessages',
			{ messages: [message('user', 'q'), { role: 'assistant', content: 'a', weight: 0 }] },
			'Every answer of the conversation has the weight 0.',
		],
		['labelled', { prompt: 'q', completion: 'a' }, 'label is not true or false.'],
		['labelled', { x: 1, label: true }, 'The row has a label, but no prompt with an answer.'],
		['alpaca', { instruction: 'a', output: ' ' }, 'output is empty.'],
		['alpaca', { instruction: '', input: '', output: 'b' }, 'instruction is empty.'],
		['alpaca', { instruction: 'a', instances: [] }, 'instances is empty.'],
		[
			'alpaca',
			{ instruction: 'a', instances: [{ output: 'b' }, { input: 'c' }] },
			'instances.1.output is missing.',
		],
		['alpaca', { instruction: 'a', instances: ['b'] }, 'instances.0 is not an object.'],
		['promptCompletion', { prompt: 'a' }, 'completion is missing.'],
		['promptCompletion', { prompt: '', completion: 'b' }, 'prompt is empty.'],
		['questionAnswer', { question: 'a', answer: null }, 'answer is empty.'],
		['questionAnswer', { problem: 'a' }, 'solution is missing.'],
		['questionAnswer', { x: 1 }, 'question is missing.'],
		['rawText', { text: '' }, 'text is empty.'],
		['rawText', { body: '' }, 'text is missing.'],
		['shareGpt', turns(['human', 'a'], ['gpt', '']), 'conversations.1 is empty.'],
		['shareGpt', turns(['gpt', 'a']), 'The conversation has no question.'],
		['shareGpt', turns(['gpt', 'a'], ['human', 'b']), 'The conversation has no answer.'],
		['shareGpt', { conversations: [] }, 'conversations is empty.'],
		['shareGpt', { conversations: 'x' }, 'conversations is not a list of turns.'],
		['openAiMessages', { messages: [] }, 'messages is empty.'],
		['openAiMessages', {}, 'messages is not a list of messages.'],
		['openAiMessages', { messages: ['x'] }, 'messages.0 has no role.'],
		['openAiMessages', { messages: [message('user', null)] }, 'messages.0 is empty.'],
	])('%s %j', (id, row, expected) => {
		expect(reason(id, row)).toBe(expected);
	});

	it('names an unknown role, a part that is not text, a row that is not an object', () => {
		expect(reason('shareGpt', turns(['tool', 'a']))).toMatch(
			/^conversations\.0 is by "tool"; known/,
		);
		const image = { messages: [message('user', [{ type: 'image_url' }])] };
		expect(reason('openAiMessages', image)).toMatch(/^messages\.0 has a part of type "image_url"/);
		expect(() => toRow(5)).toThrow(failure('The row is {value}, not an object.', { value: '5' }));
		expect(() => toRow(null)).toThrow(
			failure('The row is {value}, not an object.', { value: 'null' }),
		);
	});
});
