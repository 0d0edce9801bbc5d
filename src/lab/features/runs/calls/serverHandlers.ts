/** The handler that writes a run as configurations for trainers on a server, with its data. */
import { InputError } from '#engine/core/errors.ts';
import { fileStem, runStem } from '#engine/core/file.ts';
import { exactText } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example } from '#engine/data/example.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { mixPreview } from '#lab/run/mixPreview.ts';
import { storedRun } from '#lab/run/openRun.ts';
import { meanMix } from '#lab/run/runSummary.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { anyText, id, type Handlers } from '#lab/worker/calls.ts';
import { openSkill } from '#lab/worker/skills.ts';
import { targetNames } from '#engine/model/adapters.ts';
import { exactCalls, exactTool } from '#engine/model/chatTemplate.ts';
import { missingTemplate } from '#engine/model/folder.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { rowOrder, type OrderedRow } from '../server/rowOrder.ts';
import { findHubId, serverRun, type Shares, type SkillRows } from '../server/serverRun.ts';

const never = new AbortController().signal;

/** The zip is made in memory. A larger file of the visitor is named, and not contained. */
const mostBytes = 200_000_000;

export const serverRequests = {
	/**
	 * The run as configurations for trainers on a server, with the training rows of its skills, as
	 * files of one folder. `page`: as for run.metrics. Throws InputError if there is no such run,
	 * or if it has no step yet and its policy sets its shares at the first one.
	 */
	'run.server': { runId: id, page: anyText },
};

export const serverHandlers = (lab: OpenLab) =>
	({
		async 'run.server'({ runId, page }) {
			const { stores, control, models } = lab;
			const record = await storedRun(runId, stores.runs);
			const { experiment, id } = record;
			const data = await Promise.all(
				experiment.skills.map(async (skill) => {
					const source = await openSkill(skill, stores);
					return source?.info.fingerprint === skill.sha256 ? source : undefined;
				}),
			);
			const events = await control.events(runId);
			const shares = findShares(experiment, events, data);
			const rows = await Promise.all(
				data.map(async (source, i) =>
					source && shares.shares[i] > 0 && source.info.bytes <= mostBytes
						? trainingRows(source)
						: undefined,
				),
			);
			const order = findOrder(experiment, events, rows);
			const ordered = typeof order === 'object' ? order : [];
			const run = serverRun({
				record,
				...(order !== undefined && { order }),
				link: `${page}#${encodeLink(experiment)}`,
				shares,
				rows,
				...(await readNames(record, lab)),
				...(experiment.adapter && {
					layers: targetNames(await models.open(experiment.model, never), experiment.adapter),
				}),
			});
			/** A skill whose share is too small for a trainer's mix has a file for the order alone. */
			const fileOf = (skill: number) =>
				run.skills.find((each) => each.skill === skill)?.file ??
				`data/left-out-${skill + 1}-${fileStem(experiment.skills[skill].name)}.jsonl`;
			const lines = ordered.map(({ step, position, skill, row }) => {
				const place = { skill: experiment.skills[skill].name, file: fileOf(skill), row };
				return `${JSON.stringify({ step, position, ...place })}\n`;
			});
			const { serverFiles } = await import('../server/targets.ts');
			const texts = [...serverFiles(run), ...(await dataflexScripts())];
			const used = new Set([...run.skills, ...ordered].map(({ skill }) => skill));
			const files = [
				...texts.map(({ name, text }) => ({ name, blob: new Blob([text]) })),
				...(typeof order === 'object' ? [{ name: 'order.jsonl', blob: new Blob(lines) }] : []),
				...[...used].flatMap((skill) => {
					const blob = rows[skill]?.blob;
					return blob ? [{ name: fileOf(skill), blob }] : [];
				}),
			];
			return { folder: `${runStem(experiment, id)}-server`, files };
		},
	}) satisfies Handlers<typeof serverRequests>;

