/**
 * A whole run as one file: gzipped JSON of {format, version, sha256, run}. `sha256` is over the
 * canonical JSON of `run`, so a file that was cut off or altered is refused as a whole.
 */
import * as v from 'valibot';
import { InputError, LabError, fieldError } from '#engine/core/errors.ts';
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
	toIssue,
	whole,
} from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { toOutcome } from '#lab/run/outcome.ts';
import { fieldsOfVersion1, parseExperiment } from '#lab/run/schema.ts';
import type { Checkpoint, RunRecord } from '#lab/run/stores.ts';
import { isReadable } from '#lab/run/messages.ts';

export interface WholeRun {
	/** Without `imported`, and without the group of a run that its list deletes. */
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
export async function runFile(
	{ record, events, checkpoint, best: earlier }: WholeRun,
	name: string,
) {
	const bytes = checkpoint ? countBytes(checkpoint) : 0;
	if (bytes > maxBytes)
		throw new InputError(
			say(
				'The weights and their moments have {bytes} MB, and a run file takes {maxBytes} MB. Save it without them, or save the tuned model under Models.',
				{ bytes: Math.round(bytes / 1e6), maxBytes: maxBytes / 1e6 },
			),
			{ bytes, maxBytes },
		);
	const { imported, group, best, ...stored } = record;
	const hasBest =
		checkpoint && (earlier ? bytes + countBytes(earlier) <= maxBytes : best?.step === record.step);
	const run = {
		...stored,
		...(group && !group.temporary && { group: { kind: group.kind, id: group.id, key: group.key } }),
		events,
		...(record.end === 'finished' && { results: toOutcome(record, events) }),
		...(checkpoint && { checkpoint: packCheckpoint(checkpoint) }),
		...(hasBest && best && { best }),
		...(hasBest && earlier && { bestCheckpoint: packCheckpoint(earlier) }),
	};
	const json = canonicalJson(run);
	const head = `"format":"${format}","version":1,"sha256":"${sha256Hex(json)}"`;
	return { name: `${name}.skillet.json.gz`, blob: await gzipped(`{${head},"run":${json}}\n`) };
}

/** For three arrays of 20 million numbers. A browser can hold their text in one string. */
const maxBytes = 240_000_000;
const countBytes = ({ weights, firstMoments, secondMoments }: Checkpoint): number =>
	weights.byteLength + firstMoments.byteLength + secondMoments.byteLength;

/** Arrays as base64 of little-endian 32-bit floats, bit for bit. */
const packCheckpoint = ({ step, counters, ...arrays }: Checkpoint) => ({
	step,
	counters,
	weights: packFloats(arrays.weights),
	firstMoments: packFloats(arrays.firstMoments),
	secondMoments: packFloats(arrays.secondMoments),
});
const packFloats = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
	toBase64(new Uint8Array(buffer, byteOffset, byteLength));
const packedFloats = v.pipe(
	v.string(mustBe(say('base64'))),
	v.rawTransform<string, Float32Array>(({ dataset, addIssue, NEVER }) => {
		try {
			const floats = new Float32Array(fromBase64(dataset.value).buffer);
			if (floats.every(Number.isFinite)) return floats;
		} catch {
			// No base64, or half a number.
		}
		addIssue({
			message: toIssue(say('is not base64 of finite 32-bit floats. Ask for the file once more.')),
		});
		return NEVER;
	}),
);
const packedCheckpoint = object({
	step: whole(0, 1_000_000),
	weights: packedFloats,
	firstMoments: packedFloats,
	secondMoments: packedFloats,
	counters: v.unknown() as v.GenericSchema<unknown, Json>,
});

const envelope = object({
	format: v.literal(format),
	version: v.number(),
	sha256,
	run: v.looseObject({}, mustBe(say('an object'))),
});

const content = ({ skills, steps }: Experiment) =>
	object({
		id: text(200),
		startedAt: whole(0, 8.64e15),
		backend: oneOf(backends),
		device: v.exactOptional(text(100)),
		engine: v.exactOptional(whole(1, 1_000_000)),
		end: oneOf(['running', 'finished', 'stopped', 'failed']),
		step: whole(0, steps),
		name: v.exactOptional(text(120)),
		tags: v.exactOptional(list(text(40), say('tags'), 20)),
		notes: v.exactOptional(text(20_000)),
		parent: v.exactOptional(object({ runId: text(200), step: whole(0, steps) })),
		group: v.exactOptional(object({ kind: text(40), id: text(200), key: text(200) })),
		experiment: v.unknown(),
		events: v.array(
			runEventSchema(skills.length, steps, isReadable),
			mustBe(say('a list of events')),
		),
		// For other programs: the lab makes its own from the events.
		results: v.exactOptional(v.unknown()),
		checkpoint: v.exactOptional(packedCheckpoint),
		best: v.exactOptional(object({ step: whole(0, steps), value: v.pipe(v.number(), v.finite()) })),
		bestCheckpoint: v.exactOptional(packedCheckpoint),
	});

/** Throws InputError with the file, the field and the remedy. */
export async function readRunFile(file: File): Promise<WholeRun> {
	try {
		return await read(file);
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		throw new InputError(
			say('{name}: {statement} Nothing of it was stored.', {
				name: file.name,
				statement: error.statement,
			}),
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
		(fault, cause) =>
			new InputError(
				say(
					'it is {fault}. It was cut off or altered on its way, or is not a run. Ask for the file once more.',
					{ fault },
				),
				{},
				{ cause },
			),
	);
	if ((value as { format?: unknown } | null)?.format !== format)
		throw fieldError(
			'format',
			say('must be "{format}": this is not a run. Choose another file.', { format }),
		);
	const { sha256, run } = checkedBy(envelope, fieldsOfVersion1(value, say('the file')));
	if (sha256Hex(canonicalJson(run)) !== sha256)
		throw new InputError(
			say('sha256: the run was altered on its way, or by hand. Ask for the file once more.'),
			{ field: 'sha256' },
		);
	const experiment = readExperiment(run['experiment']);
	const {
		events,
		results: _,
		checkpoint,
		bestCheckpoint,
		...head
	} = checkedBy(content(experiment), run, 'run');
	demandOrdered(events, head.step);
	for (const [field, found, step] of [
		['checkpoint', checkpoint, head.step],
		['bestCheckpoint', bestCheckpoint, head.best?.step],
	] as const)
		if (found && found.step !== step)
			throw fieldError(
				`run.${field}.step`,
				say('is step {step}, which is not the run’s. Ask for the file once more.', {
					step: found.step,
				}),
			);
	const { id: runId } = head;
	return {
		record: { ...head, experiment },
		events,
		...(checkpoint && { checkpoint: { ...checkpoint, runId } }),
		...(bestCheckpoint && { best: { ...bestCheckpoint, runId } }),
	};
}

function readExperiment(value: unknown): Experiment {
	try {
		return parseExperiment(value, { toLookAt: true });
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		const values = { field: 'run.experiment', statement: error.statement };
		throw new InputError(say('{field}.{statement}', values), error.data, { cause: error });
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
					say(
						'it holds more than {mostLists} lists and objects, which is more than a run has. Choose another file.',
						{ mostLists },
					),
				);
}

/** Steps ascend without gaps to the run’s step. Only warnings and failures may come too early. */
function demandOrdered(events: readonly RunEvent[], step: number): void {
	let last = 0;
	const odd = events.findIndex((event) => {
		if (event.type === 'step') return event.step !== ++last;
		if (event.type === 'warning' || event.type === 'failed') return false;
		return event.type === 'evaluation' ? event.step !== last : event.step > last;
	});
	if (odd < 0 && last >= step) return;
	const field = odd < 0 ? 'run.events' : `run.events[${odd}].step`;
	throw fieldError(
		field,
		say('the steps are not in their order from 1 to {step}. Ask for the file once more.', { step }),
	);
}
