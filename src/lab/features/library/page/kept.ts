/** The visitor's own data, models and preparations, for files with parts of the lab. */
import { demandHash, type KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ModelShelf } from './ModelShelf.svelte.ts';

export const keptData = (
	lab: Pick<LabState, 'client' | 'info'>,
	models: Pick<ModelShelf, 'put'>,
): readonly KeptKind[] => [
	{
		kind: 'skill',
		stage: 'data',
		list: async () =>
			Promise.all(
				(lab.info?.skills ?? [])
					.filter(({ source }) => source === 'file')
					.map(async ({ id, fingerprint, name }) => {
						const file = await lab.client['skill.export']({ id });
						return { id: fingerprint, name, files: [file] };
					}),
			),
		store: async (part, [file]) => {
			if (lab.info?.skills.some(({ fingerprint }) => fingerprint === part.id)) return false;
			return demandHash(part, (await lab.client['skill.import']({ file })).fingerprint);
		},
	},
	{
		kind: 'model',
		stage: 'data',
		list: async () =>
			Promise.all(
				[...(lab.info?.models ?? []), ...(lab.info?.adapters ?? [])]
					.filter(({ source }) => source !== 'builtin')
					.map(async ({ id, sha256, name }) => {
						const files = await lab.client['model.files']({ id });
						return { id: sha256, name, files };
					}),
			),
		store: async (part, files) => {
			const here = [...(lab.info?.models ?? []), ...(lab.info?.adapters ?? [])];
			if (here.some(({ sha256 }) => sha256 === part.id)) return false;
			const model = await lab.client['model.import']({ files, name: part.name });
			return demandHash(part, (await models.put(model)).sha256);
		},
	},
	{
		kind: 'artefact',
		stage: 'data',
		list: async () =>
			Promise.all(
				(await lab.client['artefact.list']()).map(async ({ sha256, name }) => {
					const file = await lab.client['artefact.export']({ sha256 });
					return { id: sha256, name, files: [file] };
				}),
			),
		store: async (part, [file]) => {
			const here = await lab.client['artefact.list']();
			if (here.some(({ sha256 }) => sha256 === part.id)) return false;
			return demandHash(part, (await lab.client['artefact.import']({ file })).sha256);
		},
	},
];