/** Loaded only here, because commands in Node cannot import text. */
async function dataflexScripts() {
	const [policies, train] = await Promise.all([
		import('../server/dataflex/policies.py?raw'),
		import('../server/dataflex/train.py?raw'),
	]);
	return [
		{ name: 'dataflex/policies.py', text: policies.default },
		{ name: 'dataflex/train.py', text: train.default },
	];
}

/** A text: why the order of the rows is unknown. undefined: the run trained no step. */
function findOrder(
	experiment: Experiment,
	events: readonly RunEvent[],
	rows: readonly unknown[],
): readonly OrderedRow[] | string | undefined {
	const steps = events.filter((event) => event.type === 'step');
	if (steps.length === 0) return undefined;
	if (!experiment.budget && steps.length < experiment.steps)
		return `the run has trained ${steps.length} of ${experiment.steps} steps.`;
	const lacks = experiment.skills.some(
		(_, i) => !rows[i] && steps.some(({ drawn }) => drawn[i] > 0),
	);
	return lacks ? 'the zip does not have all rows that the run drew.' : rowOrder(steps);
}

/** By the skills of the experiment: the run's mean, or the policies' first shares before step 1. */
function findShares(
	experiment: Experiment,
	events: readonly RunEvent[],
	data: readonly (SkillSource | undefined)[],
): Shares {
	const { skills, policy, steps } = experiment;
	const trained = events.filter((event) => event.type === 'step');
	if (trained.length > 0) {
		const mean = meanMix(skills, trained);
		const [{ weights: first }] = trained;
		return {
			kind: 'achieved',
			shares: skills.map(({ id }) => mean[id] ?? 0),
			steps: trained.length,
			changed: trained.some(({ weights }) => weights.some((weight, i) => weight !== first[i])),
		};
	}
	const counts = data.map((source) => source?.info.counts);
	const shares = skills.map(() => 0);
	for (const [i, segment] of policy.entries()) {
		const preview = mixPreview({ ...experiment, segment }, counts);
		if (!preview)
			throw new InputError(
				say('The policy sets its shares at its first step: train at least one.'),
				{ policy: segment.id },
			);
		const part = ((policy[i + 1]?.fromStep ?? steps) - segment.fromStep) / steps;
		preview.weights.forEach((weight, skill) => (shares[skill] += part * weight));
	}
	return { kind: 'requested', shares };
}

/** JSON Lines of conversations. Raw text answers an empty question: trainers need one. */
async function trainingRows(source: SkillSource): Promise<SkillRows & { readonly blob: Blob }> {
	const chunks: string[] = [];
	let hasRawText = false;
	const line = ({ messages, tools }: Example): string => {
		const isRaw = messages[0].role === 'assistant';
		hasRawText ||= isRaw;
		const withQuestion = isRaw ? [{ role: 'user', content: '' }, ...messages] : messages;
		const exact = withQuestion.map((message) => exactCalls({ ...message }));
		return `${exactText({ messages: exact, ...(tools && { tools: tools.map(exactTool) }) })}\n`;
	};
	for await (const examples of source.read('train')) chunks.push(examples.map(line).join(''));
	return { count: source.info.counts.train, hasRawText, blob: new Blob(chunks) };
}

/**
 * The name of the model here, its id on the hub, and the chat template that it lacks. The id is
 * from the address of its download, or from its folder. Weights that were tuned here have the
 * config of their base. null: no id is known.
 */
async function readNames({ experiment: { model } }: RunRecord, { stores, models }: OpenLab) {
	const info = (await stores.models.list()).find(({ sha256 }) => sha256 === model.sha256);
	const modelName = info?.name ?? model.about?.name ?? model.id;
	const address = /^https:\/\/huggingface\.co\/([^@]+)@/.exec(info?.origin ?? '');
	const folder = info && (await stores.models.open(info.id));
	const text = async (name: string) => new TextDecoder().decode(await folder?.file(name));
	const found =
		info?.source === 'file'
			? findHubId(modelName, await text('config.json'), await text('README.md'))
			: null;
	const template = folder ? missingTemplate(await models.head(model, never)) : null;
	return { modelName, hubId: address?.[1] ?? found, template };
}
