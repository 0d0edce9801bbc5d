/** The parts of studies that the bench's scripts and the page use. */
export type { Factors, MixSearch, Study, StudyPolicy } from './model/study.ts';
export type { CellCost, CellResult } from './model/result.ts';
export type { CellOutcome, StudyRecord, StudyStore } from './model/record.ts';
export type * from './model/reportTypes.ts';
export type { Measure, MeasureId } from './model/measures.ts';
export type { GroupBy } from './model/groups.ts';
export { axes, axisTitle, foundLabel, shareLabel, type Axis, type AxisId } from './model/axes.ts';
export { cellExperiment, planCells, unitsOf, type Cell } from './model/cells.ts';
export {
	allFactors,
	axisSizes,
	countCells,
	demandFewCells,
	factorIds,
	factorsLabel,
	maxCells,
	valueLabel,
} from './model/factors.ts';
export { parseStudy, parseStudyText, type StudyContext } from './model/parse.ts';
export { resultOf } from './model/result.ts';
export { searchFor, searchMix, searchRuns, type FoundMix } from './model/search.ts';
export { studyReport, type ReportOptions } from './model/report.ts';
export { measuresTable, studyCsv } from './model/tables.ts';
export { studyMarkdown } from './model/markdown.ts';
