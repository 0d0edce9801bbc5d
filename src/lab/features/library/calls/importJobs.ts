/** Jobs that read a data file or a GGUF header. Some library may be slow or loop without end. */
import { readGguf, type GgufContent } from '#engine/model/gguf.ts';
import type { Example } from '#engine/data/example.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import type { Part, SkillInfo } from '#engine/data/skill.ts';
import type { JobHandlers } from '#lab/worker/jobHost.ts';
import {
	importFile,
	type ImportOptions,
	type ImportReport,
	type Inspection,
} from '../model/importFile.ts';
import { readFrom } from '../model/ggufSource.ts';
import { inspectFile, type PartialRecipe } from '../model/inspectFile.ts';

declare module '#lab/worker/throwaway.ts' {
	interface Jobs {
		/** Reads the head of a file. */
		'import.inspect': { request: { file: File } & PartialRecipe; reply: Inspection };
		/** Reads the whole file. Its owner stores the examples: each question is a batch. */
		'import.read': {
			request: {
				file: File;
				mapping: RowMapping;
				options: ImportOptions;
				skills: readonly SkillInfo[];
			};
			question: { readonly part: Part; readonly examples: readonly Example[] };
			answer: void;
			reply: { readonly info: SkillInfo; readonly report: ImportReport };
		};
		/** The header of a GGUF file. */
		'gguf.read': { request: { file: File }; reply: GgufContent };
	}
}

export const importJobs: Pick<JobHandlers, 'import.inspect' | 'import.read' | 'gguf.read'> = {
	'import.inspect': ({ file, ...options }, owner) =>
		inspectFile(file, { ...options, onProgress: (done) => owner.progress({ done }) }),
	'import.read': (request, owner) =>
		importFile({
			...request,
			sink: { append: (part, examples) => owner.ask({ part, examples }) },
			onProgress: (done) => owner.progress({ done }),
		}),
	'gguf.read': ({ file }, owner) =>
		readGguf(readFrom(file), file.size, file.name, () => owner.progress({})),
};
