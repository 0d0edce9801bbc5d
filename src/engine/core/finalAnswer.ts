/**
 * The parts of an answer that a model marks as its final ones, for measures and rules alike. A
 * model that goes on with another question is judged by its first complete answer.
 */

/** The head of a turn, and a thought, also one that has no end. */
const thought =
	/^\s*<\|im_start\|>assistant\s*|^[\s\S]*<\/think(?:ing)?>|<think(?:ing)?>[\s\S]*$/gi;
/** The next question of a model that writes on, or the end of its turn. */
const nextTurn = new RegExp(
	String.raw`\n(?=(?:[^\S\n]|[>#*_-])*(?:(?:next|new)\s)?` +
		String.raw`(?:question|problem|exercise|instruction|input|user|human|q|frage|aufgabe|` +
		String.raw`exercice|pregunta|问题|题目|问)\s?\d*[*_]*\s?[:：.])|` +
		String.raw`<\|(?:im_|end|eot)|<(?:end|start)_of_turn>|\[/?INST\]|</s>`,
	'iu',
);
/** `Answer:`, `**Final answer:**`, `答案：` at the start of a line. */
const label = new RegExp(
	String.raw`^(?:[^\S\n]|[>#*_-])*(?:(?:the|my|die|das|la|le|l['’]|最终|最后|正确)\s*)?` +
		String.raw`(?:(?:final|correct|best|right|richtige|endgültige|bonne)\s+)?` +
		String.raw`(?:ans(?:wer)?|response|antwort|lösung|ergebnis|réponse|respuesta|答案?)` +
		String.raw`(?:\s+finale)?[*_]*` +
		String.raw`(?:\s*[:：]|\s+[-–—](?=\s)|(?<=ans)\.(?=\s)|[^\S\n]*$)[*_]*`,
	'gimu',
);
/** A line of GSM8K with a number or a letter. A heading, such as `#### Step 1: Add`, is none. */
const hashes = new RegExp(
	String.raw`####(?![^\S\n]*(?:\p{L}+\s?\d+[:：.]|\d+[.)]\s+\p{L}))` +
		String.raw`([^\n#]*(?:\d|(?<!\p{L})\p{Lu}(?!\p{L}))[^\n#]*)`,
	'gu',
);
const box = /\\f?boxed\s*\{/g;
const tag = /<answer>([\s\S]*?)<\/answer>/i;
const fence = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/gi;
const keys = ['answer', 'final_answer', 'finalAnswer', 'result'] as const;

/** The answer without thoughts, and without what follows it. */
export function ownAnswer(written: string): string {
	const turns = written.replace(thought, '').split(nextTurn);
	// A model can say the question again first: “Let me restate it:”.
	const text = turns.find((turn) => !/^\s*$|[:：]\s*$/.test(turn)) ?? turns.join('\n');
	const paragraphs = text.split(/\n\s*\n/);
	const next = paragraphs.findIndex(
		(paragraph, i) =>
			/[?？]/.test(paragraph) && markedParts(paragraphs.slice(0, i).join('\n\n')).length > 0,
	);
	return next < 0 ? text.trimEnd() : paragraphs.slice(0, next).join('\n\n');
}

/** What follows the first `####`, is in the last `\boxed{…}` or a tag, or follows `Answer:`. */
export const finalParts = (written: string): string[] => markedParts(ownAnswer(written));

/** The first of the final parts. Without one, or if labels contradict each other: all of it. */
export function finalAnswer(written: string): string {
	const text = ownAnswer(written);
	return markedParts(text)[0] ?? text;
}

function markedParts(text: string): string[] {
	const [marker, second] = text.matchAll(label);
	const labelled = marker && !second ? text.slice(marker.index + marker[0].length) : undefined;
	const json = written(labelled ?? text);
	const [line] = text.matchAll(hashes);
	const parts = [line?.[1], boxed(text), tag.exec(text)?.[1], json, labelled];
	return parts.filter((part) => part !== undefined);
}

/** The content of the last box. */
function boxed(text: string): string | undefined {
	let found: string | undefined;
	for (const { index, 0: opening } of text.matchAll(box)) {
		const from = index + opening.length;
		let open = 1;
		for (let at = from; at < text.length && open > 0; at++) {
			if (text[at] === '{') open++;
			// In a box, the sign is a factorial; in a sentence it ends it.
			else if (text[at] === '}' && --open === 0)
				found = text.slice(from, at).replace(/(?<=[\d)])!/g, ' factorial');
		}
	}
	return found;
}

/** The only JSON block, or a text that is an object; of one with the field `answer`, that field. */
function written(text: string): string | undefined {
	const blocks = [...text.matchAll(fence)].map(([, block]) => block);
	const whole = /^\s*\{[\s\S]*\}\s*$/.exec(text)?.[0];
	const [block, second] = whole === undefined ? blocks : [whole];
	const value = block !== undefined && second === undefined ? valueOf(block) : undefined;
	if (value === undefined) return undefined;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return block;
	const fields = value as Readonly<Record<string, unknown>>;
	const found = keys.map((key) => fields[key]).find((field) => field !== undefined);
	return typeof found === 'string' || typeof found === 'number' ? String(found) : block;
}

/** Some models write the quotes of Python. */
function valueOf(json: string): unknown {
	try {
		return JSON.parse(json.includes('"') ? json : json.replaceAll("'", '"'));
	} catch {
		return undefined;
	}
}
