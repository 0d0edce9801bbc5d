/**
 * A test policy that uses everything that the contract allows before its first step. It rolls out
 * and measures in parts and saves each part. It surveys every training row and chooses rows in two
 * classes.
 */
import type { Json } from '#engine/core/json.ts';
import { sum } from '#engine/core/statistics.ts';
import {
	definePolicy,
	type ExampleRef,
	type MeasureProbe,
	type MixContext,
	passiveMixer,
} from '#mixing/index.ts';

const stepsPerPart = 2;
/** Validation rows: a part measures each twice, and its roll-out once. */
const measuredPerPart = 4;

/** The expected event fields. */
export const makeCost = (skills: number, rows: number) => ({
	updates: skills * stepsPerPart,
	measured: skills * 3 * measuredPerPart + 2 * rows,
});
/** The expected number of progress reports: one per part and two in the survey. */
export const countReports = (skills: number): number => skills + 2;

const validationRows = ({ skills }: MixContext): ExampleRef[] =>
	Array.from({ length: measuredPerPart }, (_, i) => ({
		skill: i % skills.length,
		part: 'validation',
		index: 0,
	}));
const trainingRows = ({ skills }: MixContext): ExampleRef[] =>
	skills.flatMap(({ size }, skill) =>
		Array.from({ length: size }, (_, index): ExampleRef => ({ skill, part: 'train', index })),
	);

export const preparing = definePolicy({
	id: 'test-preparing',
	title: 'Preparing',
	summary: 'Rolls out, measures, surveys, and chooses rows.',
	group: 'adaptive',
	parameters: {},
	async prepare(_values, context, { rollOut, measure, report, saved, save }) {
		const { skills } = context;
		const examples = validationRows(context);
		const probe: MeasureProbe = { kind: 'measure', id: 'loss', examples, quantities: ['loss'] };
		let done = (saved ?? []) as readonly (readonly number[])[];
		while (done.length < skills.length) {
			const skill = done.length;
			report({ done: skill, of: skills.length, label: 'Parts' });
			const seen: number[] = [];
			const alone = passiveMixer(
				() => ({ by: 'weights', weights: skills.map((_, i) => (i === skill ? 1 : 0)) }),
				() => 'One skill alone.',
			);
			await rollOut(
				{
					...alone,
					probes: (step) => (step === stepsPerPart - 1 ? [probe] : []),
					observe: ({ results: [result] }) => {
						if (result?.kind === 'measure') seen.push(...result.values.loss!);
					},
				},
				{ steps: stepsPerPart, seed: skill },
			);
			const { values } = await measure({ ...probe, quantities: ['baseLoss', 'allLoss'] });
			done = [...done, [...seen, ...values.baseLoss!, ...values.allLoss!]];
			save(done);
		}
		return { parts: done as Json };
	},
	async survey(_values, context, { measure, report }) {
		const examples = trainingRows(context);
		const ask = async (quantity: 'auxiliaryLoss' | 'auxiliaryAnswerLoss') => {
			const { values } = await measure({
				kind: 'measure',
				id: quantity,
				examples,
				quantities: [quantity],
			});
			return [...values[quantity]!];
		};
		report({ done: 0, of: 2, label: 'Survey' });
		const whole = await ask('auxiliaryLoss');
		report({ done: 1, of: 2, label: 'Survey' });
		return { whole, alone: await ask('auxiliaryAnswerLoss') };
	},
	createMixer(_values, context, restored) {
		const { skills, batchSize } = context;
		const rows = trainingRows(context);
		const known = restored?.survey as { whole: number[]; alone: number[] } | undefined;
		const { parts } = (restored?.artefact ?? { parts: [] }) as { parts: number[][] };
		const help = skills.map((_, i) => sum(parts[i] ?? []));
		const scores = rows.map(({ skill }, i) =>
			known ? help[skill] + known.alone[i] - known.whole[i] : i,
		);
		const ranked = rows.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
		const planAt = (step: number) => {
			const chosen = Array.from(
				{ length: batchSize },
				(_, i) => ranked[(step * batchSize + i) % rows.length],
			);
			const weights = skills.map(
				(_, i) => chosen.filter((row) => rows[row].skill === i).length / batchSize,
			);
			return {
				by: 'examples' as const,
				weights,
				examples: chosen.map((row) => rows[row]),
				classes: chosen.map((row) => row % 2),
			};
		};
		return passiveMixer(planAt, () => 'Ranked rows.');
	},
});
