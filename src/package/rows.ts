/** Rows of JavaScript as examples, and a skill of them, split as the lab's import splits a file. */
import * as v from 'valibot';
import { InputError, fieldError } from '#engine/core/errors.ts';
import { checkedBy, list, object, oneOf, text } from '#engine/core/fields.ts';
import { asMessage, say } from '#engine/core/message.ts';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import { byPart, parts, type SkillSource } from '#engine/data/skill.ts';
import { SkillContent } from '#lab/features/library/model/SkillContent.ts';
import { smallFileShare, Splitter } from '#lab/features/library/model/split.ts';

const long = text(10_000_000);
const message = v.looseObject({
	role: oneOf(['system', 'user', 'assistant', 'tool']),
	content: v.string(),
});
const shapes = [
	[
		'messages',
		object({
			messages: list(message, say('messages'), 10_000),
			tools: v.exactOptional(v.array(v.any())),
		}),
	],
	['text', object({ text: long })],
	['prompt', object({ prompt: long, answer: long })],
] as const;

/** Throws InputError with the row's place, such as `rows[3].answer`. */
export function toExamples(rows: unknown, within: string): Example[] {
	if (!Array.isArray(rows))
		throw fieldError(
			within,
			asMessage('must be a list of rows, such as [{ prompt: "sky:", answer: "blue" }].'),
		);
	if (rows.length === 0) throw fieldError(within, asMessage('has no row.'));
	return rows.map((row: unknown, i) => {
		const at = `${within}[${i}]`;
		if (typeof row !== 'object' || row === null)
			throw fieldError(at, asMessage('must be { prompt, answer }, { messages } or { text }.'));
		const [kind, schema] = shapes.find(([name]) => name in row) ?? shapes[2];
		const read = checkedBy(schema as v.GenericSchema, row, at) as never;
		if (kind === 'prompt') {
			const { prompt, answer } = read as { prompt: string; answer: string };
			return promptAnswer(prompt, answer);
		}
		if (kind === 'text') return rawText((read as { text: string }).text);
		const example = read as Example;
		if (!example.messages.some(({ role }) => role === 'assistant'))
			throw fieldError(`${at}.messages`, asMessage('need an answer: a message of the assistant.'));
		return example;
	});
}

/** A list with fewer rows is trained whole: what is held out of it would say little. */
const fewRows = 10;

/**
 * The skill that the lab's import makes of a file with these rows: the same parts and hash. With
 * `heldOut` 0, and of a short list, all rows are trained, and the same ones are measured.
 */
export async function toSkill(
	name: string,
	examples: readonly Example[],
	heldOut = examples.length < fewRows ? 0 : smallFileShare(examples.length),
): Promise<SkillSource> {
	const stored = byPart((): Example[] => []);
	const content = new SkillContent({
		append: (part, batch) => {
			for (const example of batch) stored[part].push(example);
			return Promise.resolve();
		},
	});
	if (heldOut === 0) {
		for (const part of parts) for (const example of examples) await content.put(part, example);
	} else {
		const splitter = new Splitter({ heldOutShare: heldOut, seed: 0 });
		for (const example of examples)
			for (const trained of splitter.add(example)) await content.put('train', trained);
		for (const { part, example } of splitter.end()) await content.put(part, example);
	}
	await content.flush();
	if (stored.train.length === 0 || stored.heldOut.length === 0)
		throw new InputError(
			asMessage(`${name}: the rows have one prompt, so none can be held out. Add other prompts.`),
		);
	const heldOutIs = heldOut === 0 ? 'recall' : 'unseen';
	return {
		info: { ...content.info({ name, role: 'domain' }, name), heldOutIs },
		async *read(part) {
			await Promise.resolve();
			yield stored[part];
		},
	};
}
