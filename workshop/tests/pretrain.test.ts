/** Pretraining resumes from its own progress only, and replaces no other recipe's model. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipeIds } from '../pretraining/recipes.ts';
import { isLong } from '../../tests/support/suite.ts';
import { testFolder } from '../../tests/support/testFolder.ts';

const [recipe, other] = recipeIds;
const folder = isLong ? testFolder() : '';
if (isLong) symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));

const script = path.resolve('workshop/pretrain.ts');
const pretrain = (...words: string[]) =>
	spawnSync(
		process.execPath,
		['--import', 'tsx', script, '--steps', '1', '--threads', '1', '--out', 'models', ...words],
		{ cwd: folder, encoding: 'utf8' },
	);
const progress = () => readdirSync(path.join(folder, '.cache', 'pretrain'));
const weights = () => readFileSync(path.join(folder, 'models', 'mine', 'model.safetensors'));

describe.runIf(isLong)('progress of pretraining', () => {
	it('is found again by the same settings, and by no others', () => {
		const words = ['--id', recipe, '--name', 'mine'];
		expect(pretrain(...words)).toMatchObject({ status: 0, stderr: '' });
		const first = weights();
		const again = pretrain(...words);
		expect(again.stdout).toContain('all 1 steps are trained');
		expect(weights()).toEqual(first);
		expect(pretrain(...words, '--seed', '2').stdout).toContain('steps 1 to 1');
		expect(weights()).not.toEqual(first);
		expect(progress()).toHaveLength(2);
	});

	it('is refused by name if it is cut, and so is a model of another recipe', () => {
		const before = weights();
		for (const file of progress())
			truncateSync(path.join(folder, '.cache', 'pretrain', file), 100_000);
		const cut = pretrain('--id', recipe, '--name', 'mine');
		expect(cut.status).toBe(3);
		expect(cut.stderr).toMatch(/^\.cache\/pretrain\/mine-\w+\.bin has \d+ of \d+ bytes\./);
		const replaced = pretrain('--id', other, '--name', 'mine');
		expect(replaced.status).toBe(3);
		expect(replaced.stderr).toContain(`has a model of --id ${recipe}`);
		expect(weights()).toEqual(before);
	});
});
