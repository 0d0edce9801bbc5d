/**
 * A whole run as one file: gzipped JSON of {format, version, sha256, run}. `sha256` is over the
 * canonical JSON of `run`. The reader trusts nothing: the file may be altered or incomplete.
 */
import * as v from 'valibot';
import { InputError, LabError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import { gunzipped, gzipped } from '#core/gzip.ts';
import { canonicalJson } from '#core/json.ts';
import { runFileMark as format } from '#core/runFileMark.ts';
import type { RunEvent } from '#training/events.ts';
import { checkedBy, mustBe, object, whole, wrong } from '#core/fields.ts';
import { outcomeOf, outcomeSchema, type Outcome } from '#lab/run/outcome.ts';
import {
	packCheckpoint,
	packedCheckpoint,
	unpackCheckpoint,
} from '#features/runs/model/runFileCheckpoint.ts';
import { runEventSchema, runHead } from '#features/runs/model/runFileEvents.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { Checkpoint, RunRecord } from '#lab/run/stores.ts';
import { upgraded, type VersionStep } from '#lab/run/versions.ts';

/** Version of the file. The experiment inside has its own version. */
const fileSteps: readonly VersionStep[] = [];
const fileVersion = 1 + fileSteps.length;

export interface WholeRun {
	/** Without `parent`, which is another file. */
	readonly record: RunRecord;
	readonly events: readonly RunEvent[];
	/** Missing: the file has only curves, a few hundred kilobytes. */
	readonly checkpoint?: Checkpoint;
}

export interface RunFile {
	readonly name: string;
	readonly blob: Blob;
}

/** Throws InputError if the checkpoint is too large for one file. */
export async function runFile(
	{ record, events, checkpoint }: WholeRun,
	name: string,
): Promise<RunFile> {
	const results = record.end === 'finished' ? outcomeOf(record, events) : undefined;
	const { parent, ...stored } = record;
	const run = {
		...stored,
		events,
		...(results && { results }),
		...(checkpoint && { checkpoint: packCheckpoint(checkpoint) }),
	};
	const json = canonicalJson(run);
	const head = `"format":"${format}","version":${fileVersion},"sha256":"${sha256Hex(json)}"`;
	const text = `{${head},"run":${json}}\n`;
	return { name: `${name}.skillet.json.gz`, blob: await gzipped(text) };
}

const envelope = object({
	format: v.literal(format),
	version: v.number(),
	sha256: v.pipe(
		v.string(mustBe('a SHA-256')),
		v.regex(/^[0-9a-f]{64}$/, mustBe('a SHA-256 of 64 hex digits in lower case')),
	),
	run: v.looseObject({}, mustBe('an object')),
});

/** Throws InputError with the file, the field and the remedy. */
export async function readRunFile(file: File): Promise<WholeRun> {
	try {
		return await read(file);
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		throw new InputError(
			`${file.name}: ${error.message} Nothing of it was stored.`,
			{ ...error.data, file: file.name },
			{ cause: error },
		);
	}
}

async function read(file: File): Promise<WholeRun> {
	const value = parseJson(await gunzipped(file));
	if ((value as { format?: unknown } | null)?.format !== format)
		throw wrong('format', `must be "${format}": this is no run. Choose another file.`);
	const { sha256, run } = checkedBy(envelope, upgraded(value, fileSteps, 'the file'));
	if (sha256Hex(shallowJson(run)) !== sha256)
		throw new InputError(
			'sha256: the run was altered on its way, or by hand. Ask for the file once more.',
			{ field: 'sha256' },
		);
	const experiment = within('run.experiment', () => parseExperiment(run['experiment']));
	const content = object({
		...runHead,
		step: whole(0, experiment.steps),
		experiment: v.unknown(),
		events: v.array(
			runEventSchema(experiment.skills.length, experiment.steps),
			'must be a list of events.',
		),
		results: v.exactOptional(outcomeSchema),
		checkpoint: v.exactOptional(packedCheckpoint),
	});
	const { events, results, checkpoint, ...head } = checkedBy(content, run, 'run');
	// valibot types `settings` as unknown, but they were parsed from JSON.
	const told = events as readonly RunEvent[];
	const record: RunRecord = { ...head, experiment };
	demandOrdered(told, record);
	if (results) demandMatching(results, record, told);
	return {
		record,
		events: told,
		...(checkpoint && { checkpoint: unpackCheckpoint(checkpoint, record) }),
	};
}

/** Throws InputError for lists that are nested deeper than the stack allows. */
function shallowJson(run: unknown): string {
	try {
		return canonicalJson(run);
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw new InputError(
			'run: its lists are nested deeper than those of a run. Choose another file.',
			{ field: 'run' },
			{ cause },
		);
	}
}

/** A list takes much more memory than its two characters, so their number is limited. */
const mostLists = 10_000_000;
function demandFewLists(text: string): void {
	let lists = 0;
	for (const mark of ['{', '['])
		for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
			if (++lists > mostLists)
				throw new InputError(
					`it holds more than ${mostLists} lists and objects, which is more than a run has. ` +
						'Choose another file.',
				);
}

function parseJson(text: string): unknown {
	demandFewLists(text);
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new InputError(
			'it is no JSON: it was cut off or altered on its way, or is no run. ' +
				'Ask for the file once more.',
			{},
			{ cause },
		);
	}
}

/**
 * Curves need ascending steps, each once, up to the run's step. Other events of a step follow it,
 * except for warnings and failures, which may come before it.
 */
function demandOrdered(events: readonly RunEvent[], record: RunRecord): void {
	let last = 0;
	events.forEach(({ type, step }, i) => {
		const field = `run.events[${i}].step`;
		if (type === 'step') {
			last++;
			if (step !== last)
				throw wrong(field, `must be ${last}, the step after the one before, not ${step}.`);
		} else if (type === 'evaluation' ? step !== last : step > last && !warns.includes(type))
			throw wrong(
				field,
				`must be ${last}, as that of the step before it, not ${step}. Ask for the file once more.`,
			);
	});
	if (last < record.step)
		throw wrong(
			'run.events',
			`must reach step ${record.step}, where the run is, not end at ${last}. ` +
				'Ask for the file once more.',
		);
}
const warns: readonly RunEvent['type'][] = ['warning', 'failed'];

function demandMatching({ bits }: Outcome, record: RunRecord, events: readonly RunEvent[]): void {
	if (within('run.results', () => outcomeOf(record, events)).bits === bits) return;
	throw new InputError('run.results: are not those of the events. Ask for the file once more.', {
		field: 'run.results',
	});
}

function within<T>(field: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		const inner = error.data['field'];
		const data = { ...error.data, field: typeof inner === 'string' ? `${field}.${inner}` : field };
		throw new InputError(`${field}.${error.message}`, data, { cause: error });
	}
}
