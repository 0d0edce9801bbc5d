/** The lockfile works on any machine: only the public registry, and packages of all platforms. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly optionalDependencies?: Record<string, string>;
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
	packages: Record<string, Locked>;
};

it('names only the public registry', () => {
	const hosts = Object.values(packages).flatMap(({ resolved }) =>
		resolved === undefined || resolved.startsWith('https://registry.npmjs.org/') ? [] : [resolved],
	);
	expect(hosts).toEqual([]);
});

// npm leaves out optional packages that its registry does not have; then `npm ci` fails.
it('has an entry for each optional dependency', () => {
	const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !foldersAbove(folder).some((folder) => `${folder}${name}` in packages))
			.map((name) => `${folder} needs ${name}`),
	);
	expect(missing).toEqual([]);
});

// npm writes none for a package of another system if node_modules is there.
it('has a hash of each package', () => {
	const without = Object.entries(packages).flatMap(([folder, { integrity }]) =>
		folder === '' || integrity?.startsWith('sha512-') ? [] : [folder],
	);
	expect(without).toEqual([]);
});

/** The folders where Node searches the imports of the package at `folder`, nearest first. */
function foldersAbove(folder: string): string[] {
	const parts = folder === '' ? [] : folder.split('/node_modules/');
	return [
		...parts.map(
			(_, i) => `${parts.slice(0, parts.length - i).join('/node_modules/')}/node_modules/`,
		),
		'node_modules/',
	];
}
