/**
 * A whole run as one file: gzipped JSON of {format, version, sha256, run}. `sha256` is over the
 * canonical JSON of `run`. The reader trusts nothing: the file may be altered or incomplete.
 */
import * as v from 'valibot';
import { InputError, LabError } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { runFileMark as format, gunzipped, gzipped } from '#engine/core/gzip.ts';
import { canonicalJson, parseJson, type Json } from '#engine/core/json.ts';
import { fromBase64, toBase64 } from '#engine/core/bytes.ts';
import { backends } from '#engine/gpu/report.ts';
import { runEventSchema, type RunEvent } from '#lab/training/events.ts';
import {
	checkedBy,
	list,
	mustBe,
	object,
	oneOf,
	sha256,
	text,
	whole,
	wrong,
} from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import { toOutcome } from '#lab/run/outcome.ts';
import { fieldsOfVersion1, parseExperiment } from '#lab/run/schema.ts';
import type { Checkpoint, RunRecord } from '#lab/run/stores.ts';
import { isReadable } from '#lab/run/messages.ts';

export interface WholeRun {
	/** Without `parent`, which is another file. */
	readonly record: RunRecord;
	readonly events: readonly RunEvent[];
	/** Missing: the file has only curves, a few hundred kilobytes. */
	readonly checkpoint?: Checkpoint;
	/** The checkpoint of `record.best`, if it is an earlier one. */
	readonly best?: Checkpoint;
}

/**
 * Throws InputError if the checkpoint is too large for one file. The best checkpoint is left out
 * without the last one, or if the file has no room for both.
 */
export async function runFile(whole: WholeRun, name: string) {
	const { record, events, checkpoint, best: earlier } = whole;
	const results = record.end === 'finished' ? toOutcome(record, events) : undefined;
	const { parent, best, ...stored } = record;
	const hasBest = checkpoint && (earlier ? fitsBoth(checkpoint, earlier) : isLast(record));
	const run = {
		...stored,
		events,
		...(results && { results }),
		...(checkpoint && { checkpoint: packCheckpoint(checkpoint) }),
		...(hasBest && best && { best }),
		...(hasBest && earlier && { bestCheckpoint: packCheckpoint(earlier) }),
	};
	const json = canonicalJson(run);
	const head = `"format":"${format}","version":1,"sha256":"${sha256Hex(json)}"`;
	const text = `{${head},"run":${json}}\n`;
	return { name: `${name}.skillet.json.gz`, blob: await gzipped(text) };
}

/** The best checkpoint is the run's last one. */
const isLast = ({ best, step }: RunRecord): boolean => best?.step === step;

const envelope = object({
	format: v.literal(format),
	version: v.number(),
	sha256,
	run: v.looseObject({}, mustBe(sentence('engine.expected.object'))),
});

const maxSteps = 1_000_000;
const runHead = {
	id: text(200),
	startedAt: whole(0, 8.64e15),
	backend: oneOf(backends),
	device: v.exactOptional(text(100)),
	engine: v.exactOptional(whole(1, maxSteps)),
	end: oneOf(['running', 'finished', 'stopped', 'failed']),
	step: whole(0, maxSteps),
	name: v.exactOptional(text(120)),
	tags: v.exactOptional(list(text(40), sentence('engine.expected.tags'), 20)),
	notes: v.exactOptional(text(20_000)),
} as const;

/** Throws InputError with the file, the field and the remedy. */
export async function readRunFile(file: File): Promise<WholeRun> {
	try {
		return await read(file);
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		throw new InputError(
			sentence('runs.errors.nothingOfWasStored', { name: file.name, statement: error.statement }),
			{ ...error.data, file: file.name },
			{ cause: error },
		);
	}
}

async function read(file: File): Promise<WholeRun> {
	const text = await gunzipped(file);
	demandFewLists(text);
	const value = parseJson(
		text,
		(fault, cause) => new InputError(sentence('runs.errors.isWasCutOff', { fault }), {}, { cause }),
	);
	if ((value as { format?: unknown } | null)?.format !== format)
		throw wrong('format', sentence('runs.errors.mustBeIsNoRun', { format }));
	const { sha256, run } = checkedBy(envelope, fieldsOfVersion1(value, sentence('lab.run.theFile')));
	if (sha256Hex(canonicalJson(run)) !== sha256)
		throw new InputError(sentence('runs.errors.sha256RunWasAltered'), { field: 'sha256' });
	const experiment = within('run.experiment', () => parseExperiment(run['experiment']));
	const content = object({
		...runHead,
		step: whole(0, experiment.steps),
		experiment: v.unknown(),
		events: v.array(
			runEventSchema(experiment.skills.length, experiment.steps, isReadable),
			mustBe(sentence('engine.expected.listOfEvents')),
		),
		// For other programs: the lab makes its own from the events.
		results: v.exactOptional(v.unknown()),
		checkpoint: v.exactOptional(packedCheckpoint),
		best: v.exactOptional(
			object({ step: whole(0, experiment.steps), value: v.pipe(v.number(), v.finite()) }),
		),
		bestCheckpoint: v.exactOptional(packedCheckpoint),
	});
	const checked = checkedBy(content, run, 'run');
	const { events, results: _results, checkpoint, bestCheckpoint, ...head } = checked;
	const record: RunRecord = { ...head, experiment };
	demandOrdered(events, record);
	const unpacked = (packed: typeof checkpoint, field: string, step: number) =>
		packed && within(field, () => unpackCheckpoint(packed, record.id, step));
	const last = unpacked(checkpoint, 'run.checkpoint', record.step);
	const best = unpacked(bestCheckpoint, 'run.bestCheckpoint', record.best?.step ?? NaN);
	if (record.best && (!last || (!best && !isLast(record))))
		throw wrong('run.best', sentence('runs.errors.hasNoWeightsInFile'));
	if (best && best.weights.length !== last?.weights.length)
		throw wrong('run.bestCheckpoint.weights', sentence('runs.errors.mustHaveAsManyNumbers'));
	return { record, events, ...(last && { checkpoint: last }), ...(best && { best }) };
}

