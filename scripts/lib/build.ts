/** Builds the site into dist/ (or SKILLET_DIST) if a source is newer than the last build. */
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { temporaryFolder } from './temporaryFolder.ts';

const sources = [
	...['src', 'public', 'models', 'index.html', 'package-lock.json'],
	...['vite.config.ts', 'scripts/lib/siteAddress.ts', 'scripts/lib/takeaway.ts'],
	...['studies', 'scripts/lib/publishedStudies.ts', 'scripts/lib/shelf'],
];
/** The folder of the built site. */
export const siteFolder = process.env['SKILLET_DIST'] || 'dist';

/** Returns whether a build was necessary. */
export async function buildIfStale(log: (line: string) => void): Promise<boolean> {
	if (isBuilt(siteFolder, sources)) return false;
	log('Building the page …');
	const started = performance.now();
	const made = path.join(temporaryFolder('skillet-site'), 'site');
	await build({ logLevel: 'warn', build: { outDir: made, emptyOutDir: true } });
	// Another call can have built the same meanwhile, and its browsers read that.
	if (!isBuilt(siteFolder, sources)) replaceFolder(siteFolder, made);
	log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
	return true;
}

/** The service worker is written last: an interrupted build lacks it, and perhaps the models. */
export function isBuilt(site: string, paths: readonly string[]): boolean {
	const [page, last] = ['index.html', 'sw.js'].map((name) => path.join(site, name));
	return existsSync(last) && existsSync(page) && newest(paths) <= statSync(page).mtimeMs;
}

/** Replaces a folder at once, so that no other call finds a half of it. */
export function replaceFolder(folder: string, made: string): void {
	const [next, old] = ['new', 'old'].map((end) => `${folder}.${process.pid}.${end}`);
	try {
		cpSync(made, next, { recursive: true, preserveTimestamps: true });
		if (existsSync(folder)) renameSync(folder, old);
		renameSync(next, folder);
	} finally {
		for (const left of [next, old]) rmSync(left, { recursive: true, force: true });
	}
}

/** Latest modification in milliseconds. Folders count too, because a deletion changes only them. */
function newest(paths: readonly string[]): number {
	return Math.max(
		0,
		...paths.filter(existsSync).map((file) => {
			const found = statSync(file);
			if (!found.isDirectory()) return found.mtimeMs;
			return Math.max(
				found.mtimeMs,
				newest(readdirSync(file).map((name) => path.join(file, name))),
			);
		}),
	);
}
