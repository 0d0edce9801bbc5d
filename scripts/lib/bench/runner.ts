/** Starts Playwright's test runner on a plan, and its merge on parts of a study. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { endWithoutOutput } from '../faults.ts';
import type { LostOutput } from '../lostOutput.ts';
import { gatherInto, type Gathered } from './GatherReporter.ts';
import { writePlan, type BenchPlan } from './plan.ts';

const config = 'playwright.bench.config.ts';

export interface Shard {
	readonly current: number;
	readonly total: number;
}

/** Runs all cells of the plan or those of a shard. Throws if the runner itself fails. */
export async function runPlan(
	plan: Omit<BenchPlan, 'folder' | 'gathered'>,
	{ folder, shard }: { folder: string; shard: Shard | null },
): Promise<Gathered> {
	const gathered = path.join(folder, 'gathered.json');
	const playwright = path.join(folder, 'playwright');
	const whole = { ...plan, gathered, folder: playwright };
	const words = shard ? ['--shard', `${shard.current}/${shard.total}`] : [];
	await runPlaywright(['test', '-c', config, ...words], {
		...writePlan(whole, path.join(folder, 'plan.json')),
		...gatherInto(gathered),
	});
	return readGathered(gathered);
}

/** Merges the parts (Playwright's blob reports) in the folders. Throws InputError without parts. */
export async function mergeParts(
	folders: readonly string[],
	{ folder }: { folder: string },
): Promise<Gathered> {
	const parts = path.join(folder, 'parts');
	mkdirSync(parts, { recursive: true });
	const files = folders.flatMap(blobsIn);
	files.forEach(demandWhole);
	// Playwright needs all parts in one folder, and unpacks them there.
	files.forEach((file, i) => copyFileSync(file, path.join(parts, `${i}-${path.basename(file)}`)));
	const gathered = path.join(folder, 'gathered.json');
	const output = await runPlaywright(['merge-reports', '-c', config, parts], {
		...gatherInto(gathered),
		SKILLET_BENCH_PLAN: '',
	});
	const reason = /^Error: (.*)$/m.exec(output)?.[1] ?? output.trim();
	if (!existsSync(gathered))
		throw new InputError(
			asMessage(`--merge: Playwright cannot merge these parts: ${reason} Run the shards again.`),
		);
	return readGathered(gathered);
}

/** Throws InputError that names the file if it was cut or changed. */
function demandWhole(file: string): void {
	try {
		unzipSync(readFileSync(file));
	} catch (error) {
		throw new InputError(
			asMessage(`--merge: ${file} is broken (${toMessage(error)}). Run that shard again.`),
		);
	}
}

function blobsIn(folder: string): string[] {
	if (!existsSync(folder) || !statSync(folder).isDirectory())
		throw new InputError(
			asMessage(`--merge: there is no folder ${folder}. Name a folder that --shard wrote.`),
		);
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.zip'))
		.sort();
	if (files.length === 0)
		throw new InputError(
			asMessage(`--merge: ${folder} contains no .zip of a part. Name a folder that --shard wrote.`),
		);
	return files.map((file) => path.join(folder, file));
}

function readGathered(file: string): Gathered {
	if (!existsSync(file))
		throw new Error('Playwright’s runner ended without a report. Its output is above.');
	return JSON.parse(readFileSync(file, 'utf8')) as Gathered;
}

/**
 * Runs Playwright's command line. A merge prints nothing.
 * The first interruption goes to the runner, which ends its tests and writes its report.
 * A later one kills it. The IPC channel tells the runner if this process dies, and this process if
 * the runner's output is lost.
 */
function runPlaywright(words: readonly string[], env: Record<string, string>): Promise<string> {
	const program = createRequire(import.meta.url).resolve('@playwright/test/cli');
	const quiet = words[0] === 'merge-reports';
	const child = spawn(process.execPath, [program, ...words], {
		stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit', 'ipc'],
		// Outside the terminal's process group: otherwise Ctrl+C reaches the runner twice.
		detached: !quiet,
		env: { ...process.env, ...env },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	let lost: LostOutput | undefined;
	child.on('message', (message) => (lost = message as LostOutput));
	let interruptedAt = 0;
	const interrupt = () => {
		if (interruptedAt === 0) child.kill('SIGINT');
		else if (performance.now() - interruptedAt > 2000) child.kill('SIGKILL');
		interruptedAt ||= performance.now();
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.on(signal, interrupt);
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', () => {
			for (const signal of signals) process.off(signal, interrupt);
			if (lost) endWithoutOutput(Object.assign(new Error(), lost.lostOutput));
			resolve(output);
		});
	});
}
