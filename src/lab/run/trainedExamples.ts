/** How many examples a skill's noise leaves. Apart from experiment.ts, whose checks are large. */
import type { SkillRef } from './experiment.ts';

/** The number of training examples with the noise; about, if only right ones are kept. */
export function trainedExamples(
	{ noise }: Pick<SkillRef, 'noise'>,
	{ counts }: { readonly counts: Readonly<Record<'train' | 'validation', number>> },
): number {
	const { wrongShare = 0, duplicates = 0, rows = Infinity, only } = noise ?? {};
	const available = Math.min(only === 'validation' ? counts.validation : counts.train, rows);
	const all = available > 0 ? available + duplicates : 0;
	return only === 'right' ? Math.round((1 - wrongShare) * all) : all;
}
