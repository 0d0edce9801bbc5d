/** The commands, files and names that the documents name exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { encoding: 'utf8', withFileTypes: true })
		.filter(({ name }) => name !== 'node_modules')
		.flatMap((entry) => {
			const file = path.join(folder, entry.name);
			return entry.isDirectory() ? [file, ...filesIn(file)] : [file];
		});

const all = 'src scripts tests workshop docs examples public studies models'
	.split(' ')
	.flatMap(filesIn);
const sources = [...all, ...readdirSync('.')].filter((file) =>
	/\.(ts|js|py|svelte|css|html)$/.test(file),
);
const folders = [...new Set(all.map((file) => `${path.dirname(file)}/`))];
const code = sources.map((file) => readFileSync(file, 'utf8'));

/** Lessons, and pages whose figures are filled in: their links are those of the filled pages. */
const isSource = (file: string) =>
	/^(src\/lab\/features\/lessons|workshop\/results\/pages)/.test(file);
const documents = [
	...readdirSync('.'),
	...['docs', 'src', 'examples', 'workshop'].flatMap(filesIn),
].filter((file) => file.endsWith('.md') && !isSource(file));
/** Documents for developers. The guide and the changelog also name files of a visitor. */
const forDevelopers = documents.filter((file) =>
	/^(README|CONTRIBUTING|src|workshop|docs\/(architecture|dev))/.test(file),
);
function scriptsOf(folder: string): Record<string, string> {
	const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
	return (JSON.parse(text) as { scripts: Record<string, string> }).scripts;
}
const commands = { '': scriptsOf('.'), '--prefix workshop ': scriptsOf('workshop') };

describe.each(documents)('%s', (document) => {
	const text = readFileSync(document, 'utf8');

	it('names only commands of package.json', () => {
		const named = [...text.matchAll(/\bnpm run (--prefix workshop )?([a-z0-9:]+)/g)];
		const unknown = named.filter(
			([, prefix = '', name]) => !(name in commands[prefix as keyof typeof commands]),
		);
		expect(unknown.map(([command]) => command)).toEqual([]);
	});

	it('links only to files that exist', () => {
		const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
		const links = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
		const missing = links.filter((link) => !existsSync(path.join(path.dirname(document), link)));
		expect(missing).toEqual([]);
	});

	it('links only to headings that exist', () => {
		const links = [...text.matchAll(/\]\((?!https?:)([^)#]*\.md)?#([^)]+)\)/g)];
		const missing = links.filter(([, file, anchor]) => {
			const target = file ? path.join(path.dirname(document), file) : document;
			return !headings(target).includes(anchor ?? '');
		});
		expect(missing.map(([link]) => link)).toEqual([]);
	});

	it('names only sources that exist', () => {
		const named = words(text).filter((word) => /^[\w./-]+\.(ts|js|py|svelte|css)$/.test(word));
		// The package has it, which a command builds.
		const missing = named.filter((name) => name !== './skillet.js' && !isEndOf(sources, name));
		expect(missing).toEqual([]);
	});
});

describe.each(forDevelopers)('%s', (document) => {
	const text = readFileSync(document, 'utf8');

	it('names only folders that exist', () => {
		const named = words(text).filter((word) => /^\w[\w.-]*(\/[\w.-]+)*\/$/.test(word));
		expect(named.filter((name) => !isEndOf(folders, name))).toEqual([]);
	});

	it('uses only names that the code has', () => {
		const spans = [...text.matchAll(/`([a-zA-Z]+[A-Z]\w*)(\([^`]*\))?`/g)];
		const names = new Set(spans.map((match) => match[1] ?? ''));
		expect([...names].filter((name) => !code.some((file) => file.includes(name)))).toEqual([]);
	});
});

/** Words in code spans and code blocks. */
const words = (text: string): string[] =>
	[...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, span]) =>
		(block ?? span ?? '').split(/[\s,()'"]+/),
	);

/** A document may leave out the first folders of an address. */
const isEndOf = (addresses: readonly string[], name: string): boolean =>
	addresses.some((address) => `/${address}`.endsWith(`/${name}`));

/** The anchors of a document's headings, as GitHub makes them. */
const headings = (document: string): string[] =>
	[...readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		(heading ?? '')
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/ /g, '-'),
	);

it('the documents that sources and documents name exist', () => {
	const missing = [
		...sources.filter((file) => /^(src|scripts|workshop)/.test(file)),
		...documents,
	].flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/\bdocs\/[\w/-]+\.md\b/g)]
			.map((match) => match[0])
			.filter((name) => !existsSync(name))
			.map((name) => `${file}: ${name}`),
	);
	expect(missing).toEqual([]);
});

it('a part of npm test has each test of tests/golden', () => {
	const parts = readFileSync('scripts/test.ts', 'utf8');
	const names = readdirSync('tests/golden').flatMap((file) => file.split('.test.ts').slice(0, -1));
	expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(parts))).toEqual([]);
});
