///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import NumberField from '#page/components/NumberField.svelte';
import { getLab, getView } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import RunReadout from './RunReadout.svelte';
function $$render() {
	const slowly = 1000;
	const lab = getLab();
	const view = getView();
	const status = $derived(lab.run?.status);
	const running = $derived(status?.kind === 'running');
	const slow = $derived(status?.kind === 'running' && status.pace.kind === 'slow');
	const busy = $derived(status?.kind === 'preparing');
	const ended = $derived(lab.run?.ended ?? false);
	const step = $derived(lab.run?.step ?? 0);
	const steps = $derived(lab.experiment?.steps ?? 0);
	let until = $state(100);

	const mainWord = $derived(
		running
			? words.run.pause
			: ended
				? words.run.again
				: step > 0
					? words.run.resume
					: words.run.train,
	);
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `bar`,
				role: `group`,
				'aria-label': words.run.controls,
				...__sveltets_2_empty({ 'data-explain': `mix` }),
			});
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						kind: `primary`,
						keys: `Space`,
						disabled: busy,
						onclick: () => void lab.toggle(view.paceFrom(step)),
					},
				});
				mainWord;
				Button;
			}
			if (!view.hides('pace')) {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: words.run.singleStepTitle,
							disabled: busy || ended || running,
							onclick: () => void lab.play({ kind: 'until', step: step + 1 }),
						},
					});
					words.run.singleStep;
					Button;
				}
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: words.run.slowTitle,
							pressed: slow,
							disabled: busy || ended,
							onclick: () =>
								void lab.play(slow ? { kind: 'full' } : { kind: 'slow', milliseconds: slowly }),
						},
					});
					words.run.slow;
					Button;
				}
				{
					svelteHTML.createElement('span', { class: `until` });
					{
						const $$_dleiFrebmuN2C = __sveltets_2_ensureComponent(NumberField);
						new $$_dleiFrebmuN2C({
							target: __sveltets_2_any(),
							props: {
								label: words.run.until,
								value: Math.min(until, steps),
								min: 1,
								max: Math.max(1, steps),
								integer: true,
								disabled: busy || ended,
								onchange: (value) => (until = value),
							},
						});
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								disabled: busy || ended || Math.min(until, steps) <= step,
								onclick: () => void lab.play({ kind: 'until', step: Math.min(until, steps) }),
							},
						});
						words.run.untilGo;
						Button;
					}
				}
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: words.run.stopTitle,
							disabled: busy || ended || step === 0,
							onclick: () => void lab.stop(),
						},
					});
					words.run.stop;
					Button;
				}
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: words.run.resetTitle,
						disabled: !lab.run || busy,
						onclick: () => lab.reset(),
					},
				});
				words.run.reset;
				Button;
			}
			{
				const $$_tuodaeRnuR1C = __sveltets_2_ensureComponent(RunReadout);
				new $$_tuodaeRnuR1C({ target: __sveltets_2_any(), props: {} });
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
const RunBar__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunBar__SvelteComponent_ = ReturnType<typeof RunBar__SvelteComponent_>;
/*Ωignore_endΩ*/ export default RunBar__SvelteComponent_;
