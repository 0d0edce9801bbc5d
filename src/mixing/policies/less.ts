/**
 * LESS (arXiv 2402.04333): trains on the rows whose gradients point where those of a target's
 * validation rows do. A short warm-up trains on a few random rows; its epochs end in checkpoints
 * c = 1 … C, with weights θ_c, Adam's moments m and v, and the epoch's mean learning rate η_c:
 *
 *     score(z) = max over targets of Σ_c η_c cos(Γ(z; θ_c), ∇ℓ(V; θ_c)) / Σ_c η_c
 *     Γ(z) = (β₁ m + (1 − β₁) ∇ℓ(z)) / √(β₂ v + (1 − β₂) ∇ℓ(z)² + ε)
 *
 * z: a training row; V: the target's validation rows; ∇ℓ of the mean loss per answer token. The
 * cosine keeps short answers, whose gradients are long, from being favoured. The rows with the
 * highest scores are drawn at random. Source: the paper and its code (princeton-nlp/LESS
 * @8abf962: less/data_selection): 5 % of the rows, 4 epochs on 5 %, adapters, ε 1e-8 under the
 * root. The paper compares with the mean gradient of V, and the code takes the mean of the cosines
 * with each row of V: a setting. Ours: cosines of the whole gradients. The paper stores gradients
 * for targets of later, so it projects them at random to 8,192 numbers, which changes a cosine by
 * about 0.01. Here the targets are known, so a row needs one product for each, and no projection.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { anyObject } from '#engine/core/fields.ts';
import { settingsOf, type ParameterValues } from '#engine/core/parameters.ts';
import { highest, mean, sum } from '#engine/core/statistics.ts';
import {
	createPool,
	drawCandidates,
	exampleAt,
	pooledMixer,
	selectFromPool,
} from '../exampleSelector/pool.ts';
import { rowLossesFromJson, rowLossesToJson } from '../exampleSelector/rowLosses.ts';
import { countChosenRows, topMembers, topShareMixer } from '../exampleSelector/topShare.ts';
import {
	policyOf,
	presetsOf,
	type GradientProbe,
	type GradientResult,
	type MixContext,
	type Preparation,
} from '../policy.ts';
import { measuredRows, pickRows, targetIndices } from '../rows.ts';
import {
	decodeFloats,
	encodeFloats,
	listOf,
	objectOf,
	readArtefact,
	readState,
	text,
} from '../storedData.ts';

const lessParameters = settingsOf('less', {
	targets: { kind: 'skills' },
	share: { kind: 'number', default: 0.05, min: 0.001, max: 1 },
	perSkill: { kind: 'flag', default: false },
	warmup: { kind: 'number', default: 0.05, min: 0.001, max: 1 },
	epochs: { kind: 'whole', default: 4, min: 1, max: 32, unit: true },
	rows: measuredRows(16, 1024),
	match: { kind: 'choice', options: ['mean', 'rows'], advanced: true },
});
type LessValues = ParameterValues<typeof lessParameters>;

const lessArtefact = objectOf({ scores: anyObject(say('an object')) });

export const less = policyOf('less', {
	group: 'examples',
	citation: {
		text:
			'Xia et al., LESS: Selecting Influential Data for Targeted Instruction Tuning, ICML 2024; ' +
			'code: github.com/princeton-nlp/LESS',
		url: 'https://arxiv.org/abs/2402.04333',
	},
	parameters: lessParameters,
	presets: presetsOf('less', { lab: {}, code: { match: 'rows' } }),
	prepare: async (values, context, preparation) => ({
		scores: await scoreRows(values, context, preparation),
	}),
	preparationCost: (values, context) => {
		const { epochs, rows } = values;
		const all = countRows(context);
		// A gradient takes a forward and a backward pass, which costs two.
		const measured = 3 * epochs * (all + rows * lessTargets(values, context).length);
		return { updates: epochs * epochSteps(values, context), measured, alone: epochs * all };
	},
	createMixer: (values, context, restored) => {
		const { skills } = context;
		lessTargets(values, context);
		// Without an artefact the caller only checks the settings.
		if (restored?.artefact === undefined)
			return topShareMixer('less', values.perSkill, context, undefined);
		const { scores: stored } = readArtefact(lessArtefact, restored.artefact);
		const sizes = skills.map(({ size }) => size);
		const scores = rowLossesFromJson(stored, skills, sizes, 'scores');
		const pool = createPool(skills);
		const byMember = Float32Array.from(pool.rows, (row, i) => scores[pool.skills[i]][row]);
		const chosen = topMembers(pool, byMember, values);
		const mixer = topShareMixer('less', values.perSkill, context, { survey: chosen });
		const influence = scores.map((ofSkill) => mean(Array.from(ofSkill)));
		return {
			...mixer,
			explain: () => ({
				...mixer.explain(),
				traces: [{ label: 'mean cosine', values: influence }],
			}),
		};
	},
});

const countRows = ({ skills }: Pick<MixContext, 'skills'>): number =>
	sum(skills.map(({ size }) => size));

/** The target skills. Throws an InputError if one has no validation rows. */
function lessTargets({ targets }: LessValues, { skills }: Pick<MixContext, 'skills'>): number[] {
	const wanted = targetIndices(skills, targets);
	const measurable = wanted.filter((skill) => skills[skill].validationSize > 0);
	const missing = wanted.find((skill) => skills[skill].validationSize === 0);
	if (missing !== undefined && (targets.length > 0 || measurable.length === 0))
		throw new InputError(
			say(
				'targets: {name} has no validation examples, whose gradients choose the rows. Import some, or choose another target.',
				{ name: skills[missing].name },
			),
			{ field: 'targets' },
		);
	return measurable;
}

