/** The visitor's own data and models, for files with parts of the lab. */
import { demandHash, type KeptKind, modelPart, skillPart } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ModelShelf } from './ModelShelf.svelte.ts';

export const keptData = (
	lab: Pick<LabState, 'client' | 'reread'>,
	models: Pick<ModelShelf, 'put'>,
): readonly KeptKind[] => {
	const allModels = async () => {
		const { models, adapters } = await lab.reread();
		return [...models, ...adapters];
	};
	return [
		{
			kind: 'skill',
			stage: 'data',
			list: async () =>
				(await lab.client['skill.list']())
					.filter(({ source }) => source === 'file')
					.map((skill) => {
						const { name, bytes } = skill;
						return { name, bytes, read: () => skillPart(lab.client, skill) };
					}),
			store: async (part, [file]) => {
				const here = await lab.client['skill.list']();
				if (here.some(({ fingerprint }) => fingerprint === part.id)) return false;
				return demandHash(part, (await lab.client['skill.import']({ file })).fingerprint);
			},
		},
		{
			kind: 'model',
			stage: 'data',
			list: async () =>
				(await allModels())
					.filter(({ source }) => source !== 'builtin')
					.map((model) => {
						const { name, bytes } = model;
						return { name, bytes, read: () => modelPart(lab.client, model) };
					}),
			store: async (part, files) => {
				if ((await allModels()).some(({ sha256 }) => sha256 === part.id)) return false;
				const model = await lab.client['model.import']({ files, name: part.name });
				return demandHash(part, (await models.put(model)).sha256);
			},
		},
	];
};
