/** Where a study's figures are not what they seem: what differs beside the thing compared, and what is missing. */
import { axisTitle } from './axes.ts';
import { budgetOf } from './budget.ts';
import { meanOf } from './figure.ts';
import type { GroupWithResults } from './groups.ts';
import type { FailedCell } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Factors, Study } from './study.ts';
import type { Compared } from './verdict.ts';
import { factorIds, factorsLabel } from './factors.ts';

type Pair = readonly [CellResult, CellResult];

/** Amounts that differ by more than this share are told. */
const worthTelling = { tokens: 0.1, seconds: 0.1 };

/** What the cells of the two differ in, beside `factor`. */
export function differsBeside(
	study: Study,
	factor: string,
	{ label, against, within }: Compared,
	pairs: readonly Pair[],
): string[] {
	if (pairs.length === 0) return [];
	const budget = budgetOf(study);
	const mean = (side: 0 | 1, of: (result: CellResult) => number) =>
		meanOf(pairs.map((pair) => of(pair[side]))) ?? 0;
	const both = (of: (result: CellResult) => number) => [mean(0, of), mean(1, of)] as const;
	const found: string[] = [];
	const differ = (what: string) =>
		found.push(
			`${label} and ${against}${within === '' ? '' : ` (${within})`} differ in more than the ${axisTitle(factor).toLowerCase()}: ${what}.`,
		);
	const backends = pairs.filter(([a, b]) => a.backend !== b.backend);
	if (backends.length > 0) {
		const [[a, b]] = backends;
		differ(`${backends.length} of ${pairs.length} pairs ran on ${a.backend} and ${b.backend}`);
	}
	const engines = pairs.filter(([a, b]) => engineOf(a) !== engineOf(b));
	if (engines.length > 0)
		differ(
			`${engines.length} of ${pairs.length} pairs ran on the engine's versions ${versionsOf(engines.flat()).join(' and ')}`,
		);
	const others = pairs.find(([a, b]) => scoredIn(study, a) !== scoredIn(study, b));
	if (others) {
		const [one, other] = others.map((result) => scoredIn(study, result));
		differ(`average and worst are over ${one} against ${other}`);
	}
	// Who compares epochs compares steps, tokens and time.
	if (factor === 'epochs') return found;
	const [steps, otherSteps] = both((result) => result.steps);
	const [tokens, otherTokens] = both((result) => result.tokens);
	const shown = (value: number) => Math.round(value).toLocaleString('en');
	const byTokens = budget?.kind === 'tokens';
	const bySeconds = budget?.kind === 'seconds';
	if (steps !== otherSteps && !byTokens && !bySeconds)
		differ(`steps, ${shown(steps)} against ${shown(otherSteps)}`);
	const batch = otherTokens / Math.max(1, otherSteps);
	const tokensDiffer = byTokens
		? Math.abs(tokens - otherTokens) > 2 * batch
		: !bySeconds && apart(tokens, otherTokens, worthTelling.tokens);
	if (tokensDiffer) differ(`tokens trained on, ${shown(tokens)} against ${shown(otherTokens)}`);
	const [updates, otherUpdates] = both(({ cost }) => cost.updates);
	if (updates !== otherUpdates)
		differ(`updates before the first step, ${shown(updates)} against ${shown(otherUpdates)}`);
	if (bySeconds) {
		const [seconds, otherSeconds] = both(trainedSeconds);
		if (apart(seconds, otherSeconds, worthTelling.seconds))
			differ(
				`time that counts, ${seconds.toFixed(1)} s against ${otherSeconds.toFixed(1)} s (a run ends at ${study.experiment.steps} steps at the latest)`,
			);
	}
	return found;
}

