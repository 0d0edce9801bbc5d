/** Time and memory of a run before it exists, in words. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { Forecast } from '#lab/run/RunForecast.ts';
import { forecastPace, runCost } from '#lab/page/state/pace.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import { words } from './words.ts';

/** “100 steps of 3.1 s, 3 tests of 20 s: about 6 min; 1.9 GB”. */
export function costText(
	experiment: Experiment,
	forecast: Forecast,
	{ lab, workbench }: Pick<PageState, 'lab' | 'workbench'>,
): string {
	const text = words.run.forecast;
	const { bytes } = forecast;
	if (bytes === null) return text.tooLarge;
	const cost = runCost(experiment, forecastPace(forecast), {
		skills: lab.info?.skills ?? [],
		probeShare: workbench.next.probesOf(experiment),
	});
	return text.cost({ ...cost, step: secondsText(cost.step), bytes });
}

/** Two digits, or whole seconds. */
const secondsText = (milliseconds: number): string => {
	const seconds = milliseconds / 1000;
	return seconds >= 10 ? seconds.toFixed(0) : String(Number(seconds.toPrecision(2)));
};
