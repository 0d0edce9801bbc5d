/** The options of `npm run bench` (docs/guide/bench.md), checked without the study. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';
import { parseAssertion, type Assertion } from './assertion.ts';
import type { Shard } from './runner.ts';
import type { StudyWords } from './study.ts';

export interface BenchOptions {
	readonly words: StudyWords;
	readonly shard: Shard | null;
	/** Folders with parts to merge; null: train cells. */
	readonly merge: readonly string[] | null;
	/** Folder for the part of a shard. */
	readonly blob: string;
	/** null: the default. */
	readonly workers: number | null;
	readonly connect: string | null;
	readonly fresh: boolean;
	readonly assertions: readonly Assertion[];
	/** Files of the report, and a folder for events. */
	readonly outputs: Readonly<Partial<Record<Output, string>>>;
}
export const outputs = ['json', 'csv', 'markdown', 'html', 'events'] as const;
export type Output = (typeof outputs)[number];

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true, default: [] as string[] } as const;
const flag = { type: 'boolean', default: false } as const;

/** Throws InputError that names the option. */
export function readOptions(args: readonly string[]): BenchOptions {
	const { values, positionals } = parse(args);
	const { shard, workers, connect, fresh, merge, assert, blob, skills, ...others } = values;
	const { json, csv, markdown, html, events, ...words } = others;
	const given = Object.entries({ json, csv, markdown, html, events });
	const isMerge = merge.length > 0;
	// A shell expands DIR/* into several words: the option takes only the first one.
	if (positionals.length > 0 && !isMerge && skills.length === 0)
		throw new InputError(
			`"${positionals[0]}" belongs to no option. ` +
				`Write the option before it, for example --study ${positionals[0]}.`,
		);
	const options: BenchOptions = {
		words: { ...words, skills: isMerge ? [] : [...skills, ...positionals] },
		shard: shard === undefined ? null : parseShard(shard),
		merge: isMerge ? [...merge, ...positionals] : null,
		blob: blob ?? 'blob-report',
		workers: workers === undefined ? null : parseWorkers(workers),
		connect: connect ?? null,
		fresh,
		assertions: assert.map(parseAssertion),
		outputs: Object.fromEntries(given.filter(([, file]) => file !== undefined)),
	};
	if (isMerge) {
		const [stray] =
			Object.entries({ shard, workers, connect, blob, ...words }).find(
				([, value]) => value !== undefined,
			) ?? (skills.length > 0 ? ['skills'] : []);
		if (stray ?? fresh)
			throw new InputError(
				`--${stray ?? 'fresh'} cannot be combined with --merge, which trains nothing.`,
			);
	}
	if (options.shard) {
		const stray =
			given.find(([, file]) => file !== undefined)?.[0] ?? (assert.length > 0 && 'assert');
		if (stray && stray !== 'events')
			throw new InputError(
				`--${stray} needs the whole study. Use it with --merge, not with a shard.`,
			);
	}
	return options;
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				study: text,
				link: text,
				experiment: text,
				policies: text,
				seeds: text,
				steps: text,
				model: text,
				against: text,
				skills: several,
				workers: text,
				shard: text,
				merge: several,
				blob: text,
				connect: text,
				fresh: flag,
				json: text,
				csv: text,
				markdown: text,
				html: text,
				events: text,
				assert: several,
			},
		});
	} catch (error) {
		const [problem] = (error as Error).message.split('. ');
		throw new InputError(`${problem}. docs/guide/bench.md lists all options.`);
	}
}

function parseShard(text: string): Shard {
	const [, current, total] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
	if (current !== undefined && total !== undefined && current >= 1 && current <= total)
		return { current, total };
	throw new InputError(`--shard must be part/parts, for example 1/4, not ${text}.`);
}

function parseWorkers(text: string): number {
	const workers = Number(text);
	if (Number.isSafeInteger(workers) && workers >= 1) return workers;
	throw new InputError(`--workers must be a whole number of 1 or more, not ${text}.`);
}

/**
 * Parallel browsers: half the cores, because each page trains with two threads.
 * A time budget gets one browser, because parallel browsers would take its time.
 */
export const defaultWorkers = (budget: 'seconds' | 'other', cores = cpus().length): number =>
	budget === 'seconds' ? 1 : Math.max(1, Math.floor(cores / 2));
