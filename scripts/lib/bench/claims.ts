/**
 * Claims let any number of workers take the cells of a study from one shared folder. A claim is a
 * file that only one process can make. It is touched while its owner lives; an old one is free, and
 * so is one of a process of this machine that is gone.
 */
import {
	closeSync,
	mkdirSync,
	openSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { sha256Hex } from '#engine/core/hash.ts';
import { isRunning } from '../temporaryFolder.ts';

/** Milliseconds between two signs of life, and until a claim without one is free. */
const pulse = 15_000;
export const longestSilence = 120_000;

/**
 * The host, and in Linux also its boot and the namespace: a process id is unique only within them,
 * and containers can share a host name.
 */
const machine = (() => {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		return `${hostname()}/${boot}/${readlinkSync('/proc/self/ns/pid')}`;
	} catch {
		return hostname();
	}
})();

export interface Claim {
	release(): void;
}

/** null: another worker has the unit. `name`: the unit's, the same in every worker. */
export function takeClaim(folder: string, name: string, now = Date.now): Claim | null {
	const file = path.join(folder, `${sha256Hex(name).slice(0, 32)}.claim`);
	mkdirSync(folder, { recursive: true });
	if (!make(file) && !(isLeft(file, now()) && free(file) && make(file))) return null;
	const timer = setInterval(() => {
		try {
			utimesSync(file, new Date(), new Date());
		} catch {
			// The claim was taken over: this process was silent for too long. The result is the same.
		}
	}, pulse);
	timer.unref();
	return {
		release() {
			clearInterval(timer);
			rmSync(file, { force: true });
		},
	};
}

/** Whether this process made the file. */
function make(file: string): boolean {
	try {
		const handle = openSync(file, 'wx');
		writeSync(handle, `${machine} ${process.pid}\n`);
		closeSync(handle);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** Whether the owner of the file is gone, or has given no sign of life for too long. */
function isLeft(file: string, now: number): boolean {
	const found = statSync(file, { throwIfNoEntry: false });
	if (!found || now - found.mtimeMs > longestSilence) return true;
	try {
		const [where, id] = readFileSync(file, 'utf8').trim().split(' ');
		return where === machine && !isRunning(Number(id));
	} catch {
		// Its owner has just released it.
		return false;
	}
}

/** Several workers can find an old claim. Only one of them renames it. */
function free(file: string): boolean {
	const away = `${file}.${process.pid}`;
	try {
		renameSync(file, away);
		rmSync(away);
		return true;
	} catch {
		return false;
	}
}
