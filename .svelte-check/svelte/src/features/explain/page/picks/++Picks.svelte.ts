///<reference types="svelte" />
import WrongShare from '../why/WrongShare.svelte';
import { poolSize } from '#page/workbench/pool.ts';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { explainWords } from '../../words.en.ts';
import PicksTable from './PicksTable.svelte';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const pool = $derived((lab.experiment && poolSize(lab.experiment, lab.info?.skills ?? [])) ?? 0);
	const known = $derived(workbench.history.wrongShare(workbench.step) !== null);
	async () => {
		if (lab.run) {
			{
				svelteHTML.createElement('p', {});
				explainWords.picks.summary(lab.run.picks.picks, lab.run.picks.distinct, pool);
			}
			if (known) {
				{
					const $$_erahSgnorW0C = __sveltets_2_ensureComponent(WrongShare);
					new $$_erahSgnorW0C({ target: __sveltets_2_any(), props: {} });
				}
			} else {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					explainWords.picks.noneWrong;
				}
			}
			{
				const $$_elbaTskciP0C = __sveltets_2_ensureComponent(PicksTable);
				new $$_elbaTskciP0C({ target: __sveltets_2_any(), props: { run: lab.run } });
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
const Picks__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Picks__SvelteComponent_ = ReturnType<typeof Picks__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Picks__SvelteComponent_;
