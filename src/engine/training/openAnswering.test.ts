import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openAnswering } from './openAnswering.ts';
import { defaultOptimizer } from './settings.ts';
import { openTraining } from './openTraining.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { weightReader } from '../model/folder.ts';
import { openPackedModel, packedBytes, packModel } from '../model/packedModel.ts';
import { readModelFolder } from '../model/readFolder.ts';

const folder = 'models/skillet-small';
const model = readModelFolder(
	new Map(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`)])),
);
const prompts = ['add 47+8=', 'The cat'];
const answers = async (opened: Awaited<ReturnType<typeof openAnswering>>) => {
	const texts = [];
	for (const prompt of prompts) texts.push((await opened.answer(prompt, { maxTokens: 24 })).text);
	opened.dispose();
	return texts;
};
async function* pieces(stream: Blob, length: number) {
	for (let at = 0; at < stream.size; at += length)
		yield new Uint8Array(await stream.slice(at, at + length).arrayBuffer());
}

it.each(['f32', 'int8'] as const)('answers as its folder does, in %s', async (base) => {
	const { head, stream } = await packModel(model, weightReader(model), base);
	expect(stream.size).toBe(packedBytes(model.specs, base));
	const device = await openNodeDevice();
	const packed = openPackedModel(
		JSON.parse(JSON.stringify(head)) as typeof head,
		pieces(stream, 1000),
	);
	const direct = await openAnswering(device, model, base);
	expect(await answers(await openAnswering(device, packed, base))).toEqual(await answers(direct));
	if (base === 'int8') return expect(stream.size).toBeLessThan(2 * model.parameterCount);
	const settings = {
		optimizer: defaultOptimizer,
		batching: { size: 1, context: 64, layout: 'packed' },
		seed: 1,
	} as const;
	const trained = await openTraining(device, model, settings);
	const folderTexts = await answers(trained);
	const again = openPackedModel(head, pieces(stream, 1000));
	expect(await answers(await openAnswering(device, again, base))).toEqual(folderTexts);
});
