/**
 * Refuses a Node that is too old, before the other scripts: their packages do not even load there.
 * Plain JavaScript of old syntax, because it runs on any Node.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} range such as ">=20.19"
 * @param {string} version such as "20.20.1"
 */
export function isTooOld(range, version) {
	const needed = range.replace('>=', '').split('.').map(Number);
	const present = version.split('.').map(Number);
	const at = needed.findIndex((part, i) => part !== present[i]);
	return at >= 0 && needed[at] > present[at];
}

/** Ends the process with the code of wrong input (docs/guide/bench.md) if Node is too old. */
export function demandNode() {
	const range = JSON.parse(readFileSync('package.json', 'utf8')).engines.node;
	if (!isTooOld(range, process.versions.node)) return;
	console.error(
		`Skillet needs Node ${range}; this is ${process.versions.node}. Install a newer one.`,
	);
	process.exit(3);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) demandNode();
