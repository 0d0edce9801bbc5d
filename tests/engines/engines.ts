/** The engines, where their programs are found, and which packages bring them. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { locateBrowser } from '../../scripts/lib/browser.ts';
import { launchChromium } from './chromium.ts';
import type { Installed } from './driver.ts';
import { launchFirefox } from './firefox.ts';
import { launchWebKit } from './webkit.ts';

export interface Engine {
	readonly title: string;
	/** Debian's packages; Ubuntu has `firefox` for `firefox-esr`. */
	readonly packages: readonly string[];
	/** Advice for systems without these packages. */
	readonly otherwise: string;
	/** Null if a program is missing. */
	locate(): Installed | null;
}

export const engineIds = ['chromium', 'firefox', 'webkit'] as const;
export type EngineId = (typeof engineIds)[number];

export const engines: Readonly<Record<EngineId, Engine>> = {
	chromium: {
		title: 'Chromium',
		packages: ['chromium'],
		otherwise: 'SKILLET_CHROMIUM=/path/to/chrome',
		locate() {
			const found = locateBrowser();
			if (!found) return null;
			return {
				launch: () => launchChromium(found.path),
				launchWithoutSimd: () => launchChromium(found.path, oldProcessor),
			};
		},
	},
	firefox: {
		title: 'Firefox',
		packages: ['firefox-esr'],
		otherwise: 'SKILLET_FIREFOX=/path/to/firefox',
		locate() {
			const program = process.env['SKILLET_FIREFOX'] || findProgram(firefoxPlaces());
			if (!program || !existsSync(program)) return null;
			return { launch: () => launchFirefox(program) };
		},
	},
	webkit: {
		title: 'WebKit',
		packages: ['webkit2gtk-driver', 'xvfb'],
		otherwise: 'WebKitGTK exists on Linux only',
		locate() {
			const driver = findProgram(onPath('WebKitWebDriver'));
			const browser = findProgram(miniBrowserPlaces());
			const xvfb = findProgram(onPath('Xvfb'));
			if (!driver || !browser || (!xvfb && !process.env['DISPLAY'])) return null;
			const programs = { driver, browser, ...(xvfb && { xvfb }) };
			return {
				launch: () => launchWebKit(programs),
				launchWithoutSimd: () => launchWebKit(programs, { JSC_useWasmSIMD: '0' }),
			};
		},
	},
};

/** V8 has no WebAssembly SIMD on a processor without SSE4.1. */
const oldProcessor = ['sse3', 'ssse3', 'sse4-1', 'avx'].map((name) => `--no-enable-${name}`);

/** One sentence: how to get the engine. */
export const installAdvice = ({ title, packages, otherwise }: Engine): string =>
	`${title} is not installed. Fix: sudo apt-get install ${packages.join(' ')} (or: ${otherwise}).`;

const onPath = (name: string): string[] =>
	[...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin'].map((folder) =>
		path.join(folder, name),
	);

const firefoxPlaces = (): string[] => [
	...onPath('firefox-esr'),
	...onPath('firefox'),
	'/Applications/Firefox.app/Contents/MacOS/firefox',
	path.join(process.env['PROGRAMFILES'] ?? '', 'Mozilla Firefox', 'firefox.exe'),
];

/** Debian and Ubuntu: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1; Fedora: /usr/libexec. */
const miniBrowserPlaces = (): string[] =>
	['/usr/lib', '/usr/lib64', '/usr/libexec']
		.flatMap((folder) => [folder, ...inside(folder, /-linux-gnu/)])
		.flatMap((folder) => inside(folder, /^webkit(2?gtk)-/))
		.map((folder) => path.join(folder, 'MiniBrowser'))
		.toReversed();

const inside = (folder: string, name: RegExp): string[] =>
	existsSync(folder)
		? readdirSync(folder)
				.filter((entry) => name.test(entry))
				.map((entry) => path.join(folder, entry))
		: [];

const findProgram = (places: readonly string[]): string | undefined => places.find(existsSync);
