/** The fuzz targets: everything that a visitor can open. */
import type { FuzzTarget } from './target.ts';
import { adapterFolders } from './targets/adapters.ts';
import { dataFiles, parquetTarget } from './targets/data.ts';
import { ggufFiles } from './targets/gguf.ts';
import { lessonTarget } from './targets/lessons.ts';
import { linkTarget } from './targets/links.ts';
import { modelFolders, tokenizerFiles } from './targets/models.ts';
import { questionFiles } from './targets/questions.ts';
import { packFiles } from './targets/packs.ts';
import { runFiles } from './targets/runs.ts';
import { safetensorsFiles } from './targets/safetensors.ts';
import { studyFiles } from './targets/studies.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
	dataFiles,
	parquetTarget,
	linkTarget,
	runFiles,
	studyFiles,
	questionFiles,
	tokenizerFiles,
	modelFolders,
	ggufFiles,
	safetensorsFiles,
	adapterFolders,
	packFiles,
	lessonTarget,
];
