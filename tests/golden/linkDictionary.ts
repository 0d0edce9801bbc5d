/**
 * Writes src/lab/run/linkDictionary3.json: text that links share, the likeliest last. Run it only
 * for a new format, because links of the old one need the old dictionary:
 * `npx tsx tests/golden/linkDictionary.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { canonicalJson } from '#engine/core/json.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { presets, withPreset } from '#lab/run/presets.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { mixingPolicies } from '#mixing/index.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
	id: string;
	sha256: string;
}[];
const start = defaultExperiment(builtinInfos(), models[0]);
const experimentText = (value: typeof start) => canonicalJson({ experiment: value });
const policyTexts = mixingPolicies.flatMap(({ id, presets = [] }) =>
	[{}, ...presets.map(({ settings }) => settings)].map((settings) =>
		canonicalJson(parseExperiment({ ...start, policy: [{ fromStep: 0, id, settings }] }).policy),
	),
);
const skillTexts = presets.flatMap(({ id }) =>
	withPreset(id, start, models).skills.map((skill) => canonicalJson(skill)),
);
const settingTexts = [
	'"budget":{"kind":"seconds","seconds":60,"stopped":',
	'"budget":{"kind":"tokens","tokens":1000000}',
	'"part":"validation"',
	'"activations":"recomputed","precision":"mixed",',
	'"recipe":{"heldOutShare":0.1,"mapping":{"kind":"columns","answer":["answer"],' +
		'"prompt":["prompt"]},"maskPrivate":false,"seed":1}',
	'"layout":"padded"',
	'"kind":"constant"',
	'"kind":"cosine"',
];
const modelTexts = models.flatMap(({ id, sha256 }) =>
	['auxiliary', 'model'].map((field) => `"${field}":${canonicalJson({ id, sha256 })},`),
);
const even = Object.fromEntries(
	start.skills.filter(({ use }) => use === 'train').map(({ id }) => [id, 0.125]),
);
const mixTexts = [
	canonicalJson([{ fromStep: 100, id: 'fixed', settings: { ratios: even } }]),
	`"points":${canonicalJson([0, 300].map((step) => ({ ratios: even, step })))}`,
];
const viewTexts = [
	'"view":{"focus":"addition","hide":["mix","pace","overTime","why","results","samples","tryIt",' +
		'"library","settings","share","runs","studies","questions"],"note":"",' +
		'"pace":{"kind":"until","step":100},"place":"bench","tables":true,"theme":"light"}}',
	'"pace":{"kind":"slow","milliseconds":500},"place":"studies","theme":"dark"',
];
const resultTexts = [
	'"exact":null,"loss":1.2',
	'"device":"processor without fused multiply-add",',
	'"backend":"webgpu","bits":"',
	'{"expected":{"backend":"wasm","bits":"0123456789abcdef","device":"processor with fused ' +
		'multiply-add","engine":2,"skills":[{"exact":0.9867,"loss":0.5}],"steps":300}',
];
const pieces = [
	...settingTexts,
	...modelTexts,
	...skillTexts,
	...policyTexts.toReversed(),
	...mixTexts,
	...viewTexts,
	...resultTexts,
	experimentText(parseExperiment(start)),
];
const text = `${JSON.stringify([...new Set(pieces)], null, '\t')}\n`;
writeFileSync(new URL('../../src/lab/run/linkDictionary3.json', import.meta.url), text);
