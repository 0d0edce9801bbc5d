/**
 * Checks an assertion against the results of a study. Its values are means over cells.
 * `>>` and `<<`: both the bootstrap interval and Student's interval of the paired differences must
 * exclude 0.
 */
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { mean, meanInterval } from '#engine/core/statistics.ts';
import { allFactors, factorIds, factorsKey, factorsLabel } from '#lab/study/factors.ts';
import type { StudyReport } from '#lab/study/report.ts';
import type { CellResult } from '#lab/study/result.ts';
import { skillId } from '#lab/study/parse.ts';
import type { Factors, Study } from '#lab/study/study.ts';
import { assertionError, type Assertion, type MeasureUse } from './assertion.ts';
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
 * InputError.
 */
export function checkNames(assertion: Assertion, study: Study): void {
	const { text: source, sign } = assertion;
	const uses = usesOf(assertion);
	const groups = listGroups(study);
	for (const { name, group, skill } of uses) {
		if (!groups.has(group))
			throw assertionError(
				source,
				`the study has no "${group}". It has ${[...groups.keys()].map(quoted).join(', ')}`,
			);
		const { skills } = study.experiment;
		const wanted = skill === undefined ? undefined : skillId(study.experiment, skill);
		// The id of an own skill is a hash.
		const labels = skills.map(({ id, name }) => (id.startsWith('file:') ? name : id));
		if (wanted !== undefined && !skills.some(({ id }) => id === wanted))
			throw assertionError(
				source,
				`there is no skill "${skill}". The skills are ${labels.map(quoted).join(', ')}`,
			);
		if (name === 'target' && study.target === null)
			throw assertionError(source, 'the study has no target');
	}
	if (!isClear(sign)) return;
	const [first, ...others] = uses.map(({ group }) => {
		const named = groups.get(group)!;
		const factors = allFactors(study).filter((cell) => named.has(cell));
		return new Set(factors.map((cell) => named.pairing(cell)));
	});
	const pairs = [...first].filter((key) => others.every((keys) => keys.has(key))).length;
	if (pairs < 2)
		throw assertionError(
			source,
			`${sign} needs 2 pairs of runs (more --seeds), and the study has ${pairs}`,
		);
}

const usesOf = ({ left, right }: Assertion): readonly MeasureUse[] =>
	right ? [left, right] : [left];
/** The intervals of the paired difference decide. */
const isClear = (sign: Assertion['sign']): boolean => sign === '>>' || sign === '<<';

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'==': (a, b) => a === b,
};

export function checkAssertion(
	assertion: Assertion,
	study: Study,
	studyResults: StudyResults,
): AssertionResult {
	const { text, sign, plus } = assertion;
	const answer = (holds: boolean, why: string): AssertionResult => ({ text, holds, why });
	const uses = usesOf(assertion);
	/** By use of a measure: its values by pairing key. */
	const values = uses.map((use) => collectValues(use, study, studyResults));
	const empty = values.findIndex(({ size }) => size === 0);
	if (empty >= 0) return answer(false, `${keyOf(uses[empty])}: no cell has this value`);
	const [left, right] = values;
	if (isClear(sign)) {
		const pairs = [...left.keys()].filter((key) => right?.has(key) ?? true);
		const differences = pairs.map((key) => left.get(key)! - ((right?.get(key) ?? 0) + plus));
		const n = differences.length;
		if (n < 2) return answer(false, `${counted(n, 'pair')}: an interval needs at least 2`);
		const intervals = [bootstrapInterval(differences), meanInterval(differences)];
		const excludesZero = intervals.every(({ low, high }) => (sign === '>>' ? low > 0 : high < 0));
		const [bootstrap, student] = intervals.map(
			({ low, high }) => `${shown(low)} to ${shown(high)}`,
		);
		return answer(
			excludesZero,
			`difference ${shown(mean(differences))}, ` +
				`95 %: bootstrap ${bootstrap}, Student’s ${student}, n = ${n}`,
		);
	}
	const means = values.map((found) => mean([...found.values()]));
	const shownUses = uses.map(
		(use, i) => `${keyOf(use)} is ${shown(means[i])} (n = ${values[i].size})`,
	);
	const [first, second = 0] = means;
	return answer(comparisons[sign](first, second + plus), shownUses.join(', '));
}

/** As it is written: `exact('mos', 'addition')`. */
const keyOf = ({ name, group, skill }: MeasureUse): string =>
	`${name}('${group}'${skill === undefined ? '' : `, '${skill}'`})`;

/** The values by pairing key: the seed and all other factors that differ within the group. */
function collectValues(
	{ name, group, skill }: MeasureUse,
	study: Study,
	studyResults: StudyResults,
): Map<string, number> {
	const found = listGroups(study).get(group)!;
	const read = measureReader(name, skill, study, studyResults);
	return new Map(
		studyResults.results.flatMap((result): [string, number][] => {
			const value = found.has(result.factors) ? read(result) : null;
			return value === null ? [] : [[found.pairing(result.factors), value]];
		}),
	);
}

function measureReader(
	name: string,
	skill: string | undefined,
	study: Study,
	{ report }: StudyResults,
): (result: CellResult) => number | null {
	if (skill !== undefined) {
		const wanted = skillId(study.experiment, skill);
		const index = study.experiment.skills.findIndex(({ id }) => id === wanted);
		const score = name === 'exact' ? 'exact' : 'loss';
		return ({ final }) => final.skills[index]?.[score] ?? null;
	}
	const reported = report.measures.find(({ id }) => id === name);
	if (!reported) return plainMeasures[name] ?? (() => null);
	const ids = factorIds(study);
	const cells = report.groups.flatMap((group) => group.cells);
	const values = new Map(
		cells.map((cell) => [factorsKey(cell.factors, ids), cell.values[reported.id]]),
	);
	return ({ factors }) => values.get(factorsKey(factors, ids)) ?? null;
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

const shown = (value: number): string => String(Number(value.toPrecision(5)));
const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);
