/** The door to studies: what one is, its cells, and what came of them. */
export type { Factors, MixSearch, Study, StudyPolicy } from './study/study.ts';
export type { CellCost, CellResult } from './study/result.ts';
export type { CellOutcome, StudyRecord, StudyStore } from './study/record.ts';
export type * from './study/reportTypes.ts';
export type { Measure, MeasureId } from './study/measures.ts';
export type { GroupBy } from './study/groups.ts';
export { axes, axisTitle, shareLabel, type Axis, type AxisId } from './study/axes.ts';
export { cellExperiment, foundLabel, planCells, type Cell } from './study/cells.ts';
export { axisSizes, countCells, demandFewCells, maxCells } from './study/count.ts';
export { allFactors, factorIds, factorsLabel, valueLabel } from './study/factors.ts';
export { parseStudy, parseStudyText, type StudyContext } from './study/parse.ts';
export { resultOf } from './study/resultOf.ts';
export { searchFor, searchMix, searchRuns, type FoundMix } from './study/search.ts';
export { unitsOf } from './study/units.ts';
export { studyReport, type ReportOptions } from './study/report.ts';
export { studyCsv } from './study/csv.ts';
export { studyMarkdown } from './study/markdown.ts';
