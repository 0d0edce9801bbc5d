/** What a run's rows lack, as warnings before its first step. */
import { isOfTexts } from '#engine/core/measureKinds.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { warning } from './RunLog.ts';

/** `context`: tokens of a row at most. */
export const rowWarnings = (skills: readonly EncodedSkill[], context: number): RunEvent[] => [
	...warnOfCutRows(skills, context),
	...warnOfRejectedRows(skills),
	...warnOfOverlap(skills),
];

/** One warning for all skills, with the count of cut rows for each; none if every row fits. */
function warnOfCutRows(skills: readonly EncodedSkill[], context: number): RunEvent[] {
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
function warnOfRejectedRows(skills: readonly EncodedSkill[]): RunEvent[] {
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

/**
 * One warning for all skills whose held-out prompts another skill trains. Built-in skills have none
 * of each other.
 */
function warnOfOverlap(skills: readonly EncodedSkill[]): RunEvent[] {
	const overlaps = skills.flatMap((holder) => {
		if (holder.info.heldOutIs === 'recall') return [];
		const prompts = new Set(promptKeys(holder, 'heldOut'));
		return skills.flatMap((trainer) => {
			const isOwn = [holder, trainer].some(({ info }) => info.source === 'file');
			if (trainer === holder || !isOwn || trainer.train.count === 0) return [];
			const both = new Set(promptKeys(trainer, 'train').filter((key) => prompts.has(key)));
			if (both.size === 0) return [];
			const { name } = holder.info;
			return [{ name, trainer: trainer.info.name, prompts: both.size, all: prompts.size }];
		});
	});
	return overlaps.length === 0
		? []
		: [warning(0, { id: 'rows.overlap', values: { skills: overlaps } })];
}

/** The tokens of each prompt; of raw text all tokens. */
function promptKeys({ info, ...parts }: EncodedSkill, part: 'train' | 'heldOut'): string[] {
	const { count, tokens, offsets, promptLengths } = parts[part];
	return Array.from({ length: count }, (_, i) => {
		const end = isOfTexts(info.measure) ? offsets[i + 1] : offsets[i] + promptLengths[i];
		return tokens.subarray(offsets[i], end).join();
	});
}
