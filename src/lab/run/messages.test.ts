/** The sentences of the lab's messages, the text of earlier versions, and values from a file. */
import { expect, test } from 'vitest';
import type { RunMessage } from './messages.ts';
import { statementText } from '#engine/core/message.ts';
import { isReadable } from './messages.ts';

const text = (message: RunMessage) => statementText(message);

test('warnings of a run', () => {
	const skills = [{ name: 'Sorting', cut: 2, rows: 1200 }];
	expect(text({ id: 'rows.cut', values: { context: 64, skills } })).toBe(
		'Longer than the context of 64 tokens: 2 of 1,200 rows of Sorting. ' +
			'They are cut, prompts from the left, text and answers at the end. ' +
			'Raise the context under Settings, as far as the model reads, to train on them whole.',
	);
	const why = { id: 'no {0}', values: { 0: 'system role' } };
	const rejected = [{ name: 'Chats', rejected: 1, rows: 3, why }];
	expect(text({ id: 'rows.rejected', values: { skills: rejected } })).toBe(
		'Left out, because they do not fit the model’s chat template: ' +
			'1 of 3 rows of Chats (no system role).',
	);
	const overlap = { name: 'Test', trainer: 'Train', prompts: 12, all: 18 };
	expect(text({ id: 'rows.overlap', values: { skills: [overlap] } })).toBe(
		'Held-out prompts that another skill trains, so that their scores measure memory: ' +
			'12 of 18 prompts of Test in the training rows of Train.',
	);
});

test('a failed run', () => {
	const values = { cause: 'The file is gone.', step: 12, kept: 7 };
	expect(text({ id: 'run.broke', values })).toBe(
		'The run stopped after step 12: The file is gone. ' +
			'Everything up to step 7 is kept. Open the run again to continue.',
	);
});

test('a list of messages, and the text that an earlier version stored', () => {
	expect(statementText('Shares follow the losses.')).toBe('Shares follow the losses.');
	expect(statementText(['Older words.', { id: 'fixed.set', values: {} }])).toBe(
		'Older words. You set these shares; they stay the same until you change them.',
	);
});

test('an unknown id is shown itself, and values that no sentence can show are not readable', () => {
	expect(statementText({ id: 'constructor', values: {} })).toBe('constructor');
	expect(isReadable({ id: 'raise.loss', values: { targets: [], loss: 1, start: 2 } })).toBe(true);
	expect(isReadable({ id: 'raise.loss', values: { targets: 1, loss: '1' } })).toBe(false);
});
