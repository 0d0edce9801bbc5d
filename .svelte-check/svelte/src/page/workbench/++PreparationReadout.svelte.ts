///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import Progress from '#page/components/Progress.svelte';
import { getLab } from '#page/state/context.ts';
import type { Task } from '#page/state/NoticeState.svelte.ts';
import { words } from '#page/words/words.ts';

type $$ComponentProps = { task: Task };
function $$render() {
	let { task }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const text = words.policy.preparation;
	const policy = $derived(lab.policy(lab.run?.policy.id ?? ''));
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `preparing`,
				role: `group`,
				'aria-label': text.running(policy?.title ?? ''),
			});
			{
				svelteHTML.createElement('span', { class: `what`, title: task.label });
				{
					svelteHTML.createElement('b', {});
					text.running(policy?.title ?? '');
				}
				task.label;
			}
			{
				svelteHTML.createElement('span', { class: `bar` });
				{
					const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP2C({
						target: __sveltets_2_any(),
						props: { label: task.label, fraction: task.fraction, labelHidden: true },
					});
				}
			}
			if (task.left !== null) {
				{
					svelteHTML.createElement('span', { class: `quiet left` });
					text.left(task.left);
				}
			}
			if (policy?.prepares) {
				{
					const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE1C({
						target: __sveltets_2_any(),
						props: { term: text.title, text: `${text.help} ${text.pauseKeeps}` },
					});
				}
			}
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
const PreparationReadout__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PreparationReadout__SvelteComponent_ = ReturnType<
	typeof PreparationReadout__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PreparationReadout__SvelteComponent_;