/** A list takes much more memory than its two characters, so their number is limited. */
const mostLists = 10_000_000;
function demandFewLists(text: string): void {
	let lists = 0;
	for (const mark of ['{', '['])
		for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
			if (++lists > mostLists)
				throw new InputError(sentence('runs.errors.holdsMoreThanLists', { mostLists }));
}

/** Steps ascend without gaps to the run’s step. Only warnings and failures may come too early. */
function demandOrdered(events: readonly RunEvent[], record: RunRecord): void {
	let last = 0;
	const odd = events.findIndex(({ type, step }) => {
		if (type === 'step') return step !== ++last;
		return type === 'evaluation' ? step !== last : step > last && !warns.includes(type);
	});
	if (odd < 0 && last >= record.step) return;
	const field = odd < 0 ? 'run.events' : `run.events[${odd}].step`;
	throw wrong(field, sentence('runs.errors.stepsAreNotInOrder', { step: record.step }));
}
const warns: readonly RunEvent['type'][] = ['warning', 'failed'];

function within<T>(field: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		const inner = error.data['field'];
		const data = { ...error.data, field: typeof inner === 'string' ? `${field}.${inner}` : field };
		throw new InputError(
			sentence('runs.errors.list', { field, statement: error.statement }),
			data,
			{ cause: error },
		);
	}
}

const arrays = ['weights', 'firstMoments', 'secondMoments'] as const;
/** For the three arrays: 20 million parameters. A browser can hold their text in one string. */
const maxBytes = 240_000_000;

const base64 = v.string(mustBe(sentence('engine.expected.base64')));
/** A checkpoint in a run file: arrays as base64 of little-endian 32-bit floats, bit for bit. */
const packedCheckpoint = object({
	step: whole(0, 1_000_000),
	weights: base64,
	firstMoments: base64,
	secondMoments: base64,
	counters: v.unknown(),
});
type PackedCheckpoint = v.InferOutput<typeof packedCheckpoint>;

const countBytes = (checkpoint: Pick<Checkpoint, (typeof arrays)[number]>): number =>
	arrays.reduce((sum, name) => sum + checkpoint[name].byteLength, 0);

const fitsBoth = (first: Checkpoint, second: Checkpoint): boolean =>
	countBytes(first) + countBytes(second) <= maxBytes;

/** Throws InputError if the checkpoint is too large for a file. */
function packCheckpoint({ step, counters, ...contents }: Checkpoint): PackedCheckpoint {
	const bytes = countBytes(contents);
	if (bytes > maxBytes)
		throw new InputError(
			sentence('runs.errors.weightsAndTheirMoments', {
				bytes: Math.round(bytes / 1e6),
				maxBytes: maxBytes / 1e6,
			}),
			{ bytes, maxBytes },
		);
	const packed = ({ buffer, byteOffset, byteLength }: Float32Array) =>
		toBase64(new Uint8Array(buffer, byteOffset, byteLength));
	return {
		step,
		counters,
		weights: packed(contents.weights),
		firstMoments: packed(contents.firstMoments),
		secondMoments: packed(contents.secondMoments),
	};
}

function unpackCheckpoint(
	{ step, counters, ...packed }: PackedCheckpoint,
	runId: string,
	done: number,
): Checkpoint {
	if (step !== done) throw wrong('step', sentence('runs.errors.mustBeAsRun', { done, step }));
	const [weights, firstMoments, secondMoments] = arrays.map((name) => toFloats(packed[name], name));
	return { runId, step, weights, firstMoments, secondMoments, counters: counters as Json };
}

function toFloats(text: string, name: string): Float32Array {
	let bytes: Uint8Array<ArrayBuffer>;
	try {
		bytes = fromBase64(text);
	} catch {
		throw wrong(name, sentence('runs.errors.isNotBase64Ask'));
	}
	if (bytes.length === 0 || bytes.length % 4 !== 0)
		throw wrong(name, sentence('runs.errors.mustBeWhole32Bit', { bytes: bytes.length }));
	const floats = new Float32Array(bytes.buffer);
	const bad = floats.findIndex((value) => !Number.isFinite(value));
	if (bad >= 0)
		throw wrong(
			`${name}[${bad}]`,
			sentence('runs.errors.mustBeFiniteNumber', { floats: floats[bad] }),
		);
	return floats;
}
