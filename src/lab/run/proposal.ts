/**
 * Settings that are proposed for a model that is too large for those of the built-in ones. Their
 * choice is measured: docs/benchmarks.md, “The proposed settings”.
 */
import type { SkillInfo } from '#engine/data/skill.ts';
import { hasFastDots, type DeviceReport } from '#engine/gpu/report.ts';
import { allLinear } from '#engine/model/adapterSettings.ts';
import type { PolicyInfo } from '#mixing/index.ts';
import type { Experiment } from './experiment.ts';
import type { ModelInfo } from './stores.ts';

const adapter = { rank: 8, alpha: 8, targets: allLinear } as const;
export const proposedRate = 3e-4;
const batchSize = 4;
const mostSteps = 200;
/** Held-out rows of each skill in a test. */
const testedRows = 32;
/** Tokens. A context is a multiple of `contextStep`. */
const contextStep = 8;
const mostContext = 1024;
/**
 * Steps between a policy's measurements: a fifth of the run. At half of it the probes took half of
 * the training's time, and the shares of a real run ended the same (docs/benchmarks.md).
 */
const [leastInterval, mostInterval] = [5, 20];
/** The watched skill that shows forgetting. */
export const generalSkill = 'plain-english';

/** In tokens: at least 95 % of each skill's rows are no longer than `usual`. */
export interface RowLengths {
	readonly usual: number;
	readonly longest: number;
}

/** Values of the sentences that say why. */
export interface Reasons {
	readonly skills: { readonly names: readonly string[] };
	readonly adapter: {
		readonly rank: number;
		readonly parameters: number;
		/** The processor multiplies whole numbers. */
		readonly isInDots: boolean;
	};
	readonly batch: { readonly size: number };
	readonly context: RowLengths & { readonly isCut: boolean };
	readonly steps: { readonly rows: number; readonly epoch: number; readonly isEpoch: boolean };
	readonly evaluation: { readonly rows: number };
	/** Null: the policy has no preset for short runs. */
	readonly policy: { readonly interval: number } | null;
}
export interface Proposal {
	readonly experiment: Experiment;
	readonly reasons: Reasons;
}

interface Known {
	readonly skills: readonly SkillInfo[];
	readonly policies: readonly Pick<PolicyInfo, 'id' | 'presets'>[];
	/** Missing: the settings are for every device. */
	readonly device?: Pick<DeviceReport, 'backend'>;
}

/** The visitor's own skills that the experiment trains; if it trains none, all that can be. */
export function ownSkills(
	{ skills }: Experiment,
	known: Pick<Known, 'skills'>,
): readonly SkillInfo[] {
	const files = known.skills.filter(({ source, counts }) => source === 'file' && counts.train > 0);
	const isTrained = ({ id }: SkillInfo) =>
		skills.some((ref) => ref.id === id && ref.use === 'train');
	return files.some(isTrained) ? files.filter(isTrained) : files;
}

/**
 * `experiment` has the model, and the skills that are proposed. `lengths`: of their rows. The
 * context stays if they are not known.
 */
export function propose(
	experiment: Experiment,
	model: Pick<ModelInfo, 'parameters' | 'context'>,
	known: Known,
	lengths: RowLengths | null,
): Proposal {
	const { budget: _, auxiliary: __, ...others } = experiment;
	const trained = experiment.skills.filter(({ use }) => use === 'train');
	const infos = known.skills.filter(({ id }) => trained.some((ref) => ref.id === id));
	const rows = infos.reduce((sum, { counts }) => sum + counts.train, 0);
	const epoch = Math.max(1, Math.ceil(rows / batchSize));
	const steps = Math.min(epoch, mostSteps);
	const limit = Math.min(mostContext, model.context ?? Infinity);
	const usual = lengths && contextStep * Math.ceil(lengths.usual / contextStep);
	const context = Math.max(16, Math.min(usual ?? experiment.batching.context, limit));
	const every = Math.max(1, Math.ceil(steps / 2));
	const policy = experiment.policy.filter(({ fromStep }) => fromStep < steps);
	const short = shortPreset(policy[0], known, steps);
	const isInDots = known.device !== undefined && hasFastDots(known.device);
	return {
		experiment: {
			...others,
			steps,
			adapter: { ...adapter, ...(isInDots && { base: 'f32dots' }) },
			optimizer: { ...experiment.optimizer, learningRate: proposedRate, accumulation: 1 },
			batching: { size: batchSize, context, layout: 'packed' },
			evaluation: {
				...experiment.evaluation,
				every,
				examples: testedRows,
				finalExamples: testedRows,
			},
			checkpointEvery: every,
			policy: short ? [{ ...policy[0], settings: short }, ...policy.slice(1)] : policy,
		},
		reasons: {
			skills: { names: infos.flatMap(({ source, name }) => (source === 'file' ? [name] : [])) },
			adapter: { rank: adapter.rank, parameters: model.parameters, isInDots },
			batch: { size: batchSize },
			context: {
				usual: lengths?.usual ?? context,
				longest: lengths?.longest ?? context,
				isCut: (lengths?.usual ?? 0) > limit,
			},
			steps: { rows, epoch, isEpoch: steps === epoch },
			evaluation: { rows: testedRows },
			policy: short ? { interval: Number(short['interval']) } : null,
		},
	};
}

/** A policy that is as the menu chose it, with its preset for short runs; null: it has none. */
function shortPreset(
	{ id, settings }: Experiment['policy'][number],
	{ policies }: Pick<Known, 'policies'>,
	steps: number,
) {
	const presets = policies.find((policy) => policy.id === id)?.presets;
	const short = presets?.find((preset) => preset.id === 'short');
	if (!short || Object.hasOwn(settings, 'interval')) return null;
	const interval = Math.max(leastInterval, Math.min(mostInterval, Math.round(steps / 5)));
	return { ...settings, ...short.settings, interval };
}
