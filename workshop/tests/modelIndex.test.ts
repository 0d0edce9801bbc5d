/** The list of shipped models has what pretraining wrote. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ShippedModel } from '../../src/lab/worker/modelLibrary.ts';
import { testFolder } from '../../tests/support/testFolder.ts';
import { writeModelIndex } from '../pretraining/baseModel.ts';

const index = JSON.parse(readFileSync('models/index.json', 'utf8')) as ShippedModel[];

test('the list of a folder has the models that pretrain wrote, and no other beside them', () => {
	const folder = testFolder();
	cpSync('models/skillet-small', path.join(folder, 'skillet-small'), { recursive: true });
	mkdirSync(path.join(folder, 'pythia-14m'));
	writeFileSync(path.join(folder, 'pythia-14m', 'config.json'), '{}');
	writeModelIndex(folder, 'skillet-base');
	const written = readFileSync(path.join(folder, 'index.json'), 'utf8');
	expect(JSON.parse(written)).toEqual(index.filter(({ id }) => id === 'skillet-small'));
});
