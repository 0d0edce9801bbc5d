///<reference types="svelte" />
import type { PolicyInfo } from '#mixing/policy.ts';
import type { PolicySegment } from '#training/settings.ts';
import Explain from '#page/components/Explain.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { ArtefactShelf } from '#page/state/ArtefactShelf.svelte.ts';
import { preparationOf } from '#page/state/preparing.ts';
import { words } from '#page/words/words.ts';
import KeepArtefact from './KeepArtefact.svelte';
import KeptArtefacts from './KeptArtefacts.svelte';

type $$ComponentProps = { policy: PolicyInfo; segment: PolicySegment };
function $$render() {
	let { policy, segment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = words.policy.preparation;
	const lab = getLab();
	const workbench = getWorkbench();
	const shelf = new ArtefactShelf(lab);

	const task = $derived(preparationOf(lab.run, lab.notices.tasks));
	const done = $derived(
		workbench.next.undrawn
			? undefined
			: lab.run?.prepared.findLast(({ id, artefact }) => id === policy.id && artefact !== null),
	);
	/** The segment that was seen to prepare. */
	let begun = $state.raw<string | null>(null);
	const key = $derived(`${lab.run?.id} ${segment.fromStep} ${policy.id}`);
	$effect(() => {
		if (task) begun = key;
	});
	const stands = $derived.by((): string => {
		if (segment.artefact !== undefined) {
			const kept = shelf.named(segment.artefact);
			return kept ? text.fromKept(kept.name) : text.fromMissing;
		}
		if (done) return text.done(done.updates, done.measured, done.milliseconds);
		if (task) return text.pauseKeeps;
		return begun === key && lab.run?.status.kind === 'paused' ? text.paused : text.needed;
	});
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h3', { class: `quiet` });
					text.title;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: text.title, text: text.help },
					});
				}
			}
			{
				svelteHTML.createElement('p', {});
				stands;
			}
			if (done && lab.run) {
				const name = text.nameDefault(policy.title, done.step);
				{
					const $$_tcafetrApeeK1C = __sveltets_2_ensureComponent(KeepArtefact);
					new $$_tcafetrApeeK1C({
						target: __sveltets_2_any(),
						props: { shelf, runId: lab.run.id, artefact: done.artefact ?? '', proposed: name },
					});
				}
			}
			{
				const $$_stcafetrAtpeK1C = __sveltets_2_ensureComponent(KeptArtefacts);
				new $$_stcafetrAtpeK1C({ target: __sveltets_2_any(), props: { shelf, policy, segment } });
			}
			if (shelf.problem) {
				{
					svelteHTML.createElement('p', { class: `problem`, role: `alert` });
					text.failed;
					shelf.problem;
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
const Preparation__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Preparation__SvelteComponent_ = ReturnType<
	typeof Preparation__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Preparation__SvelteComponent_;
