import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { isConnectionLost, storageError } from './errors.ts';

const plenty = { usedBytes: 1e6, quotaBytes: 10e9, persisted: false };
const scarce = { usedBytes: 99e6, quotaBytes: 100e6, persisted: false };
const task = { doing: asMessage('keep the run'), bytes: 5e6 };

describe('errors that mean a full disk', () => {
	it.each([
		['QuotaExceededError', '', plenty, true],
		['AbortError', 'QuotaExceededError ', plenty, true],
		['AbortError', 'Encountered full disk while committing transaction.', plenty, true],
		['AbortError', '', scarce, true],
		['UnknownError', 'Internal error.', scarce, false],
		['DataCloneError', '', scarce, false],
	])('%s "%s" with %o: %s', (name, message, report, full) => {
		const error = storageError(new DOMException(message, name), task, report);
		expect(error.code).toBe('storage');
		expect(/There is not enough space to keep the run/.test(error.message)).toBe(full);
		expect(error.message).toMatch(/stored.* is lost\..*try again\.$/);
	});
});

it.each([
	['DataError', 'Failed to write blobs (IOError)', /the disk is full/],
	['AbortError', 'The connection was closed.', /the disk is full/],
	['UnknownError', 'Internal error.', /Reload the page/],
])('%s "%s" has its own advice', (name, message, advice) => {
	const error = storageError(new DOMException(message, name), task, plenty);
	expect(error.message).toMatch(advice);
});

it('an error of the lab stays the same', () => {
	const error = new InputError(asMessage('Row 3 is too long. Cut it.'));
	expect(storageError(error, task, scarce)).toBe(error);
});

it.each([
	[
		'UnknownError',
		'Connection to Indexed Database server lost. Refresh the page to try again',
		true,
	],
	['UnknownError', 'An internal error was encountered in the Indexed Database server', true],
	['InvalidStateError', 'The database connection is closing.', true],
	['UnknownError', 'Internal error.', false],
	['InvalidStateError', 'The transaction has finished.', false],
	['AbortError', 'The connection was closed.', false],
])('%s "%s": is the connection lost? %s', (name, message, expected) => {
	expect(isConnectionLost(new DOMException(message, name))).toBe(expected);
});
