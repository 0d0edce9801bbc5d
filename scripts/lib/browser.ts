/**
 * Finds a Chromium and starts it with the right flags.
 * Order: SKILLET_CHROMIUM, an installed Chrome or Chromium, Playwright's download.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { SetupError } from './faults.ts';
import { installBrowser } from './installBrowser.ts';

export interface Browser {
	readonly path: string;
	/** For the terminal. */
	readonly source: string;
}

/** The first browser that starts. Throws SetupError if SKILLET_CHROMIUM names a missing file. */
export function locateBrowser(): Browser | null {
	const named = process.env['SKILLET_CHROMIUM'];
	if (named) {
		if (!existsSync(named))
			throw new SetupError(
				`SKILLET_CHROMIUM is ${named}, but there is no such file. ` +
					'Set it to a Chrome or Chromium, or unset it.',
			);
		return { path: named, source: 'SKILLET_CHROMIUM' };
	}
	const installed = installedBrowsers().find(starts);
	if (installed) return { path: installed, source: 'installed' };
	const downloaded = chromium.executablePath();
	if (starts(downloaded)) return { path: downloaded, source: "Playwright's download" };
	return null;
}

/** Finds or installs a browser. Later calls and child processes use the same one. */
export async function ensureBrowser(log: (line: string) => void): Promise<Browser> {
	const found =
		locateBrowser() ??
		((await installBrowser(() => locateBrowser() !== null, log)) ? locateBrowser() : null);
	if (!found)
		throw new SetupError(
			[
				'There is no Chrome or Chromium, and the download failed. Use one of these:',
				`  ${installCommand()}`,
				'  npx playwright install --with-deps chromium',
				'  SKILLET_CHROMIUM=/path/to/chrome',
			].join('\n'),
		);
	process.env['SKILLET_CHROMIUM'] = found.path;
	return found;
}

/** Chromium on Linux needs these flags to offer an NVIDIA GPU (docs/benchmarks.md). */
const vulkanArgs = [
	'--enable-features=Vulkan,DefaultANGLEVulkan,VulkanFromANGLE',
	'--use-angle=vulkan',
	'--disable-vulkan-surface',
	'--ignore-gpu-blocklist',
];

/** `software`: WebGPU on the CPU (Chromium's SwiftShader) instead of the machine's GPU. */
export function browserArgs({ software }: { software: boolean }): string[] {
	const linux = process.platform === 'linux';
	return [
		'--enable-unsafe-webgpu',
		...(software ? ['--use-webgpu-adapter=swiftshader'] : []),
		...(!software && linux ? vulkanArgs : []),
		// Chromium has no sandbox for root, and containers often run as root.
		...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		// A headless tab must train at full speed.
		'--disable-background-timer-throttling',
		'--disable-renderer-backgrounding',
	];
}

/** Whether a headless browser can probably use a GPU. SKILLET_GPU=software|hardware overrides. */
export function hasGpu(): boolean {
	const wish = process.env['SKILLET_GPU'];
	if (wish === 'software' || wish === 'hardware') return wish === 'hardware';
	if (process.platform !== 'linux') return true;
	const nodes = existsSync('/dev/dri') ? readdirSync('/dev/dri') : [];
	return existsSync('/dev/nvidia0') || nodes.some((node) => node.startsWith('renderD'));
}

/** Playwright's own list: Chromium reads the last one only. */
const disabledByPlaywright = [
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsUpgrades',
	'HttpsFirstBalancedModeAutoEnable',
	'LensOverlay',
	'MediaRouter',
	'PaintHolding',
	'ThirdPartyStoragePartitioning',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'TcpPortRandomizationWin',
	'OptimizationHints',
	'NetworkTimeServiceQuerying',
	'AimEnabled',
	'PreconnectToSearch',
	'msForceBrowserSignIn',
	'msEdgeUpdateLaunchServicesPreferredVersion',
];
/** Two pages for the address bar of each window: a quarter of the time in which the lab opens. */
const addressBarPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** Flags for tests: the same software adapter everywhere, unless SKILLET_GPU=hardware. */
export const testBrowserArgs = (): string[] => [
	...browserArgs({ software: process.env['SKILLET_GPU'] !== 'hardware' }),
	`--disable-features=${[...disabledByPlaywright, ...addressBarPages].join(',')}`,
];

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

/** On Linux an existing file can fail: missing shared libraries, or only a link to a snap. */
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
