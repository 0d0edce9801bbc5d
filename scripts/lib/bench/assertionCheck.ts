/**
 * Whether an assertion holds for a study's results: its figures are means over cells. Told apart, as the report has it: both the
 * bootstrap and Student's interval of the paired differences exclude 0.
 */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { mean, meanInterval } from '#core/statistics.ts';
import {
	type CellResult,
	type Factors,
	type Study,
	type StudyReport,
	allFactors,
	factorIds,
	factorsLabel,
} from '#features/studies/study.ts';
import { assertionError, type Assertion, type Figure, type Term } from './assertion.ts';
import { groupFactors } from './groups.ts';

export interface AssertionResult {
	readonly text: string;
	readonly holds: boolean;
	/** The figures, or why there are none. */
	readonly why: string;
}

/** Of the finished cells, by themselves and as the report has them. */
export interface Figures {
	readonly results: readonly CellResult[];
	readonly report: StudyReport;
}

const plainMeasures: Readonly<Record<string, (result: CellResult) => number>> = {
	tokens: ({ tokens }) => tokens,
	steps: ({ steps }) => steps,
	seconds: ({ totalMilliseconds }) => totalMilliseconds / 1000,
};
const studyMeasures = ['average', 'worst', 'target', 'domain', 'general', 'generalChange'];

/** What it names must be there; known before anything is run. Throws InputError that points at the character. */
export function checkNames({ text, left, right }: Assertion, study: Study): void {
	for (const term of [...left, ...right]) {
		if (!('figure' in term)) continue;
		const { group, measure, score, at, measureAt } = term.figure;
		const groups = groupsOf(study);
		if (!groups.has(group))
			throw assertionError(
				text,
				at,
				`the study has no "${group}". It has ${[...groups.keys()].map(quoted).join(', ')}`,
			);
		const skills = study.experiment.skills.map(({ id }) => id);
		const known = [...studyMeasures, ...Object.keys(plainMeasures)];
		if (![...known, ...skills].includes(measure))
			throw assertionError(
				text,
				measureAt,
				`there is no measure "${measure}". There are ${[...known, ...skills].map(quoted).join(', ')}`,
			);
		if (score && !skills.includes(measure))
			throw assertionError(text, measureAt, `"${measure}" is no skill, so it has no .${score}`);
		if (measure === 'target' && study.target === null)
			throw assertionError(text, measureAt, 'the study names no target');
	}
}

export function checkAssertion(
	{ text, left, right, comparison }: Assertion,
	study: Study,
	{ results, report }: Figures,
): AssertionResult {
	const told = (holds: boolean, why: string): AssertionResult => ({ text, holds, why });
	const figures = [...left, ...right].flatMap((term) => ('figure' in term ? [term.figure] : []));
	const values = new Map(
		figures.map((figure) => [figure, valuesOf(figure, study, { results, report })]),
	);
	const empty = figures.find((figure) => values.get(figure)!.size === 0);
	if (empty) return told(false, `${shownFigure(empty)}: no cell has this figure`);
	if (comparison === '>>' || comparison === '<<') {
		const found = pairedValues([...left, ...right.map(negative)], values);
		const n = found.length;
		if (n < 2)
			return told(false, `${n} ${n === 1 ? 'pair' : 'pairs'}: an interval needs at least 2`);
		const intervals = [bootstrapInterval(found), meanInterval(found)];
		const isOver = intervals.every(({ low, high }) => (comparison === '>>' ? low > 0 : high < 0));
		const [bootstrap, student] = intervals.map(
			({ low, high }) => `${shown(low)} to ${shown(high)}`,
		);
		return told(
			isOver,
			`difference ${shown(mean(found))}, 95 %: bootstrap ${bootstrap}, Student’s ${student}, n = ${n}`,
		);
	}
	const [a, b] = [left, right].map((side) =>
		total(side, (figure) => mean([...values.get(figure)!.values()])),
	);
	const counts = figures.map((figure) => `n = ${values.get(figure)!.size}`);
	return told(holds(a, comparison, b), `${shown(a)} and ${shown(b)}, ${counts.join(' and ')}`);
}

