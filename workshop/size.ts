/** `size`: the bytes of the built page. Only its first load has a limit. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { outputFile, readCommand } from '../scripts/lib/command.ts';
import { tableOf, writeJson } from '../scripts/lib/output.ts';
import { runScript, SetupError } from '../scripts/lib/faults.ts';

/** Kilobytes after gzip that the page's first load may have. */
const firstLoadLimit = 200;

await runScript(async () => {
	const { json } = readCommand({
		name: 'npm run --prefix workshop size',
		purpose: 'The bytes of the built page; fails if its first load has too many.',
		example: '--json size.json',
		options: { json: outputFile('Writes all figures to this file') },
	});
	if (!existsSync('dist/assets')) throw new SetupError('There is no dist/. Run npm run build.');
	const bundles = measureBundles();
	console.log(
		tableOf(bundles, {
			bundle: ({ name }) => name,
			kB: ({ raw }) => raw.toFixed(0),
			'gzip kB': ({ zipped }) => zipped.toFixed(0),
		}),
	);
	writeJson(json, { bundles });
	const [{ zipped: firstLoad }] = bundles;
	if (firstLoad <= firstLoadLimit) return;
	console.error(
		`\nThe page’s first load has ${firstLoad.toFixed(0)} kB; the limit is ${firstLoadLimit}.`,
	);
	process.exitCode = 1;
});

function measureBundles() {
	const html = readFileSync('dist/index.html', 'utf8');
	const bundles = {
		// index.html names the entry, its static imports and their styles; the rest loads later.
		'page, first load': [...html.matchAll(/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file),
		worker: readdirSync('dist/assets').filter((file) => /^lab\.worker-.*\.js$/.test(file)),
	};
	return Object.entries(bundles).map(([name, files]) => {
		const contents = files.map((file) => readFileSync(path.join('dist/assets', file)));
		const kilobytes = (sizes: readonly number[]) =>
			sizes.reduce((total, size) => total + size, 0) / 1000;
		return {
			name,
			raw: kilobytes(contents.map((content) => content.length)),
			zipped: kilobytes(contents.map((content) => gzipSync(content).length)),
		};
	});
}
