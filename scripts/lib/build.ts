/** Builds the site when a source is newer than what is there: into dist/, or into the folder that SKILLET_DIST names. */
import { statSync, readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const sources = ['src', 'public', 'models', 'index.html', 'vite.config.ts', 'package-lock.json'];
/** Where the built site lies. */
export const siteFolder = process.env['SKILLET_DIST'] || 'dist';
const output = path.join(siteFolder, 'index.html');

/** Whether it had to build. */
export async function buildIfStale(log: (line: string) => void): Promise<boolean> {
	if (existsSync(output) && newest(sources) <= statSync(output).mtimeMs) return false;
	log('Building the page …');
	const started = performance.now();
	await build({ logLevel: 'warn', build: { outDir: siteFolder, emptyOutDir: true } });
	log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
	return true;
}

/** Latest modification in milliseconds; folders count too, so that a deleted file is noticed. */
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
