/** The page is built again if a source is newer, and if the last build was interrupted. */
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { isBuilt, replaceFolder } from '../../../scripts/lib/build.ts';
import { testFolder } from '../../support/testFolder.ts';

let folder = '';
beforeEach(() => (folder = testFolder()));

function write(name: string, seconds: number): string {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, '');
	utimesSync(file, seconds, seconds);
	return file;
}

it('a site is whole with its last file, and new if no source is newer', () => {
	const sources = [write('source.ts', 10), path.join(folder, 'missing')];
	const site = path.dirname(write('site/index.html', 20));
	expect(isBuilt(site, sources)).toBe(false);
	write('site/sw.js', 30);
	expect(isBuilt(site, sources)).toBe(true);
	// A change while the build ran.
	write('source.ts', 25);
	expect(isBuilt(site, sources)).toBe(false);
});

it('a new site replaces the old one, and is as old as its build', () => {
	const made = path.dirname(write('made/index.html', 20));
	const site = path.join(folder, 'site');
	replaceFolder(site, made);
	write('site/old.js', 20);
	replaceFolder(site, made);
	expect(readdirSync(site)).toEqual(['index.html']);
	expect(statSync(path.join(site, 'index.html')).mtimeMs).toBe(20_000);
	expect(readdirSync(folder).sort()).toEqual(['made', 'site']);
});
