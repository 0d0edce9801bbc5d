/**
 * `mutants`: one-line errors in the source, each of which the unit tests of its part must detect.
 * Vite hands the changed file to the tests; the file on the disk stays as it is.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { startVitest } from 'vitest/node';
import { readCommand } from '../scripts/lib/command.ts';
import { runScript, SetupError } from '../scripts/lib/faults.ts';
import { buildWasmIfStale } from '../scripts/lib/wasm.ts';

interface Mutant {
	/** Under src/. */
	readonly file: string;
	/** Occurs once in the file. */
	readonly from: string;
	readonly to: string;
	readonly error: string;
}

/** Folders with the unit tests of each part. */
const parts = {
	engine: ['src/engine/', 'tests/unit/engine/', 'tests/golden/'],
	mixing: ['src/mixing/', 'tests/golden/'],
	run: ['src/lab/run/', 'tests/unit/lab/'],
	storage: ['src/lab/storage/', 'src/lab/run/', 'tests/unit/lab/'],
	import: ['src/lab/features/library/'],
} satisfies Readonly<Record<string, readonly string[]>>;
type Part = keyof typeof parts;

const mutants: Readonly<Record<Part, readonly Mutant[]>> = {
	engine: [
		{
			file: 'engine/training/RunEnd.ts',
			from: '(peak * step) / warmSteps',
			to: '(peak * (step - 1)) / warmSteps',
			error: 'warm-up begins at rate 0',
		},
		{
			file: 'engine/training/optimizer.ts',
			from: '1 / (1 - beta2 ** step)',
			to: '1 / (1 - beta1 ** step)',
			error: 'AdamW corrects the second moment with β₁',
		},
		{
			file: 'engine/data/batch.ts',
			from: 'if (current.length > 0 && (isFull || spare < 1))',
			to: 'if (current.length > 0 && isFull)',
			error: 'fewer micro-batches than asked for',
		},
		{
			file: 'engine/model/sampling.ts',
			from: '(passed += weight) >= topP * total) + 1',
			to: '(passed += weight) >= topP * total)',
			error: 'top-p leaves out the token that reaches p',
		},
		{
			file: 'engine/core/paired.ts',
			from: 'betaQuantile(tail, gained, lost + 1)',
			to: 'betaQuantile(tail, gained, lost)',
			error: 'the lower end of the interval is too high',
		},
		{
			file: 'engine/gpu/memoryPlan.ts',
			from: 'last < other.first ||',
			to: 'last <= other.first ||',
			error: 'an operation reads and writes one buffer',
		},
	],
	mixing: [
		{
			file: 'mixing/sampler.ts',
			from: 'Math.floor(k / size)',
			to: 'Math.ceil(k / size)',
			error: 'the first row has an epoch of its own',
		},
		{
			file: 'mixing/exampleSelector/choose.ts',
			from: 'for (let i = turn;',
			to: 'for (let i = 0;',
			error: 'the first class always gets the example left over',
		},
		{
			file: 'mixing/policies/odm.ts',
			from: 'isPaper ? t + 1 : t',
			to: 't',
			error: "the paper's rule explores as the code's",
		},
		{
			file: 'mixing/skillScorer/scorer.ts',
			from: 'keepMoments ? adam : start.adam',
			to: 'start.adam',
			error: "the prior's Adam is lost",
		},
		{
			file: 'mixing/policies/skillIt.ts',
			from: '.slice(-window)',
			to: '.slice(-window - 1)',
			error: 'the window has one loss more',
		},
	],
	run: [
		{
			file: 'lab/run/fork.ts',
			from: 'step % evaluation.every === 0',
			to: 'step % evaluation.every !== 0',
			error: 'a fork keeps the final evaluation of a stopped run',
		},
		{
			file: 'lab/run/outcome.ts',
			from: 'exact ?? -1',
			to: 'exact ?? 0',
			error: 'no answers and no right answers have one hash',
		},
		{
			file: 'lab/run/bestCheckpoint.ts',
			from: 'sign * event.value > sign * best.value',
			to: 'sign * event.value >= sign * best.value',
			error: 'a tie moves the best checkpoint',
		},
		{
			file: 'lab/run/sameRows.ts',
			from: 'averageReach(before, after);',
			to: 'averageReach(before);',
			error: 'an average has no interval',
		},
	],
	storage: [
		{
			file: 'lab/storage/runs.ts',
			from: 'resumed ? final :',
			to: 'resumed ? Infinity :',
			error: 'a resumed run keeps the events after its checkpoint',
		},
		{
			file: 'lab/storage/checkpoints.ts',
			from: 'gap(i) < gap(best)',
			to: 'gap(i) <= gap(best)',
			error: 'of equal gaps, the latest goes',
		},
		{
			file: 'lab/storage/models.ts',
			from: 'if (older) await deletePieces(pieces, older.pieces);',
			to: '',
			error: 'the pieces of a replaced model stay',
		},
	],
	import: [
		{
			file: 'lab/features/library/model/split.ts',
			from: 'if (isLowest) this.#lowest = rank;',
			to: '',
			error: 'a small part never refuses a row',
		},
		{
			file: 'lab/features/library/model/formats/delimited.ts',
			from: 'line += lineBreaks(raw);',
			to: 'line += 1;',
			error: 'a row of several lines counts as one',
		},
	],
};

