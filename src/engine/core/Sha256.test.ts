import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Sha256 } from './Sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 167) >> 3);

test('bytes of each length have the hash of OpenSSL', () => {
	for (let length = 0; length <= 200; length++) {
		const part = bytes.subarray(0, length);
		const hash = new Sha256();
		hash.update(part);
		expect(hex(hash.digest()), String(length)).toBe(
			createHash('sha256').update(part).digest('hex'),
		);
	}
});

test.each([1, 7, 63, 64, 65, 130])('parts of %i bytes have the hash of all', (size) => {
	const hash = new Sha256();
	for (let at = 0; at < bytes.length; at += size) hash.update(bytes.subarray(at, at + size));
	expect(hex(hash.digest())).toBe(createHash('sha256').update(bytes).digest('hex'));
});
