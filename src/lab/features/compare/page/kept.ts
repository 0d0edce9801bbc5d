/** The studies with their results, for files with parts of the lab. */
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import { studyText } from '#lab/study/keptStudy.ts';
import type { CompareLab, CompareState } from './CompareState.svelte.ts';

const jsonFile = (name: string, text: string) => ({ name, blob: new Blob([text]) });

export const keptStudies = (
	{ client }: Pick<CompareLab, 'client'>,
	studies: Pick<CompareState, 'refresh'>,
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
];