const partNames = Object.keys(parts) as Part[];

await runScript(async () => {
	const { words } = readCommand({
		name: 'npm run --prefix workshop mutants',
		purpose: 'Plants twenty errors in the source, one at a time, and prints which the tests miss.',
		example: '-- storage import',
		options: {},
		acceptsWords: true,
		notes: [`Words name parts: ${partNames.join(', ')}. Without words: all of them.`],
	});
	const unknown = words.find((word) => !Object.hasOwn(parts, word));
	if (unknown !== undefined)
		throw new SetupError(`${unknown} is not a part. Name ${partNames.join(', ')}.`);
	await buildWasmIfStale();
	const lines: string[] = [];
	let killed = 0;
	for (const part of partNames.filter((name) => words.length === 0 || words.includes(name)))
		for (const mutant of mutants[part]) {
			const isKilled = await fails(mutant, parts[part]);
			if (isKilled) killed++;
			lines.push(`${isKilled ? 'killed  ' : 'SURVIVED'} ${mutant.file}: ${mutant.error}`);
			console.log(lines.at(-1));
		}
	console.log(`\n${lines.join('\n')}\n${killed} of ${lines.length} killed`);
	process.exitCode = killed < lines.length ? 1 : 0;
});

/** Whether a test of these folders fails with the mutant. Throws SetupError if its line is gone. */
async function fails({ file, from, to }: Mutant, folders: readonly string[]): Promise<boolean> {
	const changed = path.resolve('src', file);
	const source = await readFile(changed, 'utf8');
	if (source.split(from).length !== 2)
		throw new SetupError(`src/${file} does not have “${from}” once: renew this mutant.`);
	const vitest = await startVitest(
		'test',
		[...folders],
		{
			config: false,
			watch: false,
			bail: 1,
			maxWorkers: '100%',
			environment: 'node',
			include: ['src/**/*.test.ts', 'tests/{unit,golden}/**/*.test.ts'],
			isolate: false,
			testTimeout: 240_000,
			setupFiles: ['tests/support/seed.ts', 'src/lab/texts.ts'],
			env: { SKILLET_SUITE: 'short', SKILLET_SEED: '', SKILLET_CASES: '' },
			reporters: [{}],
		},
		{
			plugins: [
				svelte({ configFile: false }),
				{
					name: 'mutant',
					enforce: 'pre',
					transform: (code, id) => (id === changed ? code.replace(from, () => to) : null),
				},
			],
		},
	);
	const isKilled =
		vitest.state.getCountOfFailedTests() > 0 || vitest.state.getUnhandledErrors().length > 0;
	await vitest.close();
	return isKilled;
}
