/** A device's report as text, for tests. */
import { englishText } from '#engine/core/message.ts';
import { reportFacts, type DeviceReport } from './report.ts';

/** One line for each fact. */
export const reportLines = (report: DeviceReport): string[] =>
	reportFacts(report).map(({ name, value }) => `${englishText(name)}: ${englishText(value)}`);
