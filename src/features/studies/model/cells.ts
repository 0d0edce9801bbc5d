/** The cells of a study: each combination of what it varies, as the experiment that is run for it. */
import { InternalError } from '#core/errors.ts';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import type { Ratios } from '#core/parameters.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { axes, shareLabel, type AxisContext } from './axes.ts';
import { budgeted } from './budget.ts';
import { demandFewCells } from './count.ts';
import type { CellResult } from './result.ts';
import type { Factors, Study, StudyPolicy } from './study.ts';

export interface Cell {
	/**
	 * SHA-256 of the experiment; where its mix is not known yet, of all that decides it. Of two cells with one experiment (a policy
	 * under two labels) the later one's has its factors in it too: keys are unique within a study.
	 */
	readonly key: string;
	readonly factors: Factors;
	/** null: its shares are not known before other cells are done; cellExperiment gives it then. */
	readonly experiment: Experiment | null;
	/** Where that is so: the experiment but for its shares. */
	readonly without?: Experiment;
	/** Key of the cell whose mean mix it trains on. */
	readonly meanOf?: string;
	/** Its shares come from a search; cells with the same value share one, and its runs (search.ts). */
	readonly search?: string;
}

/** Of the policy that is the bar: fixed shares that a search has found. */
export const foundLabel = 'best static mix found';

/** Seeds outside, policies inside: a study that is interrupted has compared what it has. Throws InputError. */
export function planCells(study: Study, skills: readonly SkillInfo[]): Cell[] {
	demandFewCells(study);
	const context: AxisContext = { groups: study.groups, skills };
	const base = budgeted(study);
	const [models, epochs, rates] = [study.axes.model, study.axes.epochs, study.axes.learningRate];
	const others = valuesOf(models).flatMap((model) =>
		valuesOf(epochs).flatMap((epoch) =>
			valuesOf(rates).map((rate) => ({ model, epochs: epoch, learningRate: rate })),
		),
	);
	const keys = new Set<string>();
	const unique = (cell: Cell): Cell => {
		const key = keys.has(cell.key) ? sha256OfJson({ key: cell.key, ...cell.factors }) : cell.key;
		keys.add(key);
		return { ...cell, key };
	};
	return study.seeds.flatMap((seed) => others.flatMap((other) => cellsOf(other, seed)));

	function cellsOf(other: (typeof others)[number], seed: number): Cell[] {
		const { model, epochs, learningRate } = other;
		const named: Factors = {
			...(model && { model: axes.model.shown(model) }),
			...(epochs !== undefined && { epochs: axes.epochs.shown(epochs) }),
			...(learningRate !== undefined && { learningRate: axes.learningRate.shown(learningRate) }),
		};
		let start = axes.seed.apply(base, seed, context);
		if (model) start = axes.model.apply(start, model, context);
		if (learningRate !== undefined) start = axes.learningRate.apply(start, learningRate, context);
		const counted = (experiment: Experiment) =>
			epochs === undefined ? experiment : axes.epochs.apply(experiment, epochs, context);
		const factors = (policy: string): Factors => ({ ...named, policy, seed });

		const cells: Cell[] = [];
		for (const policy of study.policies) {
			const experiment = parseExperiment(axes.policy.apply(counted(start), policy, context));
			const source = cells.find((cell) => cell.factors.policy === policy.meanOf);
			cells.push(
				unique({
					...(source
						? waiting(experiment, { meanOf: source.key })
						: { key: keyOf(experiment), experiment }),
					factors: factors(axes.policy.shown(policy)),
				}),
			);
		}
		for (const share of study.axes.domainShare ?? []) {
			const experiment = parseExperiment(counted(axes.domainShare.apply(start, share, context)));
			cells.push(
				unique({
					...{ key: keyOf(experiment), experiment },
					factors: { ...factors(shareLabel(share)), domainShare: axes.domainShare.shown(share) },
				}),
			);
		}
		if (study.search) {
			const experiment = parseExperiment(axes.policy.apply(counted(start), foundPolicy, context));
			const common = { ...experiment, seed: 0 };
			const search = sha256OfJson({ search: { ...study.search }, common } as unknown as Json);
			cells.push(unique({ ...waiting(experiment, { search }), factors: factors(foundLabel) }));
		}
		return cells;
	}
}

/**
 * The experiment of a cell, with the shares that it waited for: those of a mean mix out of `results` (by the cells' keys), those of
 * a search as `found`. Throws InternalError when they are not there yet.
 */
export function cellExperiment(
	{ factors, experiment, without, meanOf }: Cell,
	results: ReadonlyMap<string, Pick<CellResult, 'mix'>>,
	found?: Ratios,
): Experiment {
	if (experiment) return experiment;
	const ratios = meanOf === undefined ? found : results.get(meanOf)?.mix;
	if (!without || !ratios)
		throw new InternalError(
			`The shares of "${factors.policy}", seed ${factors.seed}, are not known yet: what they come from is not done.`,
		);
	return withRatios(without, ratios);
}

/** The same experiment with these shares of its one policy. */
export const withRatios = (experiment: Experiment, ratios: Ratios): Experiment =>
	parseExperiment({
		...experiment,
		policy: experiment.policy.map((segment) => ({
			...segment,
			settings: { ...segment.settings, ratios },
		})),
	});

export const keyOf = (experiment: Experiment): string =>
	sha256OfJson(experiment as unknown as Json);

/** Two cells that wait for the same have one key: it holds all that decides the run. */
const waiting = (
	without: Experiment,
	source: { readonly meanOf: string } | { readonly search: string },
) => ({
	key: sha256OfJson({ without, ...source } as unknown as Json),
	experiment: null,
	without,
	...source,
});

const valuesOf = <T>(values: readonly T[] | undefined): readonly (T | undefined)[] =>
	values ?? [undefined];

const foundPolicy: StudyPolicy = { label: foundLabel, id: 'fixed', settings: {} };
