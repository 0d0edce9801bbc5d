///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getLab } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import { labTrouble } from './labTrouble.ts';
function $$render() {
	const lab = getLab();
	const failure = $derived(lab.run?.status.kind === 'failed' ? lab.run.failure : null);

	/** Newest first, one at a time: the tiles keep their room. All of them are in the log under Why. */
	const warnings = $derived(lab.run?.openWarnings.toReversed() ?? []);

	/** The worker is gone or must go: what is on the page stays to be looked at. */
	const trouble = $derived(labTrouble(lab.status));

	async function tryRate(learningRate: number) {
		const changed = await lab.configure((experiment) => ({
			...experiment,
			optimizer: { ...experiment.optimizer, learningRate },
		}));
		if (changed) await lab.play({ kind: 'full' });
	}
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `notices`,
				'aria-label': words.notices.region,
				role: `region`,
			});
			if (trouble) {
				{
					svelteHTML.createElement('div', { class: `notice error`, role: `alert` });
					{
						svelteHTML.createElement('p', {});
						{
							svelteHTML.createElement('strong', {});
							trouble[0];
						}
						trouble[1];
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => location.reload(),
							},
						});
						words.status.reload;
						Button;
					}
				}
			}
			if (failure) {
				const rate = failure.suggestedLearningRate;
				{
					svelteHTML.createElement('div', { class: `notice error`, role: `alert` });
					{
						svelteHTML.createElement('p', {});
						{
							svelteHTML.createElement('strong', {});
							words.status.failed(lab.run?.step ?? failure.step);
						}
						failure.message;
					}
					if (rate !== undefined) {
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void tryRate(rate),
								},
							});
							words.status.tryRate(rate);
							Button;
						}
					} else if (lab.run) {
						const { id } = lab.run;
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void lab.openRun(id),
								},
							});
							words.status.openAgain;
							Button;
						}
					}
				}
			}
			if (warnings.length > 0 && lab.run) {
				const { run } = lab;
				const warning = warnings[0];
				{
					svelteHTML.createElement('div', { class: `notice warning`, role: `status` });
					{
						svelteHTML.createElement('p', {});
						{
							svelteHTML.createElement('b', {});
							words.notices.atStep(warning.step);
						}
						warning.message;
						if (warnings.length > 1) {
							{
								svelteHTML.createElement('span', { class: `quiet` });
								words.notices.more(warnings.length - 1);
							}
						}
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								'aria-label': words.common.close,
								onclick: () => run.dismiss(warning),
							},
						});

						Button;
					}
				}
			}
			for (let notice of __sveltets_2_ensureArray(lab.notices.notices)) {
				notice.id;
				{
					svelteHTML.createElement('div', {
						class: ['notice', notice.level],
						role: notice.level === 'error' ? 'alert' : 'status',
					});
					{
						svelteHTML.createElement('p', {});
						notice.message;
						{
							svelteHTML.createElement('span', { class: `quiet` });
							notice.mend ?? '';
						}
					}
					if (notice.action) {
						const { label, run } = notice.action;
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => {
										run();
										lab.notices.close(notice.id);
									},
								},
							});
							label;
							Button;
						}
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								'aria-label': words.common.close,
								onclick: () => lab.notices.close(notice.id),
							},
						});
						Button;
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
const Notices__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Notices__SvelteComponent_ = ReturnType<typeof Notices__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Notices__SvelteComponent_;
