/** Reads all stores through their own API, as JSON that preserves every bit. */
import { parts } from '#engine/data/skill.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { adapterKey, toBits } from './labValues.ts';

export async function readEverything(stores: LabStores): Promise<unknown> {
	const { runs, skills, models, studies, questionSets, answerSets, tunings } = stores;
	const everything: { [name: string]: unknown } = {
		runs: await Promise.all(
			(await runs.list()).map(async (record) => {
				const checkpoint = await runs.checkpoint(record.id);
				return {
					record,
					events: await runs.events(record.id),
					checkpoint: checkpoint && {
						...checkpoint,
						weights: toBits(checkpoint.weights),
						firstMoments: toBits(checkpoint.firstMoments),
						secondMoments: toBits(checkpoint.secondMoments),
					},
				};
			}),
		),
		skills: await Promise.all(
			(await skills.list()).map(async (info) => ({
				info,
				rows: await Promise.all(
					parts.map((part) => skills.rows(info.id, part, 0, info.counts[part])),
				),
			})),
		),
		models: await Promise.all(
			(await models.list()).map(async (info) => {
				const folder = await models.open(info.id);
				const files: number[][] = [];
				for (const name of ['config.json', 'model.safetensors'])
					files.push([...((await folder?.file(name)) ?? [])]);
				return { info, files };
			}),
		),
		studies: await Promise.all(
			(await studies.list()).map(async (record) => ({
				record,
				outcomes: await studies.outcomes(record.id),
			})),
		),
		questionSets: await Promise.all(
			(await questionSets.list()).map(async (info) => ({
				info,
				set: await questionSets.get(info.sha256),
			})),
		),
		answerSets: await Promise.all((await answerSets.list()).map(({ id }) => answerSets.get(id))),
		kept: await keptCheckpoints(runs),
		tuning: await tunings.get(adapterKey),
	};
	type Store = { readonly list?: () => Promise<unknown> } | null;
	for (const [name, store] of Object.entries(stores as object) as [string, Store][])
		if (store?.list && !(name in everything)) everything[name] = await store.list();
	return JSON.parse(JSON.stringify(everything));
}

/** Events before the run's last checkpoint. */
async function keptCheckpoints(runs: LabStores['runs']): Promise<unknown[]> {
	const contents: unknown[] = [];
	for (const { id } of await runs.list())
		for (const step of (await runs.checkpointSteps(id)).slice(0, -1)) {
			const checkpoint = await runs.checkpoint(id, step);
			const { secondMoments, counters } = checkpoint!;
			contents.push({ id, step, counters, secondMoments: toBits(secondMoments) });
		}
	return contents;
}
