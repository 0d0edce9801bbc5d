/**
 * Adds to tests/golden/links.json links as this checkout makes them, and the experiments that they mean: run once for
 * each release, `npx tsx tests/golden/links.ts NAME`, also in a checkout of an older one (with `--out FILE`). What was
 * released never changes: every link opens for ever.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { policyInfos } from '#mixing/registry.ts';
import { builtinInfos } from '#lab/worker/skillLibrary.ts';

interface GoldenLink {
	readonly made: string;
	readonly what: string;
	readonly link: string;
	readonly experiment: unknown;
}

const [made, flag, path] = process.argv.slice(2);
if (!made) throw new Error('Give a name for the release: npx tsx tests/golden/links.ts NAME');
const file = flag === '--out' && path ? path : new URL('links.json', import.meta.url);
const kept = existsSync(file)
	? (JSON.parse(readFileSync(file, 'utf8')) as readonly GoldenLink[])
	: [];
if (kept.some((golden) => golden.made === made))
	throw new Error(`The links of ${made} are there already. What was released never changes.`);

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
const mixed = { ...start, precision: 'mixed', activations: 'recomputed' };
const [first, ...others] = start.skills;
const pool = withPinnedSkills({
	...start,
	auxiliary: models.map(({ id, sha256 }) => ({ id, sha256 })).at(-1),
	skills: [{ ...first, noise: { wrongShare: 0.5, duplicates: 40, rows: 200 } }, ...others],
	policy: [{ fromStep: 0, id: 'raise', settings: {}, artefact: '1'.repeat(64) }],
});
const experiments = [
	['the default', start],
	['mixed precision', mixed],
	['an auxiliary model, an artefact and fewer rows', pool],
	['noise on every skill', noisy],
	['switches', switched],
	...policyInfos().map(({ id }) => [
		`the policy ${id}`,
		{ ...start, policy: [{ fromStep: 0, id, settings: {} }] },
	]),
] as [string, typeof start][];

const added = experiments.flatMap(([what, experiment]): GoldenLink[] => {
	try {
		const whole = parseExperiment(experiment);
		const link = encodeLink(whole);
		const known = kept.some((golden) => golden.link === link);
		return known ? [] : [{ made, what, link, experiment: whole }];
	} catch {
		// An older checkout knows no such field.
		return [];
	}
});
writeFileSync(file, `${JSON.stringify([...kept, ...added], null, '\t')}\n`);