type Sizes = Pick<MixContext, 'skills' | 'batchSize'>;

const warmUpSize = ({ warmup }: LessValues, context: Pick<MixContext, 'skills'>): number =>
	countChosenRows(countRows(context), warmup);
/** Steps of one epoch of the warm-up. */
const epochSteps = (values: LessValues, context: Sizes): number =>
	Math.ceil(warmUpSize(values, context) / context.batchSize);

/** The gradients of all rows against those of each target, at a checkpoint. */
function rowsProbe(values: LessValues, context: MixContext): GradientProbe {
	const pool = createPool(context.skills);
	const { rows: count } = values;
	return {
		kind: 'gradients',
		id: 'rows',
		train: Array.from(pool.rows, (_, i) => exampleAt(pool, i)),
		trainGroup: 1,
		examples: lessTargets(values, context).flatMap((skill) =>
			pickRows(context, skill, { count, round: 0, part: 'validation' }),
		),
		exampleGroup: count,
		as: 'update',
		unitRows: values.match === 'rows',
	};
}
/** Measures the learning rate of the next step, and no gradient. */
const rateProbe: GradientProbe = {
	kind: 'gradients',
	id: 'rate',
	train: [],
	trainGroup: 1,
	examples: [],
	exampleGroup: 1,
};

/** cos [targets][rows]; 0 for a row that teaches nothing. */
export const cosines = (
	{ products, targetNorms, trainNorms }: GradientResult,
	match: LessValues['match'],
): Float64Array[] =>
	products.map((ofTarget, t) =>
		ofTarget.map((product, i) => {
			// Rows of norm 1 make the product a mean of cosines, times the row's norm.
			const norms = (match === 'rows' ? 1 : targetNorms[t]) * trainNorms[i];
			return norms > 0 ? product / norms : 0;
		}),
	);

/**
 * The highest weighted mean of a row's cosines with a target. `checkpoints`: cosines [checkpoints]
 * [targets][rows]. `rates` [checkpoints].
 */
export function influences(
	checkpoints: readonly (readonly ArrayLike<number>[])[],
	rates: readonly number[],
): Float64Array {
	const total = sum(rates);
	// Rates of 0 teach nothing; then each checkpoint counts the same.
	const shares = rates.map((rate) => (total > 0 ? rate / total : 1 / rates.length));
	const [first] = checkpoints;
	return Float64Array.from({ length: first[0].length }, (_, row) =>
		highest(
			first.map((_target, t) =>
				sum(checkpoints.map((ofTargets, c) => shares[c] * ofTargets[t][row])),
			),
		),
	);
}

/** Trains the warm-up, and compares all rows at each checkpoint. Saves after each. */
async function scoreRows(
	values: LessValues,
	context: MixContext,
	{ rollOut, report, signal, saved, save }: Preparation,
) {
	const { skills, random } = context;
	const { epochs, match } = values;
	const pool = createPool(skills);
	const stepsOfEpoch = epochSteps(values, context);
	const steps = epochs * stepsOfEpoch;
	const warmUp = selectFromPool(
		pool,
		drawCandidates(pool.size, warmUpSize(values, context), random.child('warm-up rows'), 0),
	);
	/** Cosines [checkpoints][targets], as text: a resumed preparation has the same bits. */
	const checkpoints = saved === undefined ? [] : [...readState(listOf(listOf(text)), saved)];
	const rates = Array.from({ length: epochs }, (): number[] => []);
	const reportEpoch = (done: number) =>
		report({ done, of: epochs, label: { id: 'less.preparing', values: { done, of: epochs } } });
	reportEpoch(checkpoints.length);
	/** A resumed preparation trains again, and compares no rows at the checkpoints it has. */
	const isDue = (done: number) =>
		done > 0 && done % stepsOfEpoch === 0 && done / stepsOfEpoch > checkpoints.length;
	await rollOut(
		{
			...pooledMixer(warmUp, context, { id: 'less.start', values: {} }),
			probes: (step) => [
				...(step + 1 < steps ? [rateProbe] : []),
				...(isDue(step + 1) ? [rowsProbe(values, context)] : []),
			],
			observe: ({ step, results }) => {
				for (const result of results) {
					if (result.kind !== 'gradients') continue;
					if (result.id === 'rate')
						rates[Math.floor((step + 1) / stepsOfEpoch)].push(result.learningRate);
					else {
						checkpoints.push(cosines(result, match).map(encodeFloats));
						save(checkpoints);
						signal.throwIfAborted();
						reportEpoch(checkpoints.length);
					}
				}
			},
		},
		{ steps, seed: random.child('warm-up').bits(0) },
	);
	const scores = influences(
		checkpoints.map((ofTargets) => ofTargets.map(decodeFloats)),
		rates.map(mean),
	);
	const bySkill = skills.map(({ size }) => new Float32Array(size));
	scores.forEach((score, i) => (bySkill[pool.skills[i]][pool.rows[i]] = score));
	return rowLossesToJson(skills, bySkill);
}
