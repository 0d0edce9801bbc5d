import { expect, it } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { fromWire, toWire } from './wireError.ts';

it('an error whose words are not here keeps the sentence that was sent', () => {
	const message = 'The database is locked.';
	const statement = { id: 'lab.notArrivedYet', values: {} };
	expect(fromWire({ code: 'storage', message, statement }).message).toBe(message);
});

it('an error whose words are here makes its own sentence', () => {
	const sent = toWire(
		new StorageError(
			say('A newer version of the lab has taken over the database in another tab, so this tab'),
		),
	);
	const received = fromWire({
		...sent,
		message: 'A newer version of the lab has taken over the database in another tab, so this tab',
	});
	expect(received).toBeInstanceOf(StorageError);
	expect(received.message).toBe(sent.message);
});
