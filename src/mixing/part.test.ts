/** The part as a whole: its graph of imports. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;

test('no file of mixing imports itself through others, not even by a type', () => {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
		(file) => file.endsWith('.ts') && !/\.test/.test(file),
	);
	const imports = new Map(
		files.map((file) => {
			const { importedFiles } = ts.preProcessFile(readFileSync(path.join(folder, file), 'utf8'));
			const relative = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
			return [
				file,
				relative.map(({ fileName }) => path.join(path.dirname(file), fileName)),
			] as const;
		}),
	);
	expect(files.length).toBeGreaterThan(50);
	const done = new Set<string>();
	const findCircle = (file: string, above: readonly string[]): readonly string[] | null => {
		if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
		if (done.has(file)) return null;
		for (const next of imports.get(file) ?? []) {
			const circle = findCircle(next, [...above, file]);
			if (circle) return circle;
		}
		done.add(file);
		return null;
	};
	for (const file of files) expect(findCircle(file, [])).toBeNull();
});
