/** Child processes of a driver: they start with an empty home and end for sure. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a process has to end by itself. */
const grace = 5000;
/** Milliseconds until a browser or a driver answers. */
const startLimit = 60_000;

/** A folder for one session of a browser, and the processes that use it. */
export class Session {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'skillet-engine-'));
	readonly #children: ChildProcess[] = [];

	/** Standard output and error are ignored; extra entries of `stdio` follow them. */
	start(
		program: string,
		words: readonly string[],
		{
			env = {},
			stdio = [],
		}: { readonly env?: NodeJS.ProcessEnv; readonly stdio?: readonly 'pipe'[] } = {},
	): ChildProcess {
		const child = spawn(program, words, {
			stdio: ['ignore', 'ignore', 'ignore', ...stdio],
			// An own home, because a browser refuses a home of another user and writes caches there.
			env: { ...process.env, HOME: this.folder, XDG_RUNTIME_DIR: this.folder, ...env },
		});
		child.on('error', () => undefined); // `until` reports it: nothing answers.
		this.#children.push(child);
		return child;
	}

	/** Asks `answer` until it returns a value. Throws an Error with `what` after a minute. */
	async until<T>(what: string, answer: () => Promise<T | undefined>): Promise<T> {
		const end = performance.now() + startLimit;
		while (performance.now() < end) {
			const found = await answer().catch(() => undefined);
			if (found !== undefined) return found;
			await sleep(100);
		}
		throw new Error(`${what} did not start within ${startLimit / 1000} s.`);
	}

	/** Ends the processes, the last one first, and deletes the folder. */
	async end(): Promise<void> {
		for (const child of this.#children.toReversed()) await endProcess(child);
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function endProcess(child: ChildProcess): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill();
	const timer = setTimeout(() => child.kill('SIGKILL'), grace);
	await ended;
	clearTimeout(timer);
}
