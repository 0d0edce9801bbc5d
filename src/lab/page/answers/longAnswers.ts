/** Of long answers, not letters are compared, but the final number, or the first difference. */

import type { MeasureId } from '#engine/core/measureKinds.ts';
import type { Measure } from '#engine/core/measures.ts';

/** More letters than a line of any panel has. */
const shortest = 80;

/** Whether an answer is too long for a comparison letter by letter. */
export const isLongAnswer = (answer: string): boolean =>
	answer.length > shortest || answer.trim().includes('\n');

const oneAnswer: readonly (MeasureId | undefined)[] = ['exact', 'choice', 'number', 'tokens'];

/** Whether the measure accepts many answers, so that a comparison with one of them says nothing. */
export const acceptsMany = (measure: Measure | undefined): boolean =>
	!oneAnswer.includes(measure?.kind);

interface Place {
	readonly from: number;
	readonly to: number;
}

export interface FinalNumber extends Place {
	/** Without thousands separators and signs of money. */
	readonly value: number;
	/** It is the whole text, or stands after `####`, “answer is” or “Answer:”, or in `\boxed{}`. */
	readonly isMarked: boolean;
}

const number = String.raw`[-−]?[$€£]?\d[\d,]*(?:\.\d+)?`;
const marked = new RegExp(
	String.raw`(?:####|\\boxed\{|\banswer(?:\s+is)?\s*:?)\s*\**\s*(${number})`,
	'gi',
);
const any = new RegExp(number, 'g');

/** The last marked number of the text, else the last number; null: it has none. */
export function finalNumber(text: string): FinalNumber | null {
	const mark = [...text.matchAll(marked)].at(-1);
	const found = mark?.[1] ?? [...text.matchAll(any)].at(-1)?.[0];
	if (found === undefined) return null;
	const written = found.replace(/,+$/, '');
	const from = mark ? mark.index + mark[0].length - found.length : text.lastIndexOf(found);
	const value = Number(written.replace('−', '-').replace(/[$€£,]/g, ''));
	const isMarked = mark !== undefined || written === text.trim();
	return { from, to: from + written.length, value, isMarked };
}

/** A part of an answer. same: like the right answer's. other: unlike it. Plain: not compared. */
export interface AnswerPart {
	readonly text: string;
	readonly kind: 'plain' | 'same' | 'other';
}

/**
 * The whole answer. If the right one ends in a marked number, the answer's final number is marked;
 * else its first word that differs.
 */
export function answerParts(answer: string, expected: string): readonly AnswerPart[] {
	const right = finalNumber(expected);
	if (right?.isMarked) {
		const found = finalNumber(answer);
		return found
			? partsAround(answer, found, found.value === right.value ? 'same' : 'other')
			: partsAround(answer, { from: 0, to: 0 }, 'other');
	}
	return partsAround(answer, firstDifference(answer, expected), 'other');
}

function partsAround(text: string, { from, to }: Place, kind: AnswerPart['kind']) {
	const parts: readonly AnswerPart[] = [
		{ text: text.slice(0, from), kind: 'plain' },
		{ text: text.slice(from, to), kind },
		{ text: text.slice(to), kind: 'plain' },
	];
	return parts.filter((part) => part.text !== '');
}

/** The first word of the answer that the right one does not have there; empty: there is none. */
function firstDifference(answer: string, expected: string): Place {
	const right = expected.match(/\S+/g) ?? [];
	const words = [...answer.matchAll(/\S+/g)];
	const found = words.find(([word], i) => word !== right[i]);
	return found ? { from: found.index, to: found.index + found[0].length } : { from: 0, to: 0 };
}
