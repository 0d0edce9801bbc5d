/** Warnings in a run's log: cut rows, another backend, and a failed run that is opened again. */
import type { EncodedSkill } from '#data/encoded.ts';
import type { RunEvent } from '#training/events.ts';
import type { RunMessage } from './messages.ts';
import type { RunRecord } from './stores.ts';

/** One warning for all skills, with the count for each; none if every row fits. */
export function warnOfCutRows(skills: readonly EncodedSkill[], context: number): RunEvent[] {
	const cutSkills = skills.flatMap(({ info, train, validation, heldOut }) => {
		const parts = [train, validation, heldOut];
		const cut = parts.reduce((sum, part) => sum + part.cut, 0);
		const rows = parts.reduce((sum, part) => sum + part.count, 0);
		return cut > 0 ? [{ name: info.name, cut, rows }] : [];
	});
	if (cutSkills.length === 0) return [];
	return [warning(0, { id: 'rows.cut', values: { context, skills: cutSkills } })];
}

/** One warning for all skills with examples that the model's chat template does not fit. */
export function warnOfRejectedRows(skills: readonly EncodedSkill[]): RunEvent[] {
	const rejected = skills.flatMap(({ info, train, validation, heldOut }) => {
		const parts = [train, validation, heldOut];
		const count = parts.reduce((sum, part) => sum + (part.rejected?.count ?? 0), 0);
		const first = parts.find((part) => part.rejected)?.rejected;
		const rows = parts.reduce((sum, part) => sum + part.count, count);
		return first ? [{ name: info.name, rejected: count, rows, why: first.why }] : [];
	});
	if (rejected.length === 0) return [];
	return [warning(0, { id: 'rows.rejected', values: { skills: rejected } })];
}

/** The run continues on another kind of device. */
export const warnOfBackend = (
	{ backend }: RunRecord,
	now: { readonly backend: string; readonly step: number },
): RunEvent =>
	warning(now.step, { id: 'backend.changed', values: { before: backend, now: now.backend } });

export const warnOfReopening = (step: number): RunEvent =>
	warning(step, { id: 'run.reopened', values: { step } });

const warning = (step: number, message: RunMessage): RunEvent => ({
	type: 'warning',
	step,
	message,
});
