/** A file that is named after its class has the class's case; other names start small. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const files = ['src', 'scripts', 'tests', 'examples'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|assembly/.test(file))
		.map((file) => path.join(folder, file)),
);

function expectedName(file: string, name: string): string {
	const classes = readFileSync(file, 'utf8').matchAll(
		/^export (?:default |abstract )*class (\w+)/gm,
	);
	const same = [...classes].find(([, found]) => found.toLowerCase() === name.toLowerCase());
	return same?.[1] ?? name[0].toLowerCase() + name.slice(1);
}

test('a file has the case of the class that it is named after; others begin small', () => {
	const names = files.map((file) => ({ file, name: path.basename(file).split('.')[0] }));
	const wrong = names.filter(({ file, name }) => name !== expectedName(file, name));
	expect(wrong).toEqual([]);
	expect(files.length).toBeGreaterThan(100);
});
