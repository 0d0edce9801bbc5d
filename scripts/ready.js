/**
 * Runs before the scripts of package.json: refuses a Node that is too old, and runs `npm ci` if
 * node_modules lacks a package of package-lock.json or has another version. Plain JavaScript of
 * old syntax, because it runs before anything is installed and on any Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demandNode } from './nodeVersion.js';

/**
 * The first package whose installed version differs from the lockfile's; null if none does. npm
 * leaves out optional packages that are for another system.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} lockfile
 * @param {{ packages: Record<string, { version?: string }> } | null} installed the record that
 *   npm keeps in node_modules/.package-lock.json
 */
export function firstStale(lockfile, installed) {
	const present = installed ? installed.packages : {};
	const stale = Object.entries(lockfile.packages).find(([name, wanted]) => {
		if (name === '') return false;
		return present[name] ? present[name].version !== wanted.version : !wanted.optional;
	});
	return stale ? stale[0] : null;
}

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** Ends the process if Node is too old or the installation fails. */
function makeReady() {
	demandNode();
	const stale = firstStale(
		readJson('package-lock.json'),
		readJson('node_modules/.package-lock.json'),
	);
	if (stale === null) return;
	console.log(`${stale} is missing or has another version: running npm ci.`);
	// npm names its own file to the scripts that it runs. Without it: the command of the path.
	const npm = process.env.npm_execpath;
	const { status } = npm
		? spawnSync(process.execPath, [npm, 'ci'], { stdio: 'inherit' })
		: spawnSync('npm', ['ci'], { stdio: 'inherit', shell: process.platform === 'win32' });
	if (status !== 0) {
		console.error('npm ci failed: its message is above.');
		process.exit(1);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeReady();
