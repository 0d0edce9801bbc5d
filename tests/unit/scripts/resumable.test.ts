/** Files from which a command resumes: none that is cut, changed or of other settings is used. */

import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { readResumable, writeResumable } from '../../../scripts/lib/resumable.ts';
import { testFolder } from '../../support/testFolder.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = testFolder();
	file = path.join(folder, 'progress.bin');
});

const key = { recipe: 'small', seed: 1, from: null };
const content = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

it('comes back as it was written, and leaves no second file', () => {
	expect(readResumable(file, key)).toBeNull();
	writeResumable(file, key, content.subarray(0, 10), content.subarray(10));
	expect(readResumable(file, key)).toEqual(content);
	expect(readResumable(file, { from: null, seed: 1, recipe: 'small' })).toEqual(content);
	expect(readdirSync(folder)).toEqual(['progress.bin']);
});

it.each([
	['cut short', () => truncateSync(file, 500), /has \d+ of 1000 bytes/],
	['cut in its first line', () => truncateSync(file, 20), /is not a file from which/],
	['empty', () => writeFileSync(file, ''), /is not a file from which/],
	[
		'with its end zeroed',
		() => writeFileSync(file, new Uint8Array(readFileSync(file)).fill(0, -100)),
		/its SHA-256 differs/,
	],
])('%s, it is refused by name', (_what, damage, why) => {
	writeResumable(file, key, content);
	damage();
	expect(() => readResumable(file, key)).toThrow(why);
	expect(() => readResumable(file, key)).toThrow(/progress\.bin.*Delete it to begin again/);
});
