///<reference types="svelte" />
import { untrack } from 'svelte';
import Explain from '#page/components/Explain.svelte';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import { explainWords } from '../words.en.ts';
import { setRepeats } from './SeedRepeats.svelte.ts';
import type { SeedRepeats } from './SeedRepeats.svelte.ts';
import Before from './Before.svelte';
import Cost from './Cost.svelte';
import Picks from './picks/Picks.svelte';
import Results from './Results.svelte';
import Samples from './Samples.svelte';
import TryIt from './TryIt.svelte';
import Why from './why/Why.svelte';
type Part = 'why' | 'picks' | 'results';
type $$ComponentProps = { repeats: SeedRepeats };
function $$render() {
	let { repeats }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	setRepeats(untrack(() => repeats));
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();
	const trained = $derived(workbench.history.length > 0);
	/** The results in a link are shown before the first step too. */
	const measured = $derived(
		workbench.history.evaluations.length > 1 || lab.linked?.expected !== undefined,
	);
	const visible = $derived({ why: !view.hides('why'), results: !view.hides('results') });
	const picked = $derived((lab.run?.picks.picks ?? 0) > 0);

	/**
	 * The user's choice for this run; by default the results once it has ended, and the explanation
	 * before.
	 */
	let chosen = $state.raw<{ run: string | undefined; part: Part } | null>(null);
	const choice = $derived.by((): Part => {
		if (chosen?.run === lab.run?.id && chosen) return chosen.part;
		return lab.run?.ended ? 'results' : 'why';
	});
	const choose = (part: Part) => (chosen = { run: lab.run?.id, part });
	const parts = $derived(
		(['why', 'picks', 'results'] as const).filter(
			(part) =>
				visible[part === 'results' ? 'results' : 'why'] &&
				(part === 'why' || (part === 'picks' ? picked : measured)),
		),
	);
	const shown = $derived(parts.includes(choice) ? choice : (parts[0] ?? null));
	async () => {
		{
			svelteHTML.createElement('div', { class: `reasons` });
			if (shown) {
				{
					svelteHTML.createElement('section', {
						class: `why`,
						'aria-label': explainWords.why.title,
						...__sveltets_2_empty({ 'data-explain': shown }),
					});
					{
						svelteHTML.createElement('header', {});
						{
							svelteHTML.createElement('h2', { class: `section-title` });
							if (parts.length > 1) {
								for (let part of __sveltets_2_ensureArray(parts)) {
									part;
									{
										svelteHTML.createElement('button', {
											type: `button`,
											'aria-pressed': shown === part,
											onclick: () => choose(part),
										});
										explainWords[part].title;
									}
								}
							} else {
								explainWords[shown].title;
							}
						}
						{
							const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE3C({
								target: __sveltets_2_any(),
								props: { term: explainWords[shown].title, text: explainWords[shown].explain },
							});
						}
					}
					{
						svelteHTML.createElement('div', { class: `body` });
						if (shown === 'results') {
							{
								const $$_stluseR3C = __sveltets_2_ensureComponent(Results);
								new $$_stluseR3C({ target: __sveltets_2_any(), props: {} });
							}
						} else if (shown === 'picks') {
							{
								const $$_skciP3C = __sveltets_2_ensureComponent(Picks);
								new $$_skciP3C({ target: __sveltets_2_any(), props: {} });
							}
						} else {
							if (trained) {
								{
									const $$_yhW3C = __sveltets_2_ensureComponent(Why);
									new $$_yhW3C({ target: __sveltets_2_any(), props: {} });
								}
							} else {
								{
									const $$_erofeB3C = __sveltets_2_ensureComponent(Before);
									new $$_erofeB3C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
										},
									});
									{
										const $$_yhW4C = __sveltets_2_ensureComponent(Why);
										new $$_yhW4C({ target: __sveltets_2_any(), props: {} });
									}
									Before;
								}
							}
						}
						if (visible.why) {
							{
								const $$_tsoC3C = __sveltets_2_ensureComponent(Cost);
								new $$_tsoC3C({ target: __sveltets_2_any(), props: {} });
							}
						}
					}
				}
			}
			if (!view.hides('samples')) {
				{
					svelteHTML.createElement('section', {
						class: `samples`,
						'aria-labelledby': `samples-title`,
						...__sveltets_2_empty({ 'data-explain': `samples` }),
					});
					{
						svelteHTML.createElement('header', {});
						{
							svelteHTML.createElement('h2', { class: `section-title`, id: `samples-title` });
							explainWords.samples.title;
						}
						{
							const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE3C({
								target: __sveltets_2_any(),
								props: { term: explainWords.samples.title, text: explainWords.samples.explain },
							});
						}
					}
					{
						svelteHTML.createElement('div', { class: `body` });
						{
							const $$_selpmaS3C = __sveltets_2_ensureComponent(Samples);
							new $$_selpmaS3C({ target: __sveltets_2_any(), props: {} });
						}
					}
				}
			}
			if (!view.hides('tryIt')) {
				{
					svelteHTML.createElement('section', {
						class: `try`,
						'aria-labelledby': `try-title`,
						...__sveltets_2_empty({ 'data-explain': `tryIt` }),
					});
					{
						svelteHTML.createElement('header', {});
						{
							svelteHTML.createElement('h2', { class: `section-title`, id: `try-title` });
							explainWords.tryIt.title;
						}
						{
							const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE3C({
								target: __sveltets_2_any(),
								props: { term: explainWords.tryIt.title, text: explainWords.tryIt.explain },
							});
						}
					}
					{
						svelteHTML.createElement('div', { class: `body` });
						{
							const $$_tIyrT3C = __sveltets_2_ensureComponent(TryIt);
							new $$_tIyrT3C({ target: __sveltets_2_any(), props: {} });
						}
					}
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
const ExplanationPanel__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ExplanationPanel__SvelteComponent_ = ReturnType<
	typeof ExplanationPanel__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ExplanationPanel__SvelteComponent_;
