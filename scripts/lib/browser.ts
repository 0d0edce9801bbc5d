/**
 * Finds a Chromium to drive: SKILLET_CHROMIUM, an installed Chrome or Chromium, Playwright's own download.
 * The command `tsx scripts/browser.ts` also fetches one where there is none, and prints its path.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { installBrowser } from './installBrowser.ts';

export interface Browser {
	readonly path: string;
	/** In words, for the terminal. */
	readonly source: string;
}

/** Something that the person at the terminal can mend; the message says how. No stack trace is shown for it. */
export class SetupError extends Error {}

/** The first browser that is there and starts. Throws SetupError when SKILLET_CHROMIUM names none. */
export function locateBrowser(): Browser | null {
	const named = process.env['SKILLET_CHROMIUM'];
	if (named) {
		if (!existsSync(named))
			throw new SetupError(
				`SKILLET_CHROMIUM is ${named}, and there is no such file. Set it to a Chrome or Chromium, or unset it.`,
			);
		return { path: named, source: 'SKILLET_CHROMIUM' };
	}
	const installed = installedBrowsers().find(starts);
	if (installed) return { path: installed, source: 'installed' };
	const downloaded = chromium.executablePath();
	if (starts(downloaded)) return { path: downloaded, source: "Playwright's download" };
	return null;
}

/** A browser, fetched if need be. Later calls, those of child processes included, get the same one. */
export async function ensureBrowser(log: (line: string) => void): Promise<Browser> {
	const found =
		locateBrowser() ??
		((await installBrowser(() => locateBrowser() !== null, log)) ? locateBrowser() : null);
	if (!found)
		throw new SetupError(
			[
				'No Chrome or Chromium was found, and none could be fetched. One of these mends it:',
				`  ${installCommand()}`,
				'  npx playwright install --with-deps chromium',
				'  SKILLET_CHROMIUM=/path/to/chrome, set to one that is somewhere else',
			].join('\n'),
		);
	process.env['SKILLET_CHROMIUM'] = found.path;
	return found;
}

/** `software`: WebGPU on the CPU, by the SwiftShader that ships with Chromium; else the machine's own GPU, if any. */
export function browserArgs({ software }: { software: boolean }): string[] {
	const linux = process.platform === 'linux';
	return [
		'--enable-unsafe-webgpu',
		...(software ? ['--use-webgpu-adapter=swiftshader'] : []),
		...(!software && linux ? ['--enable-features=Vulkan', '--ignore-gpu-blocklist'] : []),
		// Chromium refuses to sandbox what root starts, and containers often run as root.
		...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		// A headless tab that is never looked at must train at full speed.
		'--disable-background-timer-throttling',
		'--disable-renderer-backgrounding',
	];
}

/** Whether this machine seems to have a GPU that a headless browser can use. SKILLET_GPU=software|hardware overrides. */
export function hasGpu(): boolean {
	const wish = process.env['SKILLET_GPU'];
	if (wish === 'software' || wish === 'hardware') return wish === 'hardware';
	if (process.platform !== 'linux') return true;
	const nodes = existsSync('/dev/dri') ? readdirSync('/dev/dri') : [];
	return existsSync('/dev/nvidia0') || nodes.some((node) => node.startsWith('renderD'));
}

/** For tests: the same adapter everywhere, unless SKILLET_GPU=hardware asks for this machine's GPU. */
export const testBrowserArgs = (): string[] =>
	browserArgs({ software: process.env['SKILLET_GPU'] !== 'hardware' });

function installedBrowsers(): string[] {
	switch (process.platform) {
		case 'darwin':
			return ['/Applications', path.join(process.env['HOME'] ?? '', 'Applications')].flatMap(
				(folder) =>
					['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) =>
						path.join(folder, `${name}.app`, 'Contents', 'MacOS', name),
					),
			);
		case 'win32':
			return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
				['Google\\Chrome', 'Chromium', 'Microsoft\\Edge'].map((name) =>
					path.join(
						process.env[variable] ?? '',
						name,
						'Application',
						name.endsWith('Edge') ? 'msedge.exe' : 'chrome.exe',
					),
				),
			);
		default:
			return [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/opt/google/chrome'].flatMap(
				(folder) =>
					['google-chrome', 'google-chrome-stable', 'chrome', 'chromium', 'chromium-browser'].map(
						(name) => path.join(folder, name),
					),
			);
	}
}

/** Being there is not enough on Linux: shared libraries may be missing, or the file may only point to a snap. */
function starts(file: string): boolean {
	if (!existsSync(file)) return false;
	if (process.platform !== 'linux') return true;
	try {
		execFileSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}

function installCommand(): string {
	switch (process.platform) {
		case 'darwin':
			return 'brew install --cask google-chrome';
		case 'win32':
			return 'winget install Google.Chrome';
		default:
			if (existsSync('/usr/bin/apt-get')) return 'sudo apt-get install chromium';
			if (existsSync('/usr/bin/dnf')) return 'sudo dnf install chromium';
			if (existsSync('/sbin/apk')) return 'sudo apk add chromium';
			return "install chromium with your system's package manager";
	}
}

/** Runs a script's body; a SetupError is told plainly, anything else with its stack. */
export async function runScript(body: () => Promise<void>): Promise<void> {
	try {
		await body();
	} catch (error) {
		console.error(error instanceof SetupError ? error.message : error);
		process.exitCode = 1;
	}
}
