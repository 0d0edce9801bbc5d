/** Skill-It's graph: the effect of training on one skill alone on each loss, from roll-outs. */
import type * as v from 'valibot';
import { recordOf } from '#engine/core/fields.ts';
import { toJson, type Json } from '#engine/core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import { constantMixer } from '../mixers.ts';
import type { ExampleRef, MeasureProbe, MixContext, Mixer, Preparation } from '../policy.ts';
import { bySkill, finite, loss, objectOf, readArtefact, readState } from '../storedData.ts';
import { indicesById, groupMeans, pickRows } from '../rows.ts';

/** The artefact of the preparation: losses by skill id. How to use them is a setting of the run. */
export interface TransferLosses {
	readonly steps: number;
	/** Loss of each skill on the base weights, nats per token. */
	readonly before: { readonly [skill: string]: number | null };
	/** after[i][j]: loss of j after `steps` steps on i alone. */
	readonly after: { readonly [skill: string]: { readonly [skill: string]: number | null } };
}

/** Always the same rows of each skill: validation rows, else training rows. A few rows repeat. */
export function lossProbe(context: MixContext, rows: number): MeasureProbe {
	const examples = context.skills.flatMap(({ validationSize }, skill): ExampleRef[] =>
		pickRows(context, skill, {
			count: rows,
			round: 0,
			part: validationSize > 0 ? 'validation' : 'train',
		}),
	);
	return { kind: 'measure', id: 'losses', examples, quantities: ['loss'] };
}

/** Mean loss by skill; null if it is not finite, or if the skill has no rows. */
export function lossBySkill(
	{ skills }: Pick<MixContext, 'skills'>,
	values: ArrayLike<number>,
	rows: number,
): (number | null)[] {
	const means = groupMeans(values, rows);
	let next = 0;
	return skills.map(({ size, validationSize }) => {
		const mean = size + validationSize === 0 ? NaN : means[next++];
		return Number.isFinite(mean) ? mean : null;
	});
}

/** The warning about skills whose losses are measured on training rows, if there are some. */
export function unvalidatedWarnings({ skills }: Pick<MixContext, 'skills'>): PolicyMessage[] {
	const names = skills.filter(({ validationSize }) => validationSize === 0).map((s) => s.name);
	return names.length > 0 ? [{ id: 'skill-it.unvalidated', values: { skills: names } }] : [];
}

/** Trains `steps` steps on each skill alone and measures all losses. Saves after each skill. */
export async function measureTransfer(
	{ steps, rows }: { readonly steps: number; readonly rows: number },
	context: MixContext,
	{ rollOut, measure, report, save, saved, signal }: Preparation,
): Promise<TransferLosses> {
	const { skills, random } = context;
	const probe = lossProbe(context, rows);
	const lossesById = (losses: readonly (number | null)[]) =>
		Object.fromEntries(skills.map(({ id }, i) => [id, losses[i]]));
	let losses: TransferLosses;
	if (saved !== undefined) losses = readState(transferSchema(context, false), saved);
	else {
		const { values } = await measure(probe);
		losses = { steps, before: lossesById(lossBySkill(context, values.loss!, rows)), after: {} };
	}
	for (const [k, skill] of indicesById(skills).entries()) {
		const { id, name } = skills[skill];
		if (losses.after[id]) continue;
		signal.throwIfAborted();
		const progress = { done: k, of: skills.length };
		report({ ...progress, label: { id: 'skill-it.measuring', values: { name, ...progress } } });
		let end: readonly (number | null)[] = skills.map(() => null);
		const weights = skills.map((_, i) => (i === skill ? 1 : 0));
		const measuring = trialMixer(probe, steps, (values) => {
			end = lossBySkill(context, values, rows);
		});
		const alone = constantMixer(weights, { id: 'skill-it.alone', values: { name } });
		await rollOut(
			{ ...alone, ...measuring },
			{ steps, seed: random.child(`graph of ${id}`).bits(0) },
		);
		losses = { ...losses, after: { ...losses.after, [id]: lossesById(end) } };
		save(toJson(losses));
	}
	return losses;
}

/** Measures the losses once, after the last step: a part of a roll-out's mixer. */
export const trialMixer = (
	probe: MeasureProbe,
	steps: number,
	keep: (losses: Float32Array) => void,
): Pick<Mixer, 'probes' | 'observe'> => ({
	probes: (step) => (step === steps - 1 ? [probe] : []),
	observe: ({ results: [result] }) => {
		if (result?.kind === 'measure') keep(result.values.loss!);
	},
});

/** The graph [from][to] before clipping: (before − after) / before, or their difference in nats. */
export function transferGraph(
	losses: TransferLosses,
	{ skills }: Pick<MixContext, 'skills'>,
	normalisation: 'relative' | 'nats',
): (number | null)[][] {
	return skills.map((from) =>
		skills.map((to) => {
			const before = losses.before[to.id];
			const after = losses.after[from.id]?.[to.id] ?? null;
			if (before === null || after === null) return null;
			const fall = before - after;
			// A loss of 0 cannot fall.
			return normalisation === 'nats' ? fall : before > 0 ? fall / before : 0;
		}),
	);
}

/** `afterAll`: false while the preparation has measured some skills only. */
const transferSchema = ({ skills }: Pick<MixContext, 'skills'>, afterAll: boolean) => {
	const losses = bySkill(skills, loss);
	const after: v.GenericSchema<unknown, TransferLosses['after']> = afterAll
		? bySkill(skills, losses)
		: recordOf(losses);
	return objectOf({ steps: finite, before: losses, after });
};

export const parseTransferLosses = (
	artefact: Json,
	context: Pick<MixContext, 'skills'>,
): TransferLosses => readArtefact(transferSchema(context, true), artefact);
