/** Texts of the form for an adapter's target layers and for ranks and alphas by layer. */
import { isInRange } from '#engine/core/parameters.ts';
import { allLinear, type Experiment } from '#lab/run/experiment.ts';
import { experimentSettings } from '#lab/run/settings.ts';

type Adapter = NonNullable<Experiment['adapter']>;

export function targetsText(targets: Adapter['targets']): string {
	if (targets === undefined) return '';
	if (typeof targets !== 'string') return targets.join(', ');
	return targets.toLowerCase() === allLinear ? targets : `/${targets}/`;
}

export function readTargets(text: string): Adapter['targets'] {
	const trimmed = text.trim();
	if (trimmed === '') return undefined;
	if (trimmed.toLowerCase() === allLinear) return allLinear;
	const pattern = /^\/(.+)\/$/.exec(trimmed);
	if (pattern) return pattern[1];
	return trimmed.split(/[\s,，、]+/).filter((name) => name !== '');
}

type Pattern = Adapter['rankPattern'];

export const patternText = (pattern: Pattern): string =>
	Object.entries(pattern ?? {})
		.map(([name, value]) => (Number.isNaN(value) ? name : `${name} = ${value}`))
		.join(', ');

/** `name = 16, name = 4`. A regular expression may have commas. NaN: not of this form. */
export function readPattern(text: string): Pattern {
	const parts = text.matchAll(/\s*(\S.*?)\s*(?:=\s*([\d.e+-]+)\s*(?:,|$)|$)/gsu);
	const toNumber = (name: string, value: string | undefined) =>
		/\s/.test(name) ? NaN : Number(value);
	const entries = Array.from(parts, ([, name, value]) => [name, toNumber(name, value)] as const);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Whether a pattern has a value that its own field does not take. */
export function hasPatternFault(adapter: Adapter | undefined, field: 'rank' | 'alpha'): boolean {
	const { bounds } = experimentSettings.get(`adapter.${field}`)!;
	const values = Object.values(adapter?.[`${field}Pattern`] ?? {});
	return !values.every(
		(value) => isInRange(bounds!, value) && (!bounds!.integer || Number.isInteger(value)),
	);
}
