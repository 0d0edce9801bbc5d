/** Warnings of a report: unequal conditions in comparisons, missing cells, the runs’ warnings. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { highest, meanOfKnown } from '#engine/core/statistics.ts';
import { statementText } from '#engine/core/message.ts';
import { policyById } from '#mixing/index.ts';
import { findBudget } from './cells.ts';
import { factorIds, factorsLabel } from './factors.ts';
import type { Grouping } from './groups.ts';
import type { ReportMessage, Sides } from './messages.ts';
import type { CellPair, CellResult, FailedCell } from './result.ts';
import type { Factors, Study } from './study.ts';

/** Tokens and seconds may differ by this share without a warning. */
const tolerance = 0.1;

/** Warnings about differences between the two sides besides `factor`. */
export function differenceWarnings(
	study: Study,
	factor: string,
	sides: Sides,
	pairs: readonly CellPair[],
): ReportMessage[] {
	if (pairs.length === 0) return [];
	const common = { ...sides, factor };
	const total = pairs.length;
	const backends = pairs.filter(([a, b]) => a.backend !== b.backend);
	const engines = pairs.filter(([a, b]) => readEngine(a) !== readEngine(b));
	const skills = pairs
		.map(([a, b]) => [scoredSkills(study, a), scoredSkills(study, b)])
		.find(([a, b]) => a.join() !== b.join());
	const found: (ReportMessage | false | undefined)[] = [
		backends.length > 0 && {
			id: 'differ.backends',
			values: {
				...common,
				pairs: backends.length,
				of: total,
				backends: [backends[0][0].backend, backends[0][1].backend],
			},
		},
		engines.length > 0 && {
			id: 'differ.engines',
			values: { ...common, pairs: engines.length, of: total, engines: listEngines(engines.flat()) },
		},
		skills && { id: 'differ.skills', values: { ...common, skills } },
		// A comparison of epochs compares steps, tokens and time.
		...(factor === 'epochs' ? [] : amountWarnings(study, common, pairs)),
	];
	return found.filter((warning) => warning !== false && warning !== undefined);
}

function amountWarnings(
	study: Study,
	common: Sides & { readonly factor: string },
	pairs: readonly CellPair[],
): ReportMessage[] {
	const means = (read: (result: CellResult) => number) => ({
		a: meanOfKnown(pairs.map(([a]) => read(a))) ?? 0,
		b: meanOfKnown(pairs.map(([, b]) => read(b))) ?? 0,
	});
	const kind = findBudget(study)?.kind;
	const steps = means((result) => result.steps);
	const tokens = means((result) => result.tokens);
	const batch = tokens.b / Math.max(1, steps.b);
	const isTokensApart =
		kind === 'tokens'
			? Math.abs(tokens.a - tokens.b) > 2 * batch
			: kind !== 'seconds' && isApart(tokens);
	const updates = means(({ cost }) => cost.updates);
	const seconds = means(countedSeconds);
	const mostSteps = study.experiment.steps;
	const found: (ReportMessage | false)[] = [
		steps.a !== steps.b &&
			kind !== 'tokens' &&
			kind !== 'seconds' && { id: 'differ.steps', values: { ...common, ...steps } },
		isTokensApart && { id: 'differ.tokens', values: { ...common, ...tokens } },
		updates.a !== updates.b && { id: 'differ.updates', values: { ...common, ...updates } },
		kind === 'seconds' &&
			isApart(seconds) && { id: 'differ.seconds', values: { ...common, ...seconds, mostSteps } },
	];
	return found.filter((warning) => warning !== false);
}

const isApart = ({ a, b }: { readonly a: number; readonly b: number }): boolean =>
	Math.abs(a - b) > tolerance * Math.max(a, b);

