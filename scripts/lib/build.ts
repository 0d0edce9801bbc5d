/** Builds the site into dist/ (or SKILLET_DIST) if a source is newer than the last build. */
import { statSync, readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const sources = [
	...['src', 'public', 'models', 'index.html', 'package-lock.json'],
	...['vite.config.ts', 'scripts/lib/siteAddress.ts', 'scripts/lib/takeaway.ts'],
];
/** The folder of the built site. */
export const siteFolder = process.env['SKILLET_DIST'] || 'dist';
const output = path.join(siteFolder, 'index.html');

/** Returns whether a build was necessary. */
export async function buildIfStale(log: (line: string) => void): Promise<boolean> {
	if (existsSync(output) && newest(sources) <= statSync(output).mtimeMs) return false;
	log('Building the page …');
	const started = performance.now();
	await build({ logLevel: 'warn', build: { outDir: siteFolder, emptyOutDir: true } });
	log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
	return true;
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
