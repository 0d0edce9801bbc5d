/**
 * Checks an assertion against the results of a study. Its values are means over cells.
 * `>>` and `<<`: both the bootstrap interval and Student's interval of the paired differences must
 * exclude 0.
 */
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { mean, meanInterval } from '#engine/core/statistics.ts';
import {
	allFactors,
	factorIds,
	factorsKey,
	factorsLabel,
} from '#lab/features/studies/model/factors.ts';
import type { StudyReport } from '#lab/features/studies/model/report.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import { skillId } from '#lab/features/studies/model/parse.ts';
import { measureIds, type Factors, type Study } from '#lab/features/studies/model/study.ts';
import { assertionError, type Assertion, type Term, type ValueName } from './assertion.ts';
import { groupFactors } from './groups.ts';
import { counted } from '../output.ts';

export interface AssertionResult {
	readonly text: string;
	readonly holds: boolean;
	/** The values, or the reason why there are none. */
	readonly why: string;
}

export interface StudyResults {
	readonly results: readonly CellResult[];
	readonly report: StudyReport;
}

const plainMeasures: Readonly<Record<string, (result: CellResult) => number>> = {
	tokens: ({ tokens }) => tokens,
	steps: ({ steps }) => steps,
	seconds: ({ totalMilliseconds }) => totalMilliseconds / 1000,
};

/**
 * Checks the names, and that an interval has two pairs of runs, before anything is trained. Throws
 * InputError with the position.
 */
export function checkNames({ text, left, comparison, right }: Assertion, study: Study): void {
	const groups = listGroups(study);
	const values = [...left, ...right].flatMap((term) => ('value' in term ? [term.value] : []));
	for (const { group, measure, score, at, measureAt } of values) {
		if (!groups.has(group))
			throw assertionError(
				text,
				at,
				`the study has no "${group}". It has ${[...groups.keys()].map(quoted).join(', ')}`,
			);
		const { skills } = study.experiment;
		const wanted = skillId(study.experiment, measure);
		const isSkill = skills.some(({ id }) => id === wanted);
		// The id of an own skill is a hash.
		const labels = skills.map(({ id, name }) => (id.startsWith('file:') ? name : id));
		const known = [...measureIds, ...Object.keys(plainMeasures)];
		if (!known.includes(measure) && !isSkill)
			throw assertionError(
				text,
				measureAt,
				`there is no measure "${measure}". ` +
					`The measures are ${[...known, ...labels].map(quoted).join(', ')}`,
			);
		if (score && !isSkill)
			throw assertionError(text, measureAt, `"${measure}" is not a skill, so it has no .${score}`);
		if (measure === 'target' && study.target === null)
			throw assertionError(text, measureAt, 'the study has no target');
	}
	if (comparison !== '>>' && comparison !== '<<') return;
	const [first, ...others] = values.map(({ group }) => {
		const named = groups.get(group)!;
		const factors = allFactors(study).filter((cell) => named.has(cell));
		return new Set(factors.map((cell) => named.pairing(cell)));
	});
	const pairs = [...first].filter((key) => others.every((keys) => keys.has(key))).length;
	if (pairs < 2)
		throw assertionError(
			text,
			text.indexOf(comparison),
			`${comparison} needs 2 pairs of runs (more --seeds), and the study has ${pairs}`,
		);
}

export function checkAssertion(
	{ text, left, right, comparison }: Assertion,
	study: Study,
	studyResults: StudyResults,
): AssertionResult {
	const answer = (holds: boolean, why: string): AssertionResult => ({ text, holds, why });
	const names = [...left, ...right].flatMap((term) => ('value' in term ? [term.value] : []));
	const values = new Map(names.map((name) => [name, collectValues(name, study, studyResults)]));
	const empty = names.find((name) => values.get(name)!.size === 0);
	if (empty) return answer(false, `${showName(empty)}: no cell has this value`);
	if (comparison === '>>' || comparison === '<<') {
		const found = pairedValues([...left, ...right.map(negative)], values);
		const n = found.length;
		if (n < 2) return answer(false, `${counted(n, 'pair')}: an interval needs at least 2`);
		const intervals = [bootstrapInterval(found), meanInterval(found)];
		const excludesZero = intervals.every(({ low, high }) =>
			comparison === '>>' ? low > 0 : high < 0,
		);
		const [bootstrap, student] = intervals.map(
			({ low, high }) => `${shown(low)} to ${shown(high)}`,
		);
		return answer(
			excludesZero,
			`difference ${shown(mean(found))}, ` +
				`95 %: bootstrap ${bootstrap}, Student’s ${student}, n = ${n}`,
		);
	}
	const [a, b] = [left, right].map((side) =>
		total(side, (name) => mean([...values.get(name)!.values()])),
	);
	const counts = names.map((name) => `n = ${values.get(name)!.size}`);
	return answer(holds[comparison](a, b), `${shown(a)} and ${shown(b)}, ${counts.join(' and ')}`);
}

