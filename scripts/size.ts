/** `npm run size`: lines by folder and bytes of the built page, against budgets. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { floors } from './floors.js';
import { table } from './lib/output.ts';
import { readCommand } from './lib/command.ts';

readCommand({
	name: 'npm run size',
	purpose: 'Lines by folder and bytes of the built page, against budgets.',
	example: '',
	options: {},
});

/** Lines of source without tests. Raising one is a decision that the commit explains. */
const lineBudgets: Record<string, number> = {
	core: 1495,
	gpu: 11_426,
	model: 6325,
	data: 1405,
	mixing: 9135,
	training: 3415,
	'lab/run': 3760,
	'lab/storage': 1650,
	'lab/worker': 1660,
	page: 9125,
	features: 35_700,
	languages: 3035,
};
/** Lines of the lab without real models, and of what they add: architectures, answers, hubs. */
const house = { all: 59_859, outside: 36_926 };
const realModels = { all: 12_340, outside: 7570 };
/** Lessons, the race, live answers, and the words of a second language. */
const teaching = { all: 9125, outside: 1925 };
/** Rival policies, studies planned beforehand, and questions with rubrics. */
const referees = { all: 6780, outside: 2960 };
const parts = [house, realModels, teaching, referees];
const medianBudget = 130;
/** Kilobytes after gzip. */
const bundles = [
	{ name: 'page, first load', files: listFirstLoad, budget: 200 },
	{ name: 'worker', files: listWorker, budget: 450 },
];

const over: string[] = [];
const shown = (value: number, budget: number, what: string): string[] => {
	if (value > budget) over.push(`${what}: ${value.toFixed(0)} is over its budget of ${budget}.`);
	return [value.toFixed(0), String(budget)];
};

const measured = floors.map((floor) => {
	const lengths = listSources(path.join('src', floor)).map(
		(file) => readFileSync(file, 'utf8').split('\n').length - 1,
	);
	const lines = lengths.reduce((total, length) => total + length, 0);
	return { floor, lengths, lines };
});
const rows = measured.map(({ floor, lengths, lines }) => [
	floor,
	String(lengths.length),
	...shown(median(lengths), medianBudget, `${floor}, median lines per file`),
	...shown(lines, lineBudgets[floor] ?? 0, `${floor}, lines`),
]);
const total = (what: string, parts: typeof measured, files: number, lines: number): string[] => [
	what,
	...shown(sum(parts.map(({ lengths }) => lengths.length)), files, `${what}, files`),
	...shown(sum(parts.map((part) => part.lines)), lines, `${what}, lines`),
];
console.log(table([['folder', 'files', 'median', 'of', 'lines', 'of'], ...rows]));
console.log(
	table([
		['total', 'files', 'of', 'lines', 'of'],
		total('all of src/', measured, 820, sum(parts.map(({ all }) => all))),
		total(
			'outside features/ and languages/',
			measured.filter(({ floor }) => floor !== 'features' && floor !== 'languages'),
			477,
			sum(parts.map(({ outside }) => outside)),
		),
	]),
);

if (existsSync('dist/assets')) {
	const sizes = bundles.map(({ name, files, budget }) => {
		const contents = files().map((file) => readFileSync(path.join('dist/assets', file)));
		const raw = contents.reduce((total, content) => total + content.length, 0);
		const zipped = contents.reduce((total, content) => total + gzipSync(content).length, 0);
		return [
			name,
			(raw / 1000).toFixed(0),
			...shown(zipped / 1000, budget, `${name}, kB after gzip`),
		];
	});
	console.log(`\n${table([['bundle', 'kB', 'gzip kB', 'of'], ...sizes])}`);
} else console.log('\nNo dist/: npm run build, for the size of the page.');

if (over.length > 0) {
	console.error(`\n${over.join('\n')}`);
	process.exitCode = 1;
}

/** index.html names the entry, its static imports and their styles; the rest loads later. */
function listFirstLoad(): string[] {
	const html = readFileSync('dist/index.html', 'utf8');
	return [...html.matchAll(/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
}

function listWorker(): string[] {
	return readdirSync('dist/assets').filter((file) => /^lab\.worker-.*\.js$/.test(file));
}

function listSources(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return listSources(file);
		const source = /\.(ts|svelte)$/.test(entry.name) && !/\.test(-support)?\.ts$/.test(entry.name);
		return source ? [file] : [];
	});
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
