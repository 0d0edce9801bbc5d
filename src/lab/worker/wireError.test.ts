import { expect, it } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { fromWire, toWire } from './wireError.ts';

it('an error whose words are not here keeps the sentence that was sent', () => {
	const message = 'The database is locked.';
	const statement = { id: 'lab.notArrivedYet', values: {} };
	expect(fromWire({ code: 'storage', message, statement }).message).toBe(message);
});

it('an error whose words are here makes its own sentence', () => {
	const sent = toWire(new StorageError(sentence('lab.storage.newerVersionOfLab')));
	const received = fromWire({ ...sent, message: 'lab.storage.newerVersionOfLab' });
	expect(received).toBeInstanceOf(StorageError);
	expect(received.message).toBe(sent.message);
});
