/** The commands and files that the documents name exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));

const documents = [...readdirSync('.'), ...filesIn('docs')].filter((file) => file.endsWith('.md'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};

describe.each(documents)('%s', (document) => {
	const text = readFileSync(document, 'utf8');

	it('names only commands of package.json', () => {
		const commands = [...text.matchAll(/\bnpm run ([a-z0-9:]+)/g)].map((match) => match[1] ?? '');
		expect(commands.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('links only to files that exist', () => {
		const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
		const links = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
		const missing = links.filter((link) => !existsSync(path.join(path.dirname(document), link)));
		expect(missing).toEqual([]);
	});
});

it('the documents that sources and documents name exist', () => {
	const sources = [...filesIn('src'), ...filesIn('scripts')].filter((file) =>
		/\.(ts|js|svelte)$/.test(file),
	);
	const missing = [...sources, ...documents].flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/\bdocs\/[\w/-]+\.md\b/g)]
			.map((match) => match[0])
			.filter((name) => !existsSync(name))
			.map((name) => `${file}: ${name}`),
	);
	expect(missing).toEqual([]);
});

it('the scripts that package.json names exist', () => {
	const files = Object.values(scripts).flatMap((command) =>
		[...command.matchAll(/\b(scripts\/\S+\.ts)/g)].map((match) => match[1] ?? ''),
	);
	expect(files.filter((file) => !existsSync(file))).toEqual([]);
});
