/**
 * The stored rows of a skill as one file of JSON lines: the skill's description, then
 * `[part, example]` for each row. Read elsewhere, it gives the same fingerprint.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, object, oneOf, sha256, text, whole, wholly } from '#engine/core/fields.ts';
import { parseJson } from '#engine/core/json.ts';
import { measureSchema } from '#engine/core/measures.ts';
import { say, type Message } from '#engine/core/message.ts';
import { freeName, truncate } from '#engine/core/text.ts';
import type { Example } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import { importRecipe } from '#engine/data/importRecipe.ts';
import { byPart, parts, type SkillInfo, type SkillSource } from '#engine/data/skill.ts';
import type { SkillWriter } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { openFile } from './formats.ts';
import { textLines } from './formats/lines.ts';

const count = whole(0, 1_000_000_000);
const infoSchema = object({
	id: text(100),
	name: text(300),
	role: oneOf(['domain', 'general']),
	source: v.literal('file'),
	about: text(2000),
	counts: object({ train: count, validation: count, heldOut: count }),
	heldOutIs: oneOf(['unseen', 'recall']),
	fingerprint: sha256,
	recipe: v.exactOptional(importRecipe),
	bytes: whole(0, Number.MAX_SAFE_INTEGER),
	measure: measureSchema,
});
const message = v.looseObject({
	role: oneOf(['system', 'user', 'assistant', 'tool']),
	content: v.string(),
	tool_calls: v.exactOptional(v.array(v.unknown())),
	weight: v.exactOptional(v.literal(0)),
});
const rowSchema = v.strictTuple([
	oneOf(parts),
	object({
		messages: v.pipe(v.array(wholly(message, say('a message'))), v.minLength(1)),
		// A tool is JSON text where plain data would change its numbers.
		tools: v.exactOptional(v.array(v.unknown())),
		noisy: v.exactOptional(v.literal(true)),
	}),
]);

/** Letters of a name. An experiment takes 200, with a number behind it. */
const longestName = 190;

/** The skill, with a number after its name if another one of `skills` has this name. */
export function withFreeName(
	info: SkillInfo,
	skills: readonly Pick<SkillInfo, 'id' | 'name'>[],
): SkillInfo {
	const isTaken = (found: string) =>
		skills.some(({ id, name }) => name === found && id !== info.id);
	return { ...info, name: freeName(truncate(info.name, longestName), isTaken) };
}

export async function writeSkillFile(source: SkillSource): Promise<NamedFile> {
	const content: BlobPart[] = [`${JSON.stringify(source.info)}\n`];
	for (const part of parts)
		for await (const rows of source.read(part))
			content.push(new Blob(rows.map((row) => `${JSON.stringify([part, row])}\n`)));
	return { name: 'rows.jsonl', blob: new Blob(content) };
}

/** Throws InputError that names the line, or says that the rows are not those of the hash. */
export async function readSkillFile(
	file: File,
	writer: Pick<SkillWriter, 'append'>,
	signal: AbortSignal,
): Promise<SkillInfo> {
	const fingerprint = createFingerprint();
	const counts = byPart(() => 0);
	let info: SkillInfo | undefined;
	const opened = await openFile(file);
	for await (const batch of textLines(opened.chunks())) {
		signal.throwIfAborted();
		const read = byPart((): Example[] => []);
		for (const { line, text: row, error } of batch) {
			const fail = (why: string | Message) =>
				new InputError(say('line {line}: {why}. Ask for the file once more.', { line, why }));
			if (error !== null) throw fail(error);
			const value = parseJson(row, fail);
			if (line === 1) {
				info = checkedBy(infoSchema, value, 'line 1');
				continue;
			}
			const [part, example] = checkedBy(rowSchema, value, `line ${line}`);
			read[part].push(example as Example);
			fingerprint.add(part, example as Example);
			counts[part]++;
		}
		for (const part of parts) if (read[part].length > 0) await writer.append(part, read[part]);
	}
	const found = fingerprint.hex();
	const { fingerprint: named, id, counts: listed } = info ?? {};
	const isSame =
		named === found &&
		id === `file:${found.slice(0, 12)}` &&
		parts.every((part) => listed?.[part] === counts[part]);
	if (!info || !isSame)
		throw new InputError(
			say('its rows are not those of its hash (found {found}). Ask for the file once more.', {
				found,
			}),
		);
	return info;
}
