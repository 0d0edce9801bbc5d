/** Files of commands: the old one or the new one, and words for what cannot be written. */
import {
	chmodSync,
	lstatSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeBeside } from '../../../scripts/lib/writeBeside.ts';
import { testFolder } from '../../support/testFolder.ts';

it('a file and its folder are made, and an old file keeps its mode and its links', () => {
	const folder = testFolder();
	const file = path.join(folder, 'deep', `${'x'.repeat(250)}.json`);
	writeBeside(file, 'one', Uint8Array.of(33));
	chmodSync(file, 0o600);
	const link = path.join(folder, 'link');
	symlinkSync(file, link);
	writeBeside(link, 'two');
	expect(readFileSync(file, 'utf8')).toBe('two');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(lstatSync(link).isSymbolicLink()).toBe(true);
	expect(readdirSync(path.dirname(file))).toHaveLength(1);
});

it('a failure names the file, leaves the old one and nothing beside it', () => {
	const folder = testFolder();
	const file = path.join(folder, 'report');
	writeFileSync(file, 'old');
	const failing = {
		get length(): number {
			throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
		},
	};
	expect(() => writeBeside(file, 'new', failing as Uint8Array)).toThrow(
		`${file} cannot be written: no space left on device (ENOSPC). Free some space, and start the ` +
			'command again.',
	);
	expect(readFileSync(file, 'utf8')).toBe('old');
	expect(readdirSync(folder)).toEqual(['report']);
	expect(() => writeBeside(path.join(file, 'x'), '')).toThrow(/report\/x cannot be written: .*\(E/);
});
