/** The studies with their results, and the measured laws, for files with parts of the lab. */
import { checkedBy } from '#engine/core/fields.ts';
import { addLaw, measuredLaws } from '#lab/page/law/loadLaw.ts';
import { partJson } from '#lab/run/partJson.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import { studyText } from '#lab/study/keptStudy.ts';
import { lawSchema } from '#lab/study/measuredLaw.ts';
import type { StudiesLab, StudiesState } from './StudiesState.svelte.ts';

const jsonFile = (name: string, text: string) => ({ name, blob: new Blob([text]) });

export const keptStudies = (
	{ client }: Pick<StudiesLab, 'client'>,
	studies: Pick<StudiesState, 'refresh'>,
): readonly KeptKind[] => [
	{
		kind: 'study',
		stage: 'work',
		list: async () =>
			(await client['study.list']()).map(({ record: { id, study } }) => ({
				name: study.title,
				read: async () => {
					const text = studyText(await client['study.open']({ studyId: id }));
					return { id, name: study.title, files: [jsonFile('study.json', text)] };
				},
			})),
		store: async (_, [file]) => {
			const isNew = await client['study.restore']({ file });
			await studies.refresh();
			return isNew;
		},
	},
	{
		kind: 'law',
		stage: 'work',
		list: async () =>
			measuredLaws().map((fit) => {
				const name = `${fit.key.slice(0, 12)}.json`;
				const files = [jsonFile(name, JSON.stringify(fit))];
				return { name, read: async () => ({ id: fit.key, name, files }) };
			}),
		store: async (_, [file]) =>
			addLaw(checkedBy(lawSchema, partJson(await file.text(), file.name))),
	},
];
