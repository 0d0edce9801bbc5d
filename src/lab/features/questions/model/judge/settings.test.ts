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
	['', failure('has no address: give {example}.')],
	['localhost', failure('“{input}” is not an address: give {example}.')],
	[
		'localhost:8080/v1',
		failure('an address like http://localhost:11434/v1 or https://api.example.org/v1', {
			protocol: 'localhost:',
		}),
	],
	[
		'javascript:alert(1)',
		failure('starts with {protocol}: give {example}.', { protocol: 'javascript:' }),
	],
	[
		'https://user:secret@api.example.org/v1',
		failure('has a name or a password. Addresses are stored: give the key in its own field.'),
	],
	[
		'https://api.example.org/v1?key=secret',
		failure(
			'has a “?” or a “#”. Addresses are stored and may not hold a key: give it without them.',
		),
	],
	[
		'https://api.example.org/v1#secret',
		failure(
			'has a “?” or a “#”. Addresses are stored and may not hold a key: give it without them.',
		),
	],
	['http://[::1]:8080/v1', 'IPv6'],
])('refused: %s', (address, message) => {
	expect(() => parseJudge({ address, model })).toThrow(message);
	expect(() => parseJudge({ address, model })).not.toThrow('secret');
});

test('model, concurrency, seconds and key are checked', () => {
	const address = 'http://localhost/v1';
	expect(() => parseJudge({ address, model: ' ' })).toThrow(
		failure('has no model: give the name that its server lists it under.'),
	);
	expect(() => parseJudge({ address, model, concurrency: 0 })).toThrow('from 1 to 16');
	expect(() => parseJudge({ address, model, timeout: NaN })).toThrow('from 1 to 600');
	expect(parseKey(' sk-1 ')).toBe('sk-1');
	expect(() => parseKey('sk-geheim\nx')).toThrow(
		failure(
			'The key has a space or a character that no key has. Copy the key again, and nothing else.',
		),
	);
	expect(() => parseKey('sk-geheim\nx')).not.toThrow('geheim');
});
