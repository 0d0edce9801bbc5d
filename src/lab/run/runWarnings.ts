/** Warnings in a run's log: rows that do not fit into its context, and a change of the backend. */
import type { EncodedSkill } from '#data/encoded.ts';
import type { RunEvent } from '#training/events.ts';
import type { RunRecord } from './stores.ts';

/** One warning for all skills, with the count for each; none if every row fits. */
export function warnOfCutRows(skills: readonly EncodedSkill[], context: number): RunEvent[] {
	const counts = skills.flatMap(({ info, train, validation, heldOut }) => {
		const parts = [train, validation, heldOut];
		const cut = parts.reduce((sum, part) => sum + part.cut, 0);
		const all = parts.reduce((sum, part) => sum + part.count, 0);
		return cut > 0 ? [`${cut} of ${all} rows of ${info.name}`] : [];
	});
	if (counts.length === 0) return [];
	const message =
		`Longer than the context of ${context} tokens: ${counts.join(', ')}. They are cut, prompts from the left, text and answers at the end. ` +
		'Raise the context under Settings, as far as the model reads, to train on them whole.';
	return [{ type: 'warning', step: 0, message }];
}

/** The run continues on another kind of device. */
export const warnOfBackend = (
	{ backend }: RunRecord,
	now: { readonly backend: string; readonly step: number },
): RunEvent => ({
	type: 'warning',
	step: now.step,
	message: `This run began on ${backend} and goes on on ${now.backend}: its curve may differ in the last digits.`,
});
