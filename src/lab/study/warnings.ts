/**
 * Warnings of a report: unequal conditions in comparisons, mixes that hardly differ, few held-out
 * rows, missing cells, the runs’ warnings.
 */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { highest, lowest, meanOfKnown } from '#engine/core/statistics.ts';
import { statementText } from '#engine/core/message.ts';
import { findPolicy } from '#mixing/index.ts';
import { findBudget } from './cells.ts';
import { factorIds, factorsLabel } from './factors.ts';
import type { CellsTold, ReportMessage, Sides, Unequal } from './sentences.ts';
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
	const backends = pairs.filter(([a, b]) => a.backend !== b.backend);
	const engines = pairs.filter(([a, b]) => readEngine(a) !== readEngine(b));
	const skills = pairs
		.map(([a, b]) => [scoredSkills(study, a), scoredSkills(study, b)])
		.find(([a, b]) => a.join() !== b.join());
	const unequal = (what: Unequal['what'], a: Unequal['a'], b: Unequal['b']): ReportMessage => ({
		id: 'unequal',
		values: { ...sides, factor, what, a, b },
	});
	const enginesOf = (side: 0 | 1) => listEngines(engines.map((pair) => pair[side])).map(String);
	const found: (ReportMessage | false | undefined)[] = [
		backends.length > 0 && unequal('backends', backends[0][0].backend, backends[0][1].backend),
		engines.length > 0 && unequal('engines', enginesOf(0), enginesOf(1)),
		skills && unequal('skills', skills[0], skills[1]),
		// A comparison of epochs compares steps, tokens and time.
		...(factor === 'epochs' ? [] : amountWarnings(study, pairs, unequal)),
		factor === 'policy' && alikeWarning(study, sides, pairs),
	];
	return found.filter((warning) => warning !== false && warning !== undefined);
}

/** Two mixes with no larger difference of a share than this are alike. */
const alikeShares = 0.05;

/** The mixes of two policies hardly differ, so their scores can not. Mean mixes are meant to. */
function alikeWarning(
	{ policies }: Study,
	sides: Sides,
	pairs: readonly CellPair[],
): ReportMessage | false {
	const meansAnother = policies.some(
		({ label, meanOf, reverseOf, rows }) =>
			[sides.label, sides.against].includes(label) && (meanOf ?? reverseOf ?? rows) !== undefined,
	);
	if (meansAnother) return false;
	const ids = [...new Set(pairs.flatMap(([a, b]) => Object.keys({ ...a.mix, ...b.mix })))];
	const gaps = ids.map((id) =>
		Math.abs(meanOfKnown(pairs.map(([a, b]) => (a.mix[id] ?? 0) - (b.mix[id] ?? 0))) ?? 0),
	);
	const largest = highest(gaps);
	if (ids.length < 2 || largest >= alikeShares) return false;
	return { id: 'alike', values: { ...sides, share: largest } };
}

function amountWarnings(
	study: Study,
	pairs: readonly CellPair[],
	unequal: (what: Unequal['what'], a: number, b: number) => ReportMessage,
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
	const found: (ReportMessage | false)[] = [
		steps.a !== steps.b &&
			kind !== 'tokens' &&
			kind !== 'seconds' &&
			unequal('steps', steps.a, steps.b),
		isTokensApart && unequal('tokens', tokens.a, tokens.b),
		updates.a !== updates.b && unequal('updates', updates.a, updates.b),
		kind === 'seconds' && isApart(seconds) && unequal('seconds', seconds.a, seconds.b),
	];
	return found.filter((warning) => warning !== false);
}

const isApart = ({ a, b }: { readonly a: number; readonly b: number }): boolean =>
	Math.abs(a - b) > tolerance * Math.max(a, b);

/** Warnings about the study as a whole. */
export function studyWarnings(
	study: Study,
	failed: readonly FailedCell[],
	finished: readonly CellResult[],
): ReportMessage[] {
	const label = cellLabel(study);
	const backends = [...new Set(finished.map(({ backend }) => backend))];
	const engines = listEngines(finished);
	const warned = finished.flatMap((result) =>
		result.warnings.map((message) => ({ cell: label(result), message: statementText(message) })),
	);
	const readings = study.policies.filter(({ id }) => findPolicy(id)?.isReading);
	const tell = (
		what: CellsTold['what'],
		cells: readonly string[],
		more?: Partial<CellsTold>,
	): ReportMessage[] =>
		cells.length === 0 ? [] : [{ id: 'cells', values: { what, cells, ...more } }];
	const mixed = (what: 'backends' | 'engines', names: readonly string[]): ReportMessage[] =>
		names.length > 1 ? tell(what, names) : [];
	return [
		...tell(
			'reading',
			readings.map((policy) => policy.label),
		),
		...tell('failed', failed.map(label)),
		...mixed('backends', backends),
		...mixed('engines', engines.map(String)),
		...floorWarning(finished),
		...fewRowsWarning(study, finished),
		...budgetCells(study, finished).flatMap(({ what, cells, budget }) =>
			tell(what, cells.map(label), { budget }),
		),
		...[...listsByKey(warned, ({ message }) => message)].flatMap(([message, list]) =>
			tell(
				'warned',
				list.map(({ cell }) => cell),
				{ message },
			),
		),
	];
}

/** An average below this share of right answers leaves no room for a difference. */
const floor = 0.1;

/** Runs that learned next to nothing are alike, but their policies are not equivalent. */
function floorWarning(finished: readonly CellResult[]): ReportMessage[] {
	const average = highest(finished.flatMap(({ final }) => final.averageExact ?? []));
	const worst = highest(finished.flatMap(({ final }) => final.worstExact?.exact ?? []));
	if (finished.length < 2 || average === -Infinity) return [];
	const isLow = average < floor;
	return isLow || worst === 0 ? [{ id: 'floor', values: { average, worst, isLow } }] : [];
}

/** With fewer held-out rows of a skill, one answer moves its score by more than three points. */
const enoughRows = 30;

function fewRowsWarning({ experiment }: Study, [first]: readonly CellResult[]): ReportMessage[] {
	if (!first) return [];
	const few = experiment.skills.flatMap(({ name, use }, i) => {
		const { exact, examples } = first.final.skills[i];
		return use === 'train' && exact !== null && examples < enoughRows ? [{ name, examples }] : [];
	});
	if (few.length === 0) return [];
	const rows = lowest(few.map(({ examples }) => examples));
	return [{ id: 'fewRows', values: { skills: few.map(({ name }) => name), rows } }];
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
function budgetCells(study: Study, finished: readonly CellResult[]) {
	const budget = findBudget(study);
	if (!budget || budget.kind === 'updates') return [];
	const { kind } = budget;
	const amount = budget.kind === 'tokens' ? budget.tokens : budget.seconds;
	const early = finished.filter((result) =>
		kind === 'tokens' ? result.tokens < amount : countedSeconds(result) < (1 - tolerance) * amount,
	);
	const spent = finished.filter(
		({ cost }) => kind === 'seconds' && cost.milliseconds >= 1000 * amount,
	);
	return [
		{ what: 'early' as const, cells: early, budget: { kind, amount } },
		{ what: 'spent' as const, cells: spent, budget: { kind, amount } },
	];
}

/** The time that a budget of seconds counts. */
const countedSeconds = ({ trainingMilliseconds, cost }: CellResult): number =>
	(trainingMilliseconds + cost.probeMilliseconds + cost.milliseconds) / 1000;
