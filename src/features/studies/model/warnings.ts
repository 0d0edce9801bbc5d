/** Warnings of a report: unequal conditions in comparisons, missing cells, the runs’ warnings. */
import { runText } from '#lab/run/words.en.ts';
import { budgetOf } from './cells.ts';
import { factorIds, factorsLabel } from './factors.ts';
import type { Grouping } from './groups.ts';
import { meanOfKnown } from './measures.ts';
import type { ReportMessage, Sides } from './messages.ts';
import type { FailedCell } from './reportTypes.ts';
import type { CellPair, CellResult } from './result.ts';
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
	const found: ReportMessage[] = [];
	const of = pairs.length;
	const backends = pairs.filter(([a, b]) => a.backend !== b.backend);
	if (backends.length > 0) {
		const [[a, b]] = backends;
		const values = { ...common, pairs: backends.length, of };
		found.push({
			id: 'differ.backends',
			values: { ...values, backends: [a.backend, b.backend] },
		});
	}
	const engines = pairs.filter(([a, b]) => engineOf(a) !== engineOf(b));
	if (engines.length > 0) {
		const values = { ...common, pairs: engines.length, of };
		found.push({ id: 'differ.engines', values: { ...values, engines: enginesOf(engines.flat()) } });
	}
	const skills = pairs
		.map(([a, b]) => [scoredSkills(study, a), scoredSkills(study, b)])
		.find(([a, b]) => a.join() !== b.join());
	if (skills) found.push({ id: 'differ.skills', values: { ...common, skills } });
	// A comparison of epochs compares steps, tokens and time.
	if (factor !== 'epochs')
		for (const warning of amountWarnings(study, common, pairs)) found.push(warning);
	return found;
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
	const found: ReportMessage[] = [];
	const kind = budgetOf(study)?.kind;
	const steps = means((result) => result.steps);
	if (steps.a !== steps.b && kind !== 'tokens' && kind !== 'seconds')
		found.push({ id: 'differ.steps', values: { ...common, ...steps } });
	const tokens = means((result) => result.tokens);
	const batch = tokens.b / Math.max(1, steps.b);
	const isTokensApart =
		kind === 'tokens'
			? Math.abs(tokens.a - tokens.b) > 2 * batch
			: kind !== 'seconds' && isApart(tokens);
	if (isTokensApart) found.push({ id: 'differ.tokens', values: { ...common, ...tokens } });
	const updates = means(({ cost }) => cost.updates);
	if (updates.a !== updates.b)
		found.push({ id: 'differ.updates', values: { ...common, ...updates } });
	const seconds = means(countedSeconds);
	const mostSteps = study.experiment.steps;
	if (kind === 'seconds' && isApart(seconds))
		found.push({ id: 'differ.seconds', values: { ...common, ...seconds, mostSteps } });
	return found;
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
	const found: ReportMessage[] = [];
	if (failed.length > 0) found.push({ id: 'cells.failed', values: { cells: failed.map(label) } });
	if (empty.length > 0) found.push({ id: 'groups.empty', values: { groups: empty } });
	for (const { label, n, planned, seeds } of groups) {
		if (n === planned) continue;
		const missingSeeds = study.seeds.filter((seed) => !seeds.includes(seed));
		found.push({ id: 'group.incomplete', values: { label, n, planned, missingSeeds } });
	}
	const backends = [...new Set(finished.map(({ backend }) => backend))];
	if (backends.length > 1) found.push({ id: 'cells.backends', values: { backends } });
	const engines = enginesOf(finished);
	if (engines.length > 1) found.push({ id: 'cells.engines', values: { engines } });
	for (const warning of budgetWarnings(study, finished)) found.push(warning);
	const cellsByMessage = new Map<string, string[]>();
	for (const result of finished)
		for (const message of result.warnings.map(runText))
			cellsByMessage.set(message, [...(cellsByMessage.get(message) ?? []), label(result)]);
	for (const [message, cells] of cellsByMessage)
		found.push({ id: 'cells.warned', values: { cells, message } });
	return found;
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

const engineOf = ({ engine = 1 }: CellResult): number => engine;
const enginesOf = (results: readonly CellResult[]): number[] => [...new Set(results.map(engineOf))];

/** Runs that reached their most steps first, and runs whose policy left no time for steps. */
function budgetWarnings(study: Study, finished: readonly CellResult[]): ReportMessage[] {
	const budget = budgetOf(study);
	const labelsOf = (holds: (result: CellResult) => boolean) =>
		finished.filter(holds).map(cellLabel(study));
	const found: ReportMessage[] = [];
	if (budget?.kind === 'tokens') {
		const cells = labelsOf(({ tokens }) => tokens < budget.tokens);
		const values = { cells, kind: budget.kind, amount: budget.tokens };
		if (cells.length > 0) found.push({ id: 'budget.notReached', values });
	}
	if (budget?.kind === 'seconds') {
		const { kind, seconds } = budget;
		const early = labelsOf((result) => countedSeconds(result) < (1 - tolerance) * seconds);
		if (early.length > 0)
			found.push({ id: 'budget.notReached', values: { cells: early, kind, amount: seconds } });
		const cells = labelsOf(({ cost }) => cost.milliseconds >= 1000 * seconds);
		if (cells.length > 0) found.push({ id: 'budget.spentBeforehand', values: { cells, seconds } });
	}
	return found;
}

/** The time that a budget of seconds counts. */
const countedSeconds = ({ trainingMilliseconds, cost }: CellResult): number =>
	(trainingMilliseconds + cost.probeMilliseconds + cost.milliseconds) / 1000;