/** Warnings about the study as a whole. */
export function studyWarnings(
	study: Study,
	{ groups, empty }: Grouping,
	failed: readonly FailedCell[],
	finished: readonly CellResult[],
): ReportMessage[] {
	const label = cellLabel(study);
	const backends = [...new Set(finished.map(({ backend }) => backend))];
	const engines = listEngines(finished);
	const warned = finished.flatMap((result) =>
		result.warnings.map((message) => ({ cell: label(result), message: statementText(message) })),
	);
	const readings = study.policies.filter(({ id }) => policyById(id).isReading);
	const found: (ReportMessage | false)[] = [
		study.analysis !== undefined && { id: 'study.analysis', values: {} },
		readings.length > 0 && {
			id: 'policies.readings',
			values: { policies: readings.map((policy) => policy.label) },
		},
		failed.length > 0 && { id: 'cells.failed', values: { cells: failed.map(label) } },
		empty.length > 0 && { id: 'groups.empty', values: { groups: empty } },
		...groups.map(({ label, n, planned, seeds }): ReportMessage | false => {
			const missingSeeds = study.seeds.filter((seed) => !seeds.includes(seed));
			return n < planned && { id: 'group.incomplete', values: { label, n, planned, missingSeeds } };
		}),
		backends.length > 1 && { id: 'cells.backends', values: { backends } },
		engines.length > 1 && { id: 'cells.engines', values: { engines } },
		floorWarning(finished),
		...budgetWarnings(study, finished),
		...[...listsByKey(warned, ({ message }) => message)].map(([message, cells]): ReportMessage => ({
			id: 'cells.warned',
			values: { cells: cells.map(({ cell }) => cell), message },
		})),
	];
	return found.filter((warning) => warning !== false);
}

/** An average below this share of right answers leaves no room for a difference. */
const floor = 0.1;

/** Runs that learned next to nothing are alike, but their policies are not equivalent. */
function floorWarning(finished: readonly CellResult[]): ReportMessage | false {
	const average = highest(finished.flatMap(({ final }) => final.averageExact ?? []));
	const worst = highest(finished.flatMap(({ final }) => final.worstExact?.exact ?? []));
	if (finished.length < 2 || average === -Infinity) return false;
	const isLow = average < floor;
	return (isLow || worst === 0) && { id: 'cells.floor', values: { average, worst, isLow } };
}

const cellLabel = (study: Study) => {
	const ids = factorIds(study);
	return ({ factors }: { readonly factors: Factors }) => factorsLabel(factors, ids);
};

/** The trained skills with an exact match: a cell's average and worst are over them. */
const scoredSkills = ({ experiment: { skills } }: Study, { mix, final }: CellResult): string[] =>
	skills.flatMap(({ id, name }, index) =>
		Object.hasOwn(mix, id) && final.skills[index]?.exact !== null ? [name] : [],
	);

const readEngine = ({ engine = 1 }: CellResult): number => engine;
export const listEngines = (results: readonly CellResult[]): number[] => [
	...new Set(results.map(readEngine)),
];

/** Runs that reached their most steps first, and runs whose policy left no time for steps. */
function budgetWarnings(study: Study, finished: readonly CellResult[]): ReportMessage[] {
	const budget = findBudget(study);
	const listLabels = (holds: (result: CellResult) => boolean) =>
		finished.filter(holds).map(cellLabel(study));
	if (!budget || budget.kind === 'updates') return [];
	const { kind } = budget;
	const amount = budget.kind === 'tokens' ? budget.tokens : budget.seconds;
	const early = listLabels((result) =>
		kind === 'tokens' ? result.tokens < amount : countedSeconds(result) < (1 - tolerance) * amount,
	);
	const spent = listLabels(({ cost }) => kind === 'seconds' && cost.milliseconds >= 1000 * amount);
	const found: (ReportMessage | false)[] = [
		early.length > 0 && { id: 'budget.notReached', values: { cells: early, kind, amount } },
		spent.length > 0 && { id: 'budget.spentBeforehand', values: { cells: spent, seconds: amount } },
	];
	return found.filter((warning) => warning !== false);
}

/** The time that a budget of seconds counts. */
const countedSeconds = ({ trainingMilliseconds, cost }: CellResult): number =>
	(trainingMilliseconds + cost.probeMilliseconds + cost.milliseconds) / 1000;
