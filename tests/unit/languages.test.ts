/** The catalogues of all languages, and the constants that would freeze the words of one. */
import { expect, test, vi } from 'vitest';

const isLong = import.meta.env['SKILLET_SUITE'] === 'long';

test.runIf(isLong)('no module reads a text while it loads: it would stay so', async () => {
	vi.resetModules();
	const { english, followLanguage } = await import('#core/language.ts');
	const readers: string[] = [];
	followLanguage(() => {
		readers.push(new Error().stack!.split('\n').slice(2, 7).join('\n'));
		return english;
	});
	const modules = import.meta.glob([
		'/src/features/{index,languages}.ts',
		'/src/{page,features}/**/*.svelte',
	]);
	for (const load of Object.values(modules)) await load();
	followLanguage(() => english);
	expect(readers).toEqual([]);
});
