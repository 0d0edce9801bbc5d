/** The function that the studies add to `window.skillet`. */
import type { StudyReport } from '#lab/study/report.ts';

declare module '#lab/page/shell/headless.ts' {
	interface HeadlessExtensions {
		/** The report as one HTML file with the page's own plots, without scripts. */
		reportHtml(report: StudyReport): Promise<string>;
	}
}