const holds: Record<'>' | '>=' | '<' | '<=', (a: number, b: number) => boolean> = {
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
};

/** The values by pairing key: the seed and all other factors that differ within the group. */
function collectValues(
	{ group, measure, score }: ValueName,
	study: Study,
	studyResults: StudyResults,
): Map<string, number> {
	const found = listGroups(study).get(group)!;
	const read = measureReader(measure, score, study, studyResults);
	return new Map(
		studyResults.results.flatMap((result): [string, number][] => {
			const value = found.has(result.factors) ? read(result) : null;
			return value === null ? [] : [[found.pairing(result.factors), value]];
		}),
	);
}

/**
 * Reads a measure from a result. Measures of the report win over skills of the same name, so the
 * loss of the skill `general` is `general.loss`.
 */
function measureReader(
	measure: string,
	score: ValueName['score'],
	study: Study,
	{ report, results }: StudyResults,
): (result: CellResult) => number | null {
	const ids = factorIds(study);
	const reported = !score && report.measures.find(({ id }) => id === measure);
	if (reported) {
		const cells = report.groups.flatMap((group) => group.cells);
		const values = new Map(
			cells.map((cell) => [factorsKey(cell.factors, ids), cell.values[reported.id]]),
		);
		return ({ factors }) => values.get(factorsKey(factors, ids)) ?? null;
	}
	const named = skillId(study.experiment, measure);
	const index = study.experiment.skills.findIndex(({ id }) => id === named);
	if (index < 0) return plainMeasures[measure] ?? (() => null);
	const hasExact = results.some(({ final }) => final.skills[index]?.exact !== null);
	const wanted = score ?? (hasExact ? 'exact' : 'loss');
	return ({ final }) => final.skills[index]?.[wanted] ?? null;
}

interface Group {
	has(factors: Factors): boolean;
	/** Equal for the cells of two groups that form a pair. */
	pairing(factors: Factors): string;
}

/** Groups by name: cells that differ only in the seed, and all cells of one policy. */
function listGroups(study: Study): Map<string, Group> {
	const ids = factorIds(study);
	const fixed = groupFactors(study);
	const groups = new Map<string, Group>();
	const add = (factors: Factors, by: readonly string[]) => {
		const label = factorsLabel(factors, by);
		const open = ids.filter((id) => !by.includes(id));
		groups.set(label, {
			has: (other) => factorsKey(other, by) === factorsKey(factors, by),
			pairing: (other) => factorsKey(other, open),
		});
	};
	const policy = fixed.filter((id) => id === 'policy' || id === 'domainShare');
	for (const factors of allFactors(study)) {
		add(factors, fixed);
		add(factors, policy);
	}
	return groups;
}

/** The sum of the terms for each pairing that has all values. */
function pairedValues(
	terms: readonly Term[],
	values: ReadonlyMap<ValueName, ReadonlyMap<string, number>>,
): number[] {
	const all = terms.flatMap((term) => ('value' in term ? [values.get(term.value)!] : []));
	const pairs = [...all[0].keys()].filter((key) => all.every((found) => found.has(key)));
	return pairs.map((key) => total(terms, (name) => values.get(name)!.get(key)!));
}

const total = (terms: readonly Term[], read: (name: ValueName) => number): number =>
	terms.reduce(
		(sum, term) => sum + term.sign * ('value' in term ? read(term.value) : term.number),
		0,
	);

const negative = (term: Term): Term => ({ ...term, sign: term.sign === 1 ? -1 : 1 });
const shown = (value: number): string => String(Number(value.toPrecision(5)));
const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);
const showName = ({ group, measure, score }: ValueName): string =>
	[quoted(group), measure, ...(score ? [score] : [])].join('.');
