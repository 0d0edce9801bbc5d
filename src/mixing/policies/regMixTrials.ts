/** RegMix's trial runs: the groups of skills that are mixed, the random mixes, and the artefact. */
import * as v from 'valibot';
import { mustBe } from '#core/fields.ts';
import type { Json } from '#core/json.ts';
import type { Ratios } from '#core/parameters.ts';
import type { RandomStream } from '#core/random.ts';
import { dirichletShares } from '../dirichlet.ts';
import type { MixContext } from '../policy.ts';
import { bySkill, finite, loss, readArtefact, withFields } from '../readArtefact.ts';
import { indicesById } from '../rows.ts';
import { normalise, sharesFromRatios, temperatureShares } from '../shares.ts';

/** The mix and the validation losses of a trial run, by skill id. */
export interface Trial {
	readonly shares: Ratios;
	/** Nats per answer token; null if not finite. */
	readonly losses: { readonly [skill: string]: number | null };
}

/** Skills that are mixed as one, with fixed shares among themselves. */
export interface Group {
	readonly id: string;
	readonly name: string;
	/** Share of each skill in the group; 0 outside. */
	readonly within: readonly number[];
	readonly prior: number;
}
/** A group per skill by id; the kept skills are one group, the last one. */
export function listGroups(
	{ keep, tau }: { readonly keep: Ratios; readonly tau: number },
	{ skills }: Pick<MixContext, 'skills'>,
): Group[] {
	const prior = temperatureShares(skills, tau);
	const isKept = (i: number) => (keep[skills[i].id] ?? 0) > 0;
	const byId = indicesById(skills);
	const groups: Group[] = byId
		.filter((i) => !isKept(i))
		.map((i) => ({
			id: skills[i].id,
			name: skills[i].name,
			within: skills.map((_, j) => (i === j ? 1 : 0)),
			prior: prior[i],
		}));
	const kept = byId.filter(isKept);
	if (kept.length === 0) return groups;
	const within = sharesFromRatios(keep, skills, 'keep');
	const name = kept.map((i) => skills[i].name).join(' + ');
	const sum = kept.reduce((total, i) => total + prior[i], 0);
	return [...groups, { id: 'kept ratios', name, within, prior: sum }];
}

/** The shares of the skills in a mix of the groups. */
export const toMix = (groups: readonly Group[], shares: readonly number[]): number[] =>
	normalise(
		groups[0].within.map((_, i) =>
			groups.reduce((sum, { within }, g) => sum + shares[g] * within[i], 0),
		),
	);

/** Dirichlet(c · prior), c log-uniform from 0.1 to `most`. */
export function drawShares(groups: readonly Group[], most: number, stream: RandomStream): number[] {
	const c = 0.1 * (most / 0.1) ** stream.uniform(1);
	return dirichletShares(
		groups.map(({ prior }) => c * prior),
		(g) => stream.child(groups[g].id),
	);
}

export function parseTrials(
	artefact: Json,
	{ skills }: Pick<MixContext, 'skills'>,
): readonly Trial[] {
	const trial = withFields({ shares: bySkill(skills, finite), losses: bySkill(skills, loss) });
	const list = v.array(trial, mustBe('a list of trial runs'));
	return readArtefact(withFields({ trials: list }), artefact).trials;
}
