/** Of long answers, not letters are compared, but the final number, or the first difference. */

import type { MeasureId } from '#engine/core/measureKinds.ts';
import type { Measure } from '#engine/core/measures.ts';
import { isSameNumber, readNumber, type ReadNumber } from '#engine/core/readNumber.ts';

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

export interface FinalNumber extends Place, ReadNumber {
	/** It is the whole text, or stands after a mark. */
	readonly isMarked: boolean;
}

/** The number that the measure reads (readNumber), and its place. null: the text has none. */
export function finalNumber(text: string): FinalNumber | null {
	const read = readNumber(text);
	if (!read) return null;
	const written = read.written.replace(/[^\p{L}\p{N}\s-]/gu, '\\$&').replace(/^-/, '[-−–]\\s?');
	const place = [...text.matchAll(new RegExp(`(?<!\\d[.,]?)${written}(?!\\d)`, 'g'))].at(-1);
	// `½`, or a fraction of LaTeX, is written otherwise.
	if (!place) return null;
	const isWhole = text.trim().replace(/^[$€£¥]/, '') === place[0];
	const to = place.index + place[0].length;
	return { ...read, from: place.index, to, isMarked: read.isMarked || isWhole };
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
			? partsAround(answer, found, isSameNumber(found, right) ? 'same' : 'other')
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
