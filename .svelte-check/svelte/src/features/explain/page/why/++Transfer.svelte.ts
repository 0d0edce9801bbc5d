///<reference types="svelte" />
import Part from '#page/workbench/Part.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { explainWords } from '../../words.en.ts';
import HeatTable from './HeatTable.svelte';
import { measuredCells, measuredRows } from './transfer.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const measured = $derived(lab.info?.measuredTransfer);
	const cells = $derived(
		measured
			? measuredCells(
					measured,
					workbench.skills.map(({ id, trained }) => (trained ? id : '')),
				)
			: [],
	);
	const learners = $derived(
		workbench.trained.filter(({ index }) => cells.some(({ learner }) => learner === index)),
	);
	const helpers = $derived(
		workbench.trained.filter(({ index }) => cells.some(({ helper }) => helper === index)),
	);
	const rows = $derived(measuredRows(cells, workbench.skills.length));
	function interval(row: number, column: number): string {
		const cell = cells.find(({ learner, helper }) => learner === row && helper === column);
		return cell
			? explainWords.matrix.interval(format.figure(cell.low), format.figure(cell.high))
			: '';
	}
	async () => {
		if (measured && cells.length > 0) {
			{
				const $$_traP0C = __sveltets_2_ensureComponent(Part);
				new $$_traP0C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: explainWords.matrix.measuredTitle,
						note: explainWords.matrix.measured,
						about: explainWords.matrix.notThis,
						help: `${measured.about} ${explainWords.matrix.notMeasured}`,
					},
				});
				{
					const $$_elbaTtaeH1C = __sveltets_2_ensureComponent(HeatTable);
					new $$_elbaTtaeH1C({
						target: __sveltets_2_any(),
						props: {
							title: explainWords.matrix.measuredTitle,
							rows,
							skills: learners,
							columns: helpers,
							note: interval,
						},
					});
				}
				Part;
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Transfer__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Transfer__SvelteComponent_ = ReturnType<typeof Transfer__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Transfer__SvelteComponent_;
