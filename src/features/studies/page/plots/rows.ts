/** A report's groups as the rows of its plots. */
import type { ReportGroup, StudyReport } from '../../study.ts';
import { skillStyles, type SkillStyle } from '#page/charts/palette.ts';
import { reportWords } from '../../words.en.ts';
import type { IntervalRow } from './intervals.ts';

export const groupRows = (groups: readonly ReportGroup[]): IntervalRow[] =>
	groups.map(({ label, n, planned }) => ({
		label,
		n: reportWords.nOf(n, planned),
		ofN: n,
	}));

/** As on the bench: one colour and one shape per skill. */
export const reportStyles = ({ skills }: StudyReport): readonly SkillStyle[] =>
	skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);
