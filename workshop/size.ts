/**
 * `size`: files and lines by part and folder, and the bytes of the built page.
 * `--against COMMIT` adds the change since a commit. Only the page's first load has a limit.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '../src/engine/core/errors.ts';
import { asMessage } from '../src/engine/core/message.ts';
import { floors } from '../scripts/floors.js';
import { outputFile, readCommand, text } from '../scripts/lib/command.ts';
import { table, writeJson } from '../scripts/lib/output.ts';
import { runScript } from '../scripts/lib/faults.ts';

interface Size {
	readonly files: number;
	readonly lines: number;
}

/** Kilobytes after gzip that the page's first load may have. */
const firstLoadLimit = 200;

/** Sources without tests; a part is the sum of its folders. */
const isSource = (file: string) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$/.test(file);
const isWords = (file: string) => /^src\/.*\.(json|md)$/.test(file);
const isTest = (file: string) =>
	/\.ts$/.test(file) && (file.startsWith('tests/') || !isSource(file));

const rows: readonly (readonly [name: string, includes: (file: string) => boolean])[] = [
	...['languages', 'engine', 'mixing', 'lab'].flatMap((part) => [
		[`src/${part}`, inFolder(`src/${part}`)] as const,
		...floors
			.filter((floor) => floor.startsWith(`${part}/`))
			.map((floor) => [`  ${floor}`, inFolder(`src/${floor}`)] as const),
	]),
	['src, all of it', inFolder('src')],
	['message and text files of src', isWords],
	['scripts', inFolder('scripts')],
	['tests', isTest],
	['workshop', inFolder('workshop')],
];

await runScript(async () => {
	const { against, json } = readCommand({
		name: 'npm run --prefix workshop size',
		purpose: 'Files and lines by part and folder, and the bytes of the built page.',
		example: '--against HEAD~20',
		options: {
			against: text('COMMIT', 'Also prints the change of each row since this commit'),
			json: outputFile('Writes all figures to this file'),
		},
	});
	const now = measure();
	const before = against === undefined ? null : measureCommit(against);
	console.log(
		table([
			['folder', 'files', 'lines', ...(before ? ['files since', 'lines since'] : [])],
			...now.map(({ name, files, lines }, i) => [
				name,
				String(files),
				String(lines),
				...(before ? [signed(files - before[i].files), signed(lines - before[i].lines)] : []),
			]),
		]),
	);
	const bundles = measureBundles();
	if (bundles)
		console.log(
			`\n${table([
				['bundle', 'kB', 'gzip kB'],
				...bundles.map(({ name, raw, zipped }) => [name, raw.toFixed(0), zipped.toFixed(0)]),
			])}`,
		);
	else console.log('\nNo dist/: npm run build, for the size of the page.');
	writeJson(json, { rows: now, ...(before && { before }), ...(bundles && { bundles }) });
	const firstLoad = bundles?.[0]?.zipped ?? 0;
	if (firstLoad <= firstLoadLimit) return;
	console.error(
		`\nThe page’s first load has ${firstLoad.toFixed(0)} kB; the limit is ${firstLoadLimit}.`,
	);
	process.exitCode = 1;
});

function inFolder(folder: string) {
	return (file: string): boolean => file.startsWith(`${folder}/`) && isSource(file);
}

/** By git: of a commit, or of the working tree with its new files. */
function measure(commit?: string): (Size & { readonly name: string })[] {
	const words = [
		'grep',
		'--count',
		'-e',
		'',
		...(commit === undefined ? ['--untracked'] : [commit]),
	];
	const listed = execFileSync('git', [...words, '--', 'src', 'scripts', 'tests', 'workshop'], {
		encoding: 'utf8',
		maxBuffer: 2 ** 24,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const files = [...listed.matchAll(/([^:\n]+):(\d+)$/gm)].map(
		([, file, lines]) => [file, Number(lines)] as const,
	);
	return rows.map(([name, includes]) => {
		const lengths = files.flatMap(([file, lines]) => (includes(file) ? [lines] : []));
		const lines = lengths.reduce((total, length) => total + length, 0);
		return { name, files: lengths.length, lines };
	});
}

function measureCommit(commit: string) {
	try {
		return measure(commit);
	} catch {
		throw new InputError(
			asMessage(`--against: git cannot read the commit ${commit}. Name one of git log.`),
		);
	}
}

function measureBundles() {
	if (!existsSync('dist/assets')) return null;
	const html = readFileSync('dist/index.html', 'utf8');
	const bundles = {
		// index.html names the entry, its static imports and their styles; the rest loads later.
		'page, first load': [...html.matchAll(/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file),
		worker: readdirSync('dist/assets').filter((file) => /^lab\.worker-.*\.js$/.test(file)),
	};
	return Object.entries(bundles).map(([name, files]) => {
		const contents = files.map((file) => readFileSync(path.join('dist/assets', file)));
		const kilobytes = (sizes: readonly number[]) =>
			sizes.reduce((total, size) => total + size, 0) / 1000;
		return {
			name,
			raw: kilobytes(contents.map((content) => content.length)),
			zipped: kilobytes(contents.map((content) => gzipSync(content).length)),
		};
	});
}

function signed(change: number): string {
	return change > 0 ? `+${change}` : String(change);
}
