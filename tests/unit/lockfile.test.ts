/** `npm ci` works on any machine: no other registry's address, and an entry for each platform's package. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly resolved?: string;
	readonly optionalDependencies?: Record<string, string>;
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
	packages: Record<string, Locked>;
};

it('names no host but the public registry', () => {
	const hosts = Object.values(packages).flatMap(({ resolved }) =>
		resolved === undefined || resolved.startsWith('https://registry.npmjs.org/') ? [] : [resolved],
	);
	expect(hosts).toEqual([]);
});

// npm writes no entry for an optional package that the registry in use does not have, and then `npm ci` refuses.
it('has an entry for each optional dependency', () => {
	const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !foldersAbove(place).some((folder) => `${folder}${name}` in packages))
			.map((name) => `${place} needs ${name}`),
	);
	expect(missing).toEqual([]);
});

it('has one version of tfjs', () => {
	const versions = Object.entries(packages)
		.filter(([place]) => /node_modules\/@tensorflow\/[^/]+$/.test(place))
		.map(([, { version }]) => version);
	expect(versions.length).toBeGreaterThan(5);
	expect([...new Set(versions)]).toEqual(['4.22.0']);
});

/** Where Node looks for what `place` imports, nearest first. */
function foldersAbove(place: string): string[] {
	const parts = place === '' ? [] : place.split('/node_modules/');
	return [
		...parts.map(
			(_, i) => `${parts.slice(0, parts.length - i).join('/node_modules/')}/node_modules/`,
		),
		'node_modules/',
	];
}
