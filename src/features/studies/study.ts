/** The door to studies: what one is, its cells, and what came of them. */
export type { Factors, MixSearch, Study, StudyPolicy } from './model/study.ts';
export type { CellCost, CellResult } from './model/result.ts';
export type { CellOutcome, StudyRecord, StudyStore } from './model/record.ts';
export type * from './model/reportTypes.ts';
export type { Measure, MeasureId } from './model/measures.ts';
export type { GroupBy } from './model/groups.ts';
export { axes, axisTitle, shareLabel, type Axis, type AxisId } from './model/axes.ts';
export { cellExperiment, foundLabel, planCells, type Cell } from './model/cells.ts';
export { axisSizes, countCells, demandFewCells, maxCells } from './model/count.ts';
export { allFactors, factorIds, factorsLabel, valueLabel } from './model/factors.ts';
export { parseStudy, parseStudyText, type StudyContext } from './model/parse.ts';
export { resultOf } from './model/resultOf.ts';
export { searchFor, searchMix, searchRuns, type FoundMix } from './model/search.ts';
export { unitsOf } from './model/units.ts';
export { studyReport, type ReportOptions } from './model/report.ts';
export { studyCsv } from './model/csv.ts';
export { studyMarkdown } from './model/markdown.ts';
