/** A browser with a profile of its own, as a process that can be killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { browserArgs } from '../../scripts/lib/browser.ts';
import { showAll } from '../../scripts/lib/headlessRun.ts';

const startMilliseconds = 120_000;

export interface BrowserProcess {
	readonly browser: Browser;
	/** A new page in the profile's context. */
	newPage(): Promise<Page>;
	/** Ends the process and its children at once, as when the machine loses power. */
	kill(): Promise<void>;
	close(): Promise<void>;
}

/** A folder for the data of a browser. `remove` deletes it. */
export function makeProfile(): { readonly folder: string; readonly remove: () => void } {
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-soak-'));
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** LevelDB's log consists of blocks of this size. */
const blockBytes = 32_768;
/** Each record in a block begins with a head. */
const headBytes = 7;

/**
 * Leaves the first bytes of a record at the end of the log of each database, as a kill during a
 * write does. Nothing that was stored is missing. The browser must have ended.
 */
export function tearLogs(profile: string): void {
	const databases = path.join(profile, 'Default', 'IndexedDB');
	for (const folder of readdirSync(databases).filter((name) => name.endsWith('.leveldb'))) {
		const names = readdirSync(path.join(databases, folder));
		const newest = names
			.filter((name) => name.endsWith('.log'))
			.toSorted()
			.at(-1);
		if (newest === undefined) continue;
		const log = path.join(databases, folder, newest);
		const room = blockBytes - (statSync(log).size % blockBytes) - headBytes;
		// A record that fits into the block, of which the last byte is missing.
		if (room < 2) continue;
		const head = Buffer.alloc(headBytes + Math.min(room, 1000) - 1);
		head.writeUInt16LE(Math.min(room, 1000), 4);
		head.writeUInt8(1, 6);
		appendFileSync(log, head);
	}
}

export async function startBrowser(program: string, profile: string): Promise<BrowserProcess> {
	const portFile = path.join(profile, 'DevToolsActivePort');
	rmSync(portFile, { force: true });
	const child = spawn(
		program,
		[
			...browserArgs({ software: process.env['SKILLET_GPU'] !== 'hardware' }),
			'--headless=new',
			'--remote-debugging-port=0',
			`--user-data-dir=${profile}`,
			'--no-default-browser-check',
			'about:blank',
		],
		// A process group of its own, so that `kill` reaches the children and nothing else.
		{ stdio: 'ignore', detached: true },
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const kill = async () => {
		if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
			process.kill(-child.pid, 'SIGKILL');
		await ended;
	};
	// The browser must not outlive a script that is interrupted.
	const killNow = () => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'));
	const endNow = () => process.exit(1);
	process.once('exit', killNow);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, endNow);
	child.once('exit', () => {
		process.off('exit', killNow);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, endNow);
	});
	try {
		const browser = await chromium.connectOverCDP(await addressIn(portFile, child));
		await showAll(browser.contexts()[0]);
		return {
			browser,
			newPage: () => browser.contexts()[0].newPage(),
			kill,
			async close() {
				await browser.close().catch(() => undefined);
				await kill();
			},
		};
	} catch (error) {
		await kill();
		throw error;
	}
}

async function addressIn(portFile: string, child: ChildProcess): Promise<string> {
	const limit = performance.now() + startMilliseconds;
	while (performance.now() < limit && child.exitCode === null) {
		const [port] = existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n') : [''];
		if (port !== '') return `http://127.0.0.1:${port}`;
		await new Promise((resolve) => void setTimeout(resolve, 50));
	}
	throw new Error(`The browser did not start (exit code ${child.exitCode ?? 'none'}).`);
}
