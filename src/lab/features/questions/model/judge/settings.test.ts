/** The typed settings of a judge: accepted and refused ones. */
import { expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import { parseJudge, parseKey } from './settings.ts';

const model = 'm';

test.each([
	['http://localhost:11434/v1', 'http://localhost:11434/v1'],
	[' https://api.example.org/v1/ ', 'https://api.example.org/v1'],
	['https://api.example.org/v1/chat/completions', 'https://api.example.org/v1'],
	['https://api.example.org', 'https://api.example.org'],
])('%s', (address, clean) => {
	expect(parseJudge({ address, model }).address).toBe(clean);
});

test.each([
	['', failure('questions.errors.hasNoAddressGive')],
	['localhost', failure('questions.errors.isNoAddressGive')],
	[
		'localhost:8080/v1',
		failure('questions.errors.addressLikeHttpLocalhost11434', { protocol: 'localhost:' }),
	],
	['javascript:alert(1)', failure('questions.errors.startsWithGive', { protocol: 'javascript:' })],
	[
		'https://user:secret@api.example.org/v1',
		failure('questions.errors.hasNameOrPasswordAddresses'),
	],
	['https://api.example.org/v1?key=secret', failure('questions.errors.hasOrAddressesAreStored')],
	['https://api.example.org/v1#secret', failure('questions.errors.hasOrAddressesAreStored')],
	['http://[::1]:8080/v1', 'IPv6'],
])('refused: %s', (address, message) => {
	expect(() => parseJudge({ address, model })).toThrow(message);
	expect(() => parseJudge({ address, model })).not.toThrow('secret');
});

test('model, concurrency, seconds and key are checked', () => {
	const address = 'http://localhost/v1';
	expect(() => parseJudge({ address, model: ' ' })).toThrow(
		failure('questions.errors.hasNoModelGiveName'),
	);
	expect(() => parseJudge({ address, model, concurrency: 0 })).toThrow('from 1 to 16');
	expect(() => parseJudge({ address, model, timeout: NaN })).toThrow('from 1 to 600');
	expect(parseKey(' sk-1 ')).toBe('sk-1');
	expect(() => parseKey('sk-geheim\nx')).toThrow(
		failure('questions.errors.keyHasSpaceOrCharacter'),
	);
	expect(() => parseKey('sk-geheim\nx')).not.toThrow('geheim');
});
