/** The floors rule reports what it must, on each floor, and is on in the whole project. */
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import floorsPlugin, { floors } from '../../../scripts/floors.js';

const eslint = new ESLint({
	overrideConfigFile: true,
	overrideConfig: {
		files: ['**/*.ts'],
		languageOptions: { parser: ts.parser },
		plugins: { floors: floorsPlugin },
		rules: { 'floors/downwards': 'error' },
	},
});
async function complaints(filePath: string, code: string): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath });
	return result?.messages.map((message) => message.message) ?? [];
}

/** From a file of the floor to src/. */
const up = (floor: string) => '../'.repeat(floor.split('/').length);

const below = floors.slice(0, -1);
const above = (floor: string) => floors[floors.indexOf(floor) + 1];

describe('looking up is refused', () => {
	it.each(below)('from %s/ and its folders', async (floor) => {
		for (const [folder, code] of [
			[floor, `import { a } from '#${above(floor)}/a.ts';`],
			[`${floor}/nested`, `import { a } from '../${up(floor)}${above(floor)}/a.ts';`],
		]) {
			const [message, ...rest] = await complaints(`src/${folder}/here.ts`, code);
			expect(message).toContain(`${floor}/ is below`);
			expect(rest).toEqual([]);
		}
	});
});

describe('downwards', () => {
	it.each([
		[
			'src/engine/training/a.ts',
			`import { b } from '#engine/data/builtin/b.ts';`,
			'top-level file of engine/data/',
		],
		['src/lab/run/a.ts', `import { b } from '#engine/index.ts';`, 'all of the engine'],
		['src/lab/run/a.ts', `import { b } from '#engine/training/gradient.ts';`, 'offers'],
		['src/lab/run/a.ts', `import type { B } from '#engine/gpu/kernels/add.ts';`, 'offers'],
		['src/lab/run/a.ts', `import { b } from '#mixing/policies/b.ts';`, 'offers'],
		['src/lab/page/a.ts', `import type { B } from '#mixing/b.ts';`, 'offers'],
		['src/mixing/a.ts', `import { b } from '#engine/data/b.ts';`, 'mixing/ imports core/'],
		['src/mixing/a.ts', `import type { B } from '#engine/data/b.ts';`, 'mixing/ imports core/'],
		[
			'src/lab/page/a.ts',
			`import { b } from '#engine/training/settings.ts';`,
			'use a call of the worker',
		],
		['src/lab/page/a.ts', `import { b } from '#lab/worker/host.ts';`, 'use a call of the worker'],
		[
			'src/lab/page/a.ts',
			`import { b, type C } from '../../engine/data/b.ts';`,
			'use a call of the worker',
		],
		[
			'src/lab/features/runs/a.ts',
			`import { b } from '#lab/features/compare/b.ts';`,
			'no other feature',
		],
		['src/lab/features/runs/a.ts', `import type { B } from '../compare/b.ts';`, 'no other feature'],
		['src/lab/features/runs/a.ts', `import { b } from '../worker.ts';`, 'no other feature'],
		['src/lab/worker/a.ts', `import { b } from '#lab/features/runs/b.ts';`, 'lab/worker/ is below'],
		[
			'src/lab/worker/a.ts',
			`import type { B } from '#lab/features/worker.ts';`,
			'lab/worker/ is below',
		],
		[
			'src/lab/worker/lab.ts',
			`import { b } from '#lab/features/worker.ts';`,
			'lab/worker/ is below',
		],
		[
			'src/lab/worker/lab.ts',
			`import type { B } from '#lab/features/runs/store.ts';`,
			'lab/worker/ is below',
		],
	])('has limits in %s: %s', async (file, code, message) => {
		const found = await complaints(file, code);
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(message);
	});
});

it('is on in the whole project', () => {
	const { rules, overrides } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as {
		rules: Record<string, unknown>;
		overrides: readonly { readonly rules: Record<string, unknown> }[];
	};
	expect(rules['floors/downwards']).toBe('error');
	for (const override of overrides) expect(override.rules).not.toHaveProperty('floors/downwards');
});
