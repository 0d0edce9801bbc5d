/** Handlers that export and import runs. An imported run never overwrites a stored one. */
import { InputError } from '#engine/core/errors.ts';
import { fileStem, runStem } from '#engine/core/file.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { encodeLink } from '#lab/run/link.ts';
import { curveBits } from '#lab/run/outcome.ts';
import { storedRun as findRun } from '#lab/run/openRun.ts';
import { readRunFile, runFile, type WholeRun } from '#lab/features/runs/model/runFile.ts';
import { metricsFile, metricsFormats } from '../model/metricsFile.ts';
import type { LabStores, RunGroup, RunRecord } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { anyText, file, flag, id, oneOf, type Handlers } from '#lab/worker/calls.ts';

export const runFileRequests = {
	/** The run up to its last checkpoint; `weights` adds this checkpoint, to resume elsewhere. */
	'run.export': { runId: id, weights: flag },
	/**
	 * Stores the run of a file, under a new id if the lab has a different run with its id. `isNew`
	 * is false if the lab has the run already: then nothing is stored. Throws InputError that names
	 * the file, the field and the remedy.
	 */
	'run.import': { file },
	/**
	 * The run's metrics as one file, for trackers and spreadsheets. `page`: the page's address
	 * without its fragment, for the link to the experiment. Throws InputError if there is no such
	 * run.
	 */
	'run.metrics': { runId: id, format: oneOf(metricsFormats), page: anyText },
};

export const runFileHandlers = ({ stores, control }: OpenLab) =>
	({
		'run.export': async ({ runId, weights }) => {
			const run = await storedRun(runId, stores, weights);
			return runFile(run, fileName(run.record));
		},
		'run.metrics': async ({ runId, format, page }) => {
			const record = await findRun(runId, stores.runs);
			const link = `${page}#${encodeLink(record.experiment)}`;
			return metricsFile(format, record, await control.events(runId), link);
		},
		'run.import': async ({ file }): Promise<{ record: RunRecord; isNew: boolean }> => {
			const run = await readRunFile(file);
			const { record, events, checkpoint, best } = run;
			const ids = [...(ownId.test(record.id) ? [record.id] : []), otherId(run)];
			let free: string | undefined;
			for (const id of ids) {
				const here = await stores.runs.get(id);
				if (here && (await isSame(here, run, stores))) return { record: here, isNew: false };
				if (!here) free ??= id;
			}
			const id = free ?? newId();
			// A run without weights is not resumable: mark it as stopped, so that the page does not offer
			// to resume it at the next start.
			const end = record.end === 'running' && !checkpoint ? 'stopped' : record.end;
			const { group, ...alone } = record;
			const isFree = group && !(await stores.runs.list()).some((run) => isSamePlace(run, group));
			const stored = { ...alone, id, end, imported: true, ...(isFree && { group }) } as const;
			await stores.requireSpace(file.size);
			await stores.runs.create(stored, {
				events,
				...(checkpoint && { checkpoint: { ...checkpoint, runId: id } }),
				...(best && { best: { ...best, runId: id } }),
			});
			return { record: stored, isNew: true };
		},
	}) satisfies Handlers<typeof runFileRequests>;

/** A cell of a study has one run. */
const isSamePlace = ({ group }: RunRecord, { kind, id, key }: RunGroup): boolean =>
	group?.kind === kind && group.id === id && group.key === key;

/** Ids that the page creates. Those of cells name their study, and are replaced. */
const ownId = /^[\w-]{1,64}$/;

/** For a run whose own id is taken. It depends on the content: a second import finds the first. */
const otherId = ({ record, events, checkpoint }: WholeRun): string =>
	sha256Hex(
		canonicalJson([
			record.id,
			record.startedAt,
			curveBits(events),
			checkpoint !== undefined,
			...(record.best ? [record.best.step] : []),
		]),
	).slice(0, 32);

async function isSame(
	here: RunRecord,
	{ record, events, checkpoint }: WholeRun,
	{ runs }: LabStores,
): Promise<boolean> {
	return (
		// An earlier import had no weights, or no best ones, and this one has: not the same.
		!(checkpoint && (await runs.checkpointSteps(here.id)).length === 0) &&
		!(record.best && !here.best) &&
		here.startedAt === record.startedAt &&
		here.step >= record.step &&
		curveBits((await runs.events(here.id)).filter(({ step }) => step <= record.step)) ===
			curveBits(events.filter(({ step }) => step <= record.step))
	);
}

/** Reads again if a checkpoint was stored in between: all parts are of the same moment. */
async function storedRun(runId: string, { runs }: LabStores, weights: boolean): Promise<WholeRun> {
	for (;;) {
		const record = await findRun(runId, runs);
		const events = await runs.events(runId);
		const checkpoint = weights ? await runs.checkpoint(runId) : undefined;
		const { best: named } = record;
		const isEarlier = named && named.step !== checkpoint?.step;
		const best = checkpoint && isEarlier ? await runs.checkpoint(runId, named.step) : undefined;
		const after = await runs.get(runId);
		if (after && (after.step !== record.step || after.end !== record.end)) continue;
		if (weights && !checkpoint)
			throw new InputError(
				say(
					'This run has no weights here: it came from a file without them. Save it without, or train it again.',
				),
				{ runId },
			);
		return { record, events, ...(checkpoint && { checkpoint }), ...(best && { best }) };
	}
}

/** The run's name, else its policies and seed. */
const fileName = ({ name, experiment, id }: RunRecord): string =>
	name === undefined ? runStem(experiment, id) : fileStem(name);
