/** The part of an answer that a model marks as its final one. */

/** `Answer:`, `**Final answer:**`, `答案：` at the start of a line. */
const label = /^(?:[^\S\n]|[>#*_-])*(?:the\s+)?(?:final\s+)?(?:answer|答案)[*_]*\s*[:：][*_]*/gimu;
const fence = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/gi;
const keys = ['answer', 'final_answer', 'finalAnswer', 'result'] as const;

/**
 * The text after the only `Answer:`, or the content of the only JSON block: of an object with the
 * field `answer`, that field. Several of them contradict each other, so the whole text counts.
 */
export function finalAnswer(text: string): string {
	const [marker, second] = text.matchAll(label);
	if (marker) return second ? text : fenced(text.slice(marker.index + marker[0].length));
	return fenced(text);
}

function fenced(text: string): string {
	const [block, second] = text.matchAll(fence);
	if (!block || second) return text;
	const value = valueOf(block[1]);
	if (value === undefined) return text;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return block[1];
	const fields = value as Readonly<Record<string, unknown>>;
	const found = keys.map((key) => fields[key]).find((field) => field !== undefined);
	return typeof found === 'string' || typeof found === 'number' ? String(found) : block[1];
}

function valueOf(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
