/**
 * Writes tests/golden/links.json: links of the current format and their experiments, one per line.
 * Run it only for a new format, because stored links must stay valid:
 * `npx tsx tests/golden/links.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { policyInfos } from '#mixing/index.ts';
import { builtinInfos } from '#lab/worker/skills.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
	id: string;
	sha256: string;
}[];
const start = defaultExperiment(builtinInfos(), models[0]);
const noisy = withPinnedSkills({
	...start,
	skills: start.skills.map((skill, i) => ({
		...skill,
		noise: { wrongShare: i / 10, duplicates: 3 * i },
	})),
});
const ratios = Object.fromEntries(start.skills.map(({ id }, i) => [id, (i + 1) / 10]));
const switched = {
	...start,
	seed: 2 ** 53 - 1,
	policy: [
		{ fromStep: 0, id: 'uniform', settings: {} },
		{ fromStep: 20, id: 'fixed', settings: { ratios } },
		{ fromStep: 90, id: 'timetable', settings: { points: [{ step: 100, ratios }] } },
	],
};
const recomputed = { ...start, activations: 'recomputed' };
const [first, ...others] = start.skills;
const pool = withPinnedSkills({
	...start,
	auxiliary: models.map(({ id, sha256 }) => ({ id, sha256 })).at(-1),
	skills: [{ ...first, noise: { wrongShare: 0.5, duplicates: 40, rows: 200 } }, ...others],
	policy: [{ fromStep: 0, id: 'raise', settings: {}, artefact: '1'.repeat(64) }],
});
const experiments = [
	['the default', start],
	['recomputed activations', recomputed],
	['an auxiliary model, an artefact and fewer rows', pool],
	['noise on every skill', noisy],
	['switches', switched],
	...policyInfos().map(({ id }) => [
		`the policy ${id}`,
		{ ...start, policy: [{ fromStep: 0, id, settings: {} }] },
	]),
] as [string, typeof start][];

const lines = experiments.map(([what, value]) => {
	const experiment = parseExperiment(value);
	return JSON.stringify({ what, link: encodeLink(experiment), experiment });
});
writeFileSync(new URL('links.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
