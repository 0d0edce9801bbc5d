/** The function that the studies add to `window.skillet`. */
import type { StudyReport } from '#lab/study/report.ts';

export interface NamedSvg {
	readonly name: string;
	readonly text: string;
}

declare module '#lab/page/shell/headless.ts' {
	interface HeadlessExtensions {
		/** The report as one HTML file with the page's own plots, without scripts. */
		reportHtml(report: StudyReport): Promise<string>;
		/** The figures as SVG files. */
		reportFigures(report: StudyReport): Promise<readonly NamedSvg[]>;
	}
}