/** Of the study as a whole: what is missing, what failed, what the runs themselves warned of. */
export function warningsOf(
	study: Study,
	{ groups, empty }: { groups: readonly GroupWithResults[]; empty: readonly string[] },
	failed: readonly FailedCell[],
	finished: readonly CellResult[],
): string[] {
	const ids = factorIds(study);
	const nameOf = (factors: Factors) => factorsLabel(factors, ids);
	const missing = groups.flatMap(({ label, n, planned, seeds }) => {
		if (n === planned) return [];
		const absent = study.seeds.filter((seed) => !seeds.includes(seed));
		const which = absent.length > 0 ? `; seeds missing: ${absent.join(', ')}` : '';
		return [`${label}: ${n} of ${planned} cells are finished${which}. Its figures are over these.`];
	});
	const backends = [...new Set(finished.map(({ backend }) => backend))];
	const engines = versionsOf(finished);
	const counts = new Map<string, string[]>();
	for (const { factors, warnings } of finished)
		for (const message of warnings)
			counts.set(message, [...(counts.get(message) ?? []), nameOf(factors)]);
	return [
		...(failed.length > 0
			? [
					`${failed.length === 1 ? '1 cell' : `${failed.length} cells`} failed, and left out here: ${listOf(failed.map(({ factors }) => nameOf(factors)))}.`,
				]
			: []),
		...(empty.length > 0 ? [`Nothing is finished yet of ${listOf(empty)}.`] : []),
		...missing,
		...(backends.length > 1
			? [
					`Cells ran on different backends (${backends.join(', ')}): equal experiments differ a little between them.`,
				]
			: []),
		...(engines.length > 1
			? [
					`Cells were trained by different versions of the engine (${engines.join(', ')}): equal experiments may differ between them. Make the study again to have all of one.`,
				]
			: []),
		...shortOfBudget(study, finished, nameOf),
		...[...counts].map(([message, names]) => `${listOf(names)}: ${message}`),
	];
}

/** The skills that a cell's average and worst are over: those that it trained, if they have an exact match. */
const scoredIn = ({ experiment: { skills } }: Study, { mix, final }: CellResult): string =>
	skills
		.flatMap(({ id, name }, place) =>
			Object.hasOwn(mix, id) && final.skills[place]?.exact !== null ? [name] : [],
		)
		.join(', ') || 'no skill';

const engineOf = ({ engine = 1 }: CellResult): number => engine;
const versionsOf = (results: readonly CellResult[]): number[] => [
	...new Set(results.map(engineOf)),
];

/** Runs that came to their most steps first, and those whose policy left no time for steps. */
function shortOfBudget(
	study: Study,
	finished: readonly CellResult[],
	nameOf: (factors: Factors) => string,
): string[] {
	const budget = budgetOf(study);
	const told = (cells: readonly CellResult[], what: string): string[] =>
		cells.length === 0 ? [] : [`${listOf(cells.map(({ factors }) => nameOf(factors)))}: ${what}`];
	const early = (of: string) =>
		`ended at its most steps before the ${of} of the budget. Give the experiment more steps.`;
	if (budget?.kind === 'tokens') {
		const { tokens } = budget;
		return told(
			finished.filter((result) => result.tokens < tokens),
			early(`${tokens.toLocaleString('en')} tokens`),
		);
	}
	if (budget?.kind !== 'seconds') return [];
	const seconds = budget.seconds.toLocaleString('en');
	const inTime = 1 - worthTelling.seconds;
	return [
		...told(
			finished.filter((result) => trainedSeconds(result) < inTime * budget.seconds),
			early(`${seconds} s`),
		),
		...told(
			finished.filter(({ cost }) => cost.milliseconds >= 1000 * budget.seconds),
			`what the policy did beforehand took all of the budget's ${seconds} s, so there was time for one step. Give the study more.`,
		),
	];
}

/** What a budget of seconds counts. */
const trainedSeconds = ({ trainingMilliseconds, cost }: CellResult): number =>
	(trainingMilliseconds + cost.probeMilliseconds + cost.milliseconds) / 1000;

const apart = (a: number, b: number, share: number): boolean =>
	Math.abs(a - b) > share * Math.max(a, b);

const mostNames = 4;
const listOf = (names: readonly string[]): string =>
	names.slice(0, mostNames).join('; ') +
	(names.length > mostNames ? ` and ${names.length - mostNames} more` : '');
