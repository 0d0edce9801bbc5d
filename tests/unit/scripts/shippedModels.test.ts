/** The shipped models: the list matches the files, and the tutor is an additional model. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sha256Hex } from '#engine/core/hash.ts';
import { withPreset } from '#lab/run/presets.ts';
import type { ShippedModel } from '#lab/worker/modelLibrary.ts';
import { readModelOnDisk } from '../../../scripts/lib/modelOnDisk.ts';
import { labFixture } from '../../support/lab.ts';

const index = JSON.parse(readFileSync('models/index.json', 'utf8')) as ShippedModel[];
const tutor = index.find(({ id }) => id === 'skillet-tutor')!;

test.each(index)('the entry of $id matches its files', ({ id, sha256, parameters, files }) => {
	for (const { name, bytes, sha256 } of files) {
		const content = readFileSync(path.join('models', id, name));
		expect({ name, bytes: content.length, sha256: sha256Hex(content) }).toEqual({
			name,
			bytes,
			sha256,
		});
	}
	expect(files.find(({ name }) => name === 'model.safetensors')?.sha256).toBe(sha256);
	expect(readModelOnDisk(path.join('models', id)).parameterCount).toBe(parameters);
});

test('the noisy-pool preset names the tutor; only a run downloads it', async () => {
	const fetched: string[] = [];
	const lab = await labFixture({
		page: {
			base: new URL('../../../', import.meta.url),
			async fetch(url) {
				fetched.push(path.basename(url.pathname));
				return new Response(new Uint8Array(await readFile(url)));
			},
		},
	});
	const { defaultExperiment, models } = await lab.client['lab.open']();
	const experiment = withPreset('noisy-pool', defaultExperiment, models);
	expect(experiment.auxiliary).toEqual({ id: 'skillet-tutor', sha256: tutor.sha256 });
	expect(experiment.model.id).toBe('skillet-base');
	expect(fetched).toEqual(['index.json']);
});
