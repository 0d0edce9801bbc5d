/** Starts Playwright's test runner on a plan. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { endWithoutOutput } from '../faults.ts';
import type { LostOutput } from '../lostOutput.ts';
import { gatherInto, type Gathered } from './GatherReporter.ts';
import { writePlan, type BenchPlan } from './plan.ts';

const config = 'playwright.bench.config.ts';

/** Runs the cells of the plan. Throws if the runner itself fails. */
export async function runPlan(
	plan: Omit<BenchPlan, 'folder' | 'gathered'>,
	folder: string,
): Promise<Gathered> {
	const gathered = path.join(folder, 'gathered.json');
	const playwright = path.join(folder, 'playwright');
	const whole = { ...plan, gathered, folder: playwright };
	await runPlaywright({
		...writePlan(whole, path.join(folder, 'plan.json')),
		...gatherInto(gathered),
	});
	if (!existsSync(gathered))
		throw new Error('Playwright’s runner ended without a report. Its output is above.');
	return JSON.parse(readFileSync(gathered, 'utf8')) as Gathered;
}

/**
 * Runs Playwright's command line.
 * The first interruption goes to the runner, which ends its tests and writes its report.
 * A later one kills it. The IPC channel tells the runner if this process dies, and this process if
 * the runner's output is lost.
 */
function runPlaywright(env: Record<string, string>): Promise<void> {
	const program = createRequire(import.meta.url).resolve('@playwright/test/cli');
	const child = spawn(process.execPath, [program, 'test', '-c', config], {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		// Outside the terminal's process group: otherwise Ctrl+C reaches the runner twice.
		detached: true,
		env: { ...process.env, ...env },
	});
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
			resolve();
		});
	});
}
