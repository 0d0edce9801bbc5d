/** The options of `npm run bench` (docs/guide/bench.md), checked without the study. */
import { cpus } from 'node:os';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import {
	flag,
	outputFile,
	outputFolder,
	parseCommand,
	text,
	texts,
	whole,
	type Answers,
} from '../command.ts';
import { parseAssertion, type Assertion } from './assertion.ts';
import type { StudyWords } from './study.ts';

export interface BenchOptions {
	readonly words: StudyWords;
	/** null: the default. */
	readonly workers: number | null;
	/** Train in Node. */
	readonly node: boolean;
	/** With `node`: on the GPU, through Dawn. */
	readonly gpu: boolean;
	readonly fresh: boolean;
	/** Prints the cells and trains nothing. */
	readonly list: boolean;
	/** Ids of the cells to train; empty: all. */
	readonly cells: readonly string[];
	/** A folder that several workers share; null: this machine's own. */
	readonly cache: string | null;
	readonly assertions: readonly Assertion[];
	/** Files of the report, and a folder for events. */
	readonly outputs: Readonly<Partial<Record<Output, string>>>;
}
export const outputs = ['json', 'csv', 'markdown', 'events'] as const;
export type Output = (typeof outputs)[number];

export const benchCommand = {
	name: 'npm run bench',
	purpose:
		'Trains the cells of a study in the real page, in headless browsers. ' +
		'Finished cells are stored: the same call resumes an interrupted study.',
	example: '--policies uniform,mos --seeds 3 --markdown report.md',
	acceptsWords: true,
	options: {
		study: text('FILE', 'A study file'),
		link: text('URL', 'The experiment of a link: the whole address, or the part after #'),
		experiment: text('ID', 'A preset of the page instead of the default experiment'),
		policies: text('LIST', 'Policies, e.g. uniform,temperature(tau=5),mos/lab'),
		seeds: text('SEEDS', 'A count, or a list such as 1,5,9 or 11-20 (default: 3)'),
		steps: text('N', 'Optimizer steps of each run'),
		model: text('MODEL', "A shipped model or a folder instead of the experiment's and the study's"),
		against: text('LIST', 'Policies to compare with (default: the first one)'),
		skills: texts('FILES', 'Your own skills'),
		fresh: flag('Ignores stored results'),
		list: text('FILE', 'Prints the cells of a study file as JSON lines, and trains nothing'),
		cell: texts('ID', 'Only these cells of --list; trains those that they need too'),
		cache: outputFolder('Shared folder of results: any number of calls take its cells', undefined),
		node: flag('Trains in Node without a browser, on the processor: the bits of WebAssembly'),
		gpu: flag('With --node: on the GPU of this machine, through the package webgpu (Dawn)'),
		workers: whole('Parallel browsers (default: half the cores; with --node: all cores)'),
		json: outputFile("The study, the report and each cell's result"),
		csv: outputFile('One row per cell and skill'),
		markdown: outputFile('Tables and sentences'),
		events: outputFolder("Folder for JSON Lines of each cell's run", undefined),
		assert: texts('TEXT', `A condition for the exit code, e.g. "worst('mos') > worst('uniform')"`),
	},
	notes: ['Exit codes, study files and all details: docs/guide/bench.md.'],
};

/** Throws InputError that names the option. */
export function readOptions(args: readonly string[]): BenchOptions {
	const answers = parseCommand(benchCommand, args);
	checkCombination(answers);
	const { study, link, experiment, policies, seeds, steps, model, against } = answers;
	const { list, words, skills } = answers;
	const stray = answers.cell.find((id) => !/^[0-9a-f]{64}$/.test(id));
	if (stray !== undefined)
		throw new InputError(
			asMessage(`--cell: ${stray} is not the id of a cell. --list FILE prints the ids.`),
		);
	return {
		words: {
			study: list ?? study,
			link,
			experiment,
			policies,
			seeds,
			steps,
			model,
			against,
			skills: [...skills, ...words],
		},
		workers: answers.workers ?? null,
		node: answers.node,
		gpu: answers.gpu,
		fresh: answers.fresh,
		list: list !== undefined,
		cells: answers.cell,
		cache: answers.cache ?? null,
		assertions: answers.assert.map(parseAssertion),
		outputs: Object.fromEntries(
			outputs.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])),
		),
	};
}

type BenchAnswers = Answers<typeof benchCommand.options>;

/** Options that need the results of the whole study. */
const ofWhole = ['json', 'csv', 'markdown', 'assert'] as const;

/** Throws InputError if options are given that exclude each other. */
function checkCombination(answers: BenchAnswers): void {
	const isGiven = (name: keyof BenchAnswers) => {
		const value = answers[name];
		return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
	};
	const refuse = (message: string) => {
		throw new InputError(asMessage(message));
	};
	const { words } = answers;
	if (isGiven('list') && isGiven('study')) refuse('--list names the study. Leave out --study.');
	if (isGiven('cache') && isGiven('fresh'))
		refuse('--cache needs no --fresh: each call takes the cells that are free.');
	// A shell expands DIR/* into several words: the option takes only the first one.
	if (words.length > 0 && !isGiven('skills'))
		refuse(
			`"${words[0]}" belongs to no option. Write the option before it, for ` +
				`example --study ${words[0]}.`,
		);
	if (isGiven('gpu') && !isGiven('node'))
		refuse('--gpu needs --node. A browser takes the GPU by itself.');
	const late = ofWhole.find(isGiven);
	if (isGiven('list') && late)
		refuse(`--${late} cannot be combined with --list, which trains nothing.`);
}

/**
 * Parallel browsers: half the cores, because each page trains with two threads; in Node one each.
 * A time budget gets one browser, because parallel browsers would take its time.
 */
export const defaultWorkers = (
	budget: 'seconds' | 'other',
	{ cores = cpus().length, node = false } = {},
): number => (budget === 'seconds' ? 1 : Math.max(1, Math.floor(node ? cores : cores / 2)));
