/**
 * The files that commands write. Each is written beside its place and renamed, so that a full disk
 * or a killed process leaves the old file. Imports no texts: `npm run messages` writes those.
 */
import { randomUUID } from 'node:crypto';
import {
	accessSync,
	appendFileSync,
	closeSync,
	constants,
	existsSync,
	fchmodSync,
	fsyncSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';

/** Something cannot be written. The message names it, the reason and what to do. */
export class OutputError extends Error {
	constructor(what: string, cause: unknown) {
		super(`${what} cannot be written: ${reasonOf(cause)}`, { cause });
	}
}

function reasonOf(cause: unknown): string {
	const { code, message } = cause as NodeJS.ErrnoException;
	// Node's words: "ENOSPC: no space left on device, write".
	const words = /^\w+: (.+?), \w+/.exec(message)?.[1] ?? message;
	const isFull = code === 'ENOSPC' || code === 'EDQUOT';
	const advice = isFull ? 'Free some space' : 'Choose another path, or correct that';
	const reason = code === undefined ? words : `${words} (${code})`;
	return `${reason}. ${advice}, and start the command again.`;
}

/** Writes the parts of a file, and its folder if there is none. Throws OutputError. */
export function writeBeside(file: string, ...parts: readonly (string | Uint8Array)[]): void {
	try {
		if (isStream(file)) for (const part of parts) appendFileSync(file, part);
		else replaceFile(realPath(file), parts);
	} catch (error) {
		throw new OutputError(file, error);
	}
}

function replaceFile(file: string, parts: readonly (string | Uint8Array)[]): void {
	const folder = path.dirname(file);
	mkdirSync(folder, { recursive: true });
	// A short name: the file's own can be as long as the file system allows.
	const next = path.join(folder, `.skillet-${randomUUID()}`);
	const before = statSync(file, { throwIfNoEntry: false });
	const handle = openSync(next, 'wx');
	try {
		try {
			if (before) fchmodSync(handle, before.mode);
			for (const part of parts) {
				const bytes = typeof part === 'string' ? Buffer.from(part) : part;
				for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
			}
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		renameSync(next, file);
	} catch (error) {
		rmSync(next, { force: true });
		throw error;
	}
}

/** A terminal, a pipe or a device, such as /dev/stdout: a rename would replace it. */
function isStream(file: string): boolean {
	const isDescriptor = /^\/(dev\/(stdout|stderr|fd\/\d+)|proc\/\w+\/fd\/\d+)$/;
	if (isDescriptor.test(path.resolve(file))) return true;
	if (!existsSync(file)) return false;
	const found = statSync(file);
	return !found.isFile() && !found.isDirectory();
}

/** The path behind symbolic links, also of a file that is not there yet. */
export function realPath(file: string, mostLinks = 40): string {
	const whole = path.resolve(file);
	const parent = path.dirname(whole);
	if (parent === whole || mostLinks === 0) return whole;
	const real = path.join(realPath(parent, mostLinks), path.basename(whole));
	try {
		return realPath(path.resolve(path.dirname(real), readlinkSync(real)), mostLinks - 1);
	} catch {
		// It is not a link.
		return real;
	}
}

/**
 * Writes a byte under the file's name in a new folder beside its place, and removes it. A check of
 * permissions alone accepts /proc and a full disk. Throws OutputError, which names `shown`.
 */
export function demandWritable(file: string, shown = file): void {
	try {
		if (isStream(file)) return accessSync(file, constants.W_OK);
		const real = realPath(file);
		if (existsSync(real)) accessSync(real, constants.W_OK);
		let folder = path.dirname(real);
		while (!existsSync(folder)) folder = path.dirname(folder);
		if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
		const trial = mkdtempSync(path.join(folder, '.skillet-'));
		try {
			const inside = path.join(trial, path.relative(folder, real));
			mkdirSync(path.dirname(inside), { recursive: true });
			writeFileSync(inside, '-');
		} finally {
			rmSync(trial, { recursive: true, force: true });
		}
	} catch (error) {
		throw new OutputError(shown, error);
	}
}
