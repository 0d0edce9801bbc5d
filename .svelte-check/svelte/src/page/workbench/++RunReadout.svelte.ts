///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import Progress from '#page/components/Progress.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { bytesText } from '#page/words/amounts.ts';
import { millisecondsLeft } from '#core/runProgress.ts';
import { preparationOf } from '#page/state/preparing.ts';
import PreparationReadout from './PreparationReadout.svelte';
import DeviceFacts from './DeviceFacts.svelte';
import { words } from '#page/words/words.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const step = $derived(lab.run?.step ?? 0);
	const budget = $derived(lab.experiment?.budget);
	const progress = $derived(lab.run?.progress ?? { fraction: 0, ends: lab.experiment?.steps ?? 1 });
	const running = $derived(lab.run?.status.kind === 'running');
	const rate = $derived(workbench.history.tokensPerSecond);
	const left = $derived.by(() => {
		const each = workbench.history.millisecondsPerStep;
		if (each === null || !lab.run || lab.run.ended) return null;
		return millisecondsLeft(lab.run.experiment, lab.run.used, each);
	});
	const probing = $derived(workbench.history.probeShare(workbench.history.length));
	const preparing = $derived(preparationOf(lab.run, lab.notices.tasks));
	/** The newest of the long tasks: it takes the place of the speed, so that nothing moves. */
	const task = $derived(lab.notices.tasks.at(-1));
	const device = $derived(lab.info?.device);
	const deviceName = $derived(
		device && (device.kind === 'hardware' ? words.run.hardware : words.run.software)(device.name),
	);
	async () => {
		{
			svelteHTML.createElement('div', { class: `readout` });
			if (preparing) {
				{
					const $$_tuodaeRnoitaraperP1C = __sveltets_2_ensureComponent(PreparationReadout);
					new $$_tuodaeRnoitaraperP1C({ target: __sveltets_2_any(), props: { task: preparing } });
				}
			} else {
				{
					svelteHTML.createElement('span', {});
					words.run.step;
					if (budget && lab.run && !lab.run.ended) {
						{
							svelteHTML.createElement('b', {});
							words.run.ofBudget(lab.run.used, budget);
						}
					} else {
						{
							svelteHTML.createElement('b', {});
							words.run.of(step, lab.run?.ended && budget ? step : progress.ends);
						}
					}
				}
				{
					svelteHTML.createElement('span', { class: `progress` });
					{
						const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
						new $$_ssergorP2C({
							target: __sveltets_2_any(),
							props: {
								label: words.run.progress,
								fraction: lab.run?.ended && budget ? 1 : progress.fraction,
								labelHidden: true,
							},
						});
					}
				}
				{
					svelteHTML.createElement('span', { class: `rate quiet` });
					running || task !== undefined;
					if (task) {
						{
							const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
							new $$_ssergorP2C({
								target: __sveltets_2_any(),
								props: { label: task.label, fraction: task.fraction },
							});
						}
					} else {
						if (rate !== null) {
							words.run.rate(rate);
						}
						if (running && left !== null) {
							words.run.left(left);
						}
						if (probing !== null) {
							words.run.probes(probing);
							{
								const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
								new $$_nialpxE2C({
									target: __sveltets_2_any(),
									props: { term: words.run.probing, text: words.run.probesHelp },
								});
							}
						}
					}
				}
			}

			if (device && deviceName && !preparing) {
				{
					svelteHTML.createElement('span', { class: `device` });
					device.kind === 'software';
					deviceName;
					{
						const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								term: words.run.device,
								text:
									device.kind === 'hardware'
										? words.run.deviceHardware
										: words.run.deviceSoftware(device.reason),
							},
						});
						if (lab.run?.memory) {
							{
								svelteHTML.createElement('p', {});
								words.run.memory(bytesText(lab.run.memory));
							}
						}
						{
							const $$_stcaFeciveD3C = __sveltets_2_ensureComponent(DeviceFacts);
							new $$_stcaFeciveD3C({
								target: __sveltets_2_any(),
								props: { facts: lab.info?.capabilities ?? [] },
							});
						}
						Explain;
					}
				}
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
const RunReadout__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunReadout__SvelteComponent_ = ReturnType<
	typeof RunReadout__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RunReadout__SvelteComponent_;
