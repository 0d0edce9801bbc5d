/** The fuzz targets: everything that a visitor can open. */
import type { FuzzTarget } from './target.ts';
import { dataFiles } from './targets/data.ts';
import { linkTarget } from './targets/links.ts';
import { modelFolders, tokenizerFiles } from './targets/models.ts';
import { questionFiles } from './targets/questions.ts';
import { runFiles } from './targets/runs.ts';
import { studyFiles } from './targets/studies.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
	dataFiles,
	linkTarget,
	runFiles,
	studyFiles,
	questionFiles,
	tokenizerFiles,
	modelFolders,
];
