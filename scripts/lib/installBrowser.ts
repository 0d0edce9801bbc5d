/**
 * Installs a Chromium: first with Playwright. Root on a machine without a display then tries the
 * system's package manager.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Step {
	readonly command: string;
	readonly arguments: readonly string[];
	readonly minutes: number;
}

/** Returns whether a browser works afterwards. Logs each attempt and the reason of a failure. */
export async function installBrowser(
	works: () => boolean,
	log: (line: string) => void,
): Promise<boolean> {
	log('No Chrome or Chromium found. Downloading one with Playwright …');
	const downloaded = await succeeds(playwright('install', '--no-shell', 'chromium'), log);
	if (downloaded && works()) return true;
	if (!mayInstall()) {
		if (downloaded) log('  … it does not start: system libraries are missing.');
		return false;
	}
	if (downloaded && (await succeeds(playwright('install-deps', 'chromium'), log)) && works())
		return true;
	return installPackages(['chromium'], works, log);
}

/** The packages have the same names everywhere. Returns whether they work afterwards. */
async function installPackages(
	packages: readonly string[],
	works: () => boolean,
	log: (line: string) => void,
): Promise<boolean> {
	const steps = packageSteps(packages);
	if (steps.length > 0) log("Trying the system's package manager …");
	for (const step of steps) if (!(await succeeds(step, log))) return false;
	return works();
}

/** Installs packages as root on a machine without a display; elsewhere it returns false. */
export async function installOnServer(
	packages: readonly string[],
	works: () => boolean,
	log: (line: string) => void,
): Promise<boolean> {
	return mayInstall() && installPackages(packages, works, log);
}

const mayInstall = (): boolean =>
	process.getuid?.() === 0 && !hasDisplay() && process.platform === 'linux';

export const hasDisplay = (): boolean =>
	process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

const playwright = (...words: readonly string[]): Step => ({
	command: process.platform === 'win32' ? 'npx.cmd' : 'npx',
	arguments: ['playwright', ...words],
	minutes: 10,
});

function packageSteps(packages: readonly string[]): Step[] {
	if (existsSync('/usr/bin/apt-get'))
		return [
			{ command: 'apt-get', arguments: ['update', '-qq'], minutes: 3 },
			{
				command: 'apt-get',
				arguments: ['install', '-y', '-qq', '--no-install-recommends', ...packages],
				minutes: 10,
			},
		];
	if (existsSync('/usr/bin/dnf'))
		return [{ command: 'dnf', arguments: ['install', '-y', '-q', ...packages], minutes: 10 }];
	if (existsSync('/sbin/apk'))
		return [{ command: 'apk', arguments: ['add', '-q', ...packages], minutes: 10 }];
	return [];
}

function succeeds(step: Step, log: (line: string) => void): Promise<boolean> {
	const shown = [step.command, ...step.arguments].join(' ');
	log(`  ${shown}`);
	return new Promise((resolve) => {
		const child = spawn(step.command, step.arguments, {
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: step.minutes * 60_000,
			shell: process.platform === 'win32',
			env: {
				...process.env,
				DEBIAN_FRONTEND: 'noninteractive',
				PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
			},
		});
		let output = '';
		const keep = (chunk: Buffer): void => {
			output = (output + chunk.toString()).slice(-4000);
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', (error) => {
			log(`  ${error.message}`);
			resolve(false);
		});
		child.on('close', (code, signal) => {
			if (code !== 0) {
				const why = signal ? `stopped after ${step.minutes} min` : `exit code ${code}`;
				const reason = output.split('\n').find((line) => /error|unable|failed/i.test(line));
				log(`  … failed (${why})${reason ? `: ${reason.trim()}` : ''}`);
			}
			resolve(code === 0);
		});
	});
}