function holds(a: number, comparison: '>' | '>=' | '<' | '<=', b: number): boolean {
	switch (comparison) {
		case '>':
			return a > b;
		case '>=':
			return a >= b;
		case '<':
			return a < b;
		case '<=':
			return a <= b;
	}
}

/** By what the cells are paired by: the seed, and what else differs within a group. */
function valuesOf(
	{ group, measure, score }: Figure,
	study: Study,
	figures: Figures,
): Map<string, number> {
	const belongs = groupsOf(study).get(group)!;
	const of = readerOf(measure, score, study, figures);
	return new Map(
		figures.results.flatMap((result): [string, number][] => {
			const value = belongs.has(result.factors) ? of(result) : null;
			return value === null ? [] : [[belongs.pairing(result.factors), value]];
		}),
	);
}

/** A measure's value is the report's own; the skill `general` is asked for as general.loss, since general is a measure. */
function readerOf(
	measure: string,
	score: Figure['score'],
	study: Study,
	{ report, results }: Figures,
): (result: CellResult) => number | null {
	const ids = factorIds(study);
	const own = !score && report.measures.find(({ id }) => id === measure);
	if (own) {
		const cells = report.groups.flatMap((group) => group.cells);
		const values = new Map(cells.map((cell) => [alike(cell.factors, ids), cell.values[own.id]]));
		return ({ factors }) => values.get(alike(factors, ids)) ?? null;
	}
	const place = study.experiment.skills.findIndex(({ id }) => id === measure);
	if (place < 0) return plainMeasures[measure] ?? (() => null);
	const hasExact = results.some(({ final }) => final.skills[place]?.exact !== null);
	const wanted = score ?? (hasExact ? 'exact' : 'loss');
	return ({ final }) => final.skills[place]?.[wanted] ?? null;
}

/** Equal for cells that are alike in these factors. */
const alike = (factors: Factors, ids: readonly string[]): string =>
	JSON.stringify(ids.map((id) => factors[id] ?? null));

interface Group {
	has(factors: Factors): boolean;
	/** Equal for the cells of two groups that are alike in all that the group leaves open. */
	pairing(factors: Factors): string;
}

/** By name: cells alike in all but the seed, and those of one policy whatever else is varied. */
function groupsOf(study: Study): Map<string, Group> {
	const ids = factorIds(study);
	const fixed = groupFactors(study);
	const groups = new Map<string, Group>();
	const add = (factors: Factors, by: readonly string[]) => {
		const label = factorsLabel(factors, by);
		const open = ids.filter((id) => !by.includes(id));
		groups.set(label, {
			has: (other) => alike(other, by) === alike(factors, by),
			pairing: (other) => alike(other, open),
		});
	};
	const policy = fixed.filter((id) => id === 'policy' || id === 'domainShare');
	for (const factors of allFactors(study)) {
		add(factors, fixed);
		add(factors, policy);
	}
	return groups;
}

/** The sum of the terms for each pairing that all of their figures have. */
function pairedValues(
	terms: readonly Term[],
	values: ReadonlyMap<Figure, ReadonlyMap<string, number>>,
): number[] {
	const all = terms.flatMap((term) => ('figure' in term ? [values.get(term.figure)!] : []));
	const pairs = [...all[0].keys()].filter((key) => all.every((found) => found.has(key)));
	return pairs.map((key) => total(terms, (figure) => values.get(figure)!.get(key)!));
}

const total = (terms: readonly Term[], of: (figure: Figure) => number): number =>
	terms.reduce(
		(sum, term) => sum + term.sign * ('figure' in term ? of(term.figure) : term.number),
		0,
	);

const negative = (term: Term): Term => ({ ...term, sign: term.sign === 1 ? -1 : 1 });
const shown = (value: number): string => String(Number(value.toPrecision(5)));
const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);
const shownFigure = ({ group, measure, score }: Figure): string =>
	[quoted(group), measure, ...(score ? [score] : [])].join('.');
