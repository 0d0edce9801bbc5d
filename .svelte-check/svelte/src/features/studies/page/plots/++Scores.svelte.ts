///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { StudyReport } from '../../model/reportTypes.ts';
import { scoresTable } from '../../model/tables.ts';
import { measureTitle } from '../../report.en.ts';
import IntervalPlot from './IntervalPlot.svelte';
import { groupRows, type IntervalColumn } from './intervals.ts';
import Plot, { type Tables } from './Plot.svelte';

type $$ComponentProps = { report: StudyReport; show: Tables };
function $$render() {
	let { report, show }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const columns = $derived(
		report.measures.map((measure): IntervalColumn => {
			const { id, unit, better } = measure;
			return {
				id,
				unit,
				title: measureTitle(measure),
				note: better === 'lower' ? `${text.units[unit]}, ${text.lower}` : text.units[unit],
				cells: report.groups.map(({ figures, cells }) => {
					const estimate = figures[id];
					if (!estimate) return null;
					return { estimate, points: cells.flatMap(({ values }) => values[id] ?? []) };
				}),
			};
		}),
	);
	async () => {
		{
			const $$_tolP0C = __sveltets_2_ensureComponent(Plot);
			const $$_tolP0 = new $$_tolP0C({
				target: __sveltets_2_any(),
				props: {
					title: text.scores,
					about: text.scoresAbout,
					show,
					tables: [{ title: text.scores, table: scoresTable(report) }],
					plot: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								const $$_tolPlavretnI0C = __sveltets_2_ensureComponent(IntervalPlot);
								new $$_tolPlavretnI0C({
									target: __sveltets_2_any(),
									props: { title: text.scores, rows: groupRows(report.groups), columns },
								});
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { plot } = $$_tolP0.$$prop_def; /*Ωignore_endΩ*/

			Plot;
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Scores__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Scores__SvelteComponent_ = ReturnType<typeof Scores__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Scores__SvelteComponent_;
