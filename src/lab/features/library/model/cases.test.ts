/**
 * Small files as people have them, and what the import makes of each: `== name`, the file, `=>`,
 * what `readCase` says. `vitest -u` writes what has changed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import english from '#languages/en/library.json' with { type: 'json' };
import { readCase } from './cases.test-support.ts';
import { rowShapes } from './shapes.ts';

const folder = `${import.meta.dirname}/cases`;

test.each(readdirSync(folder))('%s', async (topic) => {
	const path = `${folder}/${topic}`;
	const sections = readFileSync(path, 'utf8').split(/^== /m).slice(1);
	const read = sections.map(async (section) => {
		const [, name, content] = /^(.*)\n([^]*?)\n=> /.exec(section)!;
		return `== ${name}\n${content}\n=> ${await readCase(name, content)}\n`;
	});
	await expect((await Promise.all(read)).join('\n')).toMatchFileSnapshot(path);
});

test('each shape has a title', () => {
	const ids = rowShapes.map(({ id }) => id);
	expect(Object.keys(english.importing.shapes).sort()).toEqual(ids.sort());
});
