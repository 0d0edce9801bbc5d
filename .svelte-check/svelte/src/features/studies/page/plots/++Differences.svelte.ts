///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { Comparison, StudyReport } from '../../model/reportTypes.ts';
import { differencesTable } from '../../model/tables.ts';
import { measureTitle } from '../../report.en.ts';
import IntervalPlot from './IntervalPlot.svelte';
import { signed, type IntervalCell, type IntervalColumn } from './intervals.ts';
import Plot, { type Tables } from './Plot.svelte';

type $$ComponentProps = { report: StudyReport; show: Tables };
function $$render() {
	let { report, show }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const colors = {
		better: 'var(--good)',
		worse: 'var(--bad)',
		undecided: 'var(--ink)',
		unknown: 'var(--ink)',
	} as const;

	const rows = $derived(
		report.comparisons.map(({ label, against, within, pairs }) => ({
			label: text.against(label, against, within),
			n: String(pairs),
		})),
	);
	function differenceCell({ differences }: Comparison, measure: string): IntervalCell | null {
		const found = differences.find((difference) => difference.measure === measure);
		if (!found || found.bootstrap.n === 0) return null;
		const { bootstrap, verdict, wins, ties, losses } = found;
		return {
			estimate: bootstrap,
			color: colors[verdict],
			hollow: verdict === 'undecided' || verdict === 'unknown',
			note: `${text.verdicts[verdict]}; ${text.wins} ${wins}–${ties}–${losses}`,
		};
	}
	const columns = $derived(
		report.measures.map((measure): IntervalColumn => {
			const { id, unit, better } = measure;
			const unitText = text.unitsOfDifference[unit];
			return {
				id,
				unit,
				title: measureTitle(measure),
				note: better === 'lower' ? `${unitText}, ${text.lower}` : unitText,
				cells: report.comparisons.map((comparison) => differenceCell(comparison, id)),
			};
		}),
	);
	async () => {
		{
			const $$_tolP0C = __sveltets_2_ensureComponent(Plot);
			const $$_tolP0 = new $$_tolP0C({
				target: __sveltets_2_any(),
				props: {
					title: text.differences,
					about: text.differencesAbout,
					tableAbout: text.differencesTableAbout,
					show,
					tables: [{ title: text.differences, table: differencesTable(report) }],
					plot: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								const $$_tolPlavretnI0C = __sveltets_2_ensureComponent(IntervalPlot);
								new $$_tolPlavretnI0C({
									target: __sveltets_2_any(),
									props: { title: text.differences, rows, columns, write: signed, zero: true },
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
const Differences__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Differences__SvelteComponent_ = ReturnType<
	typeof Differences__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Differences__SvelteComponent_;
