/** The runs of a bench, one after the other: finished ones come from disk, a mix that is the bar is searched first. */
import type { Ratios } from '#core/parameters.ts';
import type { Experiment } from '#experiment/experiment.ts';
import type { HeadlessLab } from '../headlessRun.ts';
import { percent, Progress } from '../runReport.ts';
import type { Terminal } from '../terminal.ts';
import { searchMix, type FoundMix } from './mixSearch.ts';
import { planRun, type PlannedPolicy, type PlannedRun } from './plan.ts';
import { resultOf, ResultStore, type RunResult } from './results.ts';
import type { Study } from './study.ts';

export interface BenchSetup {
	readonly study: Study;
	readonly model?: Experiment['model'] | undefined;
	readonly engine: string;
	/** Runs again what is stored from earlier. */
	readonly fresh: boolean;
	readonly terminal: Terminal;
}

const found = 'best static mix found';

export class Bench {
	readonly #lab: HeadlessLab;
	readonly #base: Experiment;
	readonly #setup: BenchSetup;
	readonly #store = new ResultStore('.cache/bench');
	readonly results: RunResult[] = [];
	/** Of the search; null where none was asked for. */
	found: FoundMix | null = null;
	/** Runs that failed: told, and left out. */
	failures = 0;

	constructor(lab: HeadlessLab, base: Experiment, setup: BenchSetup) {
		this.#lab = lab;
		this.#base = base;
		this.#setup = setup;
	}

	/** Seeds outside, policies inside: an interrupted bench has compared what it has. */
	async run(): Promise<void> {
		const { study } = this.#setup;
		// Wrong settings are named before anything runs.
		for (const policy of study.policies) this.#plan(this.#base, policy, study.seeds[0]);
		await this.#search();
		const bar: PlannedPolicy[] = this.found
			? [{ label: found, id: 'fixed', settings: { ratios: this.found.ratios } }]
			: [];
		const policies = [...study.policies, ...bar];
		const planned = study.seeds.flatMap((seed) => policies.map((policy) => ({ policy, seed })));
		for (const [i, { policy, seed }] of planned.entries()) {
			const mix = this.#mixOf(policy.meanOf, seed);
			const head = `${String(i + 1).padStart(String(planned.length).length)}/${planned.length} ${policy.label}, seed ${seed}`;
			await this.#orTell(head, async () => {
				const run = this.#plan(this.#base, policy, seed, mix);
				this.results.push(await this.#result(run, head));
			});
		}
	}

	async #search(): Promise<void> {
		const { search } = this.#setup.study;
		if (!search) return;
		const { evaluation, skills } = this.#base;
		const base: Experiment = { ...this.#base, evaluation: { ...evaluation, part: 'validation' } };
		const trained = skills.filter(({ use }) => use === 'train').map(({ id }) => id);
		let done = 0;
		const all = search.draws + search.refinements + search.finalists;
		this.found = await searchMix(trained, search, async (ratios, seed) => {
			const policy = { label: found, id: 'fixed', settings: { ratios } };
			const run = this.#plan(base, policy, seed);
			const { final } = await this.#result(run, `search ${++done}/${all}`);
			return final.averageExact ?? Number.NaN;
		});
		const shares = Object.entries(this.found.ratios).map(
			([id, share]) => `${id} ${percent(share)}`,
		);
		this.#setup.terminal.line(
			`${found} in ${this.found.runs} runs: ${shares.join(', ')} · ${percent(this.found.score)} on validation`,
		);
	}

	/** One that fails is told and left out. */
	async #orTell(head: string, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.failures++;
			this.#setup.terminal.line(`${head}: failed: ${(error as Error).message}`);
		}
	}

	#mixOf(label: string | undefined, seed: number): Ratios | undefined {
		return this.results.find((result) => result.policy === label && result.seed === seed)?.mix;
	}

	#plan(base: Experiment, policy: PlannedPolicy, seed: number, mix?: Ratios): PlannedRun {
		const { study, model, engine } = this.#setup;
		return planRun(base, policy, { seed, steps: study.steps, model, engine, mix });
	}

	async #result(run: PlannedRun, head: string): Promise<RunResult> {
		const { fresh, terminal } = this.#setup;
		const stored = fresh ? null : this.#store.get(run);
		const result = stored ?? (await this.#runOne(run, head));
		if (!stored) this.#store.put(run, result);
		const { averageExact, worstExact } = result.final;
		const worst = worstExact
			? `, worst ${percent(worstExact.exact)} (${run.experiment.skills[worstExact.skill]?.name})`
			: '';
		const time = stored
			? 'from an earlier call'
			: `${(result.totalMilliseconds / 1000).toFixed(1)} s`;
		terminal.line(`${head}: exact match ${percent(averageExact)}${worst} · ${time}`);
		return result;
	}

	async #runOne(run: PlannedRun, head: string): Promise<RunResult> {
		const { terminal } = this.#setup;
		const progress = new Progress(run.experiment);
		const began = performance.now();
		const events = await this.#lab.run(run.experiment, (batch) => {
			progress.add(batch.events);
			terminal.live(
				`${head} · ${batch.events.length > 0 ? progress.line : (batch.progress?.label ?? '')}`,
			);
		});
		return resultOf(run, events, performance.now() - began, this.#lab.info.device.backend);
	}
}
