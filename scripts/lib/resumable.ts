/**
 * Files from which an interrupted command resumes. The first line is JSON: the key, which is all
 * that the content depends on, and the content's length and SHA-256. The content follows.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson, type JsonObject } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { writeBeside } from './writeBeside.ts';

/** Bytes. A file with a longer first line is not a file of progress. */
const maxHeader = 100_000;
const newline = 10;

/** The name of the file for this key, so that two keys never share one. */
export const resumableName = (stem: string, key: JsonObject, extension: string): string =>
	`${stem}-${sha256OfJson(key).slice(0, 16)}.${extension}`;

export function writeResumable(file: string, key: JsonObject, ...parts: readonly Uint8Array[]) {
	const bytes = parts.reduce((sum, { length }) => sum + length, 0);
	const header = { key, bytes, sha256: hashOf(...parts) };
	writeBeside(file, `${JSON.stringify(header)}\n`, ...parts);
}

/**
 * The content. null: there is no such file. Throws InputError that names the file if it is damaged
 * or belongs to another key.
 */
export function readResumable(file: string, key: JsonObject): Uint8Array<ArrayBuffer> | null {
	if (!existsSync(file)) return null;
	const refuse = (why: string) =>
		new InputError(asMessage(`${file} ${why}. Delete it to begin again.`), { file });
	const all = new Uint8Array(readFileSync(file));
	const end = all.subarray(0, maxHeader).indexOf(newline);
	const header = readHeader(all.subarray(0, Math.max(0, end)));
	if (!header) throw refuse('is not a file from which this command resumes');
	if (canonicalJson(header.key) !== canonicalJson(key))
		throw refuse(`belongs to other settings (${canonicalJson(header.key)})`);
	const content = all.slice(end + 1);
	if (content.length !== header.bytes)
		throw refuse(`has ${content.length} of ${header.bytes} bytes`);
	if (hashOf(content) !== header.sha256) throw refuse('is damaged: its SHA-256 differs');
	return content;
}

interface Header {
	readonly key: JsonObject;
	readonly bytes: number;
	readonly sha256: string;
}

function readHeader(line: Uint8Array): Header | null {
	try {
		const header = JSON.parse(new TextDecoder().decode(line)) as Partial<Header> | null;
		const { key, bytes, sha256 } = header ?? {};
		return key !== undefined && bytes !== undefined && sha256 !== undefined
			? { key, bytes, sha256 }
			: null;
	} catch {
		return null;
	}
}

function hashOf(...parts: readonly Uint8Array[]): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
}
