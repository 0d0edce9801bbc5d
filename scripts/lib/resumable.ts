/**
 * Files from which an interrupted command resumes. The first line is JSON: the key, which is all
 * that the content depends on, and the content's length and SHA-256. The content follows.
 */
import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson, type JsonObject } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import { sha256OfJson } from '#engine/core/hash.ts';

/** Bytes. A file with a longer first line is not a file of progress. */
const maxHeader = 100_000;
const newline = 10;

/** The name of the file for this key, so that two keys never share one. */
export const resumableName = (stem: string, key: JsonObject, extension: string): string =>
	`${stem}-${sha256OfJson(key).slice(0, 16)}.${extension}`;

/**
 * Replaces a file at once: its parts are written to a second name, which is renamed after they are
 * on the disk. A killed process leaves the old file or the new one.
 */
export function replaceFile(file: string, ...parts: readonly (string | Uint8Array)[]): void {
	const next = `${file}.${process.pid}.new`;
	mkdirSync(path.dirname(file), { recursive: true });
	const handle = openSync(next, 'w');
	try {
		for (const part of parts) {
			const bytes = typeof part === 'string' ? Buffer.from(part) : part;
			for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
		}
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	renameSync(next, file);
}

export function writeResumable(file: string, key: JsonObject, ...parts: readonly Uint8Array[]) {
	const bytes = parts.reduce((sum, { length }) => sum + length, 0);
	const header = { key, bytes, sha256: hashOf(...parts) };
	replaceFile(file, `${JSON.stringify(header)}\n`, ...parts);
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
