/** What the documents name is there: commands in package.json, files behind relative links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const documents = [
	...readdirSync('.').filter((file) => file.endsWith('.md')),
	...readdirSync('docs').map((file) => path.join('docs', file)),
].filter((file) => file.endsWith('.md'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};

describe.each(documents)('%s', (document) => {
	const text = readFileSync(document, 'utf8');
	it('names commands that exist', () => {
		const named = [...text.matchAll(/\bnpm run ([a-z0-9:]+)/g)].map((match) => match[1] ?? '');
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});
	it('links to files that exist', () => {
		const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
		const links = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
		const missing = links.filter((link) => !existsSync(path.join(path.dirname(document), link)));
		expect(missing).toEqual([]);
	});
});

it('every script that a command runs exists', () => {
	const files = Object.values(scripts).flatMap((command) =>
		[...command.matchAll(/\b(scripts\/\S+\.ts)/g)].map((match) => match[1] ?? ''),
	);
	expect(files.filter((file) => !existsSync(file))).toEqual([]);
});
